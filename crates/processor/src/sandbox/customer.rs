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

/// Of Stripe's query language (<https://docs.stripe.com/search>) the one clause that is asked for:
/// `metadata['name']:'value'`. Unlike Stripe's, this search lags behind nothing.
pub(super) fn search(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["query", "limit"])?;
    let (name, value) = read_query(call.params.required("query")?).ok_or_else(|| {
        ApiError::parameter("parameter_invalid", "query", "The sandbox knows metadata['name']:'value' only")
    })?;
    let matches = |customer: &&Customer| customer.metadata.get(&name) == Some(&value);
    let mut found: Vec<&Customer> = book.customers.iter().filter(matches).collect();
    found.sort_by_key(|customer| std::cmp::Reverse(customer.created));
    let data: Vec<Value> = found.into_iter().map(Customer::view).collect();
    Ok(json!({ "object": "search_result", "data": data, "has_more": false, "url": "/v1/customers/search" }))
}

fn read_query(query: &str) -> Option<(String, String)> {
    let (name, value) = query.strip_prefix("metadata['")?.strip_suffix('\'')?.split_once("']:'")?;
    Some((unescape(name)?, unescape(value)?))
}

/// A backslash goes before a quote and before itself.
fn unescape(text: &str) -> Option<String> {
    let mut plain = String::new();
    let mut letters = text.chars();
    while let Some(letter) = letters.next() {
        match letter {
            '\\' => plain.push(letters.next()?),
            '\'' => return None,
            other => plain.push(other),
        }
    }
    Some(plain)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_query_is_one_clause() {
        let read = |query: &str| read_query(query).map(|(name, value)| format!("{name}={value}"));
        assert_eq!(read("metadata['shopper']:'s-1'").as_deref(), Some("shopper=s-1"));
        assert_eq!(read(r"metadata['shopper']:'o\'b\\c'").as_deref(), Some(r"shopper=o'b\c"));
        for odd in ["", "name:'x'", "metadata['a']:'b' AND metadata['c']:'d'", r"metadata['a']:'b\'"] {
            assert_eq!(read(odd), None, "{odd}");
        }
    }
}
