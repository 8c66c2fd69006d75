use saifu_terms::InstrumentKind;
use serde::{Deserialize, Serialize};

use crate::id::CardId;
use crate::{Outcome, Refusal};

/// What comes first where the shopper says nothing.
const DEFAULT_ORDER: [InstrumentKind; 3] =
    [InstrumentKind::Points, InstrumentKind::Gift, InstrumentKind::Card];

/// What the shopper would like to pay with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    /// Whether points may be spent.
    pub use_points: bool,
    /// Whether gift balance may be spent.
    pub use_gift: bool,
    /// The card; `None` is the default card.
    pub card_id: Option<CardId>,
    /// What is spent first; a kind that is not named comes behind those that are, in the order points,
    /// gift balance, card.
    #[serde(default)]
    pub order: Vec<InstrumentKind>,
}

impl Default for Preference {
    fn default() -> Self {
        Self { use_points: true, use_gift: true, card_id: None, order: Vec::new() }
    }
}

impl Preference {
    /// Refuses an order that names a kind twice.
    ///
    /// # Errors
    /// `funding.order_invalid`.
    pub fn checked(self) -> Outcome<Self> {
        let twice = DEFAULT_ORDER.iter().any(|kind| self.order.iter().filter(|it| *it == kind).count() > 1);
        if twice { Err(Refusal::rule("funding.order_invalid")) } else { Ok(self) }
    }

    /// The kinds that may be spent where the shop excludes some, in the order of spending.
    pub(super) fn spends(&self, excluded: &[InstrumentKind]) -> Vec<InstrumentKind> {
        let rest = DEFAULT_ORDER.into_iter().filter(|kind| !self.order.contains(kind));
        let all = self.order.iter().copied().chain(rest);
        all.filter(|kind| self.wants(*kind) && !excluded.contains(kind)).collect()
    }

    const fn wants(&self, kind: InstrumentKind) -> bool {
        match kind {
            InstrumentKind::Points => self.use_points,
            InstrumentKind::Gift => self.use_gift,
            InstrumentKind::Card => true,
        }
    }
}
