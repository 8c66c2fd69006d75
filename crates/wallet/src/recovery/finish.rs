use super::{Recovery, RecoveryState, of_device};
use crate::device::{Device, revoked};
use crate::id::{RecoveryId, ShopperId};
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::passkey::Credential;
use crate::port::store::{Store, Versioned};
use crate::session::{self, Begun, Proof};
use crate::shopper::Shopper;
use crate::sign_in::SignInMethod;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// After the waiting time the device that began comes in and registers a passkey next. In the same commit every other
/// device, session and passkey of the account ends. The account's row and each device's are written: what joins at the
/// same time comes first or not at all.
///
/// # Errors
/// `recovery.not_found`, `recovery.waiting` with the time to come back, `recovery.stopped`, `recovery.over`; the store
/// failed, or somebody else was first (stale).
pub async fn finish(
    store: &impl Store,
    moment: &Moment<'_>,
    id: &RecoveryId,
    proof: &Proof,
) -> Outcome<Begun> {
    let mut recovery = of_device(store, id, proof).await?;
    refuse_unready(&recovery.value, moment)?;
    let not_found = || Refusal::rule("recovery.not_found");
    let shopper = recovery.value.shopper_id.clone().ok_or_else(not_found)?;
    let owner = store.find::<Shopper>(shopper.as_str()).await?.ok_or_else(not_found)?;
    let changes = everything_ended(store, moment, &shopper).await?;
    let mut device = Device::new(moment, &shopper, &recovery.value.device_name);
    let (tokens, opened) = session::begin(moment, &mut device, proof, SignInMethod::Recovery);
    recovery.value.finished_at = Some(moment.now);
    let letter = Notice::Recovered(&device.name).to(&owner.value, moment);
    let told = Event::to_shopper(&shopper, EventKind::AccountChanged, device.id.as_str());
    let begun = Begun { shopper: owner.value.clone(), device: device.clone(), tokens };
    let changes = changes.update(recovery).update(owner).insert(device).then(opened).insert(letter);
    store.commit(changes.events([told])).await?;
    Ok(begun)
}

fn refuse_unready(recovery: &Recovery, moment: &Moment<'_>) -> Outcome<()> {
    Err(match (recovery.state(moment.now), &recovery.proved) {
        (RecoveryState::Ready, _) => return Ok(()),
        (RecoveryState::Waiting, Some(proved)) => Refusal::until("recovery.waiting", proved.ready_at),
        (RecoveryState::Stopped, _) => Refusal::rule("recovery.stopped"),
        (RecoveryState::Over, Some(_)) => Refusal::rule("recovery.over"),
        _ => Refusal::rule("recovery.not_found"),
    })
}

async fn everything_ended(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
) -> Outcome<ChangeSet> {
    let mut changes = ChangeSet::new();
    for device in store.devices_of(shopper).await? {
        changes = changes.then(revoked(store, moment, device).await?);
    }
    // What was added for the hosted page is no device's.
    for known in store.credentials_of(shopper).await?.into_iter().filter(Credential::is_for_pages) {
        if let Some(Versioned { mut value, version }) = store.find::<Credential>(known.id.as_str()).await? {
            value.revoked_at = Some(moment.now);
            changes = changes.update(Versioned { value, version });
        }
    }
    Ok(changes)
}
