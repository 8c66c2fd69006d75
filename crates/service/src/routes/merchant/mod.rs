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
use axum::body::{Body, to_bytes};
use axum::extract::{Request, State};
use axum::http::{HeaderValue, StatusCode, Uri};
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{any, delete, get, post};
use tower::ServiceExt;

use crate::app::Shared;
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
        Ok(request) => {
            let Ok(response) = inner.oneshot(request).await;
            match refused_in_text(&response) {
                true => {
                    MerchantError::bad("InvalidRequest", "The request is not well formed.").into_response()
                }
                false => response,
            }
        }
        Err(error) => error.into_response(),
    }
}

/// The request with who asks, and with the path that the operations know.
async fn admitted(app: &Shared, request: Request) -> Result<Request, MerchantError> {
    let (mut parts, body) = request.into_parts();
    let body = to_bytes(body, BODY_MAX).await;
    let body = body.map_err(|_| MerchantError::bad("InvalidRequest", "The request body is too large."))?;
    let caller = caller::identify(app, &parts, &body).await?;
    let path = parts.uri.path();
    let inner = path.split_once("/v2").map_or(path, |(_, rest)| rest).trim_end_matches('/');
    parts.uri = inner.parse::<Uri>().map_err(|_| unsupported_error())?;
    // What the outer route left (its wildcard) would be taken for the operation's own parameters.
    parts.extensions.clear();
    parts.extensions.insert(caller);
    Ok(Request::from_parts(parts, Body::from(body)))
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
