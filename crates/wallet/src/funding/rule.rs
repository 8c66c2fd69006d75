use serde::{Deserialize, Serialize};

use crate::funding::Preference;
use crate::funding::plan::choose_card;
use crate::id::ShopperId;
use crate::port::store::{Store, Versioned};
use crate::shopper::holdings;
use crate::{ChangeSet, Moment, Outcome};

/// How a shopper pays where nothing else is said: at a till, and when a payment is first shown.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FundingRule {
    /// Whose.
    pub shopper_id: ShopperId,
    /// The rule.
    pub preference: Preference,
}

/// The shopper's rule, or the default: points, gift balance, the default card. A card that was removed
/// since is no longer asked for.
///
/// # Errors
/// The store failed.
pub async fn rule_of(store: &impl Store, shopper: &ShopperId) -> Outcome<Preference> {
    let Some(rule) = store.find::<FundingRule>(shopper.as_str()).await? else {
        return Ok(Preference::default());
    };
    let mut preference = rule.value.preference;
    if let Some(wanted) = &preference.card_id {
        let linked = store.cards_of(shopper).await?.into_iter().any(|card| card.value.id == *wanted);
        preference.card_id = preference.card_id.filter(|_| linked);
    }
    Ok(preference)
}

/// Changes the shopper's rule.
///
/// # Errors
/// `funding.order_invalid`, `card.not_found`; the store failed, or it was changed at once (stale).
pub async fn set_rule(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    preference: Preference,
) -> Outcome<Preference> {
    let preference = preference.checked()?;
    choose_card(&holdings(store, shopper, moment.now).await?.cards, preference.card_id.as_ref())?;
    let rule = FundingRule { shopper_id: shopper.clone(), preference: preference.clone() };
    let changes = match store.find::<FundingRule>(shopper.as_str()).await? {
        None => ChangeSet::new().insert(rule),
        Some(before) => ChangeSet::new().update(Versioned { value: rule, version: before.version }),
    };
    store.commit(changes).await?;
    Ok(preference)
}
