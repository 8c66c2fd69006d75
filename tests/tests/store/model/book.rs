//! What the ledger should say: maps and sums that cannot overflow, written from TigerBeetle's description of
//! accounts and transfers and not from our code.

use std::collections::{BTreeMap, BTreeSet};

use saifu_ledger::{Account, AccountId, Balance, LedgerError, Phase, Transfer};

/// What a store answers to one commit.
pub type Outcome = Result<(), LedgerError>;

/// The largest sum that an account may have.
const MOST: i128 = i64::MAX as i128 / 4;

/// The four sums of an account.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub struct Sums {
    pub debits_pending: i128,
    pub debits_posted: i128,
    pub credits_pending: i128,
    pub credits_posted: i128,
}

impl From<Balance> for Sums {
    fn from(balance: Balance) -> Self {
        Self {
            debits_pending: balance.debits_pending.into(),
            debits_posted: balance.debits_posted.into(),
            credits_pending: balance.credits_pending.into(),
            credits_posted: balance.credits_posted.into(),
        }
    }
}

/// Why a transfer must be refused. Where there are several reasons, a store may tell any.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum Reason {
    Nothing,
    SameAccount,
    Currency,
    Overdrawn,
    TooLarge,
    NotPending,
    Timeout,
    NoAccount,
    Conflict,
}

/// What a commit must answer.
#[derive(Debug)]
pub enum Expected {
    Done,
    /// The first transfer that is refused, and why.
    Refused(String, BTreeSet<Reason>),
}

impl Expected {
    pub fn allows(&self, outcome: &Outcome) -> bool {
        match (self, outcome) {
            (Self::Done, Ok(())) => true,
            (Self::Refused(id, reasons), Err(error)) => {
                let (told, reason) = told(error);
                told == id && reasons.contains(&reason)
            }
            _ => false,
        }
    }
}

fn told(error: &LedgerError) -> (&str, Reason) {
    let (id, reason) = match error {
        LedgerError::Nothing(id) => (id, Reason::Nothing),
        LedgerError::SameAccount(id) => (id, Reason::SameAccount),
        LedgerError::CurrencyMismatch(id) => (id, Reason::Currency),
        LedgerError::Overdrawn(id) => (id, Reason::Overdrawn),
        LedgerError::TooLarge(id) => (id, Reason::TooLarge),
        LedgerError::NotPending(id) => (id, Reason::NotPending),
        LedgerError::Timeout(id) => (id, Reason::Timeout),
        LedgerError::AccountNotFound(id) => (id, Reason::NoAccount),
        LedgerError::Conflict(id) => (id, Reason::Conflict),
    };
    (id.as_str(), reason)
}

/// The model.
#[derive(Clone, Debug)]
pub struct Book {
    accounts: BTreeMap<String, (Account, Sums)>,
    /// In the order of the suite's list.
    order: Vec<String>,
    /// In the order in which they came.
    pub transfers: Vec<Transfer>,
    resolved: BTreeSet<String>,
    /// The largest sum that a side of an account may have.
    most: i128,
}

impl Book {
    pub fn new(accounts: &[Account]) -> Self {
        let order = accounts.iter().map(|it| it.id.as_str().to_owned()).collect();
        let accounts = accounts.iter().cloned();
        let accounts = accounts.map(|it| (it.id.as_str().to_owned(), (it, Sums::default())));
        Self {
            accounts: accounts.collect(),
            order,
            transfers: Vec::new(),
            resolved: BTreeSet::new(),
            most: MOST,
        }
    }

    /// Writers of PostgreSQL read without locks: of two who add to one account at once, each may see room for
    /// itself. That is what three quarters of the largest number are left for.
    pub fn with_room(&self) -> Self {
        Self { most: 3 * MOST, ..self.clone() }
    }

    pub fn without_room(self) -> Self {
        Self { most: MOST, ..self }
    }

    pub fn sums(&self) -> Vec<Sums> {
        self.order.iter().map(|id| self.accounts[id].1).collect()
    }

    /// Linked transfers: all or none.
    pub fn post(&self, set: &[Transfer]) -> (Self, Expected) {
        let mut next = self.clone();
        for transfer in set {
            if let Err(reasons) = next.post_one(transfer) {
                return (self.clone(), Expected::Refused(transfer.id.as_str().to_owned(), reasons));
            }
        }
        (next, Expected::Done)
    }

