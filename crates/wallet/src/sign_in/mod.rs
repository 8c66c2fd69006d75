//! The history of an account's sign-ins: each session that began and each that was refused, by which device, how and
//! from where; and the owner's *that was not me*.

mod disown;
mod fail;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::Moment;
use crate::device::Device;
use crate::id::{CredentialId, DeviceId, SessionId, ShopperId, SignInId};
use crate::passkey::Credential;

pub use disown::{Disowned, disown};
pub(crate) use fail::failed;

/// One sign-in, or an attempt at one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignIn {
    /// Unguessable.
    pub id: SignInId,
    /// Whose account.
    pub shopper_id: ShopperId,
    /// With which device; none for a browser on the hosted page.
    pub device_id: Option<DeviceId>,
    /// With which passkey of a browser or key.
    pub credential_id: Option<CredentialId>,
    /// What that is called at the time.
    pub name: String,
    /// How.
    pub method: SignInMethod,
    /// From where: the network's first part, enough to tell home from abroad.
    pub network: String,
    /// When.
    pub at: Timestamp,
    /// The session that began; none where it was refused or began on a page.
    pub session_id: Option<SessionId>,
    /// Whether it was refused.
    pub refused: bool,
    /// When the owner said that it was somebody else.
    pub disowned_at: Option<Timestamp>,
}

/// How somebody signed in.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum SignInMethod {
    /// By a mailed code, when the account was made.
    MailedCode,
    /// By the passkey of the device.
    Passkey,
    /// By a passkey of a browser or a security key, on the hosted page.
    PagePasskey,
    /// Let in by another device.
    Join,
    /// By recovery.
    Recovery,
}

/// A page of sign-ins: those before this place, newest first.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub struct SignedInBefore {
    /// When.
    pub at: Timestamp,
    /// Tells those of one millisecond apart.
    pub id: SignInId,
}

impl SignIn {
    /// Where it stands in a list.
    #[must_use]
    pub fn place(&self) -> SignedInBefore {
        SignedInBefore { at: self.at, id: self.id.clone() }
    }

    /// One that succeeded, on a device.
    pub(crate) fn on_device(
        moment: &Moment<'_>,
        device: &Device,
        session: &SessionId,
        method: SignInMethod,
        network: &str,
    ) -> Self {
        Self {
            id: SignInId::new(moment.hex::<16>()),
            shopper_id: device.shopper_id.clone(),
            device_id: Some(device.id.clone()),
            credential_id: None,
            name: device.name.clone(),
            method,
            network: network.to_owned(),
            at: moment.now,
            session_id: Some(session.clone()),
            refused: false,
            disowned_at: None,
        }
    }

    /// One by a passkey alone: at the hosted page, or one that was refused.
    pub(crate) fn by_passkey(moment: &Moment<'_>, credential: &Credential, network: &str) -> Self {
        let is_for_pages = credential.is_for_pages();
        Self {
            id: SignInId::new(moment.hex::<16>()),
            shopper_id: credential.shopper_id.clone(),
            device_id: credential.device_id.clone(),
            credential_id: is_for_pages.then(|| credential.id.clone()),
            name: credential.device_name.clone(),
            method: if is_for_pages { SignInMethod::PagePasskey } else { SignInMethod::Passkey },
            network: network.to_owned(),
            at: moment.now,
            session_id: None,
            refused: false,
            disowned_at: None,
        }
    }
}
