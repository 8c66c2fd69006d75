use super::{Recovery, under_way};
use crate::id::ShopperId;
use crate::moment::digest;
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// The recovery that the link of a mail is about, while it can be stopped.
///
/// # Errors
/// `recovery.not_found`: unknown, stopped or over, told alike; the store failed.
pub async fn stoppable(store: &impl Store, moment: &Moment<'_>, link: &str) -> Outcome<Versioned<Recovery>> {
    let not_found = || Refusal::rule("recovery.not_found");
    let (id, secret) = link.split_once('.').ok_or_else(not_found)?;
    let found = store.find::<Recovery>(id).await?.ok_or_else(not_found)?;
    let is_its = found.value.proved.as_ref().is_some_and(|it| it.stop_digest == digest(secret));
    if is_its && found.value.can_be_stopped(moment.now) { Ok(found) } else { Err(not_found()) }
}

/// Stops it by the link of a mail: whoever reads the owner's mail may, without a device.
///
/// # Errors
/// As [`stoppable`]; or somebody else was first (stale).
pub async fn stop_by_link(store: &impl Store, moment: &Moment<'_>, link: &str) -> Outcome<()> {
    let recovery = stoppable(store, moment, link).await?;
    stop(store, moment, recovery).await
}

/// Stops the recovery of the account of a device that is signed in.
///
/// # Errors
/// `recovery.not_found`; the store failed, or somebody else was first (stale).
pub async fn stop_own(store: &impl Store, moment: &Moment<'_>, shopper: &ShopperId) -> Outcome<()> {
    let recovery = under_way(store, moment.now, shopper).await?;
    stop(store, moment, recovery.ok_or(Refusal::rule("recovery.not_found"))?).await
}

async fn stop(store: &impl Store, moment: &Moment<'_>, mut recovery: Versioned<Recovery>) -> Outcome<()> {
    let not_found = || Refusal::rule("recovery.not_found");
    let shopper = recovery.value.shopper_id.clone().ok_or_else(not_found)?;
    let owner = store.find::<Shopper>(shopper.as_str()).await?.ok_or_else(not_found)?.value;
    recovery.value.stopped_at = Some(moment.now);
    let letter = Notice::RecoveryStopped(&recovery.value.device_name).to(&owner, moment);
    let told = Event::to_shopper(&shopper, EventKind::AccountChanged, recovery.value.id.as_str());
    store.commit(ChangeSet::new().update(recovery).insert(letter).events([told])).await?;
    Ok(())
}
