use saifu_ledger::{Account, Balance, Transfer};

use crate::change::Concept;
use crate::memory::State;
use crate::outbox::Event;
use crate::port::store::{Entity, Versioned};

/// All that a store in memory held at one time, for whoever proves that it fits together. Cloning it copies
/// nothing.
#[derive(Clone, Default)]
pub struct Snapshot(pub(super) State);

impl Snapshot {
    /// One row by its key.
    #[must_use]
    pub fn find<T: Entity>(&self, key: &str) -> Option<Versioned<T>> {
        self.0.find(key)
    }

    /// How often a row was written; 0 for one that does not exist.
    #[must_use]
    pub fn version(&self, concept: Concept, key: &str) -> i64 {
        self.0.rows.get(&(concept, key.to_owned())).map_or(0, |(_, version)| *version)
    }

    /// All rows of a concept, by key.
    pub fn rows<T: Entity>(&self) -> impl Iterator<Item = &T> {
        self.0.rows().map(|(row, _)| row)
    }

    /// All accounts with their balances, in any order.
    pub fn accounts(&self) -> impl Iterator<Item = (&Account, Balance)> {
        self.0.books.accounts().map(|(account, balance)| (account, *balance))
    }

    /// All transfers, in any order.
    pub fn transfers(&self) -> impl Iterator<Item = &Transfer> {
        self.0.books.transfers()
    }

    /// The outbox, oldest first.
    pub fn events(&self) -> impl Iterator<Item = &Event> {
        self.0.events.iter()
    }
}
