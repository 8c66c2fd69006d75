//! Who pays: sign-up by a mailed code, and a device's access to an account.

mod access;
mod email;
mod holdings;
mod sign_up;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{ShopperId, SignUpId};

pub use access::{AccessToken, authenticate, grant_access, sign_out};
pub(crate) use email::read_email;
pub use holdings::{Holdings, holdings};
pub use sign_up::{Confirmed, confirm, resend, start};

/// Who pays.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Shopper {
    /// A UUID: WebAuthn's user handle.
    pub id: ShopperId,
    /// As given.
    pub name: String,
    /// Verified, lower case.
    pub email: String,
    /// When the address was verified.
    pub created_at: Timestamp,
}

/// A sign-up that waits for its code.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct SignUp {
    /// Unguessable.
    pub id: SignUpId,
    /// As given.
    pub name: String,
    /// Lower case.
    pub email: String,
    /// Digest of id and code: the code itself is in the mail only.
    pub code_digest: String,
    /// When the code ends.
    pub expires_at: Timestamp,
    /// When another may be sent.
    pub resend_at: Timestamp,
    /// Wrong codes that are still taken.
    pub tries_left: u32,
    /// Mails sent.
    pub sent: u32,
    /// Whether it was confirmed; a code works once.
    pub confirmed: bool,
}

/// A device's access to an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Access {
    /// Digest of the bearer token.
    pub token_digest: String,
    /// Whose.
    pub shopper_id: ShopperId,
    /// The device's name.
    pub device_name: String,
    /// When it ends by itself.
    pub expires_at: Timestamp,
    /// Whether the shopper ended it.
    pub ended: bool,
}
