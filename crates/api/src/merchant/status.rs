use serde::Serialize;

/// `{reasonCode, message}`: every refusal of the merchant API.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct MerchantErrorView {
    /// Amazon Pay's reason code.
    pub reason_code: String,
    /// For the merchant's developers.
    pub message: String,
}

/// `statusDetails` of session, charge and refund.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct StatusView {
    /// The state's name.
    pub state: String,
    /// Why.
    pub reason_code: Option<String>,
    /// Why, in words.
    pub reason_description: Option<String>,
    /// `yyyyMMddTHHmmssZ`.
    pub last_updated_timestamp: String,
}

/// `merchantMetadata`.
#[derive(Clone, Debug, Default, Serialize, serde::Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct MerchantMetadata {
    /// The merchant's own order number.
    pub merchant_reference_id: Option<String>,
    /// The merchant's name for this order.
    pub merchant_store_name: Option<String>,
    /// A note to the shopper.
    pub note_to_buyer: Option<String>,
    /// For the merchant only.
    pub custom_information: Option<String>,
}

/// `buyer`: who approved. The id differs from merchant to merchant.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct BuyerView {
    /// The shopper as this merchant knows them.
    pub buyer_id: String,
    /// As given.
    pub name: Option<String>,
    /// Verified.
    pub email: Option<String>,
    /// Not asked for.
    pub phone_number: Option<String>,
    /// Always null here.
    pub prime_membership_types: Option<Vec<String>>,
}
