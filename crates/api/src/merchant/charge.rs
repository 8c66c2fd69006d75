use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{MerchantMetadata, PriceRequest, PriceView, ProviderMetadata, StatusView};

/// Body of Capture Charge.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CaptureRequest {
    /// At most the charge amount.
    pub capture_amount: Option<PriceRequest>,
    /// On the card's statement.
    pub soft_descriptor: Option<String>,
}

/// Body of Cancel Charge.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CancelRequest {
    /// For the merchant's records.
    pub cancellation_reason: Option<String>,
}

/// Body of Create Charge.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ChargeRequest {
    /// On which permission.
    pub charge_permission_id: Option<String>,
    /// How much.
    pub charge_amount: Option<PriceRequest>,
    /// Whether it is captured at once.
    pub capture_now: Option<bool>,
    /// On the card's statement, with `captureNow`.
    pub soft_descriptor: Option<String>,
    /// Whether a pending authorization is fine.
    pub can_handle_pending_authorization: Option<bool>,
    /// The merchant's own data.
    pub merchant_metadata: Option<MerchantMetadata>,
    /// Taken, not yet used.
    pub provider_metadata: Option<Value>,
    /// Taken, not yet used.
    pub platform_id: Option<String>,
    /// Taken, not yet used.
    pub web_checkout_details: Option<Value>,
    /// `CITU`, `MITU`, `CITR` or `MITR`: taken, not yet used.
    pub charge_initiator: Option<String>,
    /// `Web`, `Phone`, …: taken, not yet used.
    pub channel: Option<String>,
}

/// Body of Update Charge.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdateChargeRequest {
    /// The merchant's own data.
    pub merchant_metadata: Option<MerchantMetadata>,
    /// `Canceled` with its reason code releases it; no other state can be given.
    pub status_details: Option<StatusRequest>,
}

/// `statusDetails` as sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct StatusRequest {
    /// The state's name.
    pub state: Option<String>,
    /// Why.
    pub reason_code: Option<String>,
    /// Why, in words.
    pub reason_description: Option<String>,
    /// How a dispute was resolved.
    pub resolution: Option<String>,
}

/// A Charge.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct ChargeView {
    pub charge_id: String,
    pub charge_permission_id: String,
    pub charge_amount: PriceView,
    pub capture_amount: Option<PriceView>,
    pub refunded_amount: Option<PriceView>,
    pub converted_amount: Option<PriceView>,
    pub conversion_rate: Option<String>,
    pub soft_descriptor: Option<String>,
    pub platform_id: Option<String>,
    pub capture_now: bool,
    pub can_handle_pending_authorization: bool,
    pub provider_metadata: ProviderMetadata,
    pub merchant_metadata: Option<MerchantMetadata>,
    pub web_checkout_details: Option<Value>,
    pub status_details: StatusView,
    pub creation_timestamp: String,
    pub expiration_timestamp: String,
    pub release_environment: String,
}