    fn post_one(&mut self, transfer: &Transfer) -> Result<(), BTreeSet<Reason>> {
        if let Some(before) = self.transfers.iter().find(|it| it.id == transfer.id) {
            let same = *before == Transfer { at: before.at, ..transfer.clone() };
            return if same { Ok(()) } else { Err([Reason::Conflict].into()) };
        }
        let after = self.moved(transfer);
        let reasons = self.reasons(transfer, &after);
        match after {
            [Some(debit), Some(credit)] if reasons.is_empty() => {
                self.set(transfer.debit.as_str(), debit);
                self.set(transfer.credit.as_str(), credit);
                self.resolved.extend(transfer.phase.resolves().map(|it| it.as_str().to_owned()));
                self.transfers.push(transfer.clone());
                Ok(())
            }
            _ => Err(reasons),
        }
    }

    fn set(&mut self, id: &str, sums: Sums) {
        if let Some(place) = self.accounts.get_mut(id) {
            place.1 = sums;
        }
    }

    fn held(&self, transfer: &Transfer) -> Option<&Transfer> {
        let pending = transfer.phase.resolves()?;
        let open = !self.resolved.contains(pending.as_str());
        let held = self.transfers.iter().find(|it| it.id == *pending).filter(|_| open)?;
        let is_pending = matches!(held.phase, Phase::Pending | Phase::PendingUntil(_));
        let fits = held.debit == transfer.debit
            && held.credit == transfer.credit
            && held.amount.currency() == transfer.amount.currency();
        let whole = held.amount == transfer.amount;
        let part = matches!(transfer.phase, Phase::Post(_)) && transfer.amount.minor() < held.amount.minor();
        (is_pending && fits && (whole || part)).then_some(held)
    }

    /// Both accounts' sums after a transfer, whether or not it is allowed; none of an account that is not there, nor
    /// where nothing is resolved.
    fn moved(&self, transfer: &Transfer) -> [Option<Sums>; 2] {
        let amount = i128::from(transfer.amount.minor());
        let held = self.held(transfer).map(|held| i128::from(held.amount.minor()));
        let moves = match transfer.phase {
            Phase::Single => Some((0, amount)),
            Phase::Pending | Phase::PendingUntil(_) => Some((amount, 0)),
            Phase::Post(_) => held.map(|held| (-held, amount)),
            Phase::Void(_) | Phase::Expire(_) => held.map(|held| (-held, 0)),
        };
        let after = |id: &AccountId, is_debit: bool| {
            let ((_, mut sums), (pending, posted)) = (self.accounts.get(id.as_str())?.clone(), moves?);
            let (of_pending, of_posted) = match is_debit {
                true => (&mut sums.debits_pending, &mut sums.debits_posted),
                false => (&mut sums.credits_pending, &mut sums.credits_posted),
            };
            *of_pending += pending;
            *of_posted += posted;
            Some(sums)
        };
        [after(&transfer.debit, true), after(&transfer.credit, false)]
    }

    fn reasons(&self, transfer: &Transfer, after: &[Option<Sums>; 2]) -> BTreeSet<Reason> {
        let sides = [&transfer.debit, &transfer.credit].map(|id| self.accounts.get(id.as_str()));
        let known = sides.iter().flatten();
        let refuses = sides[0].is_some_and(|(account, _)| account.kind.overdraft_refused());
        let sums = after.map(Option::unwrap_or_default);
        let [debited, credited] = sums;
        let largest = [
            debited.debits_pending,
            debited.debits_posted,
            credited.credits_pending,
            credited.credits_posted,
        ];
        let left = sums[0].credits_posted - sums[0].debits_posted - sums[0].debits_pending;
        let resolves = transfer.phase.resolves().is_some();
        [
            (Reason::Nothing, transfer.amount.is_zero()),
            (Reason::SameAccount, transfer.debit == transfer.credit),
            (Reason::NoAccount, sides.iter().any(Option::is_none)),
            (Reason::Currency, known.into_iter().any(|(it, _)| it.currency != transfer.amount.currency())),
            (Reason::NotPending, resolves && self.held(transfer).is_none()),
            (Reason::Timeout, self.at_the_wrong_time(transfer)),
            (Reason::TooLarge, largest.into_iter().any(|sum| sum > self.most)),
            (Reason::Overdrawn, refuses && left < 0),
        ]
        .into_iter()
        .filter_map(|(reason, holds)| holds.then_some(reason))
        .collect()
    }

    /// A reservation with an end is posted before it, and expires only after.
    fn at_the_wrong_time(&self, transfer: &Transfer) -> bool {
        let pending = transfer.phase.resolves();
        let held = pending.and_then(|id| self.transfers.iter().find(|it| it.id == *id));
        let end = held.and_then(|held| match held.phase {
            Phase::PendingUntil(end) => Some(end),
            _ => None,
        });
        let over = end.is_some_and(|end| transfer.at >= end);
        match transfer.phase {
            Phase::Post(_) => over,
            Phase::Expire(_) => !over,
            _ => false,
        }
    }
}
