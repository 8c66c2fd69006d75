//! Mail to shoppers, and to those whom they give something.

use std::future::Future;

use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::gift::GiftDesign;

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

/// A gift card to be shown beside the words of a mail. It holds a code, so it is never stored.
#[derive(Clone, PartialEq, Eq)]
pub struct GiftFace {
    /// Its picture.
    pub design: GiftDesign,
    /// What it is worth.
    pub amount: Amount,
    /// Who gives.
    pub sender: String,
    /// Who gets it.
    pub recipient: String,
    /// The sender's words; may be empty.
    pub message: String,
    /// The code in groups of four.
    pub code: String,
    /// For the QR code: `saifu://gift/…`.
    pub link: String,
    /// The last whole day on which the code works, in Japan.
    pub last_day: jiff::civil::Date,
}

/// A code is money.
impl std::fmt::Debug for GiftFace {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("GiftFace(…)")
    }
}

/// The mail could not be handed over; the cause is in the text, for the log.
#[derive(Debug, Error)]
#[error("mail was not sent: {0}")]
pub struct MailError(pub String);

/// Hands mail over.
pub trait Mailer: Send + Sync {
    /// Sends one mail.
    fn send(&self, mail: &Mail) -> impl Future<Output = Result<(), MailError>> + Send;

    /// Sends one mail with a gift card beside its words, for readers that show pictures.
    fn send_gift(&self, mail: &Mail, face: &GiftFace) -> impl Future<Output = Result<(), MailError>> + Send;
}
