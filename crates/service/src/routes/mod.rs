//! Routes: `/v1` for the app, `/v2` for merchants, hosted pages, and what only a sandbox has.

mod browser;
mod dev;
mod input;
mod mail_link;
mod merchant;
mod network;
mod page;
mod page_passkey;
mod route;
mod sandbox_store;
mod wallet;
mod webhook;

use axum::extract::{DefaultBodyLimit, Request, State};
use axum::http::{HeaderName, HeaderValue, Method, header};
use axum::middleware::{Next, from_fn, from_fn_with_state, map_response};
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, Router};
use saifu_api::wallet::ErrorView;
use saifu_processor::sandbox::SandboxState;
use tower_http::trace::TraceLayer;

use crate::app::Shared;
use crate::serve::WEBHOOK_PATH;

pub use browser::ROUTES as BROWSER_ROUTES;
pub use input::{Input, Proven, SignedIn};
pub use network::Network;
pub use route::{Route, Who};
pub use wallet::ROUTES as WALLET_ROUTES;

/// The largest body that is read: 64 KiB.
const BODY_MAX: usize = 64 * 1024;

/// Everything that the service answers. `sandbox` is the card processor of a sandbox.
pub fn router(app: Shared, sandbox: Option<SandboxState>) -> Router {
    let mut router = Router::new()
        .nest(
            "/v1",
            wallet::router()
                .route_layer(from_fn_with_state(app.clone(), network::limited))
                .layer(map_response(in_json)),
        )
        .merge(merchant::router(app.clone()))
        .merge(page::router())
        .merge(mail_link::router().route_layer(from_fn_with_state(app.clone(), network::limited)))
        .merge(
            browser::router()
                .route_layer(from_fn_with_state(app.clone(), network::limited))
                .layer(from_fn_with_state(app.clone(), browser::same_origin))
                .layer(from_fn(browser::in_words)),
        )
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
        .layer(from_fn_with_state(app.clone(), guarded))
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

/// What every answer says to a browser, unless a page says it better.
const GUARDS: [(HeaderName, &str); 4] = [
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::CACHE_CONTROL, "no-store"),
    (header::CONTENT_SECURITY_POLICY, "default-src 'none'; frame-ancestors 'none'"),
    (header::REFERRER_POLICY, "no-referrer"),
];

/// RFC 6797, two years: said where browsers reach the service by https, and nowhere else, so that a sandbox on
/// localhost does not lock itself out.
const HTTPS_ONLY: &str = "max-age=63072000; includeSubDomains";

async fn guarded(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let mut response = next.run(request).await;
    let headers = response.headers_mut();
    for (name, value) in GUARDS {
        headers.entry(name).or_insert(HeaderValue::from_static(value));
    }
    if app.public_url.starts_with("https://") {
        headers.insert(header::STRICT_TRANSPORT_SECURITY, HeaderValue::from_static(HTTPS_ONLY));
    }
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
