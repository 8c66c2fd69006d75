use serde::{Deserialize, Serialize};
use thiserror::Error;

use crate::{Currency, Rate};

/// An amount of money, never negative, in the minor unit of its currency (yen, cents).
///
/// It fits a signed 64-bit column. On the wire it is Amazon Pay's price,
/// `{"amount": "500", "currencyCode": "JPY"}`.
#[derive(Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(try_from = "Price", into = "Price")]
#[cfg_attr(feature = "specta", specta(type = Price))]
pub struct Amount {
    minor: i64,
    currency: Currency,
}

/// Why an amount could not be made or computed.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum MoneyError {
    /// The result is below zero.
    #[error("amount would be negative")]
    Negative,
    /// The result is larger than the ledger can hold.
    #[error("amount is too large")]
    TooLarge,
    /// Two amounts of different currencies met.
    #[error("{0} and {1} do not mix")]
    CurrencyMismatch(Currency, Currency),
    /// The text is no amount of this currency: `705.00` is none of yen.
    #[error("'{0}' is not an amount of {1}")]
    Malformed(String, Currency),
    /// Not a currency that is known here.
    #[error("unknown currency '{0}'")]
    UnknownCurrency(String),
}

#[derive(Serialize, Deserialize)]
#[cfg_attr(feature = "specta", derive(specta::Type))]
#[serde(rename_all = "camelCase")]
struct Price {
    amount: String,
    currency_code: String,
}

#[allow(clippy::should_implement_trait, reason = "checked: the operators of std cannot refuse")]
impl Amount {
    /// An amount of `minor` units.
    ///
    /// # Errors
    /// [`MoneyError::Negative`] below zero.
    pub const fn new(minor: i64, currency: Currency) -> Result<Self, MoneyError> {
        if minor < 0 { Err(MoneyError::Negative) } else { Ok(Self { minor, currency }) }
    }

    /// Nothing.
    #[must_use]
    pub const fn zero(currency: Currency) -> Self {
        Self { minor: 0, currency }
    }

    /// Whole yen.
    #[must_use]
    pub const fn yen(yen: u32) -> Self {
        Self { minor: yen as i64, currency: Currency::Jpy }
    }

    /// Reads a decimal with at most the currency's decimals; yen take none, not even zeros.
    ///
    /// # Errors
    /// [`MoneyError::Malformed`] or [`MoneyError::TooLarge`].
    pub fn parse(text: &str, currency: Currency) -> Result<Self, MoneyError> {
        let malformed = || MoneyError::Malformed(text.to_owned(), currency);
        let (whole, fraction) = match text.split_once('.') {
            Some((_, "")) => return Err(malformed()),
            Some(parts) => parts,
            None => (text, ""),
        };
        let decimals = currency.decimals() as usize;
        let digits = |part: &str| part.bytes().all(|b| b.is_ascii_digit());
        if whole.is_empty() || !digits(whole) || !digits(fraction) || fraction.len() > decimals {
            return Err(malformed());
        }
        let minor = format!("{whole}{fraction:0<decimals$}");
        minor.parse().map_err(|_| MoneyError::TooLarge).and_then(|minor| Self::new(minor, currency))
    }

    /// Minor units: yen, cents.
    #[must_use]
    pub const fn minor(self) -> i64 {
        self.minor
    }

    /// The decimal with a comma every three digits: `1,284`, `10.50`. People read that; programs read
    /// [`Amount::decimal`].
    #[must_use]
    pub fn grouped(self) -> String {
        let decimal = self.decimal();
        let (whole, fraction) = decimal.split_at(decimal.find('.').unwrap_or(decimal.len()));
        let mut digits = String::with_capacity(decimal.len() + whole.len() / 3);
        for (index, digit) in whole.char_indices() {
            if index > 0 && (whole.len() - index).is_multiple_of(3) {
                digits.push(',');
            }
            digits.push(digit);
        }
        digits + fraction
    }

    /// The currency.
    #[must_use]
    pub const fn currency(self) -> Currency {
        self.currency
    }

    /// Whether it is nothing.
    #[must_use]
    pub const fn is_zero(self) -> bool {
        self.minor == 0
    }

    /// The sum.
    ///
    /// # Errors
    /// Currencies differ, or the sum does not fit.
    pub fn add(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        let minor = self.minor.checked_add(other.minor).ok_or(MoneyError::TooLarge)?;
        Self::new(minor, self.currency)
    }

    /// The difference.
    ///
    /// # Errors
    /// Currencies differ, or `other` is larger.
    pub fn sub(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        Self::new(self.minor - other.minor, self.currency)
    }

    /// `quantity` times this.
    ///
    /// # Errors
    /// The product does not fit.
    pub fn times(self, quantity: u32) -> Result<Self, MoneyError> {
        let minor = self.minor.checked_mul(i64::from(quantity)).ok_or(MoneyError::TooLarge)?;
        Self::new(minor, self.currency)
    }

    /// The smaller of two.
    ///
    /// # Errors
    /// Currencies differ.
    pub fn min(self, other: Self) -> Result<Self, MoneyError> {
        self.same_currency(other)?;
        Ok(if other.minor < self.minor { other } else { self })
    }

