//! What the processor tells by itself: a reason to look, not to believe.

use axum::body::Bytes;
use axum::extract::State;
use axum::http::{HeaderMap, StatusCode};
use saifu_processor::{SIGNATURE_HEADER, TOLERANCE, verify_webhook};
use saifu_wallet::id::{ChargeId, TopUpId};
use saifu_wallet::port::processor::{Payment, ProcessorEventKind};
use saifu_wallet::{Outcome, Refusal, charge, top_up};

use crate::app::{App, Shared};
use crate::clock;

/// 400 for what the processor did not sign. Whatever else is not acknowledged comes again.
pub async fn receive(State(app): State<Shared>, headers: HeaderMap, body: Bytes) -> StatusCode {
    let signature = headers.get(SIGNATURE_HEADER).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let secrets: Vec<&str> = app.webhook_secrets.iter().map(String::as_str).collect();
    match verify_webhook(&body, signature, &secrets, clock::now(), TOLERANCE) {
        Ok(event) => match event.kind {
            ProcessorEventKind::Payment(payment) => look(&app, &payment).await,
            // Links and refunds are asked for where they are needed.
            _ => StatusCode::NO_CONTENT,
        },
        Err(error) => {
            tracing::warn!(%error, "a webhook that is not the processor's");
            StatusCode::BAD_REQUEST
        }
    }
}

/// A charge by card, cash for a top-up, or another service's payment.
async fn look(app: &App, payment: &Payment) -> StatusCode {
    let Some(reference) = payment.reference.as_deref() else { return StatusCode::NO_CONTENT };
    let moment = clock::moment();
    let looked = match charge::drive(&app.store, &app.processor, &moment, &ChargeId::new(reference)).await {
        Err(Refusal::Rule { .. }) => look_at_cash(app, reference, &payment.payment_id).await,
        driven => driven.map(|_| ()),
    };
    app.waker.wake();
    match looked {
        Ok(()) | Err(Refusal::Rule { .. }) => StatusCode::NO_CONTENT,
        Err(error) => {
            tracing::error!(reference, cause = %error, "a webhook could not be followed");
            StatusCode::SERVICE_UNAVAILABLE
        }
    }
}

async fn look_at_cash(app: &App, reference: &str, payment_id: &str) -> Outcome<()> {
    let id = TopUpId::new(reference);
    top_up::look(&app.store, &app.processor, &clock::moment(), &id, payment_id).await.map(|_| ())
}
