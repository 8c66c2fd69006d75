use std::{
    path::{Path, PathBuf},
    time::SystemTime,
};

use base64::prelude::{BASE64_STANDARD, Engine as _};
use jiff::Timestamp;
use mail_parser::{MessageParser, MessagePart, MimeHeaders as _};
use serde::Serialize;

use super::{MailError, storage};

/// The sandbox's outbox, seen from the shopper's side.
#[derive(Debug, Clone)]
pub struct Mailbox {
    dir: PathBuf,
}

/// One mail, decoded. Its JSON is what `/dev/mailbox.json` answers.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Mail {
    /// The bare address.
    pub to: String,
    /// Decoded.
    pub subject: String,
    /// Decoded, with `\n` line ends.
    pub text: String,
    /// Its pictures as data URLs (RFC 2397), for the sandbox's page.
    #[serde(skip)]
    pub pictures: Vec<String>,
    /// When it was sent, to the second.
    pub at: Timestamp,
}

impl Mailbox {
    /// The mailbox over the folder of [`super::Mailer::outbox`].
    #[must_use]
    pub fn new(dir: &Path) -> Self {
        Self { dir: dir.to_owned() }
    }

    /// The mails, newest first; only those to that address (in any case) where one is given. A folder
    /// that is not there yet holds none.
    ///
    /// # Errors
    /// [`MailError::Storage`]: the folder cannot be read. [`MailError::Unreadable`]: a file in it is
    /// no mail.
    pub async fn list(&self, to: Option<&str>) -> Result<Vec<Mail>, MailError> {
        let mut mails = Vec::new();
        for (path, written) in self.files().await? {
            let bytes = tokio::fs::read(&path).await.map_err(storage(&path))?;
            let mail = decode(&bytes).ok_or(MailError::Unreadable(path))?;
            if to.is_none_or(|to| mail.to.eq_ignore_ascii_case(to)) {
                mails.push((mail, written));
            }
        }
        // The date of a mail has seconds; within one, the file system knows which came later.
        mails.sort_by_key(|(mail, written)| std::cmp::Reverse((mail.at, *written)));
        Ok(mails.into_iter().map(|(mail, _)| mail).collect())
    }

    async fn files(&self) -> Result<Vec<(PathBuf, SystemTime)>, MailError> {
        let mut files = Vec::new();
        let mut folder = match tokio::fs::read_dir(&self.dir).await {
            Err(error) if error.kind() == std::io::ErrorKind::NotFound => return Ok(files),
            folder => folder.map_err(storage(&self.dir))?,
        };
        while let Some(entry) = folder.next_entry().await.map_err(storage(&self.dir))? {
            let path = entry.path();
            if path.extension().is_some_and(|extension| extension == "eml") {
                let facts = entry.metadata().await.map_err(storage(&path))?;
                files.push((path.clone(), facts.modified().map_err(storage(&path))?));
            }
        }
        Ok(files)
    }
}

fn decode(bytes: &[u8]) -> Option<Mail> {
    let message = MessageParser::default().parse(bytes)?;
    Some(Mail {
        to: message.to()?.first()?.address()?.to_owned(),
        subject: message.subject()?.to_owned(),
        text: message.body_text(0)?.replace("\r\n", "\n"),
        pictures: message
            .attachments()
            .filter(|it| it.is_content_type("image", "png"))
            .map(data_url)
            .collect(),
        at: Timestamp::from_second(message.date()?.to_timestamp()).ok()?,
    })
}

