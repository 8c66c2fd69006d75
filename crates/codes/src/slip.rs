use jiff::civil::Date;
use thiserror::Error;

use crate::{Code128, Code128Error};

/// The GS1 application identifier of a slip: company internal information.
const IDENTIFIER: &str = "91";
const LENGTH: usize = 44;
const COMPANY: usize = 6;
const FREE: usize = 21;
/// The due date of a slip without one.
const NO_DUE: &str = "999999";

/// The barcode of a 払込票, which a convenience store's till scans to take cash: 44 digits of GS1-128,
/// as the guideline of the payment agents and 流通システム開発センター (GS1 Japan) has it.
///
/// 91 · company (6) · free (21) · reissue (1) · due date YYMMDD (6) · stamp (1) · amount (6) · check (1)
#[derive(Clone, PartialEq, Eq)]
pub struct SlipBarcode {
    /// The issuer's GS1 company code, six digits.
    pub company: String,
    /// What tells the slip from the issuer's others; 21 digits or fewer, which are filled with zeros.
    pub free: String,
    /// How often it was issued again.
    pub reissue: u8,
    /// The last day on which it is paid, in this century; none for no end.
    pub due: Option<Date>,
    /// Whether the store puts a revenue stamp on its receipt.
    pub stamp: bool,
    /// Yen, at most 999,999.
    pub yen: u32,
}

/// Why something is no slip's barcode.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum SlipError {
    /// Not 44 digits that begin with 91.
    #[error("a slip's barcode has 44 digits and begins with 91")]
    Malformed,
    /// The check digit does not fit the others.
    #[error("the check digit of the slip is wrong")]
    CheckWrong,
    /// The company's code is not six digits.
    #[error("a company code has six digits")]
    Company,
    /// The free part is empty, too long, or holds something other than digits.
    #[error("the free part has 1 to 21 digits")]
    Free,
    /// More than one digit of reissues.
    #[error("a slip is issued again nine times at most")]
    Reissue,
    /// No day of the years 2000 to 2099.
    #[error("the due date is no day of this century")]
    Due,
    /// Neither 0 nor 1.
    #[error("the stamp flag is 0 or 1")]
    Stamp,
    /// More than six digits of yen.
    #[error("a slip holds at most 999,999 yen")]
    Amount,
}

impl SlipBarcode {
    /// The 44 digits.
    ///
    /// # Errors
    /// A field does not fit its place.
    pub fn digits(&self) -> Result<String, SlipError> {
        let is_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if self.company.len() != COMPANY || !is_digits(&self.company) {
            return Err(SlipError::Company);
        }
        if self.free.is_empty() || self.free.len() > FREE || !is_digits(&self.free) {
            return Err(SlipError::Free);
        }
        if self.reissue > 9 {
            return Err(SlipError::Reissue);
        }
        if self.yen > 999_999 {
            return Err(SlipError::Amount);
        }
        let (free, due, stamp) = (&self.free, written(self.due)?, u8::from(self.stamp));
        let body =
            format!("{IDENTIFIER}{}{free:0>FREE$}{}{due}{stamp}{:06}", self.company, self.reissue, self.yen);
        let check = check_digit(&body);
        Ok(format!("{body}{check}"))
    }

    /// Reads what a till scanned.
    ///
    /// # Errors
    /// See [`SlipError`].
    pub fn parse(digits: &str) -> Result<Self, SlipError> {
        let fits = digits.len() == LENGTH && digits.bytes().all(|byte| byte.is_ascii_digit());
        if !fits || !digits.starts_with(IDENTIFIER) {
            return Err(SlipError::Malformed);
        }
        let (body, check) = digits.split_at(LENGTH - 1);
        if check != check_digit(body).to_string() {
            return Err(SlipError::CheckWrong);
        }
        let number = |text: &str| text.parse::<u32>().map_err(|_| SlipError::Malformed);
        Ok(Self {
            company: body[2..8].to_owned(),
            free: body[8..29].to_owned(),
            reissue: body.as_bytes()[29] - b'0',
            due: read_due(&body[30..36])?,
            stamp: match &body[36..37] {
                "0" => false,
                "1" => true,
                _ => return Err(SlipError::Stamp),
            },
            yen: number(&body[37..])?,
        })
    }

    /// The bars: GS1-128 in one row, in code set C after FNC1, so that it fits a scanner of 60 mm.
    ///
    /// # Errors
    /// A field does not fit its place.
    pub fn symbol(&self) -> Result<Code128, SlipError> {
        Code128::encode_gs1(&self.digits()?).map_err(|_: Code128Error| SlipError::Malformed)
    }
}

/// Hides what tells the slip from others: who holds its number can pay it, and see that it exists.
impl std::fmt::Debug for SlipBarcode {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "SlipBarcode({} yen of {})", self.yen, self.company)
    }
}

fn written(due: Option<Date>) -> Result<String, SlipError> {
    let Some(due) = due else { return Ok(NO_DUE.to_owned()) };
    match due.year() {
        year @ 2000..=2099 => Ok(format!("{:02}{:02}{:02}", year - 2000, due.month(), due.day())),
        _ => Err(SlipError::Due),
    }
}

