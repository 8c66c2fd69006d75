//! The endpoints.

use serde_json::Value;

use super::read::{CREATE, read_intent};
use super::{Intent, Means};
use crate::sandbox::authentication::Redirect;
use crate::sandbox::book::Book;
use crate::sandbox::call::Call;
use crate::sandbox::card::Decline;
use crate::sandbox::error::ApiError;
use crate::sandbox::list;

pub(in crate::sandbox) fn create(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let params = &call.params;
    params.only(CREATE)?;
    params.flag("off_session")?;
    let confirm = params.flag("confirm")?;
    let intent = read_intent(call)?;
    check_payer(book, &intent)?;
    let id = intent.id.clone();
    let view = intent.view();
    book.intents.insert(id.clone(), intent);
    if confirm { attempt(book, &id, call) } else { Ok(view) }
}

pub(in crate::sandbox) fn retrieve(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let intent = find(book, call.id())?;
    intent.expire_by(call.moment.unix);
    Ok(intent.view())
}

pub(in crate::sandbox) fn list(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["customer", "limit", "starting_after", "created["])?;
    let customer = call.params.text("customer");
    let of_customer = |intent: &&Intent| customer.is_none() || intent.customer.as_deref() == customer;
    let wanted = book.intents.iter().filter(of_customer);
    let rows = wanted.map(|intent| (intent.created, intent.id.as_str(), intent.view()));
    list::page(call, "/v1/payment_intents", rows)
}

pub(in crate::sandbox) fn confirm(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["payment_method", "off_session", "return_url"])?;
    let intent = find(book, call.id())?;
    intent.check_confirmable()?;
    if let Some(method) = call.params.text("payment_method") {
        intent.payment_method = Some(method.to_owned());
    }
    attempt(book, call.id(), call)
}

pub(in crate::sandbox) fn capture(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["amount_to_capture"])?;
    let intent = find(book, call.id())?;
    intent.capture(call.params.amount("amount_to_capture", intent.currency())?)?;
    told(book, call, call.id())
}

pub(in crate::sandbox) fn cancel(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["cancellation_reason"])?;
    find(book, call.id())?.cancel(call.moment.unix)?;
    told(book, call, call.id())
}

/// The shopper was at the card's bank, and it is satisfied, or not.
pub(in crate::sandbox) fn authenticate(
    book: &mut Book,
    call: &Call,
    is_satisfied: bool,
) -> Result<Value, ApiError> {
    let intent = find(book, call.id())?;
    intent.check_at_bank()?;
    let (method, customer) = (intent.payment_method.clone().unwrap_or_default(), intent.customer.clone());
    let bank = match is_satisfied {
        true => book.usable_method(&method, customer.as_deref())?.card.charge(&call.moment),
        false => Err(Decline::AuthenticationFailed),
    };
    // A decline is told by the intent: whoever asked for it has its answer since long.
    let _ = find(book, call.id())?.settle(bank);
    told(book, call, call.id())
}

/// Asks the bank behind the intent's payment method, or makes the instructions for cash.
fn attempt(book: &mut Book, id: &str, call: &Call) -> Result<Value, ApiError> {
    let intent = find(book, id)?;
    if intent.means != Means::Card {
        intent.wait_for_cash();
        return told(book, call, id);
    }
    let (method, customer) = (intent.payment_method.clone(), intent.customer.clone());
    let method = method.ok_or_else(|| {
        ApiError::parameter(
            "parameter_missing",
            "payment_method",
            "You cannot confirm without a payment method.",
        )
    })?;
    let method = book.usable_method(&method, customer.as_deref())?;
    let (bank, wants_shopper) = (method.card.charge(&call.moment), method.wants_shopper());
    book.trouble = method.card.trouble;
    let off_session = call.params.flag("off_session")?;
    let intent = find(book, id)?;
    let outcome = match (wants_shopper, off_session) {
        (false, _) => intent.settle(bank),
        (true, true) => intent.settle(Err(Decline::AuthenticationRequired)),
        (true, false) => {
            intent.send_to_bank(Redirect::of(call, id));
            Ok(())
        }
    };
    let view = told(book, call, id)?;
    outcome.map(|()| view)
}

/// Tells of what became of the intent, and shows it.
pub(super) fn told(book: &mut Book, call: &Call, id: &str) -> Result<Value, ApiError> {
    let intent = find(book, id)?;
    let (kind, view) = (intent.status.event(), intent.view());
    book.tell(&call.moment, kind, view.clone());
    Ok(view)
}

pub(super) fn find<'a>(book: &'a mut Book, id: &str) -> Result<&'a mut Intent, ApiError> {
    book.intents.get_mut(id).ok_or_else(|| ApiError::missing("payment_intent", id, None))
}

/// The customer exists, and may pay with the payment method.
fn check_payer(book: &Book, intent: &Intent) -> Result<(), ApiError> {
    let customer = intent.customer.as_deref();
    if let Some(id) = customer.filter(|id| book.customers.get(id).is_none()) {
        return Err(ApiError::missing("customer", id, Some("customer")));
    }
    match (&intent.payment_method, intent.means) {
        (Some(method), Means::Card) => book.usable_method(method, customer).map(drop),
        _ => Ok(()),
    }
}
