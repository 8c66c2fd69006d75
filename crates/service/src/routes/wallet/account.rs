use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use saifu_api::wallet::{ConfirmRequest, SessionView, SignUpRequest, SignUpView, StatusView};
use saifu_wallet::id::SignUpId;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::shopper;

use crate::app::Shared;
use crate::error::Answer;
use crate::routes::{Input, Proven};
use crate::{clock, views};

pub async fn status(State(app): State<Shared>) -> Json<StatusView> {
    Json(StatusView {
        now: clock::now(),
        version: env!("CARGO_PKG_VERSION").to_owned(),
        sandbox: app.site.sandbox,
        relying_party_id: app.party.id.clone(),
        origin: app.party.origin.clone(),
        processor_url: app.processor_public.url.clone(),
        processor_publishable_key: app.processor_public.publishable_key.clone(),
    })
}

pub async fn sign_up(
    State(app): State<Shared>,
    Input(body): Input<SignUpRequest>,
) -> Answer<(StatusCode, Json<SignUpView>)> {
    let started = shopper::start(&app.store, &app.mailer, &clock::moment(), &body.name, &body.email).await?;
    Ok((StatusCode::ACCEPTED, Json(views::sign_up(&started))))
}

pub async fn resend(State(app): State<Shared>, Path(id): Path<String>) -> Answer<Json<SignUpView>> {
    let sent = shopper::resend(&app.store, &app.mailer, &clock::moment(), &SignUpId::new(id)).await?;
    Ok(Json(views::sign_up(&sent)))
}

pub async fn confirm(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Proven(proof): Proven,
    Input(body): Input<ConfirmRequest>,
) -> Answer<Json<SessionView>> {
    let (id, moment) = (SignUpId::new(id), clock::moment());
    let begun =
        retry_stale(|| shopper::confirm(&app.store, &moment, &id, &body.code, &body.device_name, &proof))
            .await?;
    Ok(Json(views::session(&begun)))
}
