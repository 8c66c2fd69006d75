//! Mail to shoppers: by SMTP, or in the sandbox into a folder that `/dev/mailbox` shows.

mod gift;
mod mailbox;

use std::{
    io,
    path::{Path, PathBuf},
    time::SystemTime,
};

use jiff::Timestamp;
use lettre::{
    Address, AsyncFileTransport, AsyncSmtpTransport, AsyncTransport, Message, Tokio1Executor,
    message::{
        Attachment, Mailbox as NamedAddress, MessageBuilder, MultiPart, SinglePart, header::ContentType,
    },
    transport::{file, smtp},
};
use thiserror::Error;

pub use gift::gift_page;
pub use mailbox::{Mail, Mailbox};

/// What stands beside a mail's plain text, for readers that show pages.
pub struct Page {
    /// HTML without anything from elsewhere; it names the pictures as `cid:…`.
    pub html: String,
    /// The pictures.
    pub pictures: Vec<Picture>,
}

/// A PNG inside a mail.
pub struct Picture {
    /// By which the page names it.
    pub name: &'static str,
    /// The file.
    pub png: Vec<u8>,
}

/// Sends mail. Cheap to clone.
#[derive(Clone)]
pub struct Mailer {
    from: NamedAddress,
    way: Way,
}

#[derive(Clone)]
enum Way {
    Smtp(AsyncSmtpTransport<Tokio1Executor>),
    Outbox(PathBuf),
}

