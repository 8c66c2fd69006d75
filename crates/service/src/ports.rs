//! The wallet's ports on this service's parts.

use saifu_wallet::port::mail::{GiftFace, Mail, MailError, Mailer};

impl Mailer for crate::mail::Mailer {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        let sent = Self::send(self, &mail.to, &mail.subject, &mail.text, mail.at).await;
        sent.map_err(|error| MailError(error.to_string()))
    }

    async fn send_gift(&self, mail: &Mail, face: &GiftFace) -> Result<(), MailError> {
        let words = (mail.to.as_str(), mail.subject.as_str(), mail.text.as_str());
        let sent = match crate::mail::gift_page(face) {
            Ok(page) => self.send_with_page(words, page, mail.at).await,
            Err(error) => Err(error),
        };
        sent.map_err(|error| MailError(error.to_string()))
    }
}
