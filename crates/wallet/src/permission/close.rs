use super::{ChargePermission, ClosedFor, PermissionState};
use crate::charge::{ChargeState, released};
use crate::id::{ChargeId, ChargePermissionId, MerchantId};
use crate::outbox::{Event, EventKind};
use crate::port::store::{Find, Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// The merchant closes a permission: it is charged never again. What is authorized and not captured is canceled with it
/// where the merchant says so, and of one payment always. The charges that were canceled come back and the caller drives
/// them.
///
/// # Errors
/// `permission.not_found`, `permission.ended`; the store failed, or somebody else was first (stale).
pub async fn close(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &MerchantId,
    id: &ChargePermissionId,
    reason: &str,
    cancels: bool,
) -> Outcome<(ChargePermission, Vec<ChargeId>)> {
    let found = store.find::<ChargePermission>(id.as_str()).await?;
    let found = found.filter(|it| it.value.merchant_id == *merchant);
    let Versioned { value, version } = found.ok_or(Refusal::rule("permission.not_found"))?;
    if value.state_at(moment.now).0 == PermissionState::Closed {
        return Err(Refusal::rule("permission.ended"));
    }
    let pending = match cancels || value.standing.is_none() {
        true => authorized(store, &value).await?,
        false => Vec::new(),
    };
    let mut value = value.closed(ClosedFor::MerchantClosed, moment.now);
    value.closure_reason = Some(reason.to_owned()).filter(|reason| !reason.is_empty());
    let mut changes = ChangeSet::new().update(Versioned { value: value.clone(), version });
    for id in &pending {
        changes = changes.then(canceled(store, id, moment).await?);
    }
    let told = Event::to_shopper(&value.shopper_id, EventKind::PermissionChanged, value.id.as_str());
    store.commit(changes.events([told])).await?;
    Ok((value, pending))
}

async fn authorized(store: &impl Store, permission: &ChargePermission) -> Outcome<Vec<ChargeId>> {
    let open = store.charges_open(&permission.shopper_id).await?;
    let own = open.into_iter().filter(|it| it.permission_id == permission.id);
    Ok(own.filter(|it| it.state == ChargeState::Authorized).map(|it| it.id).collect())
}

async fn canceled(store: &impl Store, id: &ChargeId, moment: &Moment<'_>) -> Outcome<ChangeSet> {
    let charge = Find::find(store, id.as_str()).await?.ok_or(Refusal::rule("charge.not_found"))?;
    released(store, charge, "ChargePermissionCanceled", moment).await
}
