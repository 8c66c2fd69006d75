//! What a use-case is told of the world: the time, and bytes that nobody can guess.

use jiff::Timestamp;

/// Unguessable bytes. The service asks the system, a simulation a seeded generator.
pub trait Random: Send + Sync {
    /// Fills the slice.
    fn fill(&self, bytes: &mut [u8]);
}

/// When a use-case runs, and its source of ids and nonces.
#[derive(Clone, Copy)]
pub struct Moment<'a> {
    /// Now.
    pub now: Timestamp,
    /// For ids, codes and nonces.
    pub random: &'a dyn Random,
}

impl Moment<'_> {
    /// `N` unguessable bytes.
    #[must_use]
    pub fn bytes<const N: usize>(&self) -> [u8; N] {
        let mut bytes = [0; N];
        self.random.fill(&mut bytes);
        bytes
    }

    /// `N` unguessable bytes in lower-case hex.
    #[must_use]
    pub fn hex<const N: usize>(&self) -> String {
        hex(&self.bytes::<N>())
    }

    /// A version 4 UUID (RFC 9562 §5.4).
    #[must_use]
    pub fn uuid(&self) -> String {
        let mut bytes = self.bytes::<16>();
        bytes[6] = bytes[6] & 0x0f | 0x40;
        bytes[8] = bytes[8] & 0x3f | 0x80;
        let text = hex(&bytes);
        format!("{}-{}-{}-{}-{}", &text[..8], &text[8..12], &text[12..16], &text[16..20], &text[20..])
    }

    /// Evenly drawn decimal digits: a byte of 250 or more is drawn again.
    #[must_use]
    pub fn digits(&self, count: usize) -> String {
        let mut text = String::with_capacity(count);
        while text.len() < count {
            let [byte] = self.bytes::<1>();
            if byte < 250 {
                text.push(char::from(b'0' + byte % 10));
            }
        }
        text
    }

    /// This moment plus some seconds.
    ///
    /// A time that cannot be told (the year 9999) stays as it is.
    #[must_use]
    pub fn after_seconds(&self, seconds: i64) -> Timestamp {
        self.now.checked_add(jiff::SignedDuration::from_secs(seconds)).unwrap_or(self.now)
    }
}

/// Lower-case hex.
#[must_use]
pub fn hex(bytes: &[u8]) -> String {
    use std::fmt::Write;
    bytes.iter().fold(String::with_capacity(bytes.len() * 2), |mut text, byte| {
        // Writing to a String cannot fail.
        let _ = write!(text, "{byte:02x}");
        text
    })
}

/// SHA-256 in hex: how secrets that must be found again are kept (codes, tokens).
#[must_use]
pub fn digest(secret: &str) -> String {
    use sha2::{Digest, Sha256};
    hex(&Sha256::digest(secret.as_bytes()))
}

/// Date and time of day in Japan (UTC+9, no summer time).
#[must_use]
pub fn in_japan(at: Timestamp) -> jiff::civil::DateTime {
    jiff::tz::TimeZone::fixed(JAPAN).to_datetime(at)
}

/// When it is that full hour of a day in Japan; `None` at the ends of time.
#[must_use]
pub fn hour_in_japan(day: jiff::civil::Date, hour: i8) -> Option<Timestamp> {
    jiff::tz::TimeZone::fixed(JAPAN).to_timestamp(day.at(hour, 0, 0, 0)).ok()
}

const JAPAN: jiff::tz::Offset = jiff::tz::offset(9);
