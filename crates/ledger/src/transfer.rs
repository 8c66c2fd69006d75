use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::AccountId;

/// The id of a transfer; the same id with the same content is the same transfer.
#[derive(Clone, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TransferId(String);

impl TransferId {
    /// An id that was derived from what the transfer is for.
    pub fn new(id: impl Into<String>) -> Self {
        Self(id.into())
    }

    /// As text.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

/// An immutable movement of one amount, more than zero, from the debit to the credit account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Transfer {
    /// Its id.
    pub id: TransferId,
    /// Where it is taken.
    pub debit: AccountId,
    /// Where it goes.
    pub credit: AccountId,
    /// How much; when a pending one is posted, at most its amount, and the rest is released.
    pub amount: Amount,
    /// What for.
    pub kind: TransferKind,
    /// Final at once, or in two phases.
    pub phase: Phase,
    /// When it was decided, told by whoever decides: it orders histories and dates statements. It is no
    /// part of the content: the same transfer decided again later is the same transfer.
    #[serde(default)]
    pub at: Timestamp,
}

impl Transfer {
    /// Whether another transfer of this id moves the same.
    #[must_use]
    pub fn has_content_of(&self, other: &Self) -> bool {
        *self == Self { at: self.at, ..other.clone() }
    }
}

/// What a transfer is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum TransferKind {
    /// A gift code became a lot.
    Redeem,
    /// A leg of a charge.
    Charge,
    /// A leg of a refund.
    Refund,
    /// Points given.
    Reward,
    /// Points taken back after a refund.
    RewardReturn,
    /// A top-up became a lot.
    TopUp,
    /// The fee of a top-up.
    Fee,
    /// What was left of a lot when it ended.
    Expire,
    /// Cash that is owed back: late, twice or another sum.
    ReturnOwed,
    /// Cash that was given back.
    Returned,
    /// A gift card was bought: its value waits to be redeemed.
    Gift,
    /// A gift card was called off: its value goes back.
    GiftReturn,
}

impl TransferKind {
    /// The word in SQL.
    #[must_use]
    pub const fn word(self) -> &'static str {
        match self {
            Self::Redeem => "redeem",
            Self::Charge => "charge",
            Self::Refund => "refund",
            Self::Reward => "reward",
            Self::RewardReturn => "reward_return",
            Self::TopUp => "top_up",
            Self::Fee => "fee",
            Self::Expire => "expire",
            Self::ReturnOwed => "return_owed",
            Self::Returned => "returned",
            Self::Gift => "gift",
            Self::GiftReturn => "gift_return",
        }
    }
}

/// The phase of a transfer. A pending transfer is resolved once, by a new transfer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Phase {
    /// Final at once.
    Single,
    /// Reserves, until it is posted or voided.
    Pending,
    /// Reserves, and can be posted only before this time (TigerBeetle's `timeout`).
    PendingUntil(Timestamp),
    /// Makes a pending one final, in full or in part; what is not posted is released.
    Post(TransferId),
    /// Releases a pending one.
    Void(TransferId),
    /// Releases a pending one whose time is over.
    Expire(TransferId),
}

impl Phase {
    /// The word in SQL.
    #[must_use]
    pub const fn word(&self) -> &'static str {
        match self {
            Self::Single => "single",
            Self::Pending | Self::PendingUntil(_) => "pending",
            Self::Post(_) => "post",
            Self::Void(_) => "void",
            Self::Expire(_) => "expire",
        }
    }

    /// The pending transfer that this one resolves.
    #[must_use]
    pub const fn resolves(&self) -> Option<&TransferId> {
        match self {
            Self::Post(pending) | Self::Void(pending) | Self::Expire(pending) => Some(pending),
            Self::Single | Self::Pending | Self::PendingUntil(_) => None,
        }
    }

    /// Whether it reserves.
    #[must_use]
    pub const fn reserves(&self) -> bool {
        matches!(self, Self::Pending | Self::PendingUntil(_))
    }

    /// Until when a reservation can be posted, where that ends.
    #[must_use]
    pub const fn until(&self) -> Option<Timestamp> {
        match self {
            Self::PendingUntil(end) => Some(*end),
            _ => None,
        }
    }
}
