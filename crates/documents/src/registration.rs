use serde::{Deserialize, Serialize};
use thiserror::Error;

/// The number of a registered issuer of qualified invoices (登録番号, 消費税法 第57条の2): `T` and
/// thirteen digits, the first of which is the check digit.
#[derive(Clone, Debug, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(try_from = "String")]
pub struct RegistrationNumber(String);

/// Why a text is no registration number.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
pub enum RegistrationNumberError {
    /// Not `T` and thirteen digits.
    #[error("a registration number is T and thirteen digits")]
    Malformed,
    /// The check digit does not fit the others.
    #[error("the check digit of the registration number is wrong")]
    CheckWrong,
}

impl RegistrationNumber {
    /// Reads `T` and thirteen digits.
    ///
    /// # Errors
    /// Malformed or wrong check digit, told apart.
    pub fn parse(text: &str) -> Result<Self, RegistrationNumberError> {
        let digits = text.strip_prefix('T').ok_or(RegistrationNumberError::Malformed)?;
        if digits.len() != 13 || !digits.bytes().all(|b| b.is_ascii_digit()) {
            return Err(RegistrationNumberError::Malformed);
        }
        let (check, body) = digits.split_at(1);
        if check != check_digit(body).to_string() {
            return Err(RegistrationNumberError::CheckWrong);
        }
        Ok(Self(text.to_owned()))
    }

    /// As printed: `T7000012050002`.
    #[must_use]
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl TryFrom<String> for RegistrationNumber {
    type Error = RegistrationNumberError;

    fn try_from(text: String) -> Result<Self, RegistrationNumberError> {
        Self::parse(&text)
    }
}

/// 9 − (Σ Pₙ × Qₙ mod 9), where Pₙ is the n-th digit from the right and Qₙ is 1 for odd n and 2 for
/// even n (法人番号の指定等に関する省令 第2条).
fn check_digit(body: &str) -> u32 {
    let digits = body.bytes().rev().map(|byte| u32::from(byte - b'0'));
    let sum: u32 = digits.zip([1, 2].into_iter().cycle()).map(|(digit, weight)| digit * weight).sum();
    9 - sum % 9
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_tax_agencys_own_number_is_sound() {
        assert_eq!(RegistrationNumber::parse("T7000012050002").unwrap().as_str(), "T7000012050002");
    }

    #[test]
    fn a_wrong_digit_is_found() {
        for wrong in ["T1000012050002", "T7000012050003", "T1234567890123"] {
            assert_eq!(RegistrationNumber::parse(wrong), Err(RegistrationNumberError::CheckWrong), "{wrong}");
        }
    }

    #[test]
    fn what_is_no_number_is_malformed() {
        for text in ["", "T", "7000012050002", "T700001205000", "T70000120500021", "Ｔ7000012050002", "T７"]
        {
            assert_eq!(RegistrationNumber::parse(text), Err(RegistrationNumberError::Malformed), "{text}");
        }
    }
}
