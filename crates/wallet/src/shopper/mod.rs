//! Who pays, and sign-up by a mailed code.

mod email;
mod email_change;
mod holdings;
mod sign_up;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::{ShopperId, SignUpId};
use crate::mailed_code::MailedCode;

pub(crate) use email::read_email;
pub use email_change::{
    Done, EmailChange, confirm_email_change, email_change_purpose, start_email_change, undo_email_change,
    undoable,
};
pub use holdings::{Holdings, holdings};
pub use sign_up::{confirm, resend, start};

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
    /// What was mailed.
    #[serde(flatten)]
    pub code: MailedCode,
    /// When another may be sent.
    pub resend_at: Timestamp,
    /// Mails sent.
    pub sent: u32,
    /// Whether it was confirmed; a code works once.
    pub confirmed: bool,
}
