use saifu_api::merchant::{CheckoutSessionRequest, FrequencyRequest, RecurringMetadata};
use saifu_terms::{Frequency, FrequencyUnit};
use saifu_wallet::checkout::StandingAsked;
use saifu_wallet::permission::{Rhythm, StandingKind};
use serde_json::Value;

use super::body::amount;
use super::error::{Answer, MerchantError};

const FREQUENCY: &str = "recurringMetadata.frequency";

/// What a session asks for beyond one payment. An update need not name the type again: its rhythm says that.
pub fn asked(request: &CheckoutSessionRequest) -> Answer<Option<StandingAsked>> {
    let kind = match request.charge_permission_type.as_deref() {
        Some("Recurring") => StandingKind::Recurring,
        Some("PaymentMethodOnFile") => StandingKind::PaymentMethodOnFile,
        None if request.recurring_metadata.is_some() => StandingKind::Recurring,
        None => return Ok(None),
        Some("OneTime") if request.recurring_metadata.is_some() => {
            let message = "recurringMetadata is for chargePermissionType Recurring.";
            return Err(MerchantError::bad("InvalidParameterCombination", message));
        }
        Some("OneTime") => return Ok(None),
        Some(other) => return Err(MerchantError::invalid(other, "chargePermissionType")),
    };
    let Rhythm { frequency, amount } = rhythm(&request.recurring_metadata.clone().unwrap_or_default())?;
    Ok(Some(StandingAsked { kind, frequency, amount }))
}

/// `recurringMetadata`.
pub fn rhythm(request: &RecurringMetadata) -> Answer<Rhythm> {
    let each = request.amount.as_ref().map(|price| amount(price, "recurringMetadata.amount")).transpose()?;
    Ok(Rhythm { frequency: request.frequency.as_ref().map(frequency).transpose()?, amount: each })
}

fn frequency(request: &FrequencyRequest) -> Answer<Frequency> {
    let unit = request.unit.as_deref().ok_or_else(|| MerchantError::missing(&format!("{FREQUENCY}.unit")))?;
    let units = [
        FrequencyUnit::Year,
        FrequencyUnit::Month,
        FrequencyUnit::Week,
        FrequencyUnit::Day,
        FrequencyUnit::Variable,
    ];
    let known = units.into_iter().find(|it| it.word() == unit);
    let known = known.ok_or_else(|| MerchantError::invalid(unit, &format!("{FREQUENCY}.unit")))?;
    let text = match &request.value {
        Some(Value::String(text)) => text.clone(),
        Some(other) => other.to_string(),
        None if known == FrequencyUnit::Variable => "0".to_owned(),
        None => return Err(MerchantError::missing(&format!("{FREQUENCY}.value"))),
    };
    let least = u32::from(known != FrequencyUnit::Variable);
    let value = text.parse::<u32>().ok().filter(|value| (least..=1000).contains(value));
    let value = value.ok_or_else(|| MerchantError::invalid(&text, &format!("{FREQUENCY}.value")))?;
    Ok(Frequency { unit: known, value })
}
