use serde_json::Value;

use super::{SetupIntent, Status};
use crate::sandbox::authentication::Redirect;
use crate::sandbox::book::Book;
use crate::sandbox::call::Call;
use crate::sandbox::card::Decline;
use crate::sandbox::error::ApiError;
use crate::sandbox::payment_method::PaymentMethod;

pub(in crate::sandbox) fn create(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let params = &call.params;
    params.only(&["customer", "usage", "payment_method_types[", "metadata["])?;
    let customer = params.text("customer");
    if let Some(id) = customer.filter(|id| book.customers.get(id).is_none()) {
        return Err(ApiError::missing("customer", id, Some("customer")));
    }
    let usage = params.text("usage").unwrap_or("off_session");
    if !["off_session", "on_session"].contains(&usage) {
        return Err(ApiError::parameter("parameter_invalid", "usage", "off_session or on_session"));
    }
    let setup = SetupIntent {
        id: format!("seti_{}", call.moment.serial),
        created: call.moment.unix,
        customer: customer.map(str::to_owned),
        payment_method: None,
        usage: usage.to_owned(),
        metadata: params.map("metadata"),
        status: Status::RequiresPaymentMethod,
        last_decline: None,
        redirect: None,
    };
    let view = setup.view();
    book.setup_intents.insert(setup.id.clone(), setup);
    Ok(view)
}

pub(in crate::sandbox) fn retrieve(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    find(book, call.id()).map(|setup| setup.view())
}

/// Asks the card's bank whether the customer may keep it.
pub(in crate::sandbox) fn confirm(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["payment_method", "return_url"])?;
    let method_id = call.params.required("payment_method")?;
    let setup = find(book, call.id())?;
    setup.expect_status(&[Status::RequiresPaymentMethod], "confirm")?;
    let customer = setup.customer.clone();
    let method = method(book, method_id)?;
    method.check_attachable_to(customer.as_deref().unwrap_or_default())?;
    let (bank, wants_shopper) = (method.card.link(&call.moment), method.card.wants_shopper(false));
    book.trouble = method.card.trouble;
    let setup = find(book, call.id())?;
    setup.payment_method = Some(method_id.to_owned());
    if bank.is_ok() && wants_shopper {
        setup.status = Status::RequiresAction;
        setup.redirect = Some(Redirect::of(call, call.id()));
        return told(book, call);
    }
    let outcome = setup.settle(bank);
    if outcome.is_ok() {
        attach(book, method_id, customer)?;
    }
    let view = told(book, call)?;
    outcome.map(|()| view)
}

/// The shopper was at the card's bank, and it is satisfied, or not.
pub(in crate::sandbox) fn authenticate(
    book: &mut Book,
    call: &Call,
    is_satisfied: bool,
) -> Result<Value, ApiError> {
    let setup = find(book, call.id())?;
    setup.expect_status(&[Status::RequiresAction], "authenticate")?;
    let (method_id, customer) = (setup.payment_method.clone().unwrap_or_default(), setup.customer.clone());
    let bank = if is_satisfied { Ok(()) } else { Err(Decline::SetupAuthenticationFailed) };
    // A failure is told by the intent: whoever asked for it has its answer since long.
    let agreed = setup.settle(bank).is_ok();
    if agreed {
        attach(book, &method_id, customer)?;
    }
    told(book, call)
}

pub(in crate::sandbox) fn cancel(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["cancellation_reason"])?;
    let setup = find(book, call.id())?;
    setup.expect_status(&[Status::RequiresPaymentMethod, Status::RequiresAction], "cancel")?;
    setup.status = Status::Canceled;
    setup.redirect = None;
    told(book, call)
}

fn attach(book: &mut Book, method_id: &str, customer: Option<String>) -> Result<(), ApiError> {
    let method = method(book, method_id)?;
    method.check_attachable_to(customer.as_deref().unwrap_or_default())?;
    method.set_up_for(customer);
    Ok(())
}

fn told(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let setup = find(book, call.id())?;
    let (kind, view) = (setup.status.event(), setup.view());
    book.tell(&call.moment, kind, view.clone());
    Ok(view)
}

fn find<'a>(book: &'a mut Book, id: &str) -> Result<&'a mut SetupIntent, ApiError> {
    book.setup_intents.get_mut(id).ok_or_else(|| ApiError::missing("setup_intent", id, None))
}

fn method<'a>(book: &'a mut Book, id: &str) -> Result<&'a mut PaymentMethod, ApiError> {
    let found = book.payment_methods.get_mut(id);
    found.ok_or_else(|| ApiError::missing("PaymentMethod", id, Some("payment_method")))
}
