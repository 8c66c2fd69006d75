use axum::Json;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use saifu_api::merchant::MerchantErrorView;
use saifu_wallet::Refusal;
use saifu_wallet::port::store::StoreError;

use super::reason::{NOT_FOUND, reason};
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
        Self::new(StatusCode::NOT_FOUND, "ResourceNotFound", NOT_FOUND)
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
        if let Some((status, reason, message)) = refusal.code().and_then(reason) {
            return Self::new(status, reason, message);
        }
        if refusal.is_stale() {
            let message = "Too much at once. Try again.";
            return Self::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", message);
        }
        tracing::error!(cause = %refusal, "a merchant's request failed");
        let message = "There was an unknown error.";
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", message)
    }
}

impl IntoResponse for MerchantError {
    fn into_response(self) -> Response {
        let view = MerchantErrorView { reason_code: self.reason_code.to_owned(), message: self.message };
        (self.status, Json(view)).into_response()
    }
}
