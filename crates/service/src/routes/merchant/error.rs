use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use saifu_api::merchant::MerchantErrorView;
use saifu_wallet::Refusal;
use saifu_wallet::port::store::StoreError;

use crate::signature::SignatureError;

/// A refusal in Amazon Pay's words.
#[derive(Debug)]
pub struct MerchantError {
    status: StatusCode,
    reason_code: &'static str,
    message: String,
}

/// What a merchant route answers.
pub type Answer<T> = Result<T, MerchantError>;

impl MerchantError {
    pub fn new(status: StatusCode, reason_code: &'static str, message: impl Into<String>) -> Self {
        Self { status, reason_code, message: message.into() }
    }

    pub fn bad(reason_code: &'static str, message: impl Into<String>) -> Self {
        Self::new(StatusCode::BAD_REQUEST, reason_code, message)
    }

    pub fn missing(parameter: &str) -> Self {
        Self::bad("MissingParameterValue", format!("The value for parameter '{parameter}' is missing."))
    }

    pub fn invalid(value: &str, parameter: &str) -> Self {
        let message = format!("The value '{value}' provided for '{parameter}' is invalid.");
        Self::bad("InvalidParameterValue", message)
    }

    pub fn not_found() -> Self {
        let message = "The object you requested could not be found.";
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", message)
    }
}

impl From<SignatureError> for MerchantError {
    fn from(error: SignatureError) -> Self {
        Self::new(error.status(), error.reason_code(), error.to_string())
    }
}

impl From<StoreError> for MerchantError {
    fn from(error: StoreError) -> Self {
        Refusal::from(error).into()
    }
}

impl From<Refusal> for MerchantError {
    fn from(refusal: Refusal) -> Self {
        const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
        let (status, reason, message) = match refusal.code() {
            Some(code) if code.ends_with(".not_found") => return Self::not_found(),
            Some("checkout.canceled") => {
                (UNPROCESSABLE, "CheckoutSessionCanceled", "The checkout session is canceled.")
            }
            Some("checkout.status_invalid") => (
                UNPROCESSABLE,
                "InvalidCheckoutSessionStatus",
                "The state of the session does not allow this.",
            ),
            Some("checkout.amount_mismatch") => {
                (StatusCode::CONFLICT, "AmountMismatch", "The amount differs from that of the session.")
            }
            Some("checkout.items_invalid") => (
                StatusCode::BAD_REQUEST,
                "InvalidParameterValue",
                "supplementaryData.lineItems is not well formed or does not sum to chargeAmount.",
            ),
            Some("charge.status_invalid") => {
                (UNPROCESSABLE, "InvalidChargeStatus", "The state of the charge does not allow this.")
            }
            Some("charge.amount_exceeded") => {
                (StatusCode::BAD_REQUEST, "TransactionAmountExceeded", "More than the charge amount.")
            }
            Some("permission.status_invalid" | "permission.ended" | "permission.paused") => (
                UNPROCESSABLE,
                "InvalidChargePermissionStatus",
                "The state of the charge permission does not allow this.",
            ),
            Some("permission.each_exceeded") => (
                StatusCode::BAD_REQUEST,
                "TransactionAmountExceeded",
                "More than the buyer agreed to for one charge.",
            ),
            Some("permission.month_exceeded") => (
                StatusCode::BAD_REQUEST,
                "PeriodicAmountExceeded",
                "More than the buyer agreed to for a month.",
            ),
            Some("permission.frequency_invalid") => {
                (StatusCode::BAD_REQUEST, "InvalidParameterValue", "recurringMetadata.frequency is invalid.")
            }
            Some(code) if code.starts_with("funding.") || code.starts_with("card.") => (
                UNPROCESSABLE,
                "SoftDeclined",
                "The buyer has too little to pay with at the moment; the permission is as it was.",
            ),
            Some("refund.amount_exceeded") => (
                StatusCode::BAD_REQUEST,
                "TransactionAmountExceeded",
                "More than was captured and not refunded.",
            ),
            _ if refusal.is_stale() => {
                (StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", "Too much at once. Try again.")
            }
            _ => {
                tracing::error!(cause = %refusal, "a merchant's request failed");
                (StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", "There was an unknown error.")
            }
        };
        Self::new(status, reason, message)
    }
}

impl IntoResponse for MerchantError {
    fn into_response(self) -> Response {
        let view = MerchantErrorView { reason_code: self.reason_code.to_owned(), message: self.message };
        (self.status, Json(view)).into_response()
    }
}
