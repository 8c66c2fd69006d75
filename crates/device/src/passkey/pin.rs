//! The wallet PIN and the count of its wrong tries.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};
use zeroize::{Zeroize, Zeroizing};

use super::weak;
use crate::DeviceError;
use crate::clock::Reading;

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

    /// Takes a PIN that is being chosen.
    ///
    /// # Errors
    /// As [`Pin::new`], and [`DeviceError::PinWeak`].
    pub fn chosen(text: String) -> Result<Self, DeviceError> {
        let pin = Self::new(text)?;
        if weak::is_weak(pin.as_bytes()) { Err(DeviceError::PinWeak) } else { Ok(pin) }
    }

    pub(super) fn as_bytes(&self) -> &[u8] {
        self.0.as_bytes()
    }
}

/// How often the PIN was wrong, and when last.
///
/// A try is counted before it is made and taken back when it was right, so that neither a crash nor
/// pulling the plug gives a try for nothing.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Tries {
    wrong: u32,
    last: Option<Reading>,
}

impl Tries {
    /// Counts a try that is about to be made. Keep `self` also where it has to wait: the clock may have
    /// been set back, and then the wait has begun again.
    ///
    /// # Errors
    /// [`DeviceError::PinLocked`] while it has to wait; [`DeviceError::PinWiped`]: there is none left.
    pub fn count(&mut self, now: &Reading) -> Result<(), DeviceError> {
        if self.are_exhausted() {
            return Err(DeviceError::PinWiped);
        }
        if let (Some(wait), Some(last)) = (wait_after(self.wrong), &self.last) {
            let mut passed = now.since(last);
            if passed.is_negative() {
                // Nobody knows how long it was: as if the last try had been made now.
                passed = SignedDuration::ZERO;
                self.last = Some(now.clone());
            }
            if passed < wait {
                return Err(DeviceError::PinLocked { retry_at: now.wall + (wait - passed) });
            }
        }
        (self.wrong, self.last) = (self.wrong + 1, Some(now.clone()));
        Ok(())
    }

    /// The answer to the last try, which was wrong.
    #[must_use]
    pub fn refusal(&self) -> DeviceError {
        match MAX_TRIES.saturating_sub(self.wrong) {
            0 => DeviceError::PinWiped,
            tries_left => DeviceError::PinWrong { tries_left, retry_at: self.retry_at() },
        }
    }

    /// Whether all tries were used.
    #[must_use]
    pub const fn are_exhausted(&self) -> bool {
        self.wrong >= MAX_TRIES
    }

    fn retry_at(&self) -> Option<Timestamp> {
        self.last.as_ref()?.wall.checked_add(wait_after(self.wrong)?).ok()
    }
}

fn wait_after(wrong: u32) -> Option<SignedDuration> {
    let doublings = wrong.checked_sub(SLOW_FROM)?;
    FIRST_WAIT.checked_mul(2_i32.checked_pow(doublings)?)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(second: i64) -> Reading {
        moved(second, 0, "first")
    }

    /// So many seconds after the start, with the wall clock set by `by`.
    fn moved(second: i64, by: i64, boot: &str) -> Reading {
        let wall = Timestamp::from_second(1_795_000_000 + second + by).unwrap();
        Reading { wall, boot: boot.to_owned(), up_ms: second * 1_000 }
    }

    /// Three wrong tries at 0, 1 and 2: the next may be made at 32.
    fn slowed() -> Tries {
        let mut tries = Tries::default();
        for second in [0, 1, 2] {
            tries.count(&at(second)).unwrap();
        }
        tries
    }

    fn locked_until(tries: &mut Tries, now: &Reading) -> Option<Timestamp> {
        match tries.count(now) {
            Err(DeviceError::PinLocked { retry_at }) => Some(retry_at),
            Err(other) => panic!("{other}"),
            Ok(()) => None,
        }
    }

    #[test]
    fn a_pin_is_six_ascii_digits() {
        assert!(Pin::new("402913".into()).is_ok());
        assert!(Pin::new("000000".into()).is_ok(), "entered, it is one of a million");
        for bad in ["", "12345", "1234567", "12345a", "１２３４５６", " 12345", "-12345"] {
            assert!(Pin::new(bad.into()).is_err(), "{bad}");
        }
    }

    #[test]
    fn a_chosen_pin_is_not_one_that_is_guessed_first() {
        assert!(Pin::chosen("402913".into()).is_ok());
        assert_eq!(Pin::chosen("000000".into()).err().unwrap().code(), "device.pin_weak");
    }

    #[test]
    fn the_third_wrong_try_slows_the_next_and_the_wait_doubles() {
        let mut tries = slowed();
        assert_eq!(locked_until(&mut tries, &at(31)), Some(at(32).wall));
        assert_eq!(locked_until(&mut tries, &at(32)), None);
        assert_eq!(locked_until(&mut tries, &at(91)), Some(at(92).wall));
    }

    #[test]
    fn setting_the_clock_forward_does_not_shorten_the_wait() {
        let mut tries = slowed();
        let next_year = moved(3, 366 * 86_400, "first");
        let waits_s = locked_until(&mut tries, &next_year).unwrap().duration_since(next_year.wall).as_secs();
        assert_eq!(waits_s, 29);
    }

    #[test]
    fn setting_the_clock_back_neither_shortens_nor_lengthens_the_wait() {
        let mut tries = slowed();
        assert!(locked_until(&mut tries, &moved(31, -86_400, "first")).is_some());
        assert_eq!(locked_until(&mut tries, &moved(32, -86_400, "first")), None);
    }

    #[test]
    fn a_clock_set_back_over_a_restart_begins_the_wait_again_and_no_longer() {
        let mut tries = slowed();
        let after = |second| moved(second, -86_400, "second");
        assert_eq!(locked_until(&mut tries, &after(10)), Some(after(40).wall));
        assert_eq!(locked_until(&mut tries, &after(39)), Some(after(40).wall));
        assert_eq!(locked_until(&mut tries, &after(40)), None);
    }

    #[test]
    fn over_a_restart_the_wait_goes_on() {
        let mut tries = slowed();
        assert!(locked_until(&mut tries, &moved(31, 0, "second")).is_some());
        assert_eq!(locked_until(&mut tries, &moved(32, 0, "second")), None);
    }

    #[test]
    fn after_ten_wrong_tries_there_is_no_eleventh() {
        let mut tries = Tries::default();
        for day in 0..10 {
            tries.count(&at(day * 86_400)).unwrap();
        }
        assert!(matches!(tries.refusal(), DeviceError::PinWiped));
        assert!(matches!(tries.count(&at(30 * 86_400)), Err(DeviceError::PinWiped)));
    }
}
