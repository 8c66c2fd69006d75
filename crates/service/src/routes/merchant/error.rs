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
    decided: bool,
}

/// Marks the answer of a request that was understood and that a rule refused: a copy of it gets the same.
#[derive(Clone, Copy)]
pub struct Decided;

/// What a merchant route answers.
pub type Answer<T> = Result<T, MerchantError>;

impl MerchantError {
    pub fn new(status: StatusCode, reason_code: &'static str, message: impl Into<String>) -> Self {
        Self { status, reason_code, message: message.into(), decided: false }
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

    /// A mistake of ours.
    pub fn failed() -> Self {
        Self::new(StatusCode::INTERNAL_SERVER_ERROR, "InternalServerError", "There was an unknown error.")
    }

    /// A rule said no, not the form of the request.
    #[must_use]
    pub const fn decided(mut self) -> Self {
        self.decided = true;
        self
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
            return Self::new(status, reason, message).decided();
        }
        if refusal.is_stale() {
            let message = "Too much at once. Try again.";
            return Self::new(StatusCode::SERVICE_UNAVAILABLE, "ServiceUnavailable", message);
        }
        tracing::error!(cause = %refusal, "a merchant's request failed");
        Self::failed()
    }
}

impl IntoResponse for MerchantError {
    fn into_response(self) -> Response {
        let view = MerchantErrorView { reason_code: self.reason_code.to_owned(), message: self.message };
        let mut response = (self.status, Json(view)).into_response();
        if self.decided {
            response.extensions_mut().insert(Decided);
        }
        response
    }
}
