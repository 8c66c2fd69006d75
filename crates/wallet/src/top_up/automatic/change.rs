use saifu_money::{Amount, Currency};

use crate::funding::choose_card;
use crate::id::{CardId, ShopperId};
use crate::moment::in_japan;
use crate::port::store::{Store, Versioned};
use crate::shopper::holdings;
use crate::top_up::POLICY;
use crate::top_up::automatic::{AutomaticTopUp, next_day};
use crate::{ChangeSet, Moment, Outcome, Refusal};

const DAY_MAX: u8 = 28;

/// What the shopper asks for.
#[derive(Clone, Debug)]
pub struct AutomaticAsked {
    /// Whether the rule works.
    pub enabled: bool,
    /// What arrives each time.
    pub amount: Amount,
    /// Top up when gift balance falls below this.
    pub below: Option<Amount>,
    /// Top up on this day of the month, 1 to 28.
    pub day_of_month: Option<u8>,
    /// With which card; none for the default card.
    pub card_id: Option<CardId>,
}

/// The shopper's rule; one that is switched off where there is none.
///
/// # Errors
/// The store failed.
pub async fn automatic_of(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
) -> Outcome<AutomaticTopUp> {
    let found = store.find::<AutomaticTopUp>(shopper.as_str()).await?;
    Ok(found.map_or_else(|| none(shopper, moment), |rule| rule.value))
}

fn none(shopper: &ShopperId, moment: &Moment<'_>) -> AutomaticTopUp {
    AutomaticTopUp {
        shopper_id: shopper.clone(),
        enabled: false,
        amount: Amount::zero(Currency::Jpy),
        below: None,
        day_of_month: None,
        card_id: None,
        next_on: None,
        spent: false,
        looks: 0,
        running: None,
        failures: 0,
        last_failure: None,
        updated_at: moment.now,
    }
}

/// Changes the shopper's rule. One that works begins anew: what failed before is forgotten, and it looks
/// at the balance after the next spend, or on the next such day after today.
///
/// # Errors
/// For a rule that is to work: what the limits refuse of its amount, `automatic.trigger_missing`,
/// `automatic.day_invalid`, `automatic.below_invalid`, `card.not_found`, `funding.card_required`; the store
/// failed, or it changed at once (stale).
pub async fn set_automatic(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    asked: AutomaticAsked,
) -> Outcome<AutomaticTopUp> {
    if asked.enabled {
        check(&asked)?;
        let cards = holdings(store, shopper, moment.now).await?.cards;
        choose_card(&cards, asked.card_id.as_ref())?.ok_or(Refusal::rule("funding.card_required"))?;
    }
    let found = store.find::<AutomaticTopUp>(shopper.as_str()).await?;
    let (before, version) = match found {
        None => (none(shopper, moment), None),
        Some(found) => (found.value, Some(found.version)),
    };
    let value = changed(before, asked, moment);
    let changes = match version {
        None => ChangeSet::new().insert(value.clone()),
        Some(version) => ChangeSet::new().update(Versioned { value: value.clone(), version }),
    };
    store.commit(changes).await?;
    Ok(value)
}

fn check(asked: &AutomaticAsked) -> Outcome<()> {
    POLICY.check_alone(asked.amount)?;
    if asked.below.is_none() && asked.day_of_month.is_none() {
        return Err(Refusal::rule("automatic.trigger_missing"));
    }
    if asked.day_of_month.is_some_and(|day| !(1..=DAY_MAX).contains(&day)) {
        return Err(Refusal::rule("automatic.day_invalid"));
    }
    let below = |it: Amount| it.currency() == Currency::Jpy && !it.is_zero();
    if asked.below.is_some_and(|it| !below(it)) {
        return Err(Refusal::rule("automatic.below_invalid"));
    }
    Ok(())
}

fn changed(before: AutomaticTopUp, asked: AutomaticAsked, moment: &Moment<'_>) -> AutomaticTopUp {
    let today = in_japan(moment.now).date();
    let day = asked.day_of_month.filter(|_| asked.enabled);
    AutomaticTopUp {
        enabled: asked.enabled,
        amount: asked.amount,
        below: asked.below,
        day_of_month: asked.day_of_month,
        card_id: asked.card_id,
        next_on: day.and_then(|day| next_day(today, day)),
        spent: false,
        failures: 0,
        last_failure: None,
        updated_at: moment.now,
        ..before
    }
}
