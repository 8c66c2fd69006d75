use saifu_money::Amount;

use crate::charge::{Charge, reward};
use crate::house;
use crate::id::{ChargeId, MerchantId};
use crate::merchant::{IdempotencyKey, Merchant};
use crate::permission::{ChargePermission, ClosedFor};
use crate::port::store::{Store, Versioned};
use crate::top_up::after_spending;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// The shop takes an authorized charge, in full or in part, once. With a card in it the charge comes
/// back as CaptureInitiated and the caller goes on with [`crate::charge::drive`].
///
/// # Errors
/// `charge.not_found`, `charge.status_invalid`, `charge.amount_exceeded`; the store failed.
pub async fn capture(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &MerchantId,
    id: &ChargeId,
    amount: Amount,
    key: Option<&IdempotencyKey>,
) -> Outcome<Charge> {
    let found = store.find::<Charge>(id.as_str()).await?;
    let charge = found.filter(|it| it.value.merchant_id == *merchant);
    let charge = charge.ok_or(Refusal::rule("charge.not_found"))?;
    let mut changes = ChangeSet::new();
    if let Some(key) = key {
        changes = changes.insert(key.made(id.as_str()));
    }
    let (charge, changes) = capturing(store, changes, charge, amount, moment).await?;
    store.commit(changes).await?;
    Ok(charge)
}

/// Adds the writes of a capture that the shop asked for.
pub(crate) async fn capturing(
    store: &impl Store,
    changes: ChangeSet,
    charge: Versioned<Charge>,
    amount: Amount,
    moment: &Moment<'_>,
) -> Outcome<(Charge, ChangeSet)> {
    let Versioned { value, version } = charge;
    let charge = Versioned { value: value.capturing(amount, moment.now)?, version };
    if charge.value.waits_for_capture() {
        let told = charge.value.told();
        return Ok((charge.value.clone(), changes.update(charge).events(told)));
    }
    captured(store, changes, charge, moment).await
}

/// Adds the writes of a capture that is final: posts, points, what Saifu's own shop hands over, the
/// permission's end.
pub(crate) async fn captured(
    store: &impl Store,
    changes: ChangeSet,
    charge: Versioned<Charge>,
    moment: &Moment<'_>,
) -> Outcome<(Charge, ChangeSet)> {
    let merchant = store.find::<Merchant>(charge.value.merchant_id.as_str()).await?;
    let merchant = merchant.ok_or_else(|| Refusal::Stored(format!("{} has no merchant", charge.value.id)))?;
    let (value, posts) = charge.value.captured_now(moment.now);
    let (value, money) =
        reward::with_reward(value, &merchant.value, ChangeSet::new().transfers(posts), moment)?;
    // The guard of the version comes before the ledger's: who lost a race reads again.
    let changes = changes.update(Versioned { value: value.clone(), version: charge.version }).then(money);
    let changes = changes.then(house::captured(store, &value, moment).await?);
    let changes = changes.then(after_spending(store, &value, moment).await?);
    let changes = close_permission(store, changes, &value, ClosedFor::AmazonClosed, moment).await?;
    let told = value.told();
    Ok((value, changes.events(told)))
}

/// Adds the end of a charge's permission: of one that stands only before its session was completed; afterwards what came
/// to nothing is given back to its limits.
pub(crate) async fn close_permission(
    store: &impl Store,
    changes: ChangeSet,
    charge: &Charge,
    reason: ClosedFor,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let permission = store.find::<ChargePermission>(charge.permission_id.as_str()).await?;
    Ok(match permission {
        // At a till the permission is inserted by the same commit.
        None => changes,
        // What stands is not used up by being captured.
        Some(found) if found.value.standing.is_some() && reason == ClosedFor::AmazonClosed => changes,
        Some(found) => {
            let value = found.value.after(charge, reason, moment.now)?;
            changes.update(Versioned { value, version: found.version })
        }
    })
}

/// Adds a charge that is captured in the commit that makes it: without a card.
pub(crate) fn captured_at_once(
    changes: ChangeSet,
    charge: Charge,
    merchant: &Merchant,
    moment: &Moment<'_>,
) -> Outcome<(Charge, ChangeSet)> {
    let amount = charge.amount;
    let (charge, posts) = charge.capturing(amount, moment.now)?.captured_now(moment.now);
    let (charge, changes) = reward::with_reward(charge, merchant, changes.transfers(posts), moment)?;
    let told = charge.told();
    Ok((charge.clone(), changes.insert(charge).events(told)))
}
