//! All that the sandbox knows, in memory and as pages of its file.

use serde::{Deserialize, Serialize};
use serde_json::Value;
use sha2::{Digest, Sha256};

use super::card::Trouble;
use super::customer::Customer;
use super::edge::Moment;
use super::error::ApiError;
use super::event::Event;
use super::idempotency::Answer;
use super::intent::Intent;
use super::payment_method::PaymentMethod;
use super::refund::Refund;
use super::setup_intent::SetupIntent;
use super::table::{Rows, Table};

/// Objects by id, and answers by idempotency key.
pub(super) struct Book {
    salt: String,
    pub(super) customers: Table<Customer>,
    pub(super) payment_methods: Table<PaymentMethod>,
    pub(super) intents: Table<Intent>,
    pub(super) refunds: Table<Refund>,
    pub(super) setup_intents: Table<SetupIntent>,
    pub(super) events: Table<Event>,
    pub(super) answers: Table<Answer>,
    /// What goes wrong with the request at hand, as the card that it uses has it.
    pub(super) trouble: Trouble,
    /// Whether somebody is told of events.
    pub(super) has_listener: bool,
    /// How many events there were.
    sequence: u64,
}

/// Rows as they are written. The first page of a file holds the salt; of a row on several pages the last counts.
#[derive(Default, Serialize, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub(super) struct Page {
    #[serde(skip_serializing_if = "Option::is_none")]
    pub(super) salt: Option<String>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    customers: Rows<Customer>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    payment_methods: Rows<PaymentMethod>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    intents: Rows<Intent>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    refunds: Rows<Refund>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    setup_intents: Rows<SetupIntent>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    events: Rows<Event>,
    #[serde(skip_serializing_if = "Rows::is_empty")]
    answers: Rows<Answer>,
}

impl Book {
    /// An empty book; the salt is drawn once for its life.
    pub(super) fn new(salt: String) -> Self {
        Self {
            salt,
            customers: Table::default(),
            payment_methods: Table::default(),
            intents: Table::default(),
            refunds: Table::default(),
            setup_intents: Table::default(),
            events: Table::default(),
            answers: Table::default(),
            trouble: Trouble::None,
            has_listener: false,
            sequence: 0,
        }
    }

    /// SHA-256 over the salt and each part with its length in front, in lower-case hex.
    pub(super) fn salted_hash(&self, parts: &[&str]) -> String {
        let mut hash = Sha256::new();
        for part in std::iter::once(&self.salt.as_str()).chain(parts) {
            hash.update((part.len() as u64).to_be_bytes());
            hash.update(part);
        }
        format!("{:x}", hash.finalize())
    }

    /// The payment method, if this customer (or, without one, anybody) may pay with it.
    pub(super) fn usable_method(&self, id: &str, customer: Option<&str>) -> Result<&PaymentMethod, ApiError> {
        let found = self.payment_methods.get(id);
        let method = found.ok_or_else(|| ApiError::missing("PaymentMethod", id, Some("payment_method")))?;
        method.check_usable_by(customer).map(|()| method)
    }

    /// Writes down what happened to an object, for whoever is told of it.
    pub(super) fn tell(&mut self, moment: &Moment, kind: &str, object: Value) {
        self.sequence += 1;
        let event = Event::new(self.sequence, moment, kind, object);
        let event = if self.has_listener { event.announced() } else { event };
        self.events.insert(event.id.clone(), event);
    }

    /// Everything, as the first page of a file, without the answers and events that are forgotten by now.
    pub(super) fn whole(&self, unix: i64) -> Page {
        let mut answers = self.answers.whole();
        answers.retain(|_, answer| answer.is_remembered(unix));
        let mut events = self.events.whole();
        events.retain(|_, event| event.is_remembered(unix));
        Page {
            salt: Some(self.salt.clone()),
            customers: self.customers.whole(),
            payment_methods: self.payment_methods.whole(),
            intents: self.intents.whole(),
            refunds: self.refunds.whole(),
            setup_intents: self.setup_intents.whole(),
            events,
            answers,
        }
    }

    /// What the request at hand changed.
    pub(super) fn changes(&self) -> Page {
        Page {
            salt: None,
            customers: self.customers.changes(),
            payment_methods: self.payment_methods.changes(),
            intents: self.intents.changes(),
            refunds: self.refunds.changes(),
            setup_intents: self.setup_intents.changes(),
            events: self.events.changes(),
            answers: self.answers.changes(),
        }
    }

    /// Adds a page of its file.
    pub(super) fn restore(&mut self, page: Page) {
        self.customers.restore(page.customers);
        self.payment_methods.restore(page.payment_methods);
        self.intents.restore(page.intents);
        self.refunds.restore(page.refunds);
        self.setup_intents.restore(page.setup_intents);
        let last = page.events.values().map(|event| event.sequence).max();
        self.sequence = self.sequence.max(last.unwrap_or_default());
        self.events.restore(page.events);
        self.answers.restore(page.answers);
    }

    /// What the request changed stays.
    pub(super) fn keep(&mut self) {
        self.customers.keep();
        self.payment_methods.keep();
        self.intents.keep();
        self.refunds.keep();
        self.setup_intents.keep();
        self.events.keep();
        self.answers.keep();
    }

    /// What the request changed is as it was.
    pub(super) fn take_back(&mut self) {
        self.customers.take_back();
        self.payment_methods.take_back();
        self.intents.take_back();
        self.refunds.take_back();
        self.setup_intents.take_back();
        self.events.take_back();
        self.answers.take_back();
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_hash_keeps_its_parts_apart_and_needs_the_salt() {
        let book = Book::new("a".to_owned());
        assert_eq!(book.salted_hash(&["bc", "d"]), book.salted_hash(&["bc", "d"]));
        assert_ne!(book.salted_hash(&["bc", "d"]), book.salted_hash(&["b", "cd"]));
        assert_ne!(book.salted_hash(&["bc"]), Book::new("b".to_owned()).salted_hash(&["bc"]));
    }
}
