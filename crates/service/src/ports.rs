//! The wallet's ports on this service's parts.

use saifu_wallet::port::mail::{Mail, MailError, Mailer};

impl Mailer for crate::mail::Mailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let sent = Self::send(self, &mail.to, &mail.subject, &mail.text, mail.at).await;
        sent.map_err(|error| MailError(error.to_string()))
    }
}
