use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use serde_json::Value;

/// A price as merchants send it: the amount is a string or a JSON number.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceRequest {
    /// `"500"` or `500`.
    pub amount: Option<Value>,
    /// ISO 4217.
    pub currency_code: Option<String>,
}

/// A price as merchants get it: the amount is a string.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PriceView {
    /// Decimal, without decimals for yen.
    pub amount: String,
    /// ISO 4217.
    pub currency_code: String,
}

impl From<Amount> for PriceView {
    fn from(amount: Amount) -> Self {
        Self { amount: amount.decimal(), currency_code: amount.currency().code().to_owned() }
    }
}
