use std::collections::HashMap;

use jiff::Timestamp;
use saifu_ledger::{Account, Balance, Phase, Transfer};
use saifu_wallet::charge::{Charge, ChargeState, Leg, Refund};
use saifu_wallet::memory::Snapshot;

use crate::books::Books;

/// What is stored and what the processor knows, laid out for the rules.
pub struct View<'s> {
    /// Rows and outbox.
    pub stored: &'s Snapshot,
    /// The processor's side.
    pub books: &'s Books,
    /// The true time.
    pub now: Timestamp,
    /// Accounts with their balances.
    pub accounts: Vec<(&'s Account, Balance)>,
    /// Transfers by id.
    pub transfers: HashMap<&'s str, &'s Transfer>,
    /// The transfer that resolved a pending one, by the pending one's id.
    pub resolved: HashMap<&'s str, &'s Transfer>,
    /// Charges by id.
    pub charges: HashMap<&'s str, &'s Charge>,
    /// Refunds.
    pub refunds: Vec<&'s Refund>,
}

impl<'s> View<'s> {
    /// Lays it out.
    #[must_use]
    pub fn new(stored: &'s Snapshot, books: &'s Books, now: Timestamp) -> Self {
        let transfers = stored.transfers().map(|it| (it.id.as_str(), it)).collect();
        let resolved = stored.transfers().filter_map(|it| Some((it.phase.resolves()?.as_str(), it)));
        Self {
            stored,
            books,
            now,
            accounts: stored.accounts().collect(),
            transfers,
            resolved: resolved.collect(),
            charges: stored.rows::<Charge>().map(|it| (it.id.as_str(), it)).collect(),
            refunds: stored.rows::<Refund>().collect(),
        }
    }

    /// Takes a transfer out of what the rules see.
    pub fn hide_transfer(&mut self, id: &str) {
        if let Some(gone) = self.transfers.remove(id)
            && let Some(pending) = gone.phase.resolves()
        {
            self.resolved.remove(pending.as_str());
        }
    }

    /// What became of a leg's reservation.
    #[must_use]
    pub fn fate_of(&self, leg: &Leg) -> Fate {
        let id = leg.reservation.id.as_str();
        match (self.transfers.get(id), self.resolved.get(id)) {
            (None, _) => Fate::Missing,
            (Some(held), None) if held.amount == leg.amount && held.phase.reserves() => Fate::Reserved,
            (Some(_), None) => Fate::Missing,
            (Some(_), Some(end)) if matches!(end.phase, Phase::Post(_)) => Fate::Posted(end.amount.minor()),
            (Some(_), Some(_)) => Fate::Released,
        }
    }
}

/// What became of a reservation.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Fate {
    /// It was never made as the leg says.
    Missing,
    /// It stands.
    Reserved,
    /// This much was taken, in minor units.
    Posted(i64),
    /// It was given up.
    Released,
}

/// Whether a charge can still be captured or released.
#[must_use]
pub const fn is_live(charge: &Charge) -> bool {
    matches!(
        charge.state,
        ChargeState::AuthorizationInitiated | ChargeState::Authorized | ChargeState::CaptureInitiated
    )
}
