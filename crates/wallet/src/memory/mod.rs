//! The store in memory: a few persistent maps behind one lock, so that a commit copies what it changes and
//! a [`Snapshot`] copies nothing. Tests and simulations of rules use it, and it passes the same suite as
//! the SQL store.

mod reads;
mod snapshot;

use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use imbl::{OrdMap, Vector};
use saifu_ledger::Books;

use crate::change::{Change, ChangeSet, Concept, Record};
use crate::outbox::Event;
use crate::port::store::{Commit, Entity, StoreError, Versioned};

pub use snapshot::Snapshot;

/// The store in memory.
#[derive(Default)]
pub struct MemoryStore(Mutex<State>);

#[derive(Clone, Default)]
struct State {
    rows: OrdMap<(Concept, String), (Arc<Record>, i64)>,
    /// The key of the row that holds a value which no other row may hold.
    unique: OrdMap<(Concept, String), String>,
    books: Books,
    events: Vector<Event>,
}

impl MemoryStore {
    /// An empty store.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Everything as it is now; later commits do not change it.
    #[must_use]
    pub fn snapshot(&self) -> Snapshot {
        Snapshot(self.state().clone())
    }

    fn state(&self) -> MutexGuard<'_, State> {
        // A commit replaces the state as a whole, so a panic elsewhere leaves it sound.
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl State {
    fn rows<T: Entity>(&self) -> impl Iterator<Item = (&T, i64)> {
        let start = (T::CONCEPT, String::new());
        let rows = self.rows.range(start..).take_while(|((concept, _), _)| *concept == T::CONCEPT);
        rows.filter_map(|(_, (record, version))| Some((T::in_record(record)?, *version)))
    }

    fn find<T: Entity>(&self, key: &str) -> Option<Versioned<T>> {
        let (record, version) = self.rows.get(&(T::CONCEPT, key.to_owned()))?;
        Some(Versioned { value: T::in_record(record)?.clone(), version: *version })
    }

    /// The row that holds a value which no other row may hold.
    fn find_unique<T: Entity>(&self, value: &str) -> Option<Versioned<T>> {
        self.find(self.unique.get(&(T::CONCEPT, value.to_owned()))?)
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
                self.events.push_back(event);
                Ok(())
            }
        }
    }

    fn write(&mut self, record: Record, expected: i64) -> Result<(), StoreError> {
        let place = record.place();
        let found = self.rows.get(&place).map_or(0, |(_, version)| *version);
        let value = unique_value(&record).map(|value| (place.0, value.to_owned()));
        let holder = value.as_ref().and_then(|value| self.unique.get(value));
        if found != expected || holder.is_some_and(|holder| *holder != place.1) {
            return Err(StoreError::Stale(place.0, place.1));
        }
        // What the row held until now is free again: an address may change.
        if let Some((before, _)) = self.rows.get(&place)
            && let Some(freed) = unique_value(before)
        {
            self.unique.remove(&(place.0, freed.to_owned()));
        }
        if let Some(value) = value {
            self.unique.insert(value, place.1.clone());
        }
        self.rows.insert(place, (Arc::new(record), expected + 1));
        Ok(())
    }
}

/// What the SQL schema declares UNIQUE beside the key.
fn unique_value(record: &Record) -> Option<&str> {
    match record {
        Record::Shopper(shopper) => Some(&shopper.email),
        Record::Charge(charge) => Some(charge.id.order()),
        Record::DeviceJoin(join) => Some(&join.code_digest),
        _ => None,
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
