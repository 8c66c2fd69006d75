//! The same key has the same answer (<https://docs.stripe.com/api/idempotent_requests>).

use axum::http::StatusCode;
use serde::{Deserialize, Serialize};

use super::book::Book;
use super::call::Call;
use super::error::{ApiError, Reply, Way};

/// Stripe forgets keys when they are at least this old.
const KEPT_S: i64 = 24 * 60 * 60;

/// What was answered to a key.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Answer {
    /// A salted hash of endpoint and parameters: they may hold a card number.
    request: String,
    unix: i64,
    status: u16,
    /// JSON text.
    body: String,
}

impl Answer {
    pub(super) fn is_remembered(&self, unix: i64) -> bool {
        self.unix + KEPT_S > unix
    }
}

/// The answer that was given before, or a refusal if the key came with another request.
pub(super) fn replay(book: &Book, call: &Call) -> Option<Reply> {
    let answer = book.answers.get(call.idempotency_key.as_ref()?)?;
    if !answer.is_remembered(call.moment.unix) {
        return None;
    }
    if answer.request != request_hash(book, call) {
        let message = "Keys for idempotent requests can only be used with the same endpoint and parameters \
                       they were first used with. Try using a key other than the one you sent.";
        return Some(ApiError::idempotency(message).into());
    }
    let read = || Some((StatusCode::from_u16(answer.status).ok()?, serde_json::from_str(&answer.body).ok()?));
    Some(match read() {
        Some((status, body)) => Reply { status, body, executed: true, replayed: true, way: Way::Prompt },
        None => ApiError::unavailable(StatusCode::INTERNAL_SERVER_ERROR).into(),
    })
}

/// Keeps an answer beside what the operation changed.
pub(super) fn keep(book: &mut Book, call: &Call, reply: &Reply) {
    let Some(key) = &call.idempotency_key else { return };
    let answer = Answer {
        request: request_hash(book, call),
        unix: call.moment.unix,
        status: reply.status.as_u16(),
        body: reply.body.to_string(),
    };
    book.answers.insert(key.clone(), answer);
}

fn request_hash(book: &Book, call: &Call) -> String {
    let pairs = call.params.pairs().flat_map(|(name, value)| [name, value]);
    let parts: Vec<&str> = std::iter::once(call.endpoint.as_str()).chain(pairs).collect();
    book.salted_hash(&parts)
}
