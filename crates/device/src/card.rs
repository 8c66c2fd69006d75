//! A card as it is typed: checked here, sent to the processor, kept nowhere.

use jiff::Timestamp;
use jiff::tz::Offset;
use serde::Deserialize;
use specta::Type;
use zeroize::ZeroizeOnDrop;

use crate::DeviceError;

/// What the shopper typed. It has no `Debug` and no `Serialize`, and is wiped when dropped.
#[derive(Deserialize, Type, ZeroizeOnDrop)]
#[serde(rename_all = "camelCase")]
pub struct CardInput {
    /// 12 to 19 digits; spaces and hyphens do not matter.
    pub number: String,
    /// 1 to 12.
    pub expiry_month: u8,
    /// Four digits.
    pub expiry_year: u16,
    /// Three or four digits.
    pub cvc: String,
}

impl CardInput {
    /// Finds what a person mistypes before anything leaves the device: length and check digit of
    /// the number (ISO/IEC 7812-1 annex B), month, date, length of the code.
    ///
    /// # Errors
    /// [`DeviceError::Card`] with the code of the first wrong field.
    pub fn check(mut self, now: Timestamp) -> Result<Self, DeviceError> {
        self.number.retain(|character| !matches!(character, ' ' | '-'));
        let digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
        if !(12..=19).contains(&self.number.len()) || !digits(&self.number) || !has_check_digit(&self.number)
        {
            return Err(DeviceError::Card("card.number_invalid"));
        }
        if !(1..=12).contains(&self.expiry_month) || !(2000..=2099).contains(&self.expiry_year) {
            return Err(DeviceError::Card("card.expiry_invalid"));
        }
        if self.is_past(now) {
            return Err(DeviceError::Card("card.expired"));
        }
        if !(3..=4).contains(&self.cvc.len()) || !digits(&self.cvc) {
            return Err(DeviceError::Card("card.cvc_invalid"));
        }
        Ok(self)
    }

    /// A card is good to the end of its month, which is last over where the day ends last.
    fn is_past(&self, now: Timestamp) -> bool {
        let today = Offset::constant(-12).to_datetime(now);
        let month = (i32::from(today.year()), i32::from(today.month()));
        (i32::from(self.expiry_year), i32::from(self.expiry_month)) < month
    }
}

/// Luhn's check digit.
fn has_check_digit(number: &str) -> bool {
    let sum: u32 = number
        .bytes()
        .rev()
        .enumerate()
        .map(|(index, byte)| {
            let digit = u32::from(byte - b'0');
            if index % 2 == 0 { digit } else { digit * 2 / 10 + digit * 2 % 10 }
        })
        .sum();
    sum.is_multiple_of(10)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn check(number: &str, month: u8, year: u16, cvc: &str) -> Result<(), String> {
        let card =
            CardInput { number: number.into(), expiry_month: month, expiry_year: year, cvc: cvc.into() };
        let now: Timestamp = "2026-11-23T12:00:00Z".parse().unwrap();
        card.check(now).map(drop).map_err(|error| error.code().to_owned())
    }

    #[test]
    fn real_forms_pass() {
        assert_eq!(check("4242 4242 4242 4242", 12, 2030, "123"), Ok(()));
        assert_eq!(check("3782-822463-10005", 11, 2026, "1234"), Ok(()));
    }

    #[test]
    fn each_wrong_field_has_its_code() {
        let code = |code: &str| Err(code.to_owned());
        assert_eq!(check("4242 4242 4242 4241", 12, 2030, "123"), code("card.number_invalid"));
        assert_eq!(check("４２４２424242424242", 12, 2030, "123"), code("card.number_invalid"));
        assert_eq!(check("", 12, 2030, "123"), code("card.number_invalid"));
        assert_eq!(check("4242424242424242", 13, 2030, "123"), code("card.expiry_invalid"));
        assert_eq!(check("4242424242424242", 1, 30, "123"), code("card.expiry_invalid"));
        assert_eq!(check("4242424242424242", 10, 2026, "123"), code("card.expired"));
        assert_eq!(check("4242424242424242", 12, 2030, "12x"), code("card.cvc_invalid"));
    }
}
