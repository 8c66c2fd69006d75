//! The merchant API: Amazon Pay API v2 under `/v2`, `/sandbox/v2` and `/live/v2`. The signature is
//! checked over the raw request before anything else is read; then the path is routed without its
//! prefix and trailing slash.

mod body;
mod caller;
mod charge;
mod error;
mod idempotency;
mod permission;
mod reason;
mod refund;
mod session;
mod standing;

use axum::Router;
use axum::body::{Body, Bytes, to_bytes};
use axum::extract::{Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, delete, get, post};
use saifu_wallet::merchant::IdempotencyKey;
use tower::ServiceExt;

use crate::app::{App, Shared};
use crate::clock;
use crate::routes::{BODY_MAX, refused_in_text};
use error::MerchantError;

pub fn router(app: Shared) -> Router<Shared> {
    let inner = operations().with_state(app);
    let entrance = move |State(app): State<Shared>, request: Request| enter(app, inner.clone(), request);
    Router::new()
        .route("/v2/{*path}", any(entrance.clone()))
        .route("/sandbox/v2/{*path}", any(entrance.clone()))
        .route("/live/v2/{*path}", any(entrance))
        .layer(from_fn(name_request))
}

fn operations() -> Router<Shared> {
    Router::new()
        .route("/checkoutSessions", post(session::create))
        .route("/checkoutSessions/{id}", get(session::show).patch(session::update))
        .route("/checkoutSessions/{id}/complete", post(session::complete))
        .route("/chargePermissions/{id}", get(permission::show).patch(permission::update))
        .route("/chargePermissions/{id}/close", delete(permission::close))
        .route("/charges", post(charge::create))
        .route("/charges/{id}", get(charge::show).patch(charge::update))
        .route("/charges/{id}/capture", post(charge::capture))
        .route("/charges/{id}/cancel", delete(charge::cancel))
        .route("/refunds", post(refund::create))
        .route("/refunds/{id}", get(refund::show))
        .method_not_allowed_fallback(unsupported)
        .fallback(unsupported)
}

async fn enter(app: Shared, inner: Router, request: Request) -> Response {
    match admitted(&app, request).await {
        Ok(admitted) => answered(&app, inner, admitted).await.unwrap_or_else(MerchantError::into_response),
        Err(error) => error.into_response(),
    }
}

/// A request of somebody who is known.
struct Admitted {
    parts: Parts,
    body: Bytes,
    key: Option<IdempotencyKey>,
}

/// The answer; to a copy of a request that has a key, the first one's.
async fn answered(app: &App, inner: Router, admitted: Admitted) -> Result<Response, MerchantError> {
    let Admitted { parts, body, key } = admitted;
    if let Some(key) = &key
        && let Some(first) = idempotency::first_answer(app, key).await?
    {
        return Ok(first);
    }
    let Ok(response) = inner.oneshot(Request::from_parts(parts, Body::from(body))).await;
    if refused_in_text(&response) {
        return Err(MerchantError::bad("InvalidRequest", "The request is not well formed."));
    }
    match &key {
        Some(key) => idempotency::kept(app, key, response).await,
        None => Ok(response),
    }
}

/// The request with who asks, and with the path that the operations know.
async fn admitted(app: &App, request: Request) -> Result<Admitted, MerchantError> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_MAX).await;
    let body = body.map_err(|_| MerchantError::bad("InvalidRequest", "The request body is too large."))?;
    let caller = caller::identify(app, &parts, &body).await?;
    let path = parts.uri.path();
    let inner = path.split_once("/v2").map_or(path, |(_, rest)| rest).trim_end_matches('/');
    parts.uri = inner.parse::<Uri>().map_err(|_| unsupported_error())?;
    // What the outer route left (its wildcard) would be taken for the operation's own parameters.
    parts.extensions.clear();
    let key = idempotency::key(&parts.headers, &caller, &parts.method, parts.uri.path(), &body)?;
    parts.extensions.insert(caller);
    parts.extensions.insert(idempotency::Key(key.clone()));
    Ok(Admitted { parts, body, key })
}

async fn unsupported() -> MerchantError {
    unsupported_error()
}

fn unsupported_error() -> MerchantError {
    let message = "This operation is not supported.".to_owned();
    MerchantError::new(StatusCode::METHOD_NOT_ALLOWED, "UnsupportedOperation", message)
}

/// Every answer names its request; some SDKs read it.
async fn name_request(request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    if let Ok(id) = HeaderValue::from_str(&clock::moment().uuid()) {
        response.headers_mut().insert("x-amz-pay-request-id", id);
    }
    response
}
