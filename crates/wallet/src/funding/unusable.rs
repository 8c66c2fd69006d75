use jiff::Timestamp;
use saifu_terms::InstrumentKind;

use crate::card::CardState;
use crate::gift::LotKind;
use crate::id::CardId;
use crate::shopper::Holdings;

/// An instrument that cannot pay, and why: a balance that is not applied says so at the button.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Unusable {
    /// Its kind.
    pub kind: InstrumentKind,
    /// The card, where it is about one and not about the kind.
    pub card_id: Option<CardId>,
    /// Why.
    pub why: WhyNot,
}

/// Why an instrument cannot pay.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum WhyNot {
    /// The shop does not take it.
    Excluded,
    /// The card is past its month.
    Expired,
    /// There is nothing in it.
    Empty,
}

/// What cannot pay at a shop that excludes some kinds.
#[must_use]
pub fn unusable(holdings: &Holdings, excluded: &[InstrumentKind], now: Timestamp) -> Vec<Unusable> {
    let of_kind = |kind, why| Unusable { kind, card_id: None, why };
    let empty = |kind: LotKind| !holdings.lots.iter().any(|it| it.lot.kind == kind);
    let kinds = [
        (InstrumentKind::Points, empty(LotKind::Points)),
        (InstrumentKind::Gift, empty(LotKind::Gift)),
        (InstrumentKind::Card, holdings.cards.is_empty()),
    ];
    let kinds = kinds.into_iter().filter_map(|(kind, empty)| match excluded.contains(&kind) {
        true => Some(of_kind(kind, WhyNot::Excluded)),
        false => empty.then(|| of_kind(kind, WhyNot::Empty)),
    });
    let cards = holdings
        .cards
        .iter()
        .filter(|card| card.state(now) == CardState::Expired && !excluded.contains(&InstrumentKind::Card));
    let cards = cards.map(|card| Unusable {
        card_id: Some(card.id.clone()),
        ..of_kind(InstrumentKind::Card, WhyNot::Expired)
    });
    kinds.chain(cards).collect()
}
