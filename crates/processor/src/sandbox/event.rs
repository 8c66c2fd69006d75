//! `/v1/events` (<https://docs.stripe.com/api/events>): what happened, and who was told when.

use std::cmp::Reverse;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::book::Book;
use super::call::Call;
use super::edge::{Moment, draw};
use super::error::ApiError;
use super::list;

/// Stripe shows events for 30 days.
const KEPT_S: i64 = 30 * 24 * 60 * 60;
/// Stripe goes on for three days.
const TRIED_S: i64 = 3 * 24 * 60 * 60;
/// The longest pause between two attempts.
const PAUSE_MAX_S: i64 = 60 * 60;

/// Something that happened.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Event {
    pub(super) id: String,
    /// The order in which events happened, which seconds do not tell.
    pub(super) sequence: u64,
    created: i64,
    kind: String,
    /// The object as it was then.
    object: Value,
    /// When it is delivered next; nothing once it was, or nobody wants it.
    next_at: Option<i64>,
    attempts: Vec<Attempt>,
}

/// One attempt to deliver an event.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Attempt {
    /// When, in seconds since 1970.
    pub unix: i64,
    /// What was answered; nothing if there was no answer.
    pub status: Option<u16>,
}

impl Event {
    pub(super) fn new(sequence: u64, moment: &Moment, kind: &str, object: Value) -> Self {
        Self {
            id: format!("evt_{}", draw()),
            sequence,
            created: moment.unix,
            kind: kind.to_owned(),
            object,
            next_at: None,
            attempts: Vec::new(),
        }
    }

    /// The same, to be delivered.
    pub(super) fn announced(self) -> Self {
        Self { next_at: Some(self.created), ..self }
    }

    pub(super) fn is_remembered(&self, unix: i64) -> bool {
        self.created + KEPT_S > unix
    }

    pub(super) fn is_due(&self, unix: i64) -> bool {
        self.next_at.is_some_and(|at| at <= unix)
    }

    /// Writes an attempt down. Unless it was acknowledged with 2xx there is another, after 1 s, 2 s, 4 s, … up to an
    /// hour, for three days.
    pub(super) fn attempted(&mut self, attempt: Attempt) {
        let acknowledged = attempt.status.is_some_and(|status| (200..300).contains(&status));
        let pause = 1 << self.attempts.len().min(12);
        let next = attempt.unix + PAUSE_MAX_S.min(pause);
        self.next_at = (!acknowledged && next < self.created + TRIED_S).then_some(next);
        self.attempts.push(attempt);
    }

    pub(super) fn delivery(&self) -> Delivery {
        Delivery {
            event_id: self.id.clone(),
            kind: self.kind.clone(),
            object_id: self.object["id"].as_str().unwrap_or_default().to_owned(),
            is_open: self.next_at.is_some(),
            attempts: self.attempts.clone(),
        }
    }

    pub(super) fn view(&self) -> Value {
        json!({
            "id": self.id,
            "object": "event",
            "created": self.created,
            "data": { "object": self.object },
            "livemode": false,
            "pending_webhooks": i32::from(self.next_at.is_some()),
            "request": null,
            "type": self.kind,
        })
    }
}

/// The delivery journal's entry of one event.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Delivery {
    /// `evt_…`.
    pub event_id: String,
    /// Stripe's type, such as `payment_intent.succeeded`.
    pub kind: String,
    /// What it is about: `pi_…`, `seti_…`, `ch_…`, `re_…`.
    pub object_id: String,
    /// Whether it will be tried again.
    pub is_open: bool,
    /// Each attempt, the oldest first.
    pub attempts: Vec<Attempt>,
}

pub(super) fn retrieve(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    let found = book.events.get(call.id());
    found.map(Event::view).ok_or_else(|| ApiError::missing("event", call.id(), None))
}

pub(super) fn list(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["type", "limit", "starting_after", "created["])?;
    let kind = call.params.text("type");
    let is_wanted = |event: &&Event| kind.is_none_or(|kind| kind == event.kind);
    let mut wanted: Vec<&Event> = book.events.iter().filter(is_wanted).collect();
    wanted.sort_by_key(|event| Reverse(event.sequence));
    list::page(
        call,
        "/v1/events",
        wanted.into_iter().map(|event| (event.created, event.id.as_str(), event.view())),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    fn event() -> Event {
        let moment = Moment { unix: 1000, year: 2026, month: 11, serial: String::new() };
        Event::new(1, &moment, "payment_intent.succeeded", json!({ "id": "pi_1" })).announced()
    }

    #[test]
    fn an_event_is_tried_until_it_is_acknowledged() {
        let mut event = event();
        for (unix, status, next) in
            [(1000, None, Some(1001)), (1001, Some(500), Some(1003)), (1003, Some(301), Some(1007))]
        {
            assert!(event.is_due(unix));
            event.attempted(Attempt { unix, status });
            assert_eq!(event.next_at, next);
        }
        event.attempted(Attempt { unix: 1007, status: Some(204) });
        assert_eq!((event.next_at, event.attempts.len()), (None, 4));
    }

    #[test]
    fn after_three_days_it_is_given_up() {
        let mut event = event();
        let mut attempts = 0;
        while let Some(unix) = event.next_at {
            event.attempted(Attempt { unix, status: None });
            attempts += 1;
            assert!(attempts < 100, "it goes on for ever");
        }
        assert!(attempts > 72, "each hour at least, not {attempts} times");
    }
}
