use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{BuyerView, MerchantMetadata, PriceView, RecurringMetadata, RecurringView};

/// Body of Close Charge Permission.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ClosePermissionRequest {
    /// At most 255 characters; comes back as the reason's description.
    pub closure_reason: Option<String>,
    /// Whether charges that are not captured are canceled.
    pub cancel_pending_charges: Option<bool>,
}

/// Body of Update Charge Permission.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct UpdatePermissionRequest {
    /// The merchant's own data.
    pub merchant_metadata: Option<MerchantMetadata>,
    /// How often, and how much, with `Recurring`; it changes no limit.
    pub recurring_metadata: Option<RecurringMetadata>,
}

/// A Charge Permission.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct ChargePermissionView {
    pub charge_permission_id: String,
    pub charge_permission_reference_id: Option<String>,
    pub charge_permission_type: String,
    pub recurring_metadata: Option<RecurringView>,
    pub limits: LimitsView,
    pub buyer: Option<BuyerView>,
    pub shipping_address: Option<Value>,
    pub billing_address: Option<Value>,
    pub payment_preferences: Vec<Option<Value>>,
    pub merchant_metadata: MerchantMetadata,
    pub platform_id: Option<String>,
    pub status_details: PermissionStatusView,
    pub creation_timestamp: String,
    pub expiration_timestamp: String,
    pub presentment_currency: String,
    pub release_environment: String,
}

/// `limits`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct LimitsView {
    pub amount_limit: PriceView,
    pub amount_balance: PriceView,
}

/// `statusDetails` of a permission: it has a list of reasons.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct PermissionStatusView {
    pub state: String,
    pub reasons: Option<Vec<ReasonView>>,
    pub last_updated_timestamp: String,
}

/// One reason.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct ReasonView {
    pub reason_code: String,
    pub reason_description: String,
}
