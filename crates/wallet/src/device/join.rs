//! A second device joins: the first shows a code, the second presents it with a session key of its own, the first sees
//! its name and says yes with its passkey, and only then the second gets a session and may register a passkey.

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{Device, given_name};
use crate::id::{CeremonyId, DeviceId, DeviceJoinId, ShopperId};
use crate::moment::digest;
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::passkey::{RelyingParty, prove_again};
use crate::port::store::{Store, Versioned};
use crate::session::{self, Begun, Proof};
use crate::shopper::Shopper;
use crate::sign_in::SignInMethod;
use crate::{ChangeSet, Moment, Outcome, Refusal, typed_code};

const LIFE_S: i64 = 300;

/// A device on its way into an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DeviceJoin {
    /// Unguessable; for the first device.
    pub id: DeviceJoinId,
    /// Digest of the code that the second device presents.
    pub code_digest: String,
    /// Whose account.
    pub shopper_id: ShopperId,
    /// Which device shows the code.
    pub opened_by: DeviceId,
    /// When it ends, whatever has happened.
    pub expires_at: Timestamp,
    /// Who presented the code.
    pub presented: Option<Presented>,
    /// What the first device said.
    pub answer: Option<JoinAnswer>,
    /// The device that it made.
    pub device_id: Option<DeviceId>,
}

/// The second device as the first one sees it.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Presented {
    /// What it calls itself.
    pub name: String,
    /// Its session key's thumbprint.
    pub key: String,
}

/// What the first device said.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum JoinAnswer {
    /// Yes.
    Confirmed,
    /// No.
    Refused,
}

impl DeviceJoin {
    /// Two digits that both screens show: they differ where the code was presented by somebody else.
    #[must_use]
    pub fn check(&self) -> Option<String> {
        let key = &self.presented.as_ref()?.key;
        let number = u32::from_str_radix(&digest(&format!("{}:{key}", self.id))[..6], 16).unwrap_or(0);
        Some(format!("{:02}", number % 100))
    }

    fn is_over(&self, now: Timestamp) -> bool {
        now >= self.expires_at || self.device_id.is_some() || self.answer == Some(JoinAnswer::Refused)
    }
}

/// Opens the account for one more device for five minutes; answers with the code for its QR.
///
/// # Errors
/// The store failed.
pub async fn open_join(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    device: &DeviceId,
) -> Outcome<(DeviceJoin, String)> {
    let code = typed_code::draw::<12>(moment);
    let join = DeviceJoin {
        id: DeviceJoinId::new(moment.hex::<16>()),
        code_digest: digest(&code),
        shopper_id: shopper.clone(),
        opened_by: device.clone(),
        expires_at: moment.after_seconds(LIFE_S),
        presented: None,
        answer: None,
        device_id: None,
    };
    store.commit(ChangeSet::new().insert(join.clone())).await?;
    Ok((join, typed_code::grouped(&code)))
}

/// The second device presents the code. The first to do so has it; another is refused.
///
/// # Errors
/// `device.join_invalid`: unknown, over or taken, told alike; the store failed, or somebody else was first (stale).
pub async fn present_join(
    store: &impl Store,
    moment: &Moment<'_>,
    code: &str,
    name: &str,
    proof: &Proof,
) -> Outcome<DeviceJoin> {
    let mut join = by_code(store, moment, code).await?;
    let presented = Presented { name: given_name(name), key: proof.key.clone() };
    match &join.value.presented {
        Some(before) if *before == presented => return Ok(join.value),
        Some(_) => return Err(invalid()),
        None => join.value.presented = Some(presented),
    }
    let (taken, id) = (join.value.clone(), join.value.id.clone());
    let told = Event::to_shopper(&taken.shopper_id, EventKind::AccountChanged, id.as_str());
    store.commit(ChangeSet::new().update(join).events([told])).await?;
    Ok(taken)
}

/// How a join stands, for the device that opened it.
///
/// # Errors
/// `device.join_invalid`; the store failed.
pub async fn show_join(store: &impl Store, device: &DeviceId, id: &DeviceJoinId) -> Outcome<DeviceJoin> {
    Ok(opened(store, device, id).await?.value)
}

