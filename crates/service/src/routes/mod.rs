//! Routes: `/v1` for the app, `/v2` for merchants, hosted pages, and what only a sandbox has.

mod dev;
mod input;
mod merchant;
mod page;
mod route;
mod sandbox_store;
mod wallet;
mod webhook;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::Method;
use axum::middleware::{Next, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use saifu_api::wallet::ErrorView;
use saifu_processor::sandbox::SandboxState;
use tower_http::trace::TraceLayer;

use crate::app::Shared;
use crate::serve::WEBHOOK_PATH;

pub use input::{Input, Proven, SignedIn};
pub use route::{Route, Who};
pub use wallet::ROUTES as WALLET_ROUTES;

/// The largest body that is read: 64 KiB.
const BODY_MAX: usize = 64 * 1024;

/// Everything that the service answers. `sandbox` is the card processor of a sandbox.
pub fn router(app: Shared, sandbox: Option<SandboxState>) -> Router {
    let mut router = Router::new()
        .nest("/v1", wallet::router().layer(map_response(in_json)))
        .merge(merchant::router(app.clone()))
        .merge(page::router())
        .route(WEBHOOK_PATH, post(webhook::receive))
        .fallback(unknown);
    if let Some(state) = sandbox {
        let processor = saifu_processor::sandbox::router(state.clone());
        router = router
            .merge(dev::router())
            .merge(sandbox_store::router(state))
            .nest_service("/sandbox/processor", processor);
    }
    router
        .layer(from_fn_with_state(app.clone(), wake))
        .layer(map_response(no_sniffing))
        .layer(DefaultBodyLimit::max(BODY_MAX))
        .layer(TraceLayer::new_for_http())
        .with_state(app)
}

/// After anything but a read, those who wait for events look into the outbox.
async fn wake(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let reads = request.method() == Method::GET;
    let response = next.run(request).await;
    if !reads {
        app.waker.wake();
    }
    response
}

async fn no_sniffing(mut response: Response) -> Response {
    use axum::http::{HeaderValue, header};
    let headers = response.headers_mut();
    headers.entry(header::X_CONTENT_TYPE_OPTIONS).or_insert(HeaderValue::from_static("nosniff"));
    headers.entry(header::CACHE_CONTROL).or_insert(HeaderValue::from_static("no-store"));
    response
}

/// Whether axum itself refused a path or query, in plain text.
fn refused_in_text(response: &Response) -> bool {
    let kind = response.headers().get(axum::http::header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    response.status().is_client_error() && kind.is_none_or(|kind| kind.starts_with("text/plain"))
}

async fn in_json(response: Response) -> Response {
    match refused_in_text(&response) {
        true => {
            (response.status(), Json(ErrorView::new("request.invalid", "no such request"))).into_response()
        }
        false => response,
    }
}

async fn unknown() -> Response {
    let view = ErrorView::new("request.not_found", "no such address");
    (axum::http::StatusCode::NOT_FOUND, Json(view)).into_response()
}
