//! What moved on a shopper's lots: the transfers of the ledger, read as a history.

use jiff::Timestamp;
use saifu_ledger::{Transfer, TransferId, TransferKind};

use crate::gift::Lot;

/// One transfer of one lot. A reservation is a movement only until it is resolved: what was posted then
/// takes its place, and what was released never moved. What is promised to come is none yet.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Movement {
    /// The transfer.
    pub transfer: Transfer,
    /// The lot on one side of it.
    pub lot: Lot,
    /// Whether it came into the lot.
    pub incoming: bool,
}

/// A page of movements: those before this place, newest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct MovedBefore {
    /// When the transfer was decided.
    pub at: Timestamp,
    /// Tells transfers of one millisecond apart.
    pub id: TransferId,
}

impl Movement {
    /// Whether it is only reserved.
    #[must_use]
    pub fn is_pending(&self) -> bool {
        self.transfer.phase.reserves()
    }

    /// The order that it belongs to: charges, refunds and rewards name their transfers after it.
    #[must_use]
    pub fn order(&self) -> Option<&str> {
        match self.transfer.kind {
            TransferKind::Charge
            | TransferKind::Refund
            | TransferKind::Reward
            | TransferKind::RewardReturn => {
                let id = self.transfer.id.as_str();
                let end = id.find("-C").or_else(|| id.find("-R"))?;
                Some(&id[..end])
            }
            _ => None,
        }
    }

    /// The merchant on the other side, if one is.
    #[must_use]
    pub fn merchant(&self) -> Option<&str> {
        let other = if self.incoming { &self.transfer.debit } else { &self.transfer.credit };
        other.payee()
    }

    /// Where it stands in a list.
    #[must_use]
    pub fn place(&self) -> MovedBefore {
        MovedBefore { at: self.transfer.at, id: self.transfer.id.clone() }
    }
}
