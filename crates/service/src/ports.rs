//! The wallet's ports on this service's parts.

use saifu_wallet::port::mail::{GiftFace, Mail, MailError, Mailer};

impl Mailer for crate::mail::Mailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let sent = Self::send(self, &mail.to, &mail.subject, &mail.text, mail.at).await;
        sent.map_err(|error| MailError(error.to_string()))
    }

    /// The words hold all that the card says, with the link; a picture of it is not drawn yet.
    async fn send_gift(&self, mail: &Mail, _: &GiftFace) -> Result<(), MailError> {
        Mailer::send(self, mail).await
    }
}
