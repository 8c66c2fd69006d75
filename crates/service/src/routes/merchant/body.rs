use axum::body::Bytes;
use saifu_api::merchant::{MerchantMetadata, PriceRequest};
use saifu_money::{Amount, Currency};
use saifu_wallet::merchant::Metadata;
use saifu_wallet::permission::CHARGE_MAX_MINOR;
use serde::de::DeserializeOwned;
use serde_json::Value;

use super::error::{Answer, MerchantError};

/// A JSON body. A field that the vendor does not have is refused, as the vendor does.
pub fn read<T: DeserializeOwned + Default>(body: &Bytes) -> Answer<T> {
    if body.is_empty() {
        return Ok(T::default());
    }
    let malformed =
        || MerchantError::bad("InvalidRequestFormat", "The request body is not the JSON expected.");
    let mut unknown = None;
    let mut reader = serde_json::Deserializer::from_slice(body);
    let request = serde_ignored::deserialize(&mut reader, |path| {
        unknown.get_or_insert_with(|| path.to_string());
    });
    let request = request.map_err(|error| {
        tracing::debug!(%error, "a merchant's body does not fit");
        malformed()
    })?;
    reader.end().map_err(|_| malformed())?;
    match unknown {
        Some(field) => {
            Err(MerchantError::bad("UnrecognizedField", format!("The field '{field}' is not known.")))
        }
        None => Ok(request),
    }
}

/// `merchantMetadata`; an empty one where there is none.
pub fn metadata(request: Option<MerchantMetadata>) -> Metadata {
    let request = request.unwrap_or_default();
    Metadata {
        merchant_reference_id: request.merchant_reference_id,
        merchant_store_name: request.merchant_store_name,
        note_to_buyer: request.note_to_buyer,
        custom_information: request.custom_information,
    }
}

/// A price: the amount may be a string or a number.
pub fn amount(price: &PriceRequest, parameter: &str) -> Answer<Amount> {
    let place = format!("{parameter}.Amount");
    let code = price.currency_code.as_deref();
    let code = code.ok_or_else(|| MerchantError::missing(&format!("{parameter}.currencyCode")))?;
    let invalid_currency = || MerchantError::invalid(code, &format!("{parameter}.currencyCode"));
    let currency: Currency = code.parse().map_err(|_| invalid_currency())?;
    let text = match &price.amount {
        Some(Value::String(text)) => text.clone(),
        Some(Value::Number(number)) => number.to_string(),
        Some(other) => return Err(MerchantError::invalid(&other.to_string(), &place)),
        None => return Err(MerchantError::missing(&place)),
    };
    let amount = Amount::parse(&text, currency).map_err(|_| MerchantError::invalid(&text, &place))?;
    // Only yen are settled so far.
    if currency != Currency::Jpy {
        return Err(invalid_currency());
    }
    if amount.is_zero() || amount.minor() > CHARGE_MAX_MINOR {
        return Err(MerchantError::invalid(&text, &place));
    }
    Ok(amount)
}
