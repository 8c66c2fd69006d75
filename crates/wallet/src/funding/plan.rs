use jiff::Timestamp;
use saifu_money::Amount;
use saifu_terms::{FundingLeg, InstrumentKind};
use serde::{Deserialize, Serialize};

use crate::card::{Card, CardState};
use crate::gift::LotKind;
use crate::id::CardId;
use crate::shopper::Holdings;
use crate::{Outcome, Refusal};

/// What the shopper would like to pay with.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Preference {
    /// Points first.
    pub use_points: bool,
    /// Gift balance next.
    pub use_gift: bool,
    /// The card for the rest; `None` is the default card.
    pub card_id: Option<CardId>,
}

impl Default for Preference {
    fn default() -> Self {
        Self { use_points: true, use_gift: true, card_id: None }
    }
}

/// Splits `amount`: points, then gift balance, each from the lot that expires first, then one card.
/// A leg is never empty, and the legs sum to the amount.
///
/// # Errors
/// `card.not_found` for a card that is not linked, `funding.card_required` without any card,
/// `card.expired`.
pub fn plan(
    amount: Amount,
    holdings: &Holdings,
    preference: &Preference,
    now: Timestamp,
) -> Outcome<Vec<FundingLeg>> {
    let mut legs = Vec::new();
    let mut open = amount;
    for (wanted, kind) in [(preference.use_points, LotKind::Points), (preference.use_gift, LotKind::Gift)] {
        if wanted {
            open = spend_lots(open, kind, holdings, &mut legs)?;
        }
    }
    if !open.is_zero() {
        let card = choose_card(&holdings.cards, preference.card_id.as_ref(), now)?;
        legs.push(FundingLeg {
            kind: InstrumentKind::Card,
            instrument_id: card.id.to_string(),
            amount: open,
        });
    }
    Ok(legs)
}

fn spend_lots(
    mut open: Amount,
    kind: LotKind,
    holdings: &Holdings,
    legs: &mut Vec<FundingLeg>,
) -> Outcome<Amount> {
    for lot in holdings.lots.iter().filter(|it| it.lot.kind == kind) {
        let part = lot.available()?.min(open)?;
        if !part.is_zero() {
            let instrument_id = lot.lot.account_id.as_str().to_owned();
            legs.push(FundingLeg { kind: kind.instrument(), instrument_id, amount: part });
            open = open.sub(part)?;
        }
    }
    Ok(open)
}

fn choose_card<'a>(cards: &'a [Card], wanted: Option<&CardId>, now: Timestamp) -> Outcome<&'a Card> {
    let card = match wanted {
        Some(id) => cards.iter().find(|card| card.id == *id).ok_or(Refusal::rule("card.not_found"))?,
        None => cards.first().ok_or(Refusal::rule("funding.card_required"))?,
    };
    match card.state(now) {
        CardState::Expired => Err(Refusal::rule("card.expired")),
        CardState::Usable | CardState::Expiring => Ok(card),
    }
}
