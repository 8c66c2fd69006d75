use axum::Json;
use axum::extract::State;
use axum::http::StatusCode;
use saifu_api::wallet::{FactorsView, ProofRequest, RecoveryCodesView, TotpCodeRequest, TotpView};
use saifu_wallet::factor::{self, recovery_codes_purpose, totp_purpose};
use saifu_wallet::refusal::retry_stale;

use super::passkey::proven;
use crate::app::Shared;
use crate::clock;
use crate::error::Answer;
use crate::routes::{Input, SignedIn};

pub async fn list(State(app): State<Shared>, who: SignedIn) -> Answer<Json<FactorsView>> {
    let factors = factor::factors(&app.store, &who.shopper.id).await?;
    let left = factors.recovery_codes.map(|(left, _)| u32::try_from(left).unwrap_or(u32::MAX));
    Ok(Json(FactorsView {
        totp_since: factors.totp_since,
        recovery_codes_left: left,
        recovery_codes_since: factors.recovery_codes.map(|(_, since)| since),
    }))
}

pub async fn start_totp(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<ProofRequest>,
) -> Answer<Json<TotpView>> {
    proven(&app, &who.shopper.id, totp_purpose(), Some(body.assertion)).await?;
    let moment = clock::moment();
    let run = || factor::start_totp(&app.store, &app.factor_key, &moment, &who.shopper);
    let made = retry_stale(run).await?;
    Ok(Json(TotpView { uri: made.uri, secret: made.secret }))
}

pub async fn confirm_totp(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<TotpCodeRequest>,
) -> Answer<StatusCode> {
    let moment = clock::moment();
    let run = || factor::confirm_totp(&app.store, &app.factor_key, &moment, &who.shopper, &body.code);
    retry_stale(run).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn remove_totp(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<ProofRequest>,
) -> Answer<StatusCode> {
    proven(&app, &who.shopper.id, totp_purpose(), Some(body.assertion)).await?;
    let moment = clock::moment();
    retry_stale(|| factor::remove_totp(&app.store, &moment, &who.shopper)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn recovery_codes(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<ProofRequest>,
) -> Answer<Json<RecoveryCodesView>> {
    proven(&app, &who.shopper.id, recovery_codes_purpose(), Some(body.assertion)).await?;
    let moment = clock::moment();
    let run = || factor::renew_recovery_codes(&app.store, &moment, &who.shopper);
    Ok(Json(RecoveryCodesView { codes: retry_stale(run).await? }))
}
