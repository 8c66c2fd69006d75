//! The devices of a shopper: each has a passkey, a session and a policy of its own.

mod change;
mod join;
mod revoke;

use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::id::{CredentialId, DeviceId, SessionId, ShopperId};

pub use change::{DeviceChange, change, policy_purpose};
pub use join::{
    DeviceJoin, JoinAnswer, Presented, answer_join, finish_join, join_purpose, open_join, present_join,
    show_join,
};
pub use revoke::revoke;
pub(crate) use revoke::revoked;

const NAME_MAX: usize = 40;

/// One device.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Device {
    /// Stable.
    pub id: DeviceId,
    /// Whose.
    pub shopper_id: ShopperId,
    /// What the shopper knows it by.
    pub name: String,
    /// Its passkey; none before it is registered.
    pub credential_id: Option<CredentialId>,
    /// Its newest session, ended or not.
    pub session_id: Option<SessionId>,
    /// When it joined.
    pub created_at: Timestamp,
    /// When it signed in or refreshed its session last.
    pub seen_at: Timestamp,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
    /// What the shopper asks of it.
    pub policy: DevicePolicy,
}

/// What a shopper asks of one device; the others have their own.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct DevicePolicy {
    /// How the device makes sure who holds it.
    pub verify: Verification,
    /// From this amount on an approval needs a second factor.
    pub second_factor_from: Option<Amount>,
    /// The device locks itself after so many seconds without a touch.
    pub lock_after_s: u32,
    /// Whether it shows store codes without verification while it is not locked.
    pub store_codes_unverified: bool,
}

/// How a device makes sure who holds it.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Verification {
    /// The wallet PIN.
    Pin,
    /// A fingerprint where the machine can read one, else the PIN.
    Fingerprint,
}

impl Default for DevicePolicy {
    fn default() -> Self {
        Self {
            verify: Verification::Pin,
            second_factor_from: None,
            lock_after_s: 300,
            store_codes_unverified: true,
        }
    }
}

impl Device {
    /// A device that has neither session nor passkey yet.
    #[must_use]
    pub fn new(moment: &Moment<'_>, shopper: &ShopperId, name: &str) -> Self {
        Self {
            id: DeviceId::new(moment.hex::<16>()),
            shopper_id: shopper.clone(),
            name: given_name(name),
            credential_id: None,
            session_id: None,
            created_at: moment.now,
            seen_at: moment.now,
            revoked_at: None,
            policy: DevicePolicy::default(),
        }
    }

    /// Whether it can still do anything.
    #[must_use]
    pub const fn is_live(&self) -> bool {
        self.revoked_at.is_none()
    }
}

/// A device says its name itself: whatever fits of it, without what would break a line.
pub(crate) fn given_name(name: &str) -> String {
    let name: String = name.trim().chars().filter(|it| !it.is_control()).take(NAME_MAX).collect();
    if name.is_empty() { "Saifu".to_owned() } else { name }
}
