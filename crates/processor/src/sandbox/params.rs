//! A request's parameters, read strictly: Stripe refuses what it does not know, and so catches typing errors.

use std::collections::BTreeMap;

use saifu_money::{Amount, Currency};

use super::error::ApiError;

/// Decoded pairs by their full name, brackets included (`card[number]`). It holds card numbers: no `Debug`.
pub(super) struct Params(BTreeMap<String, String>);

impl Params {
    /// Reads `application/x-www-form-urlencoded`.
    pub(super) fn read(body: &[u8]) -> Self {
        Self(form_urlencoded::parse(body).into_owned().collect())
    }

    /// No parameters.
    pub(super) fn none() -> Self {
        Self(BTreeMap::new())
    }

    /// These parameters.
    pub(super) fn of<const N: usize>(pairs: [(&str, &str); N]) -> Self {
        Self(pairs.map(|(name, value)| (name.to_owned(), value.to_owned())).into())
    }

    /// Every pair, in the order of the names.
    pub(super) fn pairs(&self) -> impl Iterator<Item = (&str, &str)> {
        self.0.iter().map(|(name, value)| (name.as_str(), value.as_str()))
    }

    /// Refuses what the operation does not know; a name that ends in `[` stands for a whole map.
    pub(super) fn only(&self, known: &[&str]) -> Result<(), ApiError> {
        let is_known = |name: &str| {
            known.iter().any(|known| name == *known || known.ends_with('[') && name.starts_with(known))
        };
        match self.0.keys().find(|name| !is_known(name)) {
            None => Ok(()),
            Some(odd) => Err(ApiError::parameter(
                "parameter_unknown",
                odd,
                &format!("Received unknown parameter: {odd}"),
            )),
        }
    }

    /// An optional parameter; an empty one counts as absent.
    pub(super) fn text(&self, name: &str) -> Option<&str> {
        self.0.get(name).map(String::as_str).filter(|text| !text.is_empty())
    }

    /// A parameter that must be there.
    pub(super) fn required(&self, name: &str) -> Result<&str, ApiError> {
        self.text(name).ok_or_else(|| {
            ApiError::parameter("parameter_missing", name, &format!("Missing required param: {name}."))
        })
    }

    /// `true` or `false`; absent is `false`.
    pub(super) fn flag(&self, name: &str) -> Result<bool, ApiError> {
        match self.text(name) {
            None | Some("false") => Ok(false),
            Some("true") => Ok(true),
            Some(_) => Err(ApiError::parameter("parameter_invalid_boolean", name, "Invalid boolean")),
        }
    }

    /// An amount in the minor unit: at least 1, at most eight digits, as Stripe has it.
    pub(super) fn amount(&self, name: &str, currency: Currency) -> Result<Option<Amount>, ApiError> {
        self.text(name).map(|text| read_amount(name, text, currency)).transpose()
    }

    /// The entries of a map such as `metadata`.
    pub(super) fn map(&self, name: &str) -> BTreeMap<String, String> {
        let entry =
            |key: &str| key.strip_prefix(name)?.strip_prefix('[')?.strip_suffix(']').map(str::to_owned);
        self.0.iter().filter_map(|(key, value)| Some((entry(key)?, value.clone()))).collect()
    }
}

fn read_amount(name: &str, text: &str, currency: Currency) -> Result<Amount, ApiError> {
    let invalid =
        || ApiError::parameter("parameter_invalid_integer", name, &format!("Invalid integer: {text}"));
    let digits = text.bytes().all(|byte| byte.is_ascii_digit());
    let minor: i64 = text.parse().ok().filter(|minor| digits && *minor > 0).ok_or_else(invalid)?;
    if minor > 99_999_999 {
        return Err(ApiError::parameter("amount_too_large", name, "Amount must be no more than 99,999,999"));
    }
    Amount::new(minor, currency).map_err(|_| invalid())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn brackets_make_maps() {
        let params = Params::read(b"amount=5&metadata%5Bcharge_id%5D=S03-C1&metadata[note]=%E8%B2%A1");
        let map = params.map("metadata");
        assert_eq!(map["charge_id"], "S03-C1");
        assert_eq!(map["note"], "財");
        assert!(params.only(&["amount", "metadata["]).is_ok());
        assert!(params.only(&["amount"]).is_err());
    }

    #[test]
    fn amounts_are_whole_and_bounded() {
        let amount =
            |text: &str| Params::read(format!("amount={text}").as_bytes()).amount("amount", Currency::Jpy);
        assert_eq!(amount("1284").ok().flatten(), Some(Amount::yen(1284)));
        assert_eq!(amount("99999999").ok().flatten(), Some(Amount::yen(99_999_999)));
        for bad in ["0", "-1", "1.5", "%2B5", "1e3", "100000000", "99999999999999999999"] {
            assert!(amount(bad).is_err(), "{bad}");
        }
    }
}
