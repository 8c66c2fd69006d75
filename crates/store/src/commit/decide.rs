//! Which ChangeSets of a group pass their guards, and what all of them together write. Pure.

use std::collections::BTreeMap;

use imbl::OrdMap;
use saifu_ledger::{Account, AccountId, Balance, Books, Effect, Transfer};
use saifu_wallet::change::{Change, ChangeSet, Concept, Record};
use saifu_wallet::outbox::Event;
use saifu_wallet::port::store::StoreError;

use super::Answers;
use super::guards::Known;

/// What a group writes.
#[derive(Clone, Default)]
pub(super) struct Writes<'a> {
    /// The last content of each row.
    pub(super) rows: OrdMap<(Concept, String), RowWrite<'a>>,
    /// Accounts that were not open.
    pub(super) accounts: imbl::Vector<&'a Account>,
    /// Transfers that are new.
    pub(super) transfers: imbl::Vector<&'a Transfer>,
    /// What each account's sums gain.
    pub(super) gains: OrdMap<AccountId, Gain>,
    /// Events in their order.
    pub(super) events: imbl::Vector<&'a Event>,
}

/// One row as it will be.
#[derive(Clone, Copy)]
pub(super) struct RowWrite<'a> {
    pub(super) record: &'a Record,
    pub(super) version: i64,
    /// The version that was read; 0 for a row that is new in this group.
    pub(super) seen: i64,
}

/// What an account's sums gain; whether it may be overdrawn decides where they stand.
#[derive(Clone, Copy, Default)]
pub(crate) struct Gain {
    pub(super) overdraft_refused: bool,
    pub(crate) debits: Effect,
    pub(crate) credits: Effect,
    /// What must be spendable before the group; told only where balances were assumed.
    pub(crate) needed: i64,
}

/// The decision over a group.
pub(super) struct Decided<'a> {
    pub(super) answers: Answers,
    pub(super) writes: Writes<'a>,
}

pub(super) fn decide<'a>(known: Known, group: &[&'a ChangeSet]) -> Decided<'a> {
    let Known { versions, books, assumed } = known;
    let mut state = State { versions, books, assumed, writes: Writes::default() };
    let answers = group.iter().map(|changes| state.take(changes)).collect();
    Decided { answers, writes: state.writes }
}

struct State<'a> {
    /// As read; what this group wrote is in `writes.rows`.
    versions: BTreeMap<(Concept, String), i64>,
    books: Books,
    assumed: i64,
    writes: Writes<'a>,
}

impl<'a> State<'a> {
    /// All changes of one ChangeSet, or none. The maps are persistent: what is kept aside costs nothing.
    fn take(&mut self, changes: &'a ChangeSet) -> Result<(), StoreError> {
        let before = (self.books.clone(), self.writes.clone());
        let taken = changes.0.iter().try_for_each(|change| self.change(change));
        if taken.is_err() {
            (self.books, self.writes) = before;
        }
        taken
    }

    fn change(&mut self, change: &'a Change) -> Result<(), StoreError> {
        match change {
            Change::Insert(record) => self.row(record, 0),
            Change::Update(record, version) => self.row(record, *version),
            Change::OpenAccount(account) => {
                if self.books.account(&account.id).is_none() {
                    let balance = Balance { credits_posted: self.assumed, ..Balance::default() };
                    self.books.load_account(account.clone(), balance);
                    self.writes.accounts.push_back(account);
                }
                Ok(())
            }
            Change::Transfer(transfer) => {
                if let Some(effect) = self.books.post(transfer)? {
                    self.writes.transfers.push_back(transfer);
                    self.gain(&transfer.debit, effect, |gain| &mut gain.debits);
                    self.gain(&transfer.credit, effect, |gain| &mut gain.credits);
                }
                Ok(())
            }
            Change::Event(event) => {
                self.writes.events.push_back(event);
                Ok(())
            }
        }
    }

    fn row(&mut self, record: &'a Record, expected: i64) -> Result<(), StoreError> {
        let place = record.place();
        let written = self.writes.rows.get(&place).copied();
        let found =
            written.map_or_else(|| self.versions.get(&place).copied().unwrap_or(0), |row| row.version);
        if found != expected {
            return Err(StoreError::Stale(place.0, place.1));
        }
        let seen = written.map_or(expected, |row| row.seen);
        self.writes.rows.insert(place, RowWrite { record, version: expected + 1, seen });
        Ok(())
    }

    fn gain(&mut self, id: &AccountId, effect: Effect, side: impl Fn(&mut Gain) -> &mut Effect) {
        let refused = self.books.account(id).is_some_and(|account| account.kind.overdraft_refused());
        let left = self.books.balance(id).unwrap_or_default().available();
        let gain = self.writes.gains.entry(id.clone()).or_default();
        gain.overdraft_refused = refused;
        gain.needed = gain.needed.max(self.assumed - left);
        let sums = side(gain);
        sums.pending += effect.pending;
        sums.posted += effect.posted;
    }
}

impl Writes<'_> {
    pub(super) fn is_empty(&self) -> bool {
        self.rows.is_empty()
            && self.accounts.is_empty()
            && self.transfers.is_empty()
            && self.events.is_empty()
    }
}
