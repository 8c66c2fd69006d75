use serde::{Deserialize, Serialize};

use super::{PriceRequest, PriceView, StatusView};

/// Body of Create Refund.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RefundRequest {
    /// Of which charge.
    pub charge_id: Option<String>,
    /// How much.
    pub refund_amount: Option<PriceRequest>,
    /// On the card's statement.
    pub soft_descriptor: Option<String>,
}

/// A Refund.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct RefundView {
    pub refund_id: String,
    pub charge_id: String,
    pub refund_amount: PriceView,
    pub soft_descriptor: Option<String>,
    pub status_details: StatusView,
    pub creation_timestamp: String,
    pub release_environment: String,
}
