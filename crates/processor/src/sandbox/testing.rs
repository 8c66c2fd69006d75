//! What happens outside of a processor: shoppers at their bank, at a store's till, at their bank's counter. For the
//! service's sandbox pages in this process, and for tests over HTTP under `/v1/test_helpers`.

use axum::http::StatusCode;
use saifu_money::Amount;
use serde_json::Value;
use thiserror::Error;

use super::authentication::{self, Redirect};
use super::book::Book;
use super::call::Call;
use super::error::ApiError;
use super::intent::{self, CashPayment};
use super::params::Params;
use super::state::SandboxState;

/// Why the sandbox's store or bank did not do it.
#[derive(Debug, Error)]
pub enum SandboxRefusal {
    /// Nothing of that id.
    #[error("the sandbox knows no {0}")]
    NotFound(String),
    /// It is paid, expired or withdrawn, or is not paid that way.
    #[error("{0}")]
    NotPossible(String),
}

impl SandboxState {
    /// The sandbox's store or bank acts on a payment (`pi_…`) that waits for cash.
    ///
    /// # Errors
    /// [`SandboxRefusal`]; nothing came in then.
    pub async fn pay_cash(&self, payment_id: &str, how: CashPayment) -> Result<(), SandboxRefusal> {
        let call = Call::of(payment_id, Params::none(), self.moment());
        let reply = self.change(call, move |book, call| intent::pay_cash(book, call, how)).await;
        read(payment_id, reply.status, &reply.body)
    }

    /// The shopper of a payment or of a link (`pi_…`, `seti_…`) proves to the card's bank who they are, or does not.
    ///
    /// # Errors
    /// [`SandboxRefusal`] if it does not wait for that.
    pub async fn authenticate(&self, id: &str, succeeds: bool) -> Result<(), SandboxRefusal> {
        let outcome = if succeeds { "succeed" } else { "fail" };
        let call = Call::of(id, Params::of([("outcome", outcome)]), self.moment());
        let reply = self.change(call, authentication::authenticate).await;
        read(id, reply.status, &reply.body)
    }

    /// Where the shopper of a payment or of a link is sent, while the card's bank waits for them.
    pub(super) fn at_bank(&self, id: &str) -> Option<Redirect> {
        self.look(|book| {
            let payment = book.intents.get(id).filter(|it| it.waits_for_bank()).and_then(|it| it.redirect());
            let link = book.setup_intents.get(id).filter(|it| it.waits_for_bank());
            payment.or_else(|| link.and_then(|it| it.redirect())).cloned()
        })
    }
}

fn read(id: &str, status: StatusCode, body: &Value) -> Result<(), SandboxRefusal> {
    match status {
        StatusCode::OK => Ok(()),
        StatusCode::NOT_FOUND => Err(SandboxRefusal::NotFound(id.to_owned())),
        _ => {
            let message = body["error"]["message"].as_str().unwrap_or_default();
            Err(SandboxRefusal::NotPossible(message.to_owned()))
        }
    }
}

/// `POST /v1/test_helpers/payment_intents/{id}/cash`: `outcome` is `paid`, `paid_twice`, `expired`, `late`, or `sum` with an
/// `amount`.
pub(super) fn cash(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["outcome", "amount"])?;
    let how = match call.params.required("outcome")? {
        "paid" => CashPayment::Paid,
        "paid_twice" => CashPayment::PaidTwice,
        "expired" => CashPayment::Expired,
        "late" => CashPayment::Late,
        "sum" => CashPayment::Sum(read_sum(book, call)?),
        _ => {
            let message = "paid, paid_twice, expired, late or sum";
            return Err(ApiError::parameter("parameter_invalid", "outcome", message));
        }
    };
    intent::pay_cash(book, call, how)
}

fn read_sum(book: &Book, call: &Call) -> Result<Amount, ApiError> {
    let intent = book.intents.get(call.id());
    let intent = intent.ok_or_else(|| ApiError::missing("payment_intent", call.id(), None))?;
    call.params.required("amount")?;
    let sum = call.params.amount("amount", intent.currency())?;
    Ok(sum.unwrap_or(Amount::zero(intent.currency())))
}