    /// Whether this is less than `other`.
    ///
    /// # Errors
    /// Currencies differ.
    pub fn less_than(self, other: Self) -> Result<bool, MoneyError> {
        self.same_currency(other)?;
        Ok(self.minor < other.minor)
    }

    /// The sum of many.
    ///
    /// # Errors
    /// As [`Amount::add`].
    pub fn sum(currency: Currency, amounts: impl IntoIterator<Item = Self>) -> Result<Self, MoneyError> {
        amounts.into_iter().try_fold(Self::zero(currency), Self::add)
    }

    /// This times a rate, rounded down to the minor unit.
    ///
    /// # Errors
    /// The product does not fit.
    pub fn rate_floor(self, rate: Rate) -> Result<Self, MoneyError> {
        let product = i128::from(self.minor) * i128::from(rate.basis_points()) / 10_000;
        let minor = i64::try_from(product).map_err(|_| MoneyError::TooLarge)?;
        Self::new(minor, self.currency)
    }

    fn same_currency(self, other: Self) -> Result<(), MoneyError> {
        if self.currency == other.currency {
            Ok(())
        } else {
            Err(MoneyError::CurrencyMismatch(self.currency, other.currency))
        }
    }

    /// The decimal without currency, as Amazon Pay writes it: `500`, `10.50`.
    #[must_use]
    pub fn decimal(self) -> String {
        let decimals = self.currency.decimals();
        if decimals == 0 {
            return self.minor.to_string();
        }
        let unit = 10_i64.pow(decimals);
        let (whole, fraction) = (self.minor / unit, self.minor % unit);
        format!("{whole}.{fraction:0width$}", width = decimals as usize)
    }
}

impl std::fmt::Display for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "{} {}", self.decimal(), self.currency)
    }
}

impl std::fmt::Debug for Amount {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        std::fmt::Display::fmt(self, f)
    }
}

impl TryFrom<Price> for Amount {
    type Error = MoneyError;

    fn try_from(price: Price) -> Result<Self, MoneyError> {
        Self::parse(&price.amount, price.currency_code.parse()?)
    }
}

impl From<Amount> for Price {
    fn from(amount: Amount) -> Self {
        Self { amount: amount.decimal(), currency_code: amount.currency.code().to_owned() }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use proptest::prelude::*;

    #[test]
    fn yen_take_no_decimals_not_even_zeros() {
        assert_eq!(Amount::parse("705", Currency::Jpy), Ok(Amount::yen(705)));
        for bad in ["705.00", "705.", ".5", "", "-1", "+1", "1,000", "１", "1e3", " 1"] {
            assert!(Amount::parse(bad, Currency::Jpy).is_err(), "{bad}");
        }
    }

    #[test]
    fn dollars_take_up_to_two_decimals() {
        let cents = |text| Amount::parse(text, Currency::Usd).map(Amount::minor);
        assert_eq!(cents("10"), Ok(1000));
        assert_eq!(cents("10.5"), Ok(1050));
        assert!(cents("10.505").is_err());
    }

    #[test]
    fn thousands_are_grouped() {
        let yen = |minor| Amount::new(minor, Currency::Jpy).unwrap().grouped();
        for (minor, text) in [
            (0, "0"),
            (100, "100"),
            (999, "999"),
            (1000, "1,000"),
            (1280, "1,280"),
            (1284, "1,284"),
            (12_800, "12,800"),
            (300_000, "300,000"),
            (1_234_567, "1,234,567"),
            (10_000_000, "10,000,000"),
            (i64::MAX, "9,223,372,036,854,775,807"),
        ] {
            assert_eq!(yen(minor), text);
        }
        let dollars = |cents| Amount::new(cents, Currency::Usd).unwrap().grouped();
        assert_eq!([dollars(123_456), dollars(123_456_705)], ["1,234.56", "1,234,567.05"]);
    }

    #[test]
    fn the_wire_form_is_amazon_pays_price() {
        let json = serde_json::to_string(&Amount::yen(5880)).unwrap();
        assert_eq!(json, r#"{"amount":"5880","currencyCode":"JPY"}"#);
        assert_eq!(serde_json::from_str::<Amount>(&json).unwrap(), Amount::yen(5880));
    }

    proptest! {
        #[test]
        fn what_is_written_is_read_back(minor in 0..=i64::MAX, dollars: bool) {
            let currency = if dollars { Currency::Usd } else { Currency::Jpy };
            let amount = Amount::new(minor, currency).unwrap();
            prop_assert_eq!(Amount::parse(&amount.decimal(), currency), Ok(amount));
        }

        #[test]
        fn addition_is_exact_or_refused(a in 0..=i64::MAX, b in 0..=i64::MAX) {
            let amount = |minor| Amount::new(minor, Currency::Jpy).unwrap();
            match amount(a).add(amount(b)) {
                Ok(sum) => prop_assert_eq!(i128::from(sum.minor()), i128::from(a) + i128::from(b)),
                Err(error) => {
                    prop_assert_eq!(error, MoneyError::TooLarge);
                    prop_assert!(a.checked_add(b).is_none());
                }
            }
        }

        #[test]
        fn a_difference_is_never_negative(a in 0..=i64::MAX, b in 0..=i64::MAX) {
            let amount = |minor| Amount::new(minor, Currency::Jpy).unwrap();
            prop_assert_eq!(amount(a).sub(amount(b)).is_ok(), b <= a);
        }
    }
}
