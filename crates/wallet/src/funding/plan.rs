use jiff::Timestamp;
use saifu_money::Amount;
use saifu_terms::{FundingLeg, InstrumentKind};

use crate::card::{Card, CardState};
use crate::funding::Preference;
use crate::gift::LotKind;
use crate::id::CardId;
use crate::shopper::Holdings;
use crate::{Outcome, Refusal};

/// Splits `amount` over what the shop takes, in the order that the shopper prefers: points and gift
/// balance each from the lot that expires first, and one card for all that is still open. A leg is never
/// empty, never more than its lot holds, and the legs sum to the amount.
///
/// # Errors
/// `card.not_found` for a card that is not linked, `card.expired`; `funding.card_required` where
/// something stays open without a card, `funding.card_excluded` where the shop does not take one.
pub fn plan(
    amount: Amount,
    holdings: &Holdings,
    preference: &Preference,
    excluded: &[InstrumentKind],
    now: Timestamp,
) -> Outcome<Vec<FundingLeg>> {
    let mut legs = Vec::new();
    let mut open = amount;
    for kind in preference.spends(excluded) {
        open = match kind {
            InstrumentKind::Points => spend_lots(open, LotKind::Points, holdings, &mut legs)?,
            InstrumentKind::Gift => spend_lots(open, LotKind::Gift, holdings, &mut legs)?,
            InstrumentKind::Card => spend_card(open, holdings, preference, now, &mut legs)?,
        };
    }
    match open.is_zero() {
        true => Ok(legs),
        false if excluded.contains(&InstrumentKind::Card) => Err(Refusal::rule("funding.card_excluded")),
        false => Err(Refusal::rule("funding.card_required")),
    }
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

/// What is open after the card: nothing, unless no card is linked.
fn spend_card(
    open: Amount,
    holdings: &Holdings,
    preference: &Preference,
    now: Timestamp,
    legs: &mut Vec<FundingLeg>,
) -> Outcome<Amount> {
    if open.is_zero() {
        return Ok(open);
    }
    let Some(card) = choose_card(&holdings.cards, preference.card_id.as_ref())? else { return Ok(open) };
    if card.state(now) == CardState::Expired {
        return Err(Refusal::rule("card.expired"));
    }
    legs.push(FundingLeg { kind: InstrumentKind::Card, instrument_id: card.id.to_string(), amount: open });
    Ok(Amount::zero(open.currency()))
}

/// The wanted card, which must be linked, or the default one.
pub(crate) fn choose_card<'a>(cards: &'a [Card], wanted: Option<&CardId>) -> Outcome<Option<&'a Card>> {
    match wanted {
        None => Ok(cards.first()),
        Some(id) => {
            let card = cards.iter().find(|card| card.id == *id);
            card.map(Some).ok_or(Refusal::rule("card.not_found"))
        }
    }
}

#[cfg(test)]
mod tests;