/// Why a mail was not sent, or a sent one cannot be shown.
#[derive(Debug, Error)]
pub enum MailError {
    /// Not an e-mail address.
    #[error("'{0}' is not an e-mail address")]
    Address(String),
    /// No system time can hold the mail's date.
    #[error("a mail cannot have that date")]
    Date,
    /// The mail cannot be written down: a header is too odd.
    #[error("the mail cannot be composed")]
    Composing(#[from] lettre::error::Error),
    /// The SMTP address is malformed, or its server did not take the mail.
    #[error("the mail server did not take the mail")]
    Smtp(#[from] smtp::Error),
    /// A picture of it cannot be drawn.
    #[error("a picture of the mail cannot be drawn: {0}")]
    Drawing(String),
    /// The outbox did not take the mail.
    #[error("the outbox did not take the mail")]
    Outbox(#[from] file::Error),
    /// A file of the outbox cannot be written or read.
    #[error("cannot keep mail in {path}")]
    Storage {
        /// Which file or folder.
        path: PathBuf,
        /// What the system said.
        #[source]
        source: io::Error,
    },
    /// A file of the outbox is no mail of ours.
    #[error("{0} is not a mail")]
    Unreadable(PathBuf),
}

impl Mailer {
    /// Through the server at `url`, such as `smtps://user:password@mail.example:465` or
    /// `smtp://localhost:25`; `from` is an address, or `Name <address>`.
    ///
    /// # Errors
    /// [`MailError::Smtp`] or [`MailError::Address`]: one of them is malformed. Nothing is connected yet.
    pub fn smtp(url: &str, from: &str) -> Result<Self, MailError> {
        let transport = AsyncSmtpTransport::<Tokio1Executor>::from_url(url)?.build();
        Ok(Self { from: named(from)?, way: Way::Smtp(transport) })
    }

    /// Into files of `dir`, one `.eml` a mail; the folder is made with the first of them.
    ///
    /// # Errors
    /// [`MailError::Address`]: `from` is malformed.
    pub fn outbox(dir: &Path, from: &str) -> Result<Self, MailError> {
        Ok(Self { from: named(from)?, way: Way::Outbox(dir.to_owned()) })
    }

    /// Sends one mail of plain text. `now` is its date.
    ///
    /// # Errors
    /// [`MailError`]: `to` is no address (of that form, without a name), or the way is closed.
    pub async fn send(&self, to: &str, subject: &str, text: &str, now: Timestamp) -> Result<(), MailError> {
        let message = self.head(to, subject, now)?.header(ContentType::TEXT_PLAIN).body(text.to_owned())?;
        self.hand_over(message).await
    }

    /// Sends one mail of plain text with a page beside it (RFC 2046 `alternative`, RFC 2387 `related`).
    ///
    /// # Errors
    /// As [`Self::send`].
    pub async fn send_with_page(
        &self,
        (to, subject, text): (&str, &str, &str),
        page: Page,
        now: Timestamp,
    ) -> Result<(), MailError> {
        let png: ContentType = "image/png".parse().map_err(|_| MailError::Drawing("type".to_owned()))?;
        let pictures = page.pictures.into_iter().map(|it| {
            Attachment::new_inline_with_name(it.name.to_owned(), format!("{}.png", it.name))
                .body(it.png, png.clone())
        });
        let related = MultiPart::related().singlepart(SinglePart::html(page.html));
        let both = MultiPart::alternative()
            .singlepart(SinglePart::plain(text.to_owned()))
            .multipart(pictures.fold(related, MultiPart::singlepart));
        self.hand_over(self.head(to, subject, now)?.multipart(both)?).await
    }

    fn head(&self, to: &str, subject: &str, now: Timestamp) -> Result<MessageBuilder, MailError> {
        let address: Address = to.parse().map_err(|_| MailError::Address(to.to_owned()))?;
        let date = SystemTime::try_from(now).map_err(|_| MailError::Date)?;
        Ok(Message::builder()
            .from(self.from.clone())
            .to(NamedAddress::new(None, address))
            .subject(subject)
            .date(date)
            .message_id(None))
    }

    async fn hand_over(&self, message: Message) -> Result<(), MailError> {
        match &self.way {
            Way::Smtp(transport) => {
                transport.send(message).await?;
                Ok(())
            }
            Way::Outbox(dir) => put_into(dir, message).await,
        }
    }
}

impl std::fmt::Debug for Mailer {
    /// Without the transport, which holds a password.
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.debug_struct("Mailer").field("from", &self.from).finish_non_exhaustive()
    }
}

fn named(from: &str) -> Result<NamedAddress, MailError> {
    from.parse().map_err(|_| MailError::Address(from.to_owned()))
}

/// Writes aside and then renames, so that who lists the folder never sees half a mail.
async fn put_into(dir: &Path, message: Message) -> Result<(), MailError> {
    let aside = dir.join("unfinished");
    tokio::fs::create_dir_all(&aside).await.map_err(storage(&aside))?;
    let id = AsyncFileTransport::<Tokio1Executor>::new(&aside).send(message).await?;
    let name = format!("{id}.eml");
    let path = dir.join(&name);
    tokio::fs::rename(aside.join(&name), &path).await.map_err(storage(&path))
}

fn storage(path: &Path) -> impl FnOnce(io::Error) -> MailError {
    let path = path.to_owned();
    move |source| MailError::Storage { path, source }
}

#[cfg(test)]
mod tests {
    use tokio::io::{AsyncBufReadExt, AsyncWriteExt};

    use super::*;

    const FROM: &str = "Saifu <no-reply@pay.saifu.example>";

    #[test]
    fn malformed_settings_are_refused_at_start() {
        assert!(matches!(Mailer::smtp("http://localhost", FROM), Err(MailError::Smtp(_))));
        assert!(matches!(Mailer::smtp("smtp://localhost:25", "nobody"), Err(MailError::Address(_))));
        assert!(Mailer::smtp("smtps://user:secret@mail.example:465", FROM).is_ok());
    }

    #[test]
    fn the_password_is_not_debugged() {
        let mailer = Mailer::smtp("smtps://user:secret@mail.example:465", FROM).unwrap();
        assert!(!format!("{mailer:?}").contains("secret"));
    }

    #[tokio::test]
    async fn only_a_bare_address_is_written_to() {
        let dir = tempfile::tempdir().unwrap();
        let mailer = Mailer::outbox(dir.path(), FROM).unwrap();
        for bad in
            ["", "misaki", "a@b.example, c@d.example", "A <a@b.example>", "a@b.example\r\nBcc: c@d.example"]
        {
            let sent = mailer.send(bad, "s", "t", Timestamp::UNIX_EPOCH).await;
            assert!(matches!(sent, Err(MailError::Address(_))), "{bad}");
        }
    }

    /// Takes one mail as an SMTP server (RFC 5321) without extensions does, and gives what it was sent.
    async fn take_one_mail(listener: tokio::net::TcpListener) -> Vec<String> {
        let (stream, _) = listener.accept().await.unwrap();
        let (read, mut write) = stream.into_split();
        let mut lines = tokio::io::BufReader::new(read).lines();
        let mut seen = Vec::new();
        let mut in_data = false;
        write.write_all(b"220 test\r\n").await.unwrap();
        while let Some(line) = lines.next_line().await.unwrap() {
            let answer = match line.as_str() {
                "." => Some("250 taken\r\n"),
                _ if in_data => None,
                "DATA" => Some("354 go on\r\n"),
                "QUIT" => break,
                _ => Some("250 yes\r\n"),
            };
            in_data = (in_data || line == "DATA") && line != ".";
            let taken = line == ".";
            seen.push(line);
            if let Some(answer) = answer {
                write.write_all(answer.as_bytes()).await.unwrap();
            }
            if taken {
                break;
            }
        }
        seen
    }

    #[tokio::test]
    async fn a_mail_goes_out_by_smtp() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://127.0.0.1:{}", listener.local_addr().unwrap().port());
        let server = tokio::spawn(take_one_mail(listener));
        let mailer = Mailer::smtp(&url, FROM).unwrap();
        mailer.send("misaki@example.jp", "Code", "482913", Timestamp::UNIX_EPOCH).await.unwrap();
        let seen = server.await.unwrap();
        for line in [
            "MAIL FROM:<no-reply@pay.saifu.example>",
            "RCPT TO:<misaki@example.jp>",
            "Subject: Code",
            "Date: Thu, 01 Jan 1970 00:00:00 +0000",
            "482913",
        ] {
            assert!(seen.iter().any(|sent| sent == line), "{line}: {seen:?}");
        }
    }

    #[tokio::test]
    async fn a_server_that_is_not_there_is_an_error() {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("smtp://127.0.0.1:{}", listener.local_addr().unwrap().port());
        drop(listener);
        let sent =
            Mailer::smtp(&url, FROM).unwrap().send("a@b.example", "s", "t", Timestamp::UNIX_EPOCH).await;
        assert!(matches!(sent, Err(MailError::Smtp(_))), "{sent:?}");
    }
}
