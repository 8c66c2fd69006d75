//! The store in memory: a few maps behind one lock. Tests and simulations of rules use it, and it
//! passes the same suite as the SQL store.

mod reads;

use std::collections::BTreeMap;
use std::sync::{Mutex, MutexGuard, PoisonError};

use saifu_ledger::Books;

use crate::change::{Change, ChangeSet, Concept, Record};
use crate::outbox::Event;
use crate::port::store::{Commit, Entity, StoreError, Versioned};

/// The store in memory.
#[derive(Default)]
pub struct MemoryStore(Mutex<State>);

#[derive(Clone, Default)]
struct State {
    rows: BTreeMap<(Concept, String), (Record, i64)>,
    books: Books,
    events: Vec<Event>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A commit replaces the state as a whole, so a panic elsewhere leaves it sound.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn all<T: Entity>(&self) -> impl Iterator<Item = Versioned<T>> {
        let start = (T::CONCEPT, String::new());
        let rows = self.rows.range(start..).take_while(|((concept, _), _)| *concept == T::CONCEPT);
        rows.filter_map(|(_, (record, version))| {
            T::from_record(record.clone()).map(|value| Versioned { value, version: *version })
        })
    }

    fn apply(&mut self, change: Change) -> Result<(), StoreError> {
        match change {
            Change::Insert(record) => self.write(*record, 0),
            Change::Update(record, version) => self.write(*record, version),
            Change::OpenAccount(account) => {
                self.books.open(account);
                Ok(())
            }
            Change::Transfer(transfer) => {
                self.books.post(&transfer)?;
                Ok(())
            }
            Change::Event(event) => {
                self.events.push(event);
                Ok(())
            }
        }
    }

    fn write(&mut self, record: Record, expected: i64) -> Result<(), StoreError> {
        let place = record.place();
        let found = self.rows.get(&place).map_or(0, |(_, version)| *version);
        if found != expected {
            return Err(StoreError::Stale(place.0, place.1));
        }
        self.rows.insert(place, (record, expected + 1));
        Ok(())
    }
}

impl Commit for MemoryStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        let mut state = self.state();
        let mut next = state.clone();
        for change in changes.0 {
            next.apply(change)?;
        }
        *state = next;
        Ok(())
    }
}
