//! The endpoints.

use saifu_money::{Amount, Currency};
use serde_json::Value;

use super::{CaptureMethod, Intent, Status};
use crate::sandbox::book::Book;
use crate::sandbox::call::Call;
use crate::sandbox::edge::Moment;
use crate::sandbox::error::ApiError;
use crate::sandbox::params::Params;

/// What creation takes. `off_session` changes nothing yet: no sandbox bank asks for the shopper.
const CREATE: &[&str] = &[
    "amount",
    "currency",
    "customer",
    "payment_method",
    "payment_method_types[",
    "capture_method",
    "confirm",
    "off_session",
    "description",
    "metadata[",
];

pub(in crate::sandbox) fn create(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let params = &call.params;
    params.only(CREATE)?;
    params.flag("off_session")?;
    let confirm = params.flag("confirm")?;
    let intent = read_intent(params, &call.moment)?;
    check_payer(book, &intent)?;
    let id = intent.id.clone();
    let view = intent.view();
    book.intents.insert(id.clone(), intent);
    if confirm { attempt(book, &id, &call.moment) } else { Ok(view) }
}

pub(in crate::sandbox) fn retrieve(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    find(book, call.id()).map(|intent| intent.view())
}

pub(in crate::sandbox) fn confirm(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["payment_method", "off_session"])?;
    let intent = find(book, call.id())?;
    intent.check_confirmable()?;
    if let Some(method) = call.params.text("payment_method") {
        intent.payment_method = Some(method.to_owned());
    }
    attempt(book, call.id(), &call.moment)
}

pub(in crate::sandbox) fn capture(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["amount_to_capture"])?;
    let intent = find(book, call.id())?;
    intent.capture(call.params.amount("amount_to_capture", intent.currency())?)?;
    Ok(intent.view())
}

pub(in crate::sandbox) fn cancel(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["cancellation_reason"])?;
    let intent = find(book, call.id())?;
    intent.cancel(call.moment.unix)?;
    Ok(intent.view())
}

/// Asks the bank behind the intent's payment method.
fn attempt(book: &mut Book, id: &str, moment: &Moment) -> Result<Value, ApiError> {
    let intent = find(book, id)?;
    let (method, customer) = (intent.payment_method.clone(), intent.customer.clone());
    let method = method.ok_or_else(|| {
        ApiError::parameter(
            "parameter_missing",
            "payment_method",
            "You cannot confirm without a payment method.",
        )
    })?;
    let bank = book.usable_method(&method, customer.as_deref())?.card.charge(moment);
    let intent = find(book, id)?;
    intent.settle(bank)?;
    Ok(intent.view())
}

fn find<'a>(book: &'a mut Book, id: &str) -> Result<&'a mut Intent, ApiError> {
    book.intents.get_mut(id).ok_or_else(|| ApiError::missing("payment_intent", id, None))
}

fn read_intent(params: &Params, moment: &Moment) -> Result<Intent, ApiError> {
    let currency = read_currency(params)?;
    params.required("amount")?;
    let amount = params.amount("amount", currency)?.unwrap_or(Amount::zero(currency));
    let text = |name| params.text(name).map(str::to_owned);
    let payment_method = text("payment_method");
    let status =
        if payment_method.is_some() { Status::RequiresConfirmation } else { Status::RequiresPaymentMethod };
    Ok(Intent {
        id: format!("pi_{}", moment.serial),
        created: moment.unix,
        amount,
        capture_method: read_capture_method(params)?,
        customer: text("customer"),
        payment_method,
        description: text("description"),
        metadata: params.map("metadata"),
        status,
        captured: Amount::zero(currency),
        refunded: Amount::zero(currency),
        last_decline: None,
        canceled_at: None,
    })
}

/// Stripe writes currencies in lower case.
fn read_currency(params: &Params) -> Result<Currency, ApiError> {
    let text = params.required("currency")?;
    let known = text.to_ascii_uppercase().parse();
    known.map_err(|_| {
        ApiError::parameter("parameter_invalid", "currency", &format!("Invalid currency: {text}"))
    })
}

fn read_capture_method(params: &Params) -> Result<CaptureMethod, ApiError> {
    match params.text("capture_method") {
        None | Some("automatic") => Ok(CaptureMethod::Automatic),
        Some("manual") => Ok(CaptureMethod::Manual),
        Some(_) => Err(ApiError::parameter("parameter_invalid", "capture_method", "Invalid capture_method")),
    }
}

/// The customer exists, and may pay with the payment method.
fn check_payer(book: &Book, intent: &Intent) -> Result<(), ApiError> {
    let customer = intent.customer.as_deref();
    if let Some(id) = customer.filter(|id| book.customers.get(id).is_none()) {
        return Err(ApiError::missing("customer", id, Some("customer")));
    }
    match &intent.payment_method {
        Some(method) => book.usable_method(method, customer).map(drop),
        None => Ok(()),
    }
}
