use super::SignIn;
use crate::device::{Device, revoked};
use crate::id::{DeviceId, ShopperId, SignInId};
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::passkey::Credential;
use crate::port::store::{Store, Versioned};
use crate::session;
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What *that was not me* ended.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Disowned {
    /// Sessions of other devices that went on until now.
    pub sessions_ended: u32,
    /// The device, browser or key of that sign-in, if it was revoked.
    pub revoked: Option<String>,
}

/// The owner says that a sign-in was not theirs. In one commit the session of every device but the asking one ends, and
/// the device, browser or key of that sign-in is revoked, unless it is the asking one. Those that are left prove
/// their passkey to come back.
///
/// # Errors
/// `sign_in.not_found`; `device.last_way_in`: the asking device has no passkey that would open the account; the store
/// failed, or somebody else was first (stale).
pub async fn disown(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    asking: &DeviceId,
    id: &SignInId,
) -> Outcome<Disowned> {
    let not_found = || Refusal::rule("sign_in.not_found");
    let found = store.find::<SignIn>(id.as_str()).await?;
    let mut sign_in = found.filter(|it| it.value.shopper_id == *shopper).ok_or_else(not_found)?;
    let owner = store.find::<Shopper>(shopper.as_str()).await?.ok_or_else(not_found)?;
    let (mut disowned, mut changes) = (Disowned { sessions_ended: 0, revoked: None }, ChangeSet::new());
    for device in store.devices_of(shopper).await? {
        if device.value.id == *asking {
            continue_with(&device.value)?;
            continue;
        }
        let ended = ended(store, moment, &sign_in.value, device, &mut disowned).await?;
        changes = changes.then(ended);
    }
    changes = changes.then(page_passkey_removed(store, moment, &sign_in.value, &mut disowned).await?);
    sign_in.value.disowned_at = Some(moment.now);
    let letter = Notice::SignInDisowned(&sign_in.value.name).to(&owner.value, moment);
    let told = Event::to_shopper(shopper, EventKind::AccountChanged, id.as_str());
    store.commit(changes.update(sign_in).update(owner).insert(letter).events([told])).await?;
    Ok(disowned)
}

/// The asking device is the way in that is left.
fn continue_with(asking: &Device) -> Outcome<()> {
    match &asking.credential_id {
        Some(_) => Ok(()),
        None => Err(Refusal::rule("device.last_way_in")),
    }
}

async fn ended(
    store: &impl Store,
    moment: &Moment<'_>,
    sign_in: &SignIn,
    device: Versioned<Device>,
    disowned: &mut Disowned,
) -> Outcome<ChangeSet> {
    if !device.value.is_live() {
        return Ok(ChangeSet::new());
    }
    let ended = session::end(store, moment, &device.value, ChangeSet::new()).await?;
    disowned.sessions_ended += u32::from(!ended.0.is_empty());
    if sign_in.device_id.as_ref() != Some(&device.value.id) {
        // Its row is written, so that a sign-in at the same time comes first or sees this.
        return Ok(ended.update(device));
    }
    disowned.revoked = Some(device.value.name.clone());
    revoked(store, moment, device).await
}

async fn page_passkey_removed(
    store: &impl Store,
    moment: &Moment<'_>,
    sign_in: &SignIn,
    disowned: &mut Disowned,
) -> Outcome<ChangeSet> {
    let Some(id) = &sign_in.credential_id else { return Ok(ChangeSet::new()) };
    let found = store.find::<Credential>(id.as_str()).await?;
    let Some(mut credential) = found.filter(|it| it.value.is_for_pages()) else {
        return Ok(ChangeSet::new());
    };
    credential.value.revoked_at = Some(moment.now);
    disowned.revoked = Some(credential.value.device_name.clone());
    Ok(ChangeSet::new().update(credential))
}
