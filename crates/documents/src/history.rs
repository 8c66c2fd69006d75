use jiff::Timestamp;
use saifu_money::{Amount, Currency, MoneyError};
use serde::{Deserialize, Serialize};

use crate::{PaidBy, RegistrationNumber, TaxTotal};

mod check;
mod table;

pub use check::HistoryError;
pub(crate) use check::check_all;
pub(crate) use table::write_table;
pub use table::{HISTORY_COLUMNS, history_table};

/// Entries that hold: each in itself, in the order of time, ids once, one currency. Statements and
/// exports are made of it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
pub struct History(Vec<Entry>);

/// One thing that happened in the wallet.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Entry {
    /// The order's number, the transfer's id, or an import's key; once in a history.
    pub id: String,
    /// When it happened.
    pub at: Timestamp,
    /// What happened.
    pub kind: EntryKind,
    /// The shop, or who else it was with.
    pub counterparty: String,
    /// The counterparty's, where it is registered for qualified invoices.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub registration_number: Option<RegistrationNumber>,
    /// As the shopper sorted it.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub category: Option<String>,
    /// The shopper's.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Sum and tax of each rate, as on the entry's receipt; empty where they are not known.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub tax_totals: Vec<TaxTotal>,
    /// What moved, at least one part.
    pub legs: Vec<Leg>,
}

/// What happened.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum EntryKind {
    /// Something was bought: every leg goes out.
    Purchase,
    /// Something was given back: every leg comes in.
    Refund,
    /// Gift balance was bought: what comes in went out elsewhere.
    TopUp,
    /// A gift card was redeemed: gift balance comes in.
    Gift,
    /// Points came in.
    Points,
    /// Points were taken back with a refund.
    PointsTakenBack,
    /// Gift balance or points ended.
    Expiry,
    /// Anything else, as imports bring it: money comes in or goes out.
    Other,
}

impl EntryKind {
    /// For tables and programs: `topUp`.
    #[must_use]
    pub const fn name(self) -> &'static str {
        match self {
            Self::Purchase => "purchase",
            Self::Refund => "refund",
            Self::TopUp => "topUp",
            Self::Gift => "gift",
            Self::Points => "points",
            Self::PointsTakenBack => "pointsTakenBack",
            Self::Expiry => "expiry",
            Self::Other => "other",
        }
    }
}

/// One part of a movement.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Leg {
    /// What it moved on.
    pub instrument: Instrument,
    /// Which way, seen from the shopper.
    pub direction: Direction,
    /// More than nothing.
    pub amount: Amount,
}

/// What money moves on.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum Instrument {
    /// Points; one is worth one yen.
    Points,
    /// Gift balance.
    Gift,
    /// A card.
    Card {
        /// The scheme: `visa`.
        brand: String,
        /// The number's last four digits.
        last4: String,
    },
    /// Cash.
    Cash,
    /// An account elsewhere, as an import names it.
    Other {
        /// Its name.
        name: String,
    },
}

/// Which way.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub enum Direction {
    /// To the shopper.
    In,
    /// From the shopper.
    Out,
}

impl History {
    /// Puts the entries in the order of time (then of id) and checks each.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn new(mut entries: Vec<Entry>) -> Result<Self, HistoryError> {
        entries.sort_by(|a, b| a.at.cmp(&b.at).then_with(|| a.id.cmp(&b.id)));
        check::check_all(&entries)?;
        Ok(Self(entries))
    }

    /// The entries in the order of time.
    #[must_use]
    pub fn entries(&self) -> &[Entry] {
        &self.0
    }

    /// The currency of all entries; `None` where there are none.
    #[must_use]
    pub fn currency(&self) -> Option<Currency> {
        self.0.first().map(Entry::currency)
    }
}

impl Entry {
    /// What moved this way.
    ///
    /// # Errors
    /// The sum does not fit.
    pub fn moved(&self, direction: Direction) -> Result<Amount, MoneyError> {
        let legs = self.legs.iter().filter(|leg| leg.direction == direction);
        Amount::sum(self.currency(), legs.map(|leg| leg.amount))
    }

    /// The currency of its legs.
    #[must_use]
    pub fn currency(&self) -> Currency {
        self.legs.first().map_or(Currency::Jpy, |leg| leg.amount.currency())
    }
}

impl From<PaidBy> for Instrument {
    fn from(paid_by: PaidBy) -> Self {
        match paid_by {
            PaidBy::Points => Self::Points,
            PaidBy::Gift => Self::Gift,
            PaidBy::Cash => Self::Cash,
            PaidBy::Card { brand, last4 } => Self::Card { brand, last4 },
        }
    }
}

/// For tables and programs: `points`, `gift`, `card visa 4242`, `cash`, or the other account's name.
impl std::fmt::Display for Instrument {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        match self {
            Self::Points => f.write_str("points"),
            Self::Gift => f.write_str("gift"),
            Self::Cash => f.write_str("cash"),
            Self::Card { brand, last4 } => write!(f, "card {brand} {last4}"),
            Self::Other { name } => f.write_str(name),
        }
    }
}
