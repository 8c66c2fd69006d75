//! The book's file: JSON lines, a page each. The first is the whole book as the file was opened; each request
//! that changes something adds one with what it changed and what it answered, so both are there or neither.

use std::fs::File;
use std::io::{self, Write};
use std::path::{Path, PathBuf};

use serde::de::Error as _;
use thiserror::Error;

use super::book::{Book, Page};
use super::edge;

/// Why the sandbox's file could not be used.
#[derive(Debug, Error)]
pub enum SandboxError {
    /// It could not be read, or written.
    #[error("the sandbox processor's file {0} cannot be used")]
    File(PathBuf, #[source] io::Error),
    /// It holds something else.
    #[error("the sandbox processor's file {0} is none")]
    Malformed(PathBuf, #[source] serde_json::Error),
}

/// The one writer of the file.
pub(super) struct Journal {
    path: PathBuf,
    /// Open at its end; nothing after a write that failed, whose torn line the next write must not follow.
    file: Option<File>,
}

impl Journal {
    /// Reads the file, or begins a new one, and writes it anew as one page.
    pub(super) fn open(path: PathBuf, unix: i64) -> Result<(Self, Book), SandboxError> {
        let book = match std::fs::read(&path) {
            Ok(bytes) => read_book(&bytes).map_err(|error| SandboxError::Malformed(path.clone(), error))?,
            Err(error) if error.kind() == io::ErrorKind::NotFound => Book::new(edge::draw()),
            Err(error) => return Err(SandboxError::File(path, error)),
        };
        match write_whole(&path, &book, unix) {
            Ok(file) => Ok((Self { path, file: Some(file) }, book)),
            Err(error) => Err(SandboxError::File(path, error)),
        }
    }

    /// Writes what the request at hand changed. What was written outlives the process, not a power cut: it is
    /// not flushed to the disk.
    pub(super) fn write(&mut self, book: &Book, unix: i64) -> io::Result<()> {
        let file = match self.file.take() {
            Some(mut file) => write_page(&mut file, &book.changes()).map(|()| file)?,
            None => write_whole(&self.path, book, unix)?,
        };
        self.file = Some(file);
        Ok(())
    }
}

/// A last line without its end was torn by a crash, and its request never answered: it is dropped. The first is
/// never torn, so a file without a whole line is not ours.
fn read_book(bytes: &[u8]) -> Result<Book, serde_json::Error> {
    let whole = bytes.iter().rposition(|byte| *byte == b'\n').unwrap_or_default();
    let mut pages = bytes[..whole].split(|byte| *byte == b'\n').map(serde_json::from_slice::<Page>);
    let mut first = pages.next().unwrap_or_else(|| Ok(Page::default()))?;
    let salt = first.salt.take().ok_or_else(|| serde_json::Error::custom("the first page has no salt"))?;
    let mut book = Book::new(salt);
    book.restore(first);
    pages.try_for_each(|page| page.map(|page| book.restore(page)))?;
    Ok(book)
}

/// Writes beside the file and renames over it: it is the old or the new one whenever the process dies.
fn write_whole(path: &Path, book: &Book, unix: i64) -> io::Result<File> {
    if let Some(folder) = path.parent() {
        std::fs::create_dir_all(folder)?;
    }
    let beside = path.with_extension("new");
    let mut file = File::create(&beside)?;
    write_page(&mut file, &book.whole(unix))?;
    std::fs::rename(&beside, path)?;
    Ok(file)
}

fn write_page(file: &mut File, page: &Page) -> io::Result<()> {
    let mut line = serde_json::to_vec(page)?;
    line.push(b'\n');
    file.write_all(&line)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn scratch() -> PathBuf {
        std::env::temp_dir().join(format!("saifu-journal-{}.json", edge::draw()))
    }

    #[test]
    fn a_torn_last_line_is_dropped() {
        let book = read_book(b"{\"salt\":\"s\"}\n{\"intents\":{}}\n{\"intents\":{\"pi_");
        assert_eq!(book.unwrap().salted_hash(&[]), Book::new("s".to_owned()).salted_hash(&[]));
    }

    #[test]
    fn what_is_not_ours_is_refused() {
        for other in
            ["", "\n", "{}\n", "{\"some\":\"thing\"}\n", "{\"salt\":\"s\"}", "{\"salt\":\"s\"}\n{\n{}\n"]
        {
            assert!(read_book(other.as_bytes()).is_err(), "{other:?}");
        }
    }

    /// As it was written before there was 3-D Secure or cash.
    #[test]
    fn an_earlier_file_is_read() {
        let intent = r#"{"id":"pi_1","created":1,"amount":{"amount":"5","currencyCode":"JPY"},
            "capture_method":"manual","customer":null,"payment_method":"pm_1","description":null,"metadata":{},
            "status":"requires_capture","captured":{"amount":"0","currencyCode":"JPY"},
            "refunded":{"amount":"0","currencyCode":"JPY"},"last_decline":null,"canceled_at":null}"#;
        let method = r#"{"id":"pm_1","created":1,"ownership":"nobody","card":{"brand":"visa","last4":"4242",
            "expiry_month":12,"expiry_year":2050,"fingerprint":"f","outcome":{"at":"approves"}}}"#;
        let rows =
            |name: &str, id: &str, row: &str| format!(r#""{name}":{{"{id}":{row}}}"#).replace('\n', "");
        let (intents, methods) = (rows("intents", "pi_1", intent), rows("payment_methods", "pm_1", method));
        let book = read_book(format!("{{\"salt\":\"s\"}}\n{{{intents},{methods}}}\n").as_bytes()).unwrap();
        assert!(book.intents.get("pi_1").is_some() && book.payment_methods.get("pm_1").is_some());
    }

    #[test]
    fn after_a_failed_write_the_file_is_written_anew() {
        let path = scratch();
        let (mut journal, book) = Journal::open(path.clone(), 0).unwrap();
        journal.file = Some(File::open(&path).unwrap());
        assert!(journal.write(&book, 0).is_err(), "open for reading only");
        std::fs::write(&path, "torn").unwrap();
        journal.write(&book, 0).unwrap();
        journal.write(&book, 0).unwrap();
        let (_, read) = Journal::open(path.clone(), 0).unwrap();
        assert_eq!(read.salted_hash(&[]), book.salted_hash(&[]));
        std::fs::remove_file(path).unwrap();
    }
}