/// What a passkey is asked to prove for a yes.
#[must_use]
pub fn join_purpose(id: &DeviceJoinId) -> String {
    format!("device-join:{id}")
}

/// The first device says yes or no to the one that presented the code. A yes needs its passkey once more: a session
/// alone must not let another device in.
///
/// # Errors
/// `device.join_invalid`, `device.join_not_presented`, `passkey.ceremony_expired`, `passkey.refused`; the store failed,
/// or somebody else was first (stale).
pub async fn answer_join(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    device: &DeviceId,
    id: &DeviceJoinId,
    assertion: Option<(&CeremonyId, &serde_json::Value)>,
) -> Outcome<DeviceJoin> {
    let mut join = opened(store, device, id).await?;
    if join.value.is_over(moment.now) {
        return Err(invalid());
    }
    let answer = match assertion {
        None => JoinAnswer::Refused,
        Some(_) if join.value.presented.is_none() => return Err(Refusal::rule("device.join_not_presented")),
        Some((ceremony, answer)) => {
            let shopper = &join.value.shopper_id;
            prove_again(store, party, moment, shopper, &join_purpose(id), ceremony, answer).await?;
            JoinAnswer::Confirmed
        }
    };
    join.value.answer = Some(answer);
    let answered = join.value.clone();
    store.commit(ChangeSet::new().update(join)).await?;
    Ok(answered)
}

/// The second device asks whether it is in; once it is, it gets its session.
///
/// # Errors
/// `device.join_waiting`: the first device has not answered; `device.join_refused`; `device.join_invalid`; the store
/// failed, or somebody else was first (stale).
pub async fn finish_join(
    store: &impl Store,
    moment: &Moment<'_>,
    code: &str,
    proof: &Proof,
) -> Outcome<Begun> {
    let mut join = find_code(store, code).await?.ok_or_else(invalid)?;
    let presented = join.value.presented.clone().filter(|it| it.key == proof.key).ok_or_else(invalid)?;
    if join.value.answer == Some(JoinAnswer::Refused) {
        return Err(Refusal::rule("device.join_refused"));
    }
    if join.value.is_over(moment.now) {
        return Err(invalid());
    }
    if join.value.answer.is_none() {
        return Err(Refusal::rule("device.join_waiting"));
    }
    // Who let it in may have been revoked meanwhile.
    let opener = store.find::<Device>(join.value.opened_by.as_str()).await?.ok_or_else(invalid)?;
    let shopper = store.find::<Shopper>(join.value.shopper_id.as_str()).await?.ok_or_else(invalid)?.value;
    if !opener.value.is_live() {
        return Err(invalid());
    }
    let mut device = Device::new(moment, &shopper.id, &presented.name);
    let (tokens, begun) = session::begin(moment, &mut device, proof, SignInMethod::Join);
    join.value.device_id = Some(device.id.clone());
    let letter = Notice::NewDevice(&device.name).to(&shopper, moment);
    let told = Event::to_shopper(&shopper.id, EventKind::AccountChanged, device.id.as_str());
    let changes = ChangeSet::new().update(join).update(opener).insert(device.clone()).then(begun);
    store.commit(changes.insert(letter).events([told])).await?;
    Ok(Begun { shopper, device, tokens })
}

async fn find_code(store: &impl Store, code: &str) -> Outcome<Option<Versioned<DeviceJoin>>> {
    Ok(store.join_by_code(&digest(&typed_code::read(code))).await?)
}

async fn by_code(store: &impl Store, moment: &Moment<'_>, code: &str) -> Outcome<Versioned<DeviceJoin>> {
    let found = find_code(store, code).await?;
    found.filter(|it| !it.value.is_over(moment.now)).ok_or_else(invalid)
}

async fn opened(store: &impl Store, device: &DeviceId, id: &DeviceJoinId) -> Outcome<Versioned<DeviceJoin>> {
    let found = store.find::<DeviceJoin>(id.as_str()).await?;
    found.filter(|it| it.value.opened_by == *device).ok_or_else(invalid)
}

fn invalid() -> Refusal {
    Refusal::rule("device.join_invalid")
}
