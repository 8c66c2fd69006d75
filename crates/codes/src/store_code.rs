use thiserror::Error;

/// What every code of this wallet starts with, so that a till can tell whose it is (as JPQR CPM asks
/// of every provider).
const PREFIX: &str = "482701";

/// Length of prefix, random part and check digit together.
const LENGTH: usize = 20;

/// How many values the thirteen random digits have.
const RANDOM_VALUES: u64 = 10_u64.pow(13);

/// The digits of a StoreCode: prefix (6), random (13), check (1).
///
/// The check digit is Luhn's (ISO/IEC 7812-1, annex B) over all twenty digits. It finds every single
/// wrong digit and every swap of neighbours but 09 for 90.
///
/// A code spends money, so `Debug` hides its middle.
#[derive(Clone, PartialEq, Eq, Hash)]
pub struct StoreCodeDigits(String);

/// Why a text is no code of this wallet.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum StoreCodeError {
    /// Not twenty digits.
    #[error("a store code has twenty digits")]
    Malformed,
    /// The check digit does not fit the others: misread or mistyped.
    #[error("the check digit of the store code is wrong")]
    CheckWrong,
    /// A sound number, but not with this wallet's prefix.
    #[error("the store code is another wallet's")]
    ForeignPrefix,
}

/// None of the random bytes could be used; draw again.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("the random bytes are spent; draw new ones")]
pub struct RandomnessSpent;

impl StoreCodeDigits {
    /// Makes a code from random bytes, eight of them at a time; 32 bytes are plenty.
    ///
    /// Every code is equally likely: eight bytes whose value lies in the incomplete last run of 10¹³
    /// are passed over (about one in two million) instead of being folded onto the low codes.
    ///
    /// # Errors
    /// [`RandomnessSpent`] where no eight bytes could be used.
    pub fn from_random(random: &[u8]) -> Result<Self, RandomnessSpent> {
        let fair = u64::MAX - u64::MAX % RANDOM_VALUES;
        let (draws, _) = random.as_chunks::<8>();
        let value = draws.iter().map(|draw| u64::from_be_bytes(*draw)).find(|value| *value < fair);
        let value = value.ok_or(RandomnessSpent)? % RANDOM_VALUES;
        let body = format!("{PREFIX}{value:013}");
        let check = (10 - luhn_sum(body.bytes().chain(*b"0")) % 10) % 10;
        Ok(Self(format!("{body}{check}")))
    }

    /// Reads a code as scanned or typed; spaces between digits do not count.
    ///
    /// # Errors
    /// Malformed, wrong check digit, or another wallet's prefix, told apart.
    pub fn parse(text: &str) -> Result<Self, StoreCodeError> {
        let digits: String = text.chars().filter(|c| !c.is_whitespace()).collect();
        if digits.len() != LENGTH || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(StoreCodeError::Malformed);
        }
        if !luhn_sum(digits.bytes()).is_multiple_of(10) {
            return Err(StoreCodeError::CheckWrong);
        }
        if !digits.starts_with(PREFIX) {
            return Err(StoreCodeError::ForeignPrefix);
        }
        Ok(Self(digits))
    }

    /// The twenty digits without spaces: what the bars hold and what is hashed.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }

    /// In groups of four, as a person reads them out: `4827 0193 …`.
    #[must_use]
    pub fn grouped(&self) -> String {
        let (groups, _) = self.0.as_bytes().as_chunks::<4>();
        groups.iter().map(|group| String::from_utf8_lossy(group)).collect::<Vec<_>>().join(" ")
    }
}

impl std::fmt::Debug for StoreCodeDigits {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "StoreCodeDigits({PREFIX}…{})", &self.0[LENGTH - 2..])
    }
}

/// Luhn's sum over digits whose last is the check digit: every second from the right is doubled and
/// the digits of the product are added.
fn luhn_sum(digits: impl DoubleEndedIterator<Item = u8>) -> u32 {
    let weighed = digits.rev().map(|byte| u32::from(byte - b'0')).enumerate().map(|(index, digit)| {
        let product = if index % 2 == 1 { digit * 2 } else { digit };
        product / 10 + product % 10
    });
    weighed.sum()
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn luhn_agrees_with_the_standards_example() {
        assert_eq!(luhn_sum(b"79927398713".iter().copied()) % 10, 0);
    }

    #[test]
    fn the_three_refusals_are_told_apart() {
        let code = StoreCodeDigits::from_random(&[7; 32]).unwrap();
        for malformed in ["", "4827", "4827 0100 0000 0000 000x", "４８２７０１００００００００００００００"]
        {
            assert_eq!(StoreCodeDigits::parse(malformed), Err(StoreCodeError::Malformed), "{malformed}");
        }
        let other = if code.as_str().ends_with('0') { "1" } else { "0" };
        let misread = format!("{}{other}", &code.as_str()[..LENGTH - 1]);
        assert_eq!(StoreCodeDigits::parse(&misread), Err(StoreCodeError::CheckWrong));
        assert_eq!(StoreCodeDigits::parse(&"0".repeat(LENGTH)), Err(StoreCodeError::ForeignPrefix));
    }

    #[test]
    fn bytes_that_would_favour_low_codes_are_passed_over() {
        let mut random = [0xff; 16];
        assert_eq!(StoreCodeDigits::from_random(&random), Err(RandomnessSpent));
        random[8..].copy_from_slice(&42_u64.to_be_bytes());
        assert!(StoreCodeDigits::from_random(&random).unwrap().as_str().starts_with("4827010000000000042"));
        assert_eq!(StoreCodeDigits::from_random(&[1; 7]), Err(RandomnessSpent));
    }

    #[test]
    fn debug_hides_the_middle() {
        let code = StoreCodeDigits::from_random(&1_234_567_890_123_u64.to_be_bytes()).unwrap();
        let shown = format!("{code:?}");
        assert!(!shown.contains("123456789012"), "{shown}");
        assert!(shown.len() < 40, "{shown}");
    }

    proptest! {
        #[test]
        fn what_is_shown_is_read_back(random: [u8; 32]) {
            let code = StoreCodeDigits::from_random(&random).unwrap();
            prop_assert_eq!(code.grouped().len(), 24);
            prop_assert_eq!(StoreCodeDigits::parse(&code.grouped()), Ok(code.clone()));
            prop_assert_eq!(StoreCodeDigits::parse(code.as_str()), Ok(code));
        }

        #[test]
        fn every_wrong_digit_is_found(random: [u8; 32], at in 0..LENGTH, other in b'0'..=b'9') {
            let code = StoreCodeDigits::from_random(&random).unwrap();
            let mut digits = code.as_str().as_bytes().to_vec();
            prop_assume!(digits[at] != other);
            digits[at] = other;
            let misread = String::from_utf8(digits).unwrap();
            prop_assert_eq!(StoreCodeDigits::parse(&misread), Err(StoreCodeError::CheckWrong));
        }

        #[test]
        fn nothing_makes_parse_panic(text in ".*") {
            let _ = StoreCodeDigits::parse(&text);
        }
    }
}
