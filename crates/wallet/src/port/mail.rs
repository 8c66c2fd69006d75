//! Mail to shoppers.

use std::future::Future;

use serde::{Deserialize, Serialize};
use thiserror::Error;

/// One mail in plain text.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Mail {
    /// The address.
    pub to: String,
    /// The subject.
    pub subject: String,
    /// The body.
    pub text: String,
    /// Its date.
    pub at: jiff::Timestamp,
}

/// The mail could not be handed over; the cause is in the text, for the log.
#[derive(Debug, Error)]
#[error("mail was not sent: {0}")]
pub struct MailError(pub String);

/// Hands mail over.
pub trait Mailer: Send + Sync {
    /// Sends one mail.
    fn send(&self, mail: &Mail) -> impl Future<Output = Result<(), MailError>> + Send;
}
