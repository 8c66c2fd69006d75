//! Passkeys: registering one, signing in with one, and checking what one signed.

mod add;
mod prove_again;
mod register;
mod relying_party;
mod remove;
mod sign_in;
mod verify;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use webauthn_rs::prelude::Passkey;

use crate::id::{CeremonyId, CredentialId, DeviceId, ShopperId};

pub use add::{PasskeyInvitation, add_purpose, finish_adding, invite, start_adding};
pub use prove_again::{prove_again, start_proving_again};
pub use register::{finish_registration, start_registration};
pub use relying_party::RelyingParty;
pub use remove::{remove, remove_purpose};
pub use sign_in::{finish_sign_in, start_sign_in};
pub use verify::{Verified, verify};

/// A registered credential: the public key and what it was last seen with.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Credential {
    /// base64url of the credential id.
    pub id: CredentialId,
    /// Whose.
    pub shopper_id: ShopperId,
    /// WebAuthn's record of it.
    pub passkey: Passkey,
    /// Where its key lies.
    #[serde(default)]
    pub kind: CredentialKind,
    /// What the shopper knew the device by then.
    pub device_name: String,
    /// On which device; none for one that has not signed in since devices are told apart.
    #[serde(default)]
    pub device_id: Option<DeviceId>,
    /// When it was registered.
    pub created_at: Timestamp,
    /// When it signed in on a page last; a device has a time of its own for that.
    #[serde(default)]
    pub used_at: Option<Timestamp>,
    /// When it was revoked.
    pub revoked_at: Option<Timestamp>,
}

/// Where a credential's key lies. Only a device's opens the app and lets others in; the others approve on the hosted
/// page.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CredentialKind {
    /// In a device of the shopper: the app is its authenticator.
    #[default]
    Device,
    /// In something that is plugged in or held near.
    SecurityKey,
    /// In a browser or its system, perhaps synced with others.
    Browser,
}

impl Credential {
    /// Whether it is a device's, and not revoked.
    #[must_use]
    pub fn is_of_live_device(&self) -> bool {
        self.kind == CredentialKind::Device && self.revoked_at.is_none()
    }

    /// Whether it can be used on the hosted page.
    #[must_use]
    pub fn is_for_pages(&self) -> bool {
        self.kind != CredentialKind::Device && self.revoked_at.is_none()
    }
}

/// A ceremony between its two calls. Its state stays on the service.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Ceremony {
    /// Unguessable.
    pub id: CeremonyId,
    /// Whose.
    pub shopper_id: ShopperId,
    /// The device's name.
    pub device_name: String,
    /// The device; none where it is not known yet.
    #[serde(default)]
    pub device_id: Option<DeviceId>,
    /// What it is for.
    pub kind: CeremonyKind,
    /// webauthn-rs' state, or our own for a sign-in.
    pub state: serde_json::Value,
    /// After this it is void.
    pub expires_at: Timestamp,
    /// Whether it was finished or tried; single use.
    pub used: bool,
}

/// What a ceremony is for.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CeremonyKind {
    /// A new passkey.
    Registration,
    /// A new session.
    SignIn,
    /// A new passkey that is no device's.
    Addition,
    /// One more proof by a device that is signed in, for one purpose.
    ProvingAgain,
}

impl Ceremony {
    /// Whether it can still be finished as what it was begun.
    fn is_live(&self, kind: CeremonyKind, now: Timestamp) -> bool {
        self.kind == kind && !self.used && now < self.expires_at
    }
}

pub(crate) const CEREMONY_LIFE_S: i64 = 300;
