use jiff::Timestamp;
use saifu_money::Amount;

use super::{ChargePermission, ClosedFor, PermissionState, Standing};
use crate::id::{ChargePermissionId, ShopperId};
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What a shopper changes of a standing permission; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct PermissionChange {
    /// Whether it is paused.
    pub paused: Option<bool>,
    /// At most so much each time.
    pub each: Option<Amount>,
    /// At most so much a month.
    pub month: Option<Amount>,
}

/// What a passkey is used for once more before a permission allows more: this permission, with these limits.
#[must_use]
pub fn permission_purpose(id: &ChargePermissionId, change: &PermissionChange) -> String {
    let minor = |limit: Option<Amount>| limit.map_or_else(|| "-".to_owned(), |it| it.minor().to_string());
    format!("permission:{id}:{}:{}", minor(change.each), minor(change.month))
}

/// Pauses a standing permission, lets it go on, or changes its limits. A session alone may allow less; for more a passkey
/// has to be `proven` first, for [`permission_purpose`].
///
/// # Errors
/// `permission.not_found`, `permission.ended`, `permission.limit_invalid`, `permission.proof_required`; the store failed, or
/// somebody else was first (stale).
pub async fn change(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &ChargePermissionId,
    change: &PermissionChange,
    proven: bool,
) -> Outcome<ChargePermission> {
    let Versioned { value, version } = own(store, moment.now, shopper, id).await?;
    let standing = value.standing.clone().ok_or(Refusal::rule("permission.not_found"))?;
    let standing = changed(standing, change, proven, moment.now)?;
    let value = ChargePermission { standing: Some(standing), updated_at: moment.now, ..value };
    keep(store, Versioned { value, version }).await
}

/// Ends a standing permission for ever. What was charged before stays.
///
/// # Errors
/// `permission.not_found`, `permission.ended`; the store failed, or somebody else was first (stale).
pub async fn end(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &ChargePermissionId,
) -> Outcome<ChargePermission> {
    let Versioned { value, version } = own(store, moment.now, shopper, id).await?;
    let value = value.closed(ClosedFor::BuyerClosed, moment.now);
    keep(store, Versioned { value, version }).await
}

async fn own(
    store: &impl Store,
    now: Timestamp,
    shopper: &ShopperId,
    id: &ChargePermissionId,
) -> Outcome<Versioned<ChargePermission>> {
    let found = store.find::<ChargePermission>(id.as_str()).await?;
    let found = found.filter(|it| it.value.shopper_id == *shopper && it.value.standing.is_some());
    let found = found.ok_or(Refusal::rule("permission.not_found"))?;
    if found.value.state_at(now).0 == PermissionState::Closed {
        return Err(Refusal::rule("permission.ended"));
    }
    Ok(found)
}

async fn keep(store: &impl Store, permission: Versioned<ChargePermission>) -> Outcome<ChargePermission> {
    let kept = permission.value.clone();
    let told = Event::to_shopper(&kept.shopper_id, EventKind::PermissionChanged, kept.id.as_str());
    store.commit(ChangeSet::new().update(permission).events([told])).await?;
    Ok(kept)
}

fn changed(
    mut standing: Standing,
    change: &PermissionChange,
    proven: bool,
    now: Timestamp,
) -> Outcome<Standing> {
    let each = change.each.unwrap_or(standing.terms.each);
    let month = change.month.unwrap_or(standing.terms.month);
    let invalid = || Refusal::rule("permission.limit_invalid");
    if each.is_zero() || month.less_than(each).map_err(|_| invalid())? {
        return Err(invalid());
    }
    if standing.is_loosened_by(each, month)? && !proven {
        return Err(Refusal::rule("permission.proof_required"));
    }
    (standing.terms.each, standing.terms.month) = (each, month);
    if let Some(paused) = change.paused {
        standing.paused_at = paused.then(|| standing.paused_at.unwrap_or(now));
    }
    Ok(standing)
}
