//! `/v1/customers` (<https://docs.stripe.com/api/customers>).

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::book::Book;
use super::call::Call;
use super::error::ApiError;

/// A shopper as the processor knows them: a bundle of payment methods.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Customer {
    id: String,
    created: i64,
    name: Option<String>,
    email: Option<String>,
    description: Option<String>,
    metadata: BTreeMap<String, String>,
}

impl Customer {
    fn view(&self) -> Value {
        json!({
            "id": self.id,
            "object": "customer",
            "created": self.created,
            "description": self.description,
            "email": self.email,
            "livemode": false,
            "metadata": self.metadata,
            "name": self.name,
        })
    }
}

pub(super) fn create(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let params = &call.params;
    params.only(&["name", "email", "description", "metadata["])?;
    let text = |name| params.text(name).map(str::to_owned);
    let customer = Customer {
        id: format!("cus_{}", call.moment.serial),
        created: call.moment.unix,
        name: text("name"),
        email: text("email"),
        description: text("description"),
        metadata: params.map("metadata"),
    };
    let view = customer.view();
    book.customers.insert(customer.id.clone(), customer);
    Ok(view)
}

pub(super) fn retrieve(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let found = book.customers.get(call.id());
    found.map(Customer::view).ok_or_else(|| ApiError::missing("customer", call.id(), None))
}
