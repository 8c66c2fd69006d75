//! The wallet PIN and the count of its wrong tries.

use std::path::PathBuf;

use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use crate::{DeviceError, files};

/// The key is wiped at the last of these wrong tries.
pub const MAX_TRIES: u32 = 10;

/// From this wrong try on, the next has to wait.
const SLOW_FROM: u32 = 3;

/// What the first slowed try waits; each further one waits twice as long.
const FIRST_WAIT: SignedDuration = SignedDuration::from_secs(30);

/// Six digits that guard the passkey. Never printed, wiped from memory when dropped.
pub struct Pin(Zeroizing<String>);

impl Pin {
    /// Takes a PIN from a screen; the text is wiped where it is none.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: not six ASCII digits.
    pub fn new(mut text: String) -> Result<Self, DeviceError> {
        if text.len() == 6 && text.bytes().all(|byte| byte.is_ascii_digit()) {
            return Ok(Self(Zeroizing::new(text)));
        }
        text.zeroize();
        Err(DeviceError::Request("a PIN is six digits"))
    }

    /// Takes a PIN that is chosen now.
    ///
    /// # Errors
    /// As [`Pin::new`]; [`DeviceError::PinWeak`]: among the first that somebody would try.
    pub fn chosen(text: String) -> Result<Self, DeviceError> {
        let pin = Self::new(text)?;
        if is_weak(pin.as_bytes()) { Err(DeviceError::PinWeak) } else { Ok(pin) }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// Repetitions, rows of neighbours and dates: most of the PINs that people take first, and others try first.
fn is_weak(digits: &[u8]) -> bool {
    let steps: Vec<u8> = digits.windows(2).map(|pair| (10 + pair[1] - pair[0]) % 10).collect();
    let is_row = steps.iter().all(|step| *step == steps[0] && matches!(step, 0 | 1 | 9));
    let repeats = |length: usize| digits.chunks(length).all(|part| part == &digits[..length]);
    is_row || repeats(2) || repeats(3) || is_date(digits)
}

/// A day as 年月日 in two digits each (of this century or the last), or a year of four with its month.
fn is_date(digits: &[u8]) -> bool {
    let number = |part: &[u8]| part.iter().fold(0_i16, |sum, digit| sum * 10 + i16::from(digit - b'0'));
    let (year, month, day) = (number(&digits[..2]), number(&digits[2..4]), number(&digits[4..]));
    let (month, day) = (i8::try_from(month).unwrap_or_default(), i8::try_from(day).unwrap_or_default());
    let is_day = [1900, 2000].iter().any(|century| Date::new(century + year, month, day).is_ok());
    let is_month = (1900..2100).contains(&number(&digits[..4])) && (1..=12).contains(&day);
    is_day || is_month
}

/// How often the PIN was wrong, in a file of its own.
///
/// A try is counted before it is made and taken back when it was right, so that neither a crash nor
/// pulling the plug gives a try for nothing.
pub struct PinTries {
    path: PathBuf,
}

#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Count {
    wrong: u32,
    retry_at: Option<Timestamp>,
}

/// Whether a try may be made.
#[derive(Debug, PartialEq, Eq)]
pub enum Try {
    /// It is counted; make it.
    Counted,
    /// All tries are used: wipe the key.
    Exhausted,
}

impl PinTries {
    /// The count that lies at `path`.
    #[must_use]
    pub const fn at(path: PathBuf) -> Self {
        Self { path }
    }

    /// Starts at nothing: a new PIN was chosen, or the PIN was right.
    ///
    /// # Errors
    /// [`DeviceError::Storage`].
    pub fn reset(&self) -> Result<(), DeviceError> {
        files::write_json(&self.path, &Count::default())
    }

    /// Counts a try that is about to be made at `now`.
    ///
    /// # Errors
    /// [`DeviceError::PinLocked`] while it has to wait; [`DeviceError::Damaged`] where the count was
    /// removed, which must not give new tries; [`DeviceError::Storage`].
    pub fn count(&self, now: Timestamp) -> Result<Try, DeviceError> {
        let count = self.read()?;
        if count.wrong >= MAX_TRIES {
            return Ok(Try::Exhausted);
        }
        if let Some(retry_at) = count.retry_at.filter(|retry_at| now < *retry_at) {
            return Err(DeviceError::PinLocked { retry_at });
        }
        let wrong = count.wrong + 1;
        files::write_json(&self.path, &Count { wrong, retry_at: retry_at(wrong, now) })?;
        Ok(Try::Counted)
    }

