use jiff::SignedDuration;

use super::{Proved, Recovery, RecoveryUnderWay, of_device, under_way};
use crate::factor::used_recovery_code;
use crate::id::{RecoveryId, ShopperId};
use crate::mailed_code::CodeRefusals;
use crate::moment::digest;
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::session::Proof;
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

const CODE: CodeRefusals = CodeRefusals {
    expired: "recovery.code_expired",
    too_many: "recovery.too_many_attempts",
    wrong: "recovery.codes_wrong",
};

/// What a device gives, and what the service has set.
#[derive(Clone, Copy)]
pub struct Given<'a> {
    /// As it was mailed.
    pub code: &'a str,
    /// One of the ten.
    pub recovery_code: &'a str,
    /// How long the owner can stop it.
    pub wait: SignedDuration,
    /// The page that stops it.
    pub stop_page: &'a str,
}

/// Takes the mailed code and a recovery code, together: which of them was wrong is not told. Both are used up by the commit that
/// starts the waiting time, and the owner hears of it in the app and by a mail whose link (`stop_page` and a secret)
/// stops it.
///
/// # Errors
/// `recovery.not_found`, `recovery.code_expired`, `recovery.too_many_attempts`, `recovery.codes_wrong`,
/// `recovery.under_way`: another device waits already; the store failed, or somebody else was first (stale).
pub async fn prove(
    store: &impl Store,
    moment: &Moment<'_>,
    id: &RecoveryId,
    given: &Given<'_>,
    proof: &Proof,
) -> Outcome<Recovery> {
    let mut recovery = of_device(store, id, proof).await?;
    refuse_codes(&recovery.value, moment)?;
    let mailed = recovery.value.code.is(id.as_str(), given.code);
    let Some((owner, used)) =
        owner_by_code(store, &recovery.value, given.recovery_code).await?.filter(|_| mailed)
    else {
        let refusal = recovery.value.code.count_wrong(&CODE);
        store.commit(ChangeSet::new().update(recovery)).await?;
        return Err(refusal);
    };
    if under_way(store, moment.now, &owner.id).await?.is_some() {
        return Err(Refusal::rule("recovery.under_way"));
    }
    let secret = moment.hex::<16>();
    let ready_at = moment.now.checked_add(given.wait).unwrap_or(moment.now);
    recovery.value.proved = Some(Proved { at: moment.now, ready_at, stop_digest: digest(&secret) });
    let link = format!("{}?t={id}.{secret}", given.stop_page);
    let device = recovery.value.device_name.as_str();
    let letter = Notice::RecoveryBegun { device, ready_at, link: &link }.to(&owner, moment);
    let told = Event::to_shopper(&owner.id, EventKind::AccountChanged, id.as_str());
    let proved = recovery.value.clone();
    let changes = newest(store, &owner.id, id).await?.then(used).update(recovery);
    store.commit(changes.insert(letter).events([told])).await?;
    Ok(proved)
}

fn refuse_codes(recovery: &Recovery, moment: &Moment<'_>) -> Outcome<()> {
    match recovery.proved {
        None => recovery.code.refuse_ended(moment.now, &CODE),
        Some(_) => Err(Refusal::rule("recovery.not_found")),
    }
}

/// The owner whose recovery code it is, and the writes that use it up. An address without an account is asked the same of the
/// store, so that the time of the answer tells nothing.
async fn owner_by_code(
    store: &impl Store,
    recovery: &Recovery,
    code: &str,
) -> Outcome<Option<(Shopper, ChangeSet)>> {
    let nobody = ShopperId::new("");
    let shopper = recovery.shopper_id.as_ref().unwrap_or(&nobody);
    let owner = store.find::<Shopper>(shopper.as_str()).await?;
    let used = used_recovery_code(store, shopper, code).await?;
    Ok(owner.map(|it| it.value).zip(used))
}

/// From now on it is the account's one recovery; of two at once one goes on.
async fn newest(store: &impl Store, shopper: &ShopperId, id: &RecoveryId) -> Outcome<ChangeSet> {
    let value = RecoveryUnderWay { shopper_id: shopper.clone(), recovery_id: id.clone() };
    Ok(match store.find::<RecoveryUnderWay>(shopper.as_str()).await? {
        None => ChangeSet::new().insert(value),
        Some(before) => ChangeSet::new().update(Versioned { value, version: before.version }),
    })
}
