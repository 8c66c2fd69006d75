//! `/v1/payment_methods` (<https://docs.stripe.com/api/payment_methods>).

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::book::Book;
use super::call::Call;
use super::card::Card;
use super::error::ApiError;

/// A card behind a token.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct PaymentMethod {
    id: String,
    created: i64,
    pub(super) card: Card,
    ownership: Ownership,
    /// Whether its bank agreed to it being kept.
    #[serde(default)]
    was_set_up: bool,
}

/// Whose it is. What was detached once stays useless.
#[derive(Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Ownership {
    Nobody,
    Customer(String),
    Detached,
}

impl PaymentMethod {
    fn customer(&self) -> Option<&str> {
        match &self.ownership {
            Ownership::Customer(id) => Some(id),
            Ownership::Nobody | Ownership::Detached => None,
        }
    }

    /// An attached one pays for its customer only.
    pub(super) fn check_usable_by(&self, customer: Option<&str>) -> Result<(), ApiError> {
        if self.ownership == Ownership::Detached || self.customer() != customer {
            let message = "The PaymentMethod does not belong to the Customer, or was detached from one.";
            return Err(ApiError::parameter("resource_missing", "payment_method", message));
        }
        Ok(())
    }

    /// Attaching to the same customer again changes nothing.
    pub(super) fn check_attachable_to(&self, customer: &str) -> Result<(), ApiError> {
        match &self.ownership {
            Ownership::Nobody => Ok(()),
            Ownership::Customer(owner) if owner == customer => Ok(()),
            Ownership::Customer(_) | Ownership::Detached => {
                let message =
                    "The payment method was attached to a customer before and may not be used again.";
                Err(ApiError::state("payment_method_unexpected_state", message))
            }
        }
    }

    /// Its bank agreed. Without a customer it stays nobody's.
    pub(super) fn set_up_for(&mut self, customer: Option<String>) {
        self.was_set_up = true;
        if let Some(customer) = customer {
            self.ownership = Ownership::Customer(customer);
        }
    }

    /// Whether its bank wants to see the shopper before it pays.
    pub(super) fn wants_shopper(&self) -> bool {
        self.card.wants_shopper(self.was_set_up)
    }

    fn view(&self) -> Value {
        json!({
            "id": self.id,
            "object": "payment_method",
            "card": self.card.view(),
            "created": self.created,
            "customer": self.customer(),
            "livemode": false,
            "type": "card",
        })
    }
}

pub(super) fn create(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["type", "card["])?;
    if call.params.required("type")? != "card" {
        return Err(ApiError::parameter("parameter_invalid", "type", "The sandbox knows cards only"));
    }
    let card = Card::read(call, book)?;
    let id = format!("pm_{}", call.moment.serial);
    let method = PaymentMethod {
        id,
        created: call.moment.unix,
        card,
        ownership: Ownership::Nobody,
        was_set_up: false,
    };
    let view = method.view();
    book.payment_methods.insert(method.id.clone(), method);
    Ok(view)
}

pub(super) fn attach(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["customer"])?;
    let customer = call.params.required("customer")?;
    if book.customers.get(customer).is_none() {
        return Err(ApiError::missing("customer", customer, Some("customer")));
    }
    let method = find(book, call)?;
    method.check_attachable_to(customer)?;
    method.card.link(&call.moment).map_err(ApiError::declined)?;
    method.ownership = Ownership::Customer(customer.to_owned());
    Ok(method.view())
}

pub(super) fn detach(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&[])?;
    let method = find(book, call)?;
    if method.customer().is_none() {
        let message = "The payment method is not attached to a customer, so detachment is impossible.";
        return Err(ApiError::state("payment_method_unexpected_state", message));
    }
    method.ownership = Ownership::Detached;
    Ok(method.view())
}

pub(super) fn retrieve(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    find(book, call).map(|method| method.view())
}

fn find<'a>(book: &'a mut Book, call: &Call) -> Result<&'a mut PaymentMethod, ApiError> {
    let found = book.payment_methods.get_mut(call.id());
    found.ok_or_else(|| ApiError::missing("PaymentMethod", call.id(), None))
}