    /// The answer to a try that was wrong.
    ///
    /// # Errors
    /// As [`PinTries::count`]; never [`DeviceError::PinLocked`].
    pub fn refusal(&self) -> Result<DeviceError, DeviceError> {
        let count = self.read()?;
        Ok(match MAX_TRIES.saturating_sub(count.wrong) {
            0 => DeviceError::PinWiped,
            tries_left => DeviceError::PinWrong { tries_left, retry_at: count.retry_at },
        })
    }

    /// Whether all tries were used.
    ///
    /// # Errors
    /// [`DeviceError::Storage`] or [`DeviceError::Damaged`].
    pub fn are_exhausted(&self) -> Result<bool, DeviceError> {
        Ok(files::read_json::<Count>(&self.path)?.is_some_and(|count| count.wrong >= MAX_TRIES))
    }

    fn read(&self) -> Result<Count, DeviceError> {
        files::read_json(&self.path)?.ok_or_else(|| DeviceError::Damaged {
            path: self.path.clone(),
            reason: "the count of PIN tries is missing".to_owned(),
        })
    }
}

fn retry_at(wrong: u32, now: Timestamp) -> Option<Timestamp> {
    let doublings = wrong.checked_sub(SLOW_FROM)?;
    let wait = FIRST_WAIT.checked_mul(2_i32.checked_pow(doublings)?)?;
    now.checked_add(wait).ok()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn tries(home: &tempfile::TempDir) -> PinTries {
        PinTries::at(home.path().join("pin.json"))
    }

    #[test]
    fn a_pin_is_six_ascii_digits() {
        assert!(Pin::new("402913".into()).is_ok());
        for bad in ["", "12345", "1234567", "12345a", "１２３４５６", " 12345", "-12345"] {
            assert!(Pin::new(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn what_others_try_first_cannot_be_chosen() {
        for weak in [
            "000000", "777777", "123456", "654321", "456789", "890123", "121212", "123123", "850412",
            "000229", "198512",
        ] {
            assert!(matches!(Pin::chosen(weak.into()), Err(DeviceError::PinWeak)), "{weak}");
            assert!(Pin::new(weak.into()).is_ok(), "one that was chosen before still opens");
        }
        for good in ["402913", "246801", "135792", "851332", "198513"] {
            assert!(Pin::chosen(good.into()).is_ok(), "{good}");
        }
    }

    #[test]
    fn a_try_is_on_disk_before_it_is_made() {
        let home = tempfile::tempdir().unwrap();
        tries(&home).reset().unwrap();
        assert_eq!(tries(&home).count(at(0)).unwrap(), Try::Counted);
        // The device lost power here: the next start still knows the try.
        let refusal = tries(&home).refusal().unwrap();
        assert!(matches!(refusal, DeviceError::PinWrong { tries_left: 9, retry_at: None }), "{refusal}");
    }

    #[test]
    fn the_third_wrong_try_slows_the_next_and_the_wait_doubles() {
        let home = tempfile::tempdir().unwrap();
        tries(&home).reset().unwrap();
        for second in [0, 1, 2] {
            tries(&home).count(at(second)).unwrap();
        }
        let locked = tries(&home).count(at(31)).unwrap_err();
        assert!(matches!(locked, DeviceError::PinLocked { retry_at } if retry_at == at(32)), "{locked}");
        assert_eq!(tries(&home).count(at(32)).unwrap(), Try::Counted);
        let locked = tries(&home).count(at(91)).unwrap_err();
        assert!(matches!(locked, DeviceError::PinLocked { retry_at } if retry_at == at(92)), "{locked}");
    }

    #[test]
    fn after_ten_wrong_tries_there_is_no_eleventh() {
        let home = tempfile::tempdir().unwrap();
        tries(&home).reset().unwrap();
        for day in 0..10 {
            assert_eq!(tries(&home).count(at(day * 86_400)).unwrap(), Try::Counted);
        }
        assert!(matches!(tries(&home).refusal().unwrap(), DeviceError::PinWiped));
        assert_eq!(tries(&home).count(at(30 * 86_400)).unwrap(), Try::Exhausted);
        assert!(tries(&home).are_exhausted().unwrap());
    }

    #[test]
    fn removing_the_count_gives_no_new_tries() {
        let home = tempfile::tempdir().unwrap();
        assert_eq!(tries(&home).count(at(0)).unwrap_err().code(), "device.storage_failed");
    }
}
