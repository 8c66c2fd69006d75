use super::Device;
use super::change::live_device;
use crate::factor::RecoveryCodes;
use crate::id::{DeviceId, ShopperId};
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::passkey::Credential;
use crate::port::store::{Store, Versioned};
use crate::session;
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Revokes a device: its passkey and its session end in one commit, and from then on it can do nothing. The account's
/// row is written too, so that of two devices that revoke each other at once one stays.
///
/// # Errors
/// `device.not_found`; `device.last_way_in`: without its passkey nothing would open the account, and there is no recovery
/// code; `device.last_way_in_unconfirmed`: there are recovery codes, and nobody said that they are to be the only way in;
/// the store failed, or somebody else was first (stale).
pub async fn revoke(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &DeviceId,
    leave_codes_only: bool,
) -> Outcome<()> {
    let owner = store.find::<Shopper>(shopper.as_str()).await?.ok_or(Refusal::rule("device.not_found"))?;
    let device = live_device(store, shopper, id).await?;
    let mut kept = ChangeSet::new();
    if device.value.credential_id.is_some() && is_last_way_in(store, &device.value).await? {
        kept = recovery_codes_only(store, shopper, leave_codes_only).await?;
    }
    let letter = Notice::DeviceRevoked(&device.value.name).to(&owner.value, moment);
    let told = Event::to_shopper(shopper, EventKind::AccountChanged, id.as_str());
    let changes = revoked(store, moment, device).await?;
    store.commit(kept.then(changes).update(owner).insert(letter).events([told])).await?;
    Ok(())
}

/// Recovery codes may be all that is left, where the shopper says so. Their row is written as it is, so that the last one
/// is not used up meanwhile.
async fn recovery_codes_only(store: &impl Store, shopper: &ShopperId, confirmed: bool) -> Outcome<ChangeSet> {
    let codes = store.find::<RecoveryCodes>(shopper.as_str()).await?;
    match codes.filter(|it| !it.value.digests.is_empty()) {
        None => Err(Refusal::rule("device.last_way_in")),
        Some(_) if !confirmed => Err(Refusal::rule("device.last_way_in_unconfirmed")),
        Some(codes) => Ok(ChangeSet::new().update(codes)),
    }
}

/// Whether nothing but this device's passkey opens the account. What was added for the hosted page opens nothing.
async fn is_last_way_in(store: &impl Store, device: &Device) -> Outcome<bool> {
    let credentials = store.credentials_of(&device.shopper_id).await?;
    let others = |it: &&Credential| it.is_of_live_device() && Some(&it.id) != device.credential_id.as_ref();
    Ok(credentials.iter().find(others).is_none())
}

/// A device, its passkey and its session end together.
pub(crate) async fn revoked(
    store: &impl Store,
    moment: &Moment<'_>,
    mut device: Versioned<Device>,
) -> Outcome<ChangeSet> {
    if !device.value.is_live() {
        return Ok(ChangeSet::new());
    }
    let mut changes = session::end(store, moment, &device.value, ChangeSet::new()).await?;
    if let Some(id) = &device.value.credential_id
        && let Some(mut credential) = store.find::<Credential>(id.as_str()).await?
    {
        credential.value.revoked_at = Some(moment.now);
        changes = changes.update(credential);
    }
    device.value.revoked_at = Some(moment.now);
    Ok(changes.update(device))
}
