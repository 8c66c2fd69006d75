use crate::charge::capture::close_permission;
use crate::charge::{Charge, ChargeState};
use crate::checkout::{CancelReason, CheckoutSession, SessionState};
use crate::house;
use crate::id::{ChargeId, MerchantId};
use crate::permission::ClosedFor;
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// The shop releases an authorized charge. A captured one is refused: that is a refund.
///
/// # Errors
/// `charge.not_found`, `charge.status_invalid`; the store failed.
pub async fn cancel(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &MerchantId,
    id: &ChargeId,
) -> Outcome<Charge> {
    let found = store.find::<Charge>(id.as_str()).await?;
    let charge = found.filter(|it| it.value.merchant_id == *merchant);
    let charge = charge.ok_or(Refusal::rule("charge.not_found"))?;
    let (charge, changes) = release(store, charge, "MerchantCanceled", moment).await?;
    store.commit(changes).await?;
    Ok(charge)
}

/// Releases a charge whose session nobody completed, or that nobody captured, in time.
///
/// # Errors
/// The store failed, or somebody else was first (stale).
pub async fn lapse(store: &impl Store, moment: &Moment<'_>, id: &ChargeId) -> Outcome<()> {
    let Some(charge) = store.find::<Charge>(id.as_str()).await? else { return Ok(()) };
    if charge.value.state != ChargeState::Authorized || moment.now < charge.value.expires_at {
        return Ok(());
    }
    let session = charge.value.checkout_session_id.clone();
    let (_, mut changes) = release(store, charge, "ExpiredUnused", moment).await?;
    if let Some(session) = session {
        let found = store.find::<CheckoutSession>(session.as_str()).await?;
        if let Some(mut open) = found.filter(|it| it.value.state == SessionState::Open) {
            open.value.state = SessionState::Canceled;
            open.value.reason = Some(CancelReason::Expired);
            open.value.updated_at = moment.now;
            changes = changes.update(open);
        }
    }
    Ok(store.commit(changes).await?)
}

pub(super) async fn release(
    store: &impl Store,
    charge: Versioned<Charge>,
    reason: &str,
    moment: &Moment<'_>,
) -> Outcome<(Charge, ChangeSet)> {
    let (value, changes) = canceled(store, charge, reason, moment).await?;
    let changes = close_permission(store, changes, &value, ClosedFor::MerchantClosed, moment).await?;
    Ok((value, changes))
}

/// The writes of a charge that is released together with its permission, whose own row the caller writes.
pub(crate) async fn released(
    store: &impl Store,
    charge: Versioned<Charge>,
    reason: &str,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    Ok(canceled(store, charge, reason, moment).await?.1)
}

async fn canceled(
    store: &impl Store,
    charge: Versioned<Charge>,
    reason: &str,
    moment: &Moment<'_>,
) -> Outcome<(Charge, ChangeSet)> {
    let (value, voids) = charge.value.canceled(reason, moment.now)?;
    let changes = ChangeSet::new().update(Versioned { value: value.clone(), version: charge.version });
    let changes = changes.transfers(voids).events(value.told());
    let changes = changes.then(house::refused(store, &value, None, false, moment).await?);
    Ok((value, changes))
}
