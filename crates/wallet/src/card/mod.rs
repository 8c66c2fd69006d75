//! Linked cards: a token of the processor and what the shopper recognises it by.

mod change;
mod link;
mod remove;
mod uses;

use jiff::Timestamp;
use saifu_terms::{FundingLeg, InstrumentKind};
use serde::{Deserialize, Serialize};

use crate::id::{CardId, ShopperId};
use crate::port::processor::{CardFunding, Processor, ProcessorError};
use crate::port::store::{Store, Versioned};
use crate::shopper::Shopper;
use crate::{Outcome, Refusal};

pub use change::{order, rename, set_default};
pub use link::{Linking, confirm, link};
pub use remove::remove;
pub use uses::{CardUse, CardUses};

/// A linked card. Its number is at the processor only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Card {
    /// Ours.
    pub id: CardId,
    /// Whose.
    pub shopper_id: ShopperId,
    /// `cus_…`.
    pub customer_id: String,
    /// `pm_…`.
    pub payment_method_id: String,
    /// `visa`, `mastercard`, `jcb`, ….
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// 1 to 12.
    pub expiry_month: u8,
    /// Four digits.
    pub expiry_year: u16,
    /// The processor's mark of the number.
    pub fingerprint: String,
    /// Whether it pays when nothing else is said.
    pub is_default: bool,
    /// When it was linked.
    pub linked_at: Timestamp,
    /// When the shopper removed it; charges keep pointing at it.
    pub removed_at: Option<Timestamp>,
    /// Whose money it spends.
    #[serde(default)]
    pub funding: CardFunding,
    /// What the shopper calls it, at most [`NICKNAME_MAX`] characters.
    #[serde(default)]
    pub nickname: String,
    /// Its place in the shopper's order; the same for cards that were never ordered.
    #[serde(default)]
    pub place: u32,
}

/// The longest nickname, in characters.
pub const NICKNAME_MAX: usize = 20;

/// What the processor is asked with. A charge keeps the one that was approved: the same question is the same
/// each time, though the number was removed and linked again since.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CardToken {
    /// `cus_…`.
    pub customer_id: String,
    /// `pm_…`.
    pub payment_method_id: String,
}

/// Whether a card can pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardState {
    /// Usable.
    Usable,
    /// Usable, but it expires this month or next.
    Expiring,
    /// Past its month.
    Expired,
}

impl Card {
    /// What the processor is asked with.
    #[must_use]
    pub fn token(&self) -> CardToken {
        CardToken { customer_id: self.customer_id.clone(), payment_method_id: self.payment_method_id.clone() }
    }

    /// Whether the shopper has not removed it.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.removed_at.is_none()
    }

    /// Whether it can pay at this time. A card works until the end of its month, in Japan's time.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> CardState {
        let today = crate::moment::in_japan(now);
        let current = i32::from(today.year()) * 12 + i32::from(today.month());
        let last = i32::from(self.expiry_year) * 12 + i32::from(self.expiry_month);
        match last - current {
            left if left < 0 => CardState::Expired,
            0 | 1 => CardState::Expiring,
            _ => CardState::Usable,
        }
    }
}

/// The token of the card that pays a part, if one does.
///
/// # Errors
/// `card.not_found` if it was removed; the store failed.
pub(crate) async fn token_of(store: &impl Store, funding: &[FundingLeg]) -> Outcome<Option<CardToken>> {
    let Some(leg) = funding.iter().find(|leg| leg.kind == InstrumentKind::Card) else { return Ok(None) };
    let card = store.find::<Card>(&leg.instrument_id).await?.map(|it| it.value).filter(Card::is_live);
    let card = card.ok_or(Refusal::rule("card.not_found"))?;
    Ok(Some(card.token()))
}

/// The shopper's row, to be read before their cards and written with each change of them: of two changes at
/// once, such as two first cards, the second reads again.
async fn holder(store: &impl Store, shopper: &ShopperId) -> Outcome<Versioned<Shopper>> {
    let holder = store.find::<Shopper>(shopper.as_str()).await?;
    holder.ok_or_else(|| Refusal::Stored(format!("{shopper} has no account")))
}

/// The processor forgets a card; one that it forgot before is as good.
async fn forget(processor: &impl Processor, payment_method_id: &str) -> Outcome<()> {
    match processor.unlink_card(payment_method_id).await {
        Err(ProcessorError::Refused(_)) => Ok(()),
        done => Ok(done?),
    }
}
