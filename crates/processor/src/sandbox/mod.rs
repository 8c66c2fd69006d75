//! A processor to develop against: the subset of Stripe's HTTP API that the wallet needs, with Stripe's
//! object shapes, error codes and idempotency, and test numbers for each outcome.
//!
//! `docs/SANDBOX.md` lists the numbers, and what stores, banks and shoppers can do. It accepts test numbers only and
//! stores none of them. What it answered is on disk before it is answered.

mod auth;
mod authentication;
mod book;
mod call;
mod card;
mod customer;
mod edge;
mod error;
mod event;
mod idempotency;
mod intent;
mod journal;
mod list;
mod params;
mod payment_method;
mod refund;
mod setup_intent;
mod state;
mod table;
mod testing;
mod webhook;

use axum::Router;
use axum::extract::State;
use axum::routing::{MethodRouter, get, post};

use book::Book;
use call::Call;
use error::{ApiError, Reply};
use serde_json::Value;

pub use auth::{PUBLISHABLE_KEY, SECRET_KEY};
pub use event::{Attempt, Delivery};
pub use intent::CashPayment;
pub use journal::SandboxError;
pub use state::{Outage, SandboxState};
pub use testing::SandboxRefusal;
pub use webhook::WEBHOOK_SECRET;

/// What one request does: it reads and changes the book, or refuses.
type Operation = fn(&mut Book, &Call) -> Result<Value, ApiError>;

/// The sandbox under `/v1/…`, to be nested where the service wants it.
pub fn router(state: SandboxState) -> Router {
    Router::new()
        .route("/v1/customers", changes(customer::create))
        .route("/v1/customers/search", reads(customer::search))
        .route("/v1/customers/{id}", reads(customer::retrieve))
        .route("/v1/payment_methods", changes(payment_method::create))
        .route("/v1/payment_methods/{id}", reads(payment_method::retrieve))
        .route("/v1/payment_methods/{id}/attach", changes(payment_method::attach))
        .route("/v1/payment_methods/{id}/detach", changes(payment_method::detach))
        .route("/v1/setup_intents", changes(setup_intent::create))
        .route("/v1/setup_intents/{id}", reads(setup_intent::retrieve))
        .route("/v1/setup_intents/{id}/confirm", changes(setup_intent::confirm))
        .route("/v1/setup_intents/{id}/cancel", changes(setup_intent::cancel))
        .route("/v1/payment_intents", changes(intent::create).merge(reads(intent::list)))
        .route("/v1/payment_intents/{id}", reads(intent::retrieve))
        .route("/v1/payment_intents/{id}/confirm", changes(intent::confirm))
        .route("/v1/payment_intents/{id}/capture", changes(intent::capture))
        .route("/v1/payment_intents/{id}/cancel", changes(intent::cancel))
        .route("/v1/refunds", changes(refund::create).merge(reads(refund::list)))
        .route("/v1/refunds/{id}", reads(refund::retrieve))
        .route("/v1/events", reads(event::list))
        .route("/v1/events/{id}", reads(event::retrieve))
        .route("/v1/test_helpers/authenticate/{id}", changes(authentication::authenticate))
        .route("/v1/test_helpers/payment_intents/{id}/cash", changes(testing::cash))
        .route("/authenticate/{id}", get(authentication::show).post(authentication::choose))
        .fallback(unknown)
        .method_not_allowed_fallback(unknown)
        .with_state(state)
}

fn changes(operation: Operation) -> MethodRouter<SandboxState> {
    post(async move |State(state): State<SandboxState>, call: Call| state.answer(call, operation).await)
}

fn reads(operation: Operation) -> MethodRouter<SandboxState> {
    get(async move |State(state): State<SandboxState>, call: Call| state.read(call, operation).await)
}

async fn unknown(request: axum::extract::Request) -> Reply {
    ApiError::unknown_url(request.method(), request.uri().path()).into()
}