fn data_url(picture: &MessagePart<'_>) -> String {
    format!("data:image/png;base64,{}", BASE64_STANDARD.encode(picture.contents()))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::mail::{Mailer, Page, Picture};

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    #[tokio::test]
    async fn what_is_sent_is_read_back_newest_first() {
        let dir = tempfile::tempdir().unwrap();
        let outbox = dir.path().join("outbox");
        let mailbox = Mailbox::new(&outbox);
        assert_eq!(mailbox.list(None).await.unwrap(), []);
        let mailer = Mailer::outbox(&outbox, "Saifu <no-reply@pay.saifu.example>").unwrap();
        let text = "佐藤 美咲さま\n\n確認コードは 482913 です。\n10分間有効です。";
        mailer.send("misaki@example.jp", "【Saifu】確認コード 482913", text, at(0)).await.unwrap();
        mailer.send("other@example.jp", "Your code", "482914", at(2)).await.unwrap();
        mailer.send("Misaki@example.jp", "Second", &"長い行です。".repeat(60), at(1)).await.unwrap();

        let all = mailbox.list(None).await.unwrap();
        let subjects: Vec<&str> = all.iter().map(|mail| mail.subject.as_str()).collect();
        assert_eq!(subjects, ["Your code", "Second", "【Saifu】確認コード 482913"]);
        assert_eq!(all[2].text.trim_end(), text);
        assert_eq!(all[1].text.trim_end(), "長い行です。".repeat(60));

        let hers = mailbox.list(Some("misaki@EXAMPLE.jp")).await.unwrap();
        assert_eq!(hers.len(), 2);
        let json = serde_json::to_value(&hers[1]).unwrap();
        assert_eq!(json["to"], "misaki@example.jp");
        assert_eq!(json["at"], at(0).to_string());
    }

    #[tokio::test]
    async fn a_page_stands_beside_its_text_and_its_pictures_are_found() {
        let dir = tempfile::tempdir().unwrap();
        let mailer = Mailer::outbox(dir.path(), "no-reply@pay.saifu.example").unwrap();
        let pictures = vec![Picture { name: "qr", png: vec![1, 2, 3] }];
        let page = Page { html: "<img src=\"cid:qr\">".to_owned(), pictures };
        mailer.send_with_page(("a@example.jp", "ギフト", "コード: ABCD"), page, at(0)).await.unwrap();
        let mails = Mailbox::new(dir.path()).list(None).await.unwrap();
        assert_eq!(mails[0].text.trim_end(), "コード: ABCD");
        assert_eq!(mails[0].pictures, ["data:image/png;base64,AQID"]);
        let path = std::fs::read_dir(dir.path()).unwrap().find(|it| it.as_ref().unwrap().path().is_file());
        let bytes = std::fs::read(path.unwrap().unwrap().path()).unwrap();
        let mail = MessageParser::default().parse(&bytes).unwrap();
        assert_eq!(mail.body_html(0).unwrap().trim_end(), "<img src=\"cid:qr\">");
        assert_eq!(mail.attachment(0).unwrap().content_id(), Some("qr"));
    }

    #[tokio::test]
    async fn within_a_second_the_later_mail_comes_first() {
        let dir = tempfile::tempdir().unwrap();
        let mailer = Mailer::outbox(dir.path(), "no-reply@pay.saifu.example").unwrap();
        mailer.send("a@example.jp", "first", "1", at(0)).await.unwrap();
        // File systems' clocks are coarse: make the first a second older.
        let first = mailbox_files(dir.path()).next().unwrap();
        let earlier = first.metadata().unwrap().modified().unwrap() - std::time::Duration::from_secs(1);
        first.set_modified(earlier).unwrap();
        mailer.send("a@example.jp", "second", "2", at(0)).await.unwrap();
        let mails = Mailbox::new(dir.path()).list(None).await.unwrap();
        assert_eq!(mails[0].subject, "second");
    }

    fn mailbox_files(dir: &Path) -> impl Iterator<Item = std::fs::File> {
        let paths = std::fs::read_dir(dir).unwrap().map(|entry| entry.unwrap().path());
        paths
            .filter(|path| path.is_file())
            .map(|path| std::fs::File::options().write(true).open(path).unwrap())
    }

    #[tokio::test]
    async fn a_file_that_is_no_mail_is_named_and_half_written_ones_are_not_seen() {
        let dir = tempfile::tempdir().unwrap();
        let mailbox = Mailbox::new(dir.path());
        std::fs::create_dir(dir.path().join("unfinished")).unwrap();
        std::fs::write(dir.path().join("unfinished/x.eml"), "To: a").unwrap();
        assert_eq!(mailbox.list(None).await.unwrap(), []);
        std::fs::write(dir.path().join("odd.eml"), "hello").unwrap();
        let error = mailbox.list(None).await.unwrap_err();
        assert!(matches!(error, MailError::Unreadable(path) if path.ends_with("odd.eml")));
    }
}
