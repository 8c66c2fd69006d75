use jiff::Timestamp;
use saifu_money::{Amount, Currency};

use crate::Outcome;
use crate::card::Card;
use crate::gift::LotKind;
use crate::id::ShopperId;
use crate::port::store::{LotBalance, Store};

/// What a shopper can pay with.
#[derive(Clone, Debug)]
pub struct Holdings {
    /// Lots with something in them that have not ended, the soonest expiry first.
    pub lots: Vec<LotBalance>,
    /// Linked cards: the default first, then in the shopper's order.
    pub cards: Vec<Card>,
    /// Reserved on any lot by charges that are not captured.
    pub reserved: Amount,
}

/// Reads what a shopper can pay with.
///
/// # Errors
/// The store failed.
pub async fn holdings(store: &impl Store, shopper: &ShopperId, now: Timestamp) -> Outcome<Holdings> {
    let all = store.lots_of(shopper).await?;
    let reserved = all.iter().map(|it| it.balance.debits_pending).sum();
    let mut cards: Vec<Card> = store.cards_of(shopper).await?.into_iter().map(|it| it.value).collect();
    cards.sort_by_key(|card| (!card.is_default, card.place));
    let spendable = |it: &LotBalance| it.lot.expires_at > now && it.balance.available() > 0;
    Ok(Holdings {
        lots: all.into_iter().filter(spendable).collect(),
        cards,
        reserved: Amount::new(reserved, Currency::Jpy)?,
    })
}

impl Holdings {
    /// What the lots of one kind hold together.
    ///
    /// # Errors
    /// The sum does not fit.
    pub fn total(&self, kind: LotKind) -> Outcome<Amount> {
        let lots = self.lots.iter().filter(|it| it.lot.kind == kind);
        let available = lots.map(LotBalance::available).collect::<Outcome<Vec<_>>>()?;
        Ok(Amount::sum(Currency::Jpy, available)?)
    }
}

impl LotBalance {
    /// What is left and not reserved.
    ///
    /// # Errors
    /// The ledger holds a negative lot, which its rules refuse.
    pub fn available(&self) -> Outcome<Amount> {
        Ok(Amount::new(self.balance.available(), self.lot.initial.currency())?)
    }
}