fn read_due(text: &str) -> Result<Option<Date>, SlipError> {
    if text == NO_DUE {
        return Ok(None);
    }
    let number = |text: &str| text.parse::<i8>().map_err(|_| SlipError::Due);
    let year = 2000 + i16::from(number(&text[..2])?);
    let due = Date::new(year, number(&text[2..4])?, number(&text[4..])?);
    due.map(Some).map_err(|_| SlipError::Due)
}

/// Modulus 10, weight 3: from the right the digits count three times and once in turn (GS1 General
/// Specifications, section 7.9).
fn check_digit(body: &str) -> u32 {
    let weighed = body.bytes().rev().zip([3, 1].into_iter().cycle());
    let sum: u32 = weighed.map(|(byte, weight)| u32::from(byte - b'0') * weight).sum();
    (10 - sum % 10) % 10
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    /// Computed by hand from the guideline's rule.
    const VECTORS: [&str; 2] =
        ["91912345012345678901234567890101033101230003", "91942386178953917853935692730103073110312903"];

    fn slip() -> SlipBarcode {
        SlipBarcode {
            company: "912345".to_owned(),
            free: "12345678901".to_owned(),
            reissue: 0,
            due: Some(Date::constant(2026, 12, 1)),
            stamp: true,
            yen: 50_000,
        }
    }

    #[test]
    fn the_vectors_are_read_and_written_alike() {
        let [first, second] = VECTORS.map(|digits| SlipBarcode::parse(digits).unwrap());
        assert_eq!((first.company.as_str(), first.yen, first.stamp), ("912345", 123_000, false));
        assert_eq!((first.reissue, first.due), (1, Some(Date::constant(2001, 3, 31))));
        assert_eq!((second.yen, second.stamp), (31_290, true));
        for (slip, digits) in [first, second].iter().zip(VECTORS) {
            assert_eq!(slip.digits().unwrap(), digits);
        }
    }

    #[test]
    fn a_short_free_part_is_filled_with_zeros() {
        let digits = slip().digits().unwrap();
        assert_eq!(&digits[8..29], "000000000012345678901");
        assert_eq!(&digits[29..43], "02612011050000");
        let endless = SlipBarcode { due: None, ..slip() };
        assert_eq!(&endless.digits().unwrap()[30..36], "999999");
        assert_eq!(slip().symbol().unwrap(), Code128::encode_gs1(&digits).unwrap());
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        let bad = |slip: SlipBarcode| slip.digits().unwrap_err();
        assert_eq!(bad(SlipBarcode { company: "12345".to_owned(), ..slip() }), SlipError::Company);
        assert_eq!(bad(SlipBarcode { free: String::new(), ..slip() }), SlipError::Free);
        assert_eq!(bad(SlipBarcode { free: "1".repeat(22), ..slip() }), SlipError::Free);
        assert_eq!(bad(SlipBarcode { free: "１２".to_owned(), ..slip() }), SlipError::Free);
        assert_eq!(bad(SlipBarcode { reissue: 10, ..slip() }), SlipError::Reissue);
        assert_eq!(bad(SlipBarcode { yen: 1_000_000, ..slip() }), SlipError::Amount);
        assert_eq!(bad(SlipBarcode { due: Some(Date::constant(2100, 1, 1)), ..slip() }), SlipError::Due);
        let sealed = |body: &str| format!("{body}{}", check_digit(body));
        let read = |digits: &str| SlipBarcode::parse(digits).unwrap_err();
        assert_eq!(read(""), SlipError::Malformed);
        assert_eq!(read(&VECTORS[0].replace("9191", "9291")), SlipError::Malformed);
        assert_eq!(read(&VECTORS[0][..43]), SlipError::Malformed);
        assert_eq!(read(&sealed("9191234501234567890123456789010113310123000")), SlipError::Due);
        assert_eq!(read(&sealed("9191234501234567890123456789010103312123000")), SlipError::Stamp);
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(
            company in "[0-9]{6}", free in "[0-9]{21}", reissue in 0..10_u8, days in 0..36_524_i32,
            endless: bool, stamp: bool, yen in 0..1_000_000_u32,
        ) {
            let due = Date::constant(2000, 1, 1).checked_add(jiff::Span::new().days(days)).unwrap();
            let slip = SlipBarcode { company, free, reissue, due: (!endless).then_some(due), stamp, yen };
            let digits = slip.digits().unwrap();
            prop_assert_eq!(digits.len(), LENGTH);
            prop_assert_eq!(SlipBarcode::parse(&digits), Ok(slip));
        }

        #[test]
        fn every_wrong_digit_is_found(at in 2..LENGTH, other in b'0'..=b'9') {
            let mut digits = VECTORS[0].as_bytes().to_vec();
            prop_assume!(digits[at] != other);
            digits[at] = other;
            let misread = String::from_utf8(digits).unwrap();
            prop_assert_eq!(SlipBarcode::parse(&misread), Err(SlipError::CheckWrong));
        }

        #[test]
        fn nothing_makes_parse_panic(text in ".*") {
            let _ = SlipBarcode::parse(&text);
        }
    }
}
