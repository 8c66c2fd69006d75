//! The checks that need no bank.

use super::super::edge::Moment;
use super::super::error::ApiError;
use super::super::params::Params;

/// A card as it was typed. It lives as long as one request: no `Debug`, no `Serialize`.
pub(super) struct CardDetails {
    pub(super) number: String,
    pub(super) expiry_month: i8,
    pub(super) expiry_year: i16,
    security_code: Option<String>,
}

impl CardDetails {
    pub(super) fn read(params: &Params, now: &Moment) -> Result<Self, ApiError> {
        let number = read_number(params.required("card[number]")?)?;
        let month = params.required("card[exp_month]")?;
        let year = params.required("card[exp_year]")?;
        let (expiry_month, expiry_year) = read_expiry(month, year, now)?;
        let security_code = params.text("card[cvc]").map(str::to_owned);
        Ok(Self { number, expiry_month, expiry_year, security_code })
    }

    pub(super) fn last4(&self) -> &str {
        &self.number[self.number.len() - 4..]
    }

    /// Four digits on American Express, three on the others. Without one, the bank is not asked about it.
    pub(super) fn check_security_code(&self, brand: &str) -> Result<(), ApiError> {
        let length = if brand == "amex" { 4 } else { 3 };
        match &self.security_code {
            Some(code) if code.len() != length || !is_digits(code) => {
                Err(ApiError::card_details("invalid_cvc", "cvc", "Your card's security code is invalid."))
            }
            _ => Ok(()),
        }
    }
}

/// 12 to 19 ASCII digits (ISO/IEC 7812-1) with a right check digit; blanks and hyphens between them are skipped.
fn read_number(text: &str) -> Result<String, ApiError> {
    let number: String = text.chars().filter(|c| !matches!(c, ' ' | '-')).collect();
    if (12..=19).contains(&number.len()) && is_digits(&number) && passes_luhn(&number) {
        return Ok(number);
    }
    Err(ApiError::card_details("incorrect_number", "number", "Your card number is incorrect."))
}

/// ISO/IEC 7812-1, annex B: every second digit from the right doubled, digits summed.
pub(super) fn passes_luhn(digits: &str) -> bool {
    let weigh = |(place, byte): (usize, u8)| {
        let digit = u32::from(byte - b'0');
        let doubled = digit * 2;
        if place % 2 == 0 { digit } else { doubled / 10 + doubled % 10 }
    };
    digits.bytes().rev().enumerate().map(weigh).sum::<u32>() % 10 == 0
}

/// A month that is not over, at most fifty years ahead; a year of two digits is of this century.
fn read_expiry(month: &str, year: &str, now: &Moment) -> Result<(i8, i16), ApiError> {
    let bad_month = || {
        ApiError::card_details(
            "invalid_expiry_month",
            "exp_month",
            "Your card's expiration month is invalid.",
        )
    };
    let bad_year = || {
        ApiError::card_details("invalid_expiry_year", "exp_year", "Your card's expiration year is invalid.")
    };
    let month: i8 = read_digits(month).filter(|month| (1..=12).contains(month)).ok_or_else(bad_month)?;
    let year: i16 = read_digits(year).ok_or_else(bad_year)?;
    let year = if year < 100 { 2000 + year } else { year };
    if !(now.year..=now.year + 50).contains(&year) {
        return Err(bad_year());
    }
    if (year, month) < (now.year, now.month) { Err(bad_month()) } else { Ok((month, year)) }
}

fn read_digits<T: std::str::FromStr>(text: &str) -> Option<T> {
    text.parse().ok().filter(|_| is_digits(text))
}

fn is_digits(text: &str) -> bool {
    text.bytes().all(|byte| byte.is_ascii_digit())
}

#[cfg(test)]
mod tests {
    use super::super::super::error::Reply;
    use super::*;

    fn now() -> Moment {
        Moment { unix: 0, year: 2026, month: 11, serial: String::new() }
    }

    fn code(outcome: Result<(), ApiError>) -> String {
        let reply = outcome.map_or_else(Reply::from, |()| Ok(serde_json::Value::Null).into());
        reply.body["error"]["code"].as_str().unwrap_or("ok").to_owned()
    }

    #[test]
    fn a_number_needs_its_check_digit() {
        let number = |text: &str| code(read_number(text).map(drop));
        for good in ["4242424242424242", "4242 4242 4242 4242", "3782-822463-10005"] {
            assert_eq!(number(good), "ok", "{good}");
        }
        for bad in
            ["4242424242424241", "", "0", "４２４２４２４２４２４２４２４２", "42424242424242424242", "4242x"]
        {
            assert_eq!(number(bad), "incorrect_number", "{bad}");
        }
    }

    #[test]
    fn a_card_is_good_to_the_end_of_its_month() {
        let expiry = |month: &str, year: &str| code(read_expiry(month, year, &now()).map(drop));
        assert_eq!(expiry("11", "2026"), "ok");
        assert_eq!(expiry("1", "27"), "ok");
        assert_eq!(expiry("10", "2026"), "invalid_expiry_month");
        assert_eq!(expiry("12", "2025"), "invalid_expiry_year");
        assert_eq!(expiry("13", "2030"), "invalid_expiry_month");
        assert_eq!(expiry("+1", "2030"), "invalid_expiry_month");
        assert_eq!(expiry("1", "2077"), "invalid_expiry_year");
        assert_eq!(expiry("1", "32767"), "invalid_expiry_year");
    }

    #[test]
    fn the_security_code_is_as_long_as_the_brand_says() {
        let check = |security_code: Option<&str>, brand: &str| {
            let security_code = security_code.map(str::to_owned);
            let details =
                CardDetails { number: String::new(), expiry_month: 1, expiry_year: 2030, security_code };
            code(details.check_security_code(brand))
        };
        assert_eq!(check(Some("123"), "visa"), "ok");
        assert_eq!(check(None, "visa"), "ok");
        assert_eq!(check(Some("1234"), "amex"), "ok");
        for (bad, brand) in [("1234", "visa"), ("123", "amex"), ("12x", "visa")] {
            assert_eq!(check(Some(bad), brand), "invalid_cvc", "{bad} {brand}");
        }
    }
}
