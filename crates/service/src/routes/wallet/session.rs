use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use saifu_api::wallet::{RefreshRequest, SessionView};
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::{limit, session};

use crate::app::Shared;
use crate::error::Answer;
use crate::routes::{Input, Proven, SignedIn};
use crate::{clock, views};

pub async fn refresh(
    State(app): State<Shared>,
    Proven(proof): Proven,
    Input(body): Input<RefreshRequest>,
) -> Answer<Json<SessionView>> {
    let (moment, token) = (clock::moment(), &body.refresh_token);
    limit::take(&app.store, &moment, limit::OF_DEVICE, &proof.key).await?;
    let begun = retry_stale(|| session::refresh(&app.store, &moment, &proof, token)).await?;
    Ok(Json(views::session(&begun)))
}

pub async fn sign_out(State(app): State<Shared>, who: SignedIn) -> Answer<StatusCode> {
    let moment = clock::moment();
    retry_stale(|| session::sign_out(&app.store, &moment, &who.session_id)).await?;
    Ok(StatusCode::NO_CONTENT)
}
