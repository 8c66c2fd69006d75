use crate::Outcome;
use crate::charge::Charge;
use crate::id::{CardId, ShopperId};
use crate::port::store::Store;
use crate::top_up::AutomaticTopUp;

/// Something that needs a card.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum CardUse<'a> {
    /// A charge that the processor is being asked for, or that the shop has not taken yet.
    Charge(&'a Charge),
    /// The shopper's rule for topping up.
    AutomaticTopUp,
}

/// What a shopper's cards are needed for.
#[derive(Clone, Debug)]
pub struct CardUses {
    charges: Vec<Charge>,
    rule: Option<AutomaticTopUp>,
    only_one: bool,
}

impl CardUses {
    /// Reads it, for a shopper who has so many cards.
    ///
    /// # Errors
    /// The store failed.
    pub async fn read(store: &impl Store, shopper: &ShopperId, cards: usize) -> Outcome<Self> {
        let rule = store.find::<AutomaticTopUp>(shopper.as_str()).await?.map(|it| it.value);
        Ok(Self {
            charges: store.charges_open(shopper).await?,
            rule: rule.filter(|rule| rule.enabled),
            only_one: cards == 1,
        })
    }

    /// What would be left without its card if this one were removed.
    #[must_use]
    pub fn of(&self, id: &CardId) -> Vec<CardUse<'_>> {
        let pays = |it: &&Charge| it.card_leg().is_some_and(|leg| leg.instrument_id == id.as_str());
        let named = |rule: &AutomaticTopUp| rule.card_id.as_ref().map_or(self.only_one, |card| card == id);
        let rule = self.rule.as_ref().filter(|rule| named(rule)).map(|_| CardUse::AutomaticTopUp);
        self.charges.iter().filter(pays).map(CardUse::Charge).chain(rule).collect()
    }
}
