//! `/v1/refunds` (<https://docs.stripe.com/api/refunds>).

use std::collections::BTreeMap;

use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::book::Book;
use super::call::Call;
use super::error::ApiError;
use super::list;

/// Money on its way back to a card.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Refund {
    id: String,
    created: i64,
    payment_intent: String,
    charge: Option<String>,
    amount: Amount,
    reason: Option<String>,
    metadata: BTreeMap<String, String>,
}

impl Refund {
    fn view(&self) -> Value {
        json!({
            "id": self.id,
            "object": "refund",
            "amount": self.amount.minor(),
            "charge": self.charge,
            "created": self.created,
            "currency": self.amount.currency().code().to_ascii_lowercase(),
            "metadata": self.metadata,
            "payment_intent": self.payment_intent,
            "reason": self.reason,
            "status": "succeeded",
        })
    }
}

/// Refunds a part, or without an amount the rest; all refunds of an intent together never exceed its capture.
pub(super) fn create(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let params = &call.params;
    params.only(&["payment_intent", "amount", "reason", "metadata["])?;
    let id = params.required("payment_intent")?;
    let intent = book.intents.get_mut(id);
    let intent = intent.ok_or_else(|| ApiError::missing("payment_intent", id, Some("payment_intent")))?;
    let amount = intent.refund(params.amount("amount", intent.currency())?)?;
    let refund = Refund {
        id: format!("re_{}", call.moment.serial),
        created: call.moment.unix,
        payment_intent: id.to_owned(),
        charge: intent.charge_id(),
        amount,
        reason: params.text("reason").map(str::to_owned),
        metadata: params.map("metadata"),
    };
    let (view, charge) = (refund.view(), intent.charge_view());
    book.refunds.insert(refund.id.clone(), refund);
    book.tell(&call.moment, "charge.refunded", charge);
    book.tell(&call.moment, "refund.updated", view.clone());
    Ok(view)
}

pub(super) fn list(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["payment_intent", "limit", "starting_after", "created["])?;
    let intent = call.params.text("payment_intent");
    let of_intent = |refund: &&Refund| intent.is_none_or(|intent| intent == refund.payment_intent);
    let wanted = book.refunds.iter().filter(of_intent);
    list::page(call, "/v1/refunds", wanted.map(|refund| (refund.created, refund.id.as_str(), refund.view())))
}

pub(super) fn retrieve(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let found = book.refunds.get(call.id());
    found.map(Refund::view).ok_or_else(|| ApiError::missing("refund", call.id(), None))
}
