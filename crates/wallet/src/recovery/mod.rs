//! Recovery of an account whose devices are gone: a recovery code, a mailed code, and a waiting time in which the owner
//! hears of it everywhere and can stop it with one tap.
//!
//! codes awaited → waiting → ready → done, or stopped, or over. Where a recovery stands follows from its row and the
//! time alone: nothing has to run for it to move on.

mod finish;
mod prove;
mod start;
mod stop;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::id::{RecoveryId, ShopperId};
use crate::mailed_code::MailedCode;
use crate::port::store::{Store, Versioned};
use crate::session::Proof;
use crate::{Outcome, Refusal};

pub use finish::finish;
pub use prove::{Given, prove};
pub use start::start;
pub use stop::{stop_by_link, stop_own, stoppable};

/// How long a device may take to come back for what it waited for.
const READY: SignedDuration = SignedDuration::from_hours(7 * 24);

/// One attempt at an account. It is there for an address that has none too, so that nobody can tell them apart.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Recovery {
    /// Unguessable; works with the key of the device that began only.
    pub id: RecoveryId,
    /// Whose account; none where the address has none.
    pub shopper_id: Option<ShopperId>,
    /// What the new device calls itself.
    pub device_name: String,
    /// Thumbprint of the session key that its session will have.
    pub key: String,
    /// What was mailed. A wrong recovery code counts as well.
    #[serde(flatten)]
    pub code: MailedCode,
    /// When both codes were right, and what follows.
    pub proved: Option<Proved>,
    /// When the owner stopped it.
    pub stopped_at: Option<Timestamp>,
    /// When the new device was let in.
    pub finished_at: Option<Timestamp>,
}

/// Both codes were right.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Proved {
    /// When.
    pub at: Timestamp,
    /// When the new device may come in.
    pub ready_at: Timestamp,
    /// Digest of what stands in the mailed link that stops it.
    pub stop_digest: String,
}

/// The newest recovery of an account that both codes were right for: there is one at a time.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryUnderWay {
    /// Whose account.
    pub shopper_id: ShopperId,
    /// Which.
    pub recovery_id: RecoveryId,
}

/// Where a recovery stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RecoveryState {
    /// The mailed code and a recovery code are awaited.
    CodesAwaited,
    /// The owner can stop it.
    Waiting,
    /// The new device may come in; the owner can still stop it.
    Ready,
    /// The new device is in.
    Done,
    /// The owner stopped it.
    Stopped,
    /// Its time is over.
    Over,
}

impl Recovery {
    /// Where it stands.
    #[must_use]
    pub fn state(&self, now: Timestamp) -> RecoveryState {
        let Some(proved) = &self.proved else {
            return if now < self.code.expires_at {
                RecoveryState::CodesAwaited
            } else {
                RecoveryState::Over
            };
        };
        // A time that cannot be told (the year 9999) never comes.
        let over_at = proved.ready_at.checked_add(READY).unwrap_or(Timestamp::MAX);
        match () {
            () if self.finished_at.is_some() => RecoveryState::Done,
            () if self.stopped_at.is_some() => RecoveryState::Stopped,
            () if now < proved.ready_at => RecoveryState::Waiting,
            () if now < over_at => RecoveryState::Ready,
            () => RecoveryState::Over,
        }
    }

    /// Whether the owner can stop it.
    #[must_use]
    pub fn can_be_stopped(&self, now: Timestamp) -> bool {
        matches!(self.state(now), RecoveryState::Waiting | RecoveryState::Ready)
    }
}

/// The account's recovery that the owner can stop, if there is one.
///
/// # Errors
/// The store failed.
pub async fn under_way(
    store: &impl Store,
    now: Timestamp,
    shopper: &ShopperId,
) -> Outcome<Option<Versioned<Recovery>>> {
    let Some(newest) = store.find::<RecoveryUnderWay>(shopper.as_str()).await? else { return Ok(None) };
    let found = store.find::<Recovery>(newest.value.recovery_id.as_str()).await?;
    Ok(found.filter(|it| it.value.can_be_stopped(now)))
}

/// The recovery that a device began; for any other device there is none.
async fn of_device(store: &impl Store, id: &RecoveryId, proof: &Proof) -> Outcome<Versioned<Recovery>> {
    let found = store.find::<Recovery>(id.as_str()).await?;
    found.filter(|it| it.value.key == proof.key).ok_or(Refusal::rule("recovery.not_found"))
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(hours: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + hours * 3600).unwrap()
    }

    fn recovery() -> Recovery {
        Recovery {
            id: RecoveryId::new("r"),
            shopper_id: Some(ShopperId::new("s")),
            device_name: "phone".to_owned(),
            key: "key".to_owned(),
            code: MailedCode { code_digest: String::new(), expires_at: at(1), tries_left: 5 },
            proved: None,
            stopped_at: None,
            finished_at: None,
        }
    }

    #[test]
    fn time_alone_moves_it_on() {
        let asked = recovery();
        assert_eq!(asked.state(at(0)), RecoveryState::CodesAwaited);
        assert_eq!(asked.state(at(1)), RecoveryState::Over);
        let proved = Proved { at: at(0), ready_at: at(72), stop_digest: String::new() };
        let proved = Recovery { proved: Some(proved), ..asked };
        let states = [71, 72, 72 + 167, 72 + 168].map(|hours| proved.state(at(hours)));
        let expected =
            [RecoveryState::Waiting, RecoveryState::Ready, RecoveryState::Ready, RecoveryState::Over];
        assert_eq!(states, expected);
    }

    #[test]
    fn what_was_stopped_or_done_stays_so() {
        let proved = Proved { at: at(0), ready_at: at(72), stop_digest: String::new() };
        let stopped = Recovery { proved: Some(proved), stopped_at: Some(at(1)), ..recovery() };
        let done = Recovery { stopped_at: None, finished_at: Some(at(73)), ..stopped.clone() };
        for hours in [2, 73, 1000] {
            assert_eq!(stopped.state(at(hours)), RecoveryState::Stopped);
            assert_eq!(done.state(at(hours)), RecoveryState::Done);
            assert!(!stopped.can_be_stopped(at(hours)) && !done.can_be_stopped(at(hours)));
        }
    }
}
