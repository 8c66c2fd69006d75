//! Refusals of the wallet API: a status, a stable code, and the cause in the log, once.

use axum::http::StatusCode;
use axum::http::header::RETRY_AFTER;
use axum::response::{IntoResponse, Response};
use axum::{Extension, Json};
use saifu_api::wallet::ErrorView;
use saifu_wallet::Refusal;
use saifu_wallet::port::processor::ProcessorError;

use crate::clock;

/// A refusal on its way out.
#[derive(Debug)]
pub struct ApiError(pub Refusal);

/// What a route answers.
pub type Answer<T> = Result<T, ApiError>;

impl From<Refusal> for ApiError {
    fn from(refusal: Refusal) -> Self {
        Self(refusal)
    }
}

impl From<saifu_wallet::port::store::StoreError> for ApiError {
    fn from(error: saifu_wallet::port::store::StoreError) -> Self {
        Self(error.into())
    }
}

impl From<saifu_money::MoneyError> for ApiError {
    fn from(error: saifu_money::MoneyError) -> Self {
        Self(error.into())
    }
}

/// A rule's no, made at the edge.
#[must_use]
pub const fn refuse(code: &'static str) -> ApiError {
    ApiError(Refusal::rule(code))
}

impl IntoResponse for ApiError {
    fn into_response(self) -> Response {
        let (status, view) = view(&self.0);
        if status.is_server_error() {
            tracing::error!(code = view.code, cause = %self.0, "request failed");
        }
        let code = RefusalCode(view.code.clone());
        let retry = retry_after_s(status, &view).map(|seconds| [(RETRY_AFTER, seconds.to_string())]);
        (status, retry, Extension(code), Json(view)).into_response()
    }
}

/// RFC 9110 §10.2.3: whole seconds, for whoever came too often.
fn retry_after_s(status: StatusCode, view: &ErrorView) -> Option<i64> {
    let at = view.retry_at.filter(|_| status == StatusCode::TOO_MANY_REQUESTS)?;
    Some((at.as_millisecond() - clock::now().as_millisecond()).div_euclid(1000).max(0) + 1)
}

/// The code of a refusal, beside its answer: the hosted pages put words to it.
#[derive(Clone, Debug)]
pub struct RefusalCode(pub String);

/// Status and view of a refusal.
#[must_use]
pub fn view(refusal: &Refusal) -> (StatusCode, ErrorView) {
    match refusal {
        Refusal::Rule { code, tries_left, retry_at, left } => {
            let message = code.replace(['.', '_'], " ");
            let mut view = ErrorView::new(code, message);
            (view.tries_left, view.retry_at, view.left) = (*tries_left, *retry_at, *left);
            (status_of(code), view)
        }
        Refusal::CardDeclined(code) => {
            let known = match code.as_str() {
                "expired_card" => "card.expired",
                "incorrect_number" | "invalid_number" => "card.number_invalid",
                _ => "card.declined",
            };
            (StatusCode::UNPROCESSABLE_ENTITY, ErrorView::new(known, code.as_str()))
        }
        _ if refusal.is_stale() => (
            StatusCode::SERVICE_UNAVAILABLE,
            ErrorView::new("request.too_many", "too much at once; try again"),
        ),
        Refusal::Processor(ProcessorError::Unavailable(_)) => (
            StatusCode::SERVICE_UNAVAILABLE,
            ErrorView::new("processor.unavailable", "no answer from the processor"),
        ),
        _ => (StatusCode::INTERNAL_SERVER_ERROR, ErrorView::new("internal", "see the service's log")),
    }
}

fn status_of(code: &str) -> StatusCode {
    match code {
        _ if code.starts_with("session.") => StatusCode::UNAUTHORIZED,
        "request.invalid" => StatusCode::BAD_REQUEST,
        "request.cross_origin" => StatusCode::FORBIDDEN,
        "gift.too_many_attempts"
        | "sign_up.too_many_attempts"
        | "sign_up.resend_too_soon"
        | "factor.too_many_tries"
        | "limit.too_many_tries"
        | "recovery.too_many_attempts"
        | "email.too_many_attempts"
        | "request.too_many" => StatusCode::TOO_MANY_REQUESTS,
        "card.in_use"
        | "factor.in_use"
        | "factor.totp_exists"
        | "device.last_way_in"
        | "device.last_way_in_unconfirmed"
        | "device.join_waiting"
        | "recovery.waiting"
        | "recovery.under_way" => StatusCode::CONFLICT,
        _ if code.ends_with(".not_found") => StatusCode::NOT_FOUND,
        _ => StatusCode::UNPROCESSABLE_ENTITY,
    }
}
