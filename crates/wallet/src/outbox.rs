//! What others are told: written with the change it tells of, delivered from the store.

use serde::{Deserialize, Serialize};

use crate::id::{CheckoutSessionId, ShopperId};

/// Who is told.
#[derive(Clone, Debug, PartialEq, Eq, Hash)]
pub enum Audience {
    /// The shopper's app.
    Shopper(ShopperId),
    /// The hosted page of a session.
    Page(CheckoutSessionId),
}

impl Audience {
    /// The word in SQL.
    #[must_use]
    pub fn word(&self) -> String {
        match self {
            Self::Shopper(id) => format!("shopper:{id}"),
            Self::Page(id) => format!("page:{id}"),
        }
    }
}

/// What changed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum EventKind {
    /// An order appeared or moved on.
    OrderChanged,
    /// A checkout session moved on.
    CheckoutChanged,
    /// Balance, points or cards changed.
    HoldingsChanged,
    /// A till used the store code.
    StoreCodeUsed,
    /// A top-up moved on.
    TopUpChanged,
    /// A lot ends in 30 or in 7 days.
    LotExpiring,
    /// A card expires soon, or has expired.
    CardExpiring,
    /// A gift that this shopper bought moved on.
    GiftChanged,
    /// Devices, sign-ins, factors or contact changed.
    AccountChanged,
    /// A permission that stands began, was used, or changed.
    PermissionChanged,
}

/// One thing to tell.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Event {
    /// To whom.
    pub audience: Audience,
    /// What.
    pub kind: EventKind,
    /// About which order, session, top-up, lot, card or device.
    pub object_id: String,
}

/// An event as it was stored.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct StoredEvent {
    /// Grows with every commit.
    pub sequence: i64,
    /// What.
    pub kind: EventKind,
    /// About which order, session, top-up, lot, card or device.
    pub object_id: String,
}

impl Event {
    /// For the shopper's app.
    #[must_use]
    pub fn to_shopper(shopper: &ShopperId, kind: EventKind, object_id: impl Into<String>) -> Self {
        Self { audience: Audience::Shopper(shopper.clone()), kind, object_id: object_id.into() }
    }

    /// For the hosted page.
    #[must_use]
    pub fn to_page(session: &CheckoutSessionId) -> Self {
        Self {
            audience: Audience::Page(session.clone()),
            kind: EventKind::CheckoutChanged,
            object_id: session.to_string(),
        }
    }
}
