use serde::{Deserialize, Serialize};
use serde_json::Value;

use super::{BuyerView, MerchantMetadata, PriceRequest, PriceView, StatusView};

/// Body of Create and Update Checkout Session.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CheckoutSessionRequest {
    /// Where the shopper comes back to.
    pub web_checkout_details: Option<WebCheckoutRequest>,
    /// The merchant's store.
    pub store_id: Option<String>,
    /// `OneTime`, `Recurring` or `PaymentMethodOnFile`.
    pub charge_permission_type: Option<String>,
    /// What to charge, and when.
    pub payment_details: Option<PaymentDetailsRequest>,
    /// The merchant's own data.
    pub merchant_metadata: Option<MerchantMetadata>,
    /// JSON with `lineItems`, or anything else.
    pub supplementary_data: Option<String>,
    /// Taken and given back as `null`: which data of the buyer the merchant asks for.
    pub scopes: Option<Value>,
    /// Taken, not yet used.
    pub delivery_specifications: Option<Value>,
    /// Taken, not yet used.
    pub address_details: Option<Value>,
    /// How often, and how much, with `Recurring`.
    pub recurring_metadata: Option<RecurringMetadata>,
    /// Refused unless `null`.
    pub payment_method_on_file_metadata: Option<Value>,
    /// Refused unless `null`.
    pub charge_permission_id: Option<String>,
    /// The platform that the shop runs on.
    pub platform_id: Option<String>,
    /// `providerReferenceId`: what a payment provider calls it.
    pub provider_metadata: Option<ProviderMetadata>,
}

/// `providerMetadata`.
#[derive(Clone, Debug, Default, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct ProviderMetadata {
    /// What a payment provider calls it.
    pub provider_reference_id: Option<String>,
}

/// `recurringMetadata` as sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct RecurringMetadata {
    /// How often.
    pub frequency: Option<FrequencyRequest>,
    /// How much each time.
    pub amount: Option<PriceRequest>,
}

/// `recurringMetadata.frequency` as sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct FrequencyRequest {
    /// `Year`, `Month`, `Week`, `Day` or `Variable`.
    pub unit: Option<String>,
    /// `"1"` or `1`.
    pub value: Option<Value>,
}

/// `recurringMetadata`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct RecurringView {
    pub frequency: Option<FrequencyView>,
    pub amount: Option<PriceView>,
}

/// `recurringMetadata.frequency`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct FrequencyView {
    pub unit: String,
    pub value: String,
}

/// `webCheckoutDetails` as sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct WebCheckoutRequest {
    /// Where the shopper reviews the order.
    pub checkout_review_return_url: Option<String>,
    /// Where the shopper returns after approval.
    pub checkout_result_return_url: Option<String>,
    /// Where the shopper returns without one.
    pub checkout_cancel_url: Option<String>,
}

/// `paymentDetails` as sent.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct PaymentDetailsRequest {
    /// `Authorize` or `AuthorizeWithCapture`; `Confirm` is refused so far.
    pub payment_intent: Option<String>,
    /// Whether a pending authorization is fine.
    pub can_handle_pending_authorization: Option<bool>,
    /// What is charged.
    pub charge_amount: Option<PriceRequest>,
    /// Refused unless equal to the charge amount.
    pub total_order_amount: Option<PriceRequest>,
    /// On the card's statement, at most 16 characters.
    pub soft_descriptor: Option<String>,
    /// Taken; the charge amount's currency is used.
    pub presentment_currency: Option<String>,
    /// Taken, not yet used.
    pub allow_overcharge: Option<bool>,
    /// Taken, not yet used.
    pub extend_expiration: Option<bool>,
}

/// Body of Complete Checkout Session.
#[derive(Clone, Debug, Default, Deserialize)]
#[serde(rename_all = "camelCase", default)]
pub struct CompleteRequest {
    /// Must equal the session's.
    pub charge_amount: Option<PriceRequest>,
    /// Taken.
    pub total_order_amount: Option<PriceRequest>,
}

/// A Checkout Session.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct CheckoutSessionView {
    pub checkout_session_id: String,
    pub web_checkout_details: WebCheckoutView,
    pub product_type: String,
    pub charge_permission_type: String,
    pub recurring_metadata: Option<RecurringView>,
    pub payment_details: PaymentDetailsView,
    pub merchant_metadata: MerchantMetadata,
    pub supplementary_data: Option<String>,
    pub buyer: Option<BuyerView>,
    pub billing_address: Option<Value>,
    pub shipping_address: Option<Value>,
    pub payment_preferences: Vec<Option<Value>>,
    pub status_details: StatusView,
    pub platform_id: Option<String>,
    pub charge_permission_id: Option<String>,
    pub charge_id: Option<String>,
    pub constraints: Vec<ConstraintView>,
    pub creation_timestamp: String,
    pub expiration_timestamp: String,
    pub store_id: String,
    pub provider_metadata: ProviderMetadata,
    pub release_environment: String,
    pub delivery_specifications: Option<Value>,
    pub payment_method_on_file_metadata: Option<Value>,
    pub multi_addresses_checkout_metadata: Option<Value>,
    pub shipping_address_list: Option<Vec<String>>,
    pub checkout_button_text: Option<String>,
}

/// `webCheckoutDetails` with the redirect.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct WebCheckoutView {
    pub checkout_review_return_url: Option<String>,
    pub checkout_result_return_url: Option<String>,
    pub checkout_cancel_url: Option<String>,
    /// Where to send the shopper's browser; set as soon as nothing but the shopper is missing.
    pub amazon_pay_redirect_url: Option<String>,
}

/// `paymentDetails`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
#[allow(missing_docs, reason = "the vendor's object, field by field")]
pub struct PaymentDetailsView {
    pub payment_intent: Option<String>,
    pub can_handle_pending_authorization: bool,
    pub charge_amount: Option<PriceView>,
    pub total_order_amount: Option<PriceView>,
    pub soft_descriptor: Option<String>,
    pub presentment_currency: Option<String>,
    pub allow_overcharge: Option<bool>,
    pub extend_expiration: Option<bool>,
}

/// What is missing before completion.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ConstraintView {
    /// Amazon Pay's constraint id.
    pub constraint_id: String,
    /// In words.
    pub description: String,
}
