use saifu_wallet::port::mail::{GiftFace, Mail, MailError, Mailer};

use crate::executor::turn;
use crate::weather::Fault;
use crate::world::World;

/// Mails that arrived and mails that are under way.
#[derive(Default)]
pub struct Post {
    /// In the order in which they arrived.
    pub arrived: Vec<Mail>,
    /// Under way, with the gift code in them.
    pub late: Vec<(Mail, Option<String>)>,
}

impl World {
    async fn mail(&self, mail: &Mail, code: Option<&str>) -> Result<(), MailError> {
        turn().await;
        if self.strikes(Fault::MailRefused) {
            return Err(MailError("weather: the mail was not taken".to_owned()));
        }
        for _ in 0..if self.strikes(Fault::MailTwice) { 2 } else { 1 } {
            let (mail, code) = (mail.clone(), code.map(str::to_owned));
            if self.strikes(Fault::MailLate) {
                self.post().late.push((mail, code));
            } else {
                self.arrive(mail, code);
            }
        }
        turn().await;
        if self.strikes(Fault::MailUnsure) {
            return Err(MailError("weather: the answer to a mail was lost".to_owned()));
        }
        Ok(())
    }

    /// A mail arrives: a gift code in it is on its reader's pile.
    pub fn arrive(&self, mail: Mail, code: Option<String>) {
        if let Some(code) = code {
            let reader = (0..self.devices()).find(|place| self.device(*place).email == mail.to);
            self.device(reader.unwrap_or_default()).gift_codes.push(code);
        }
        self.post().arrived.push(mail);
    }
}

impl Mailer for World {
    async fn send(&self, mail: &Mail) -> Result<(), MailError> {
        self.mail(mail, None).await
    }

    async fn send_gift(&self, mail: &Mail, face: &GiftFace) -> Result<(), MailError> {
        self.mail(mail, Some(&face.code)).await
    }
}
