use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use saifu_api::wallet::{
    AssertionProof, AssertionRequest, CeremonyView, CredentialRequest, CredentialView, InvitationView,
    PasskeysView, ProofRequest, SessionView, SignInRequest,
};
use saifu_wallet::id::{CeremonyId, CredentialId, ShopperId};
use saifu_wallet::port::store::ShopperReads;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::{limit, passkey};

use crate::app::{App, Shared};
use crate::error::Answer;
use crate::routes::{Input, Proven, SignedIn};
use crate::{clock, views};

/// Where a browser adds what it has.
const ADD_PAGE: &str = "/passkeys/add";

pub async fn start(State(app): State<Shared>, who: SignedIn) -> Answer<Json<CeremonyView>> {
    let device = who.device(&app).await?;
    let moment = clock::moment();
    let (id, options) =
        passkey::start_registration(&app.store, &app.party, &moment, &who.shopper, &device).await?;
    Ok(Json(CeremonyView { ceremony_id: id.to_string(), options }))
}

pub async fn finish(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<CredentialRequest>,
) -> Answer<Json<CredentialView>> {
    let (id, moment) = (CeremonyId::new(id), clock::moment());
    let (store, party, device) = (&app.store, &app.party, &who.device_id);
    let credential =
        passkey::finish_registration(store, party, &moment, &who.shopper, device, &id, body.credential)
            .await?;
    Ok(Json(CredentialView {
        credential_id: credential.id.to_string(),
        device_name: credential.device_name,
        created_at: credential.created_at,
    }))
}

pub async fn start_assertion(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<AssertionRequest>,
) -> Answer<Json<CeremonyView>> {
    let (device, moment) = (who.device(&app).await?, clock::moment());
    limit::take(&app.store, &moment, limit::OF_DEVICE, device.id.as_str()).await?;
    let (id, options) =
        passkey::start_proving_again(&app.store, &app.party, &moment, &device, &body.purpose).await?;
    Ok(Json(CeremonyView { ceremony_id: id.to_string(), options }))
}

/// Whether the shopper's passkey was used once more for this purpose; `false` where nothing was sent.
///
/// # Errors
/// What was sent proves nothing.
pub async fn proven(
    app: &App,
    shopper: &ShopperId,
    purpose: &str,
    proof: Option<AssertionProof>,
) -> Answer<bool> {
    let Some(AssertionProof { ceremony_id, credential }) = proof else { return Ok(false) };
    let (moment, ceremony) = (clock::moment(), CeremonyId::new(ceremony_id));
    let (store, party) = (&app.store, &app.party);
    passkey::prove_again(store, party, &moment, shopper, purpose, &ceremony, &credential).await?;
    Ok(true)
}

/// Browsers and security keys, the newest first; devices have a list of their own.
pub async fn list(State(app): State<Shared>, who: SignedIn) -> Answer<Json<PasskeysView>> {
    let credentials = app.store.credentials_of(&who.shopper.id).await?;
    let shown = credentials.iter().rev().filter(|it| it.is_for_pages());
    Ok(Json(PasskeysView { passkeys: shown.map(views::passkey).collect() }))
}

pub async fn invite(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<ProofRequest>,
) -> Answer<Json<InvitationView>> {
    proven(&app, &who.shopper.id, passkey::add_purpose(), Some(body.assertion)).await?;
    let (shopper, device) = (&who.shopper.id, &who.device_id);
    let (invitation, code) = passkey::invite(&app.store, &clock::moment(), shopper, device).await?;
    let link = format!("{}{ADD_PAGE}#{code}", app.public_url);
    Ok(Json(InvitationView { link, code, expires_at: invitation.expires_at }))
}

pub async fn remove(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<ProofRequest>,
) -> Answer<StatusCode> {
    let (id, moment) = (CredentialId::new(id), clock::moment());
    proven(&app, &who.shopper.id, &passkey::remove_purpose(&id), Some(body.assertion)).await?;
    retry_stale(|| passkey::remove(&app.store, &moment, &who.shopper.id, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn start_sign_in(
    State(app): State<Shared>,
    Input(body): Input<SignInRequest>,
) -> Answer<Json<CeremonyView>> {
    let credential = CredentialId::new(body.credential_id);
    let (id, options) = passkey::start_sign_in(&app.store, &app.party, &clock::moment(), &credential).await?;
    Ok(Json(CeremonyView { ceremony_id: id.to_string(), options }))
}

pub async fn finish_sign_in(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Proven(proof): Proven,
    Input(body): Input<CredentialRequest>,
) -> Answer<Json<SessionView>> {
    let (id, moment) = (CeremonyId::new(id), clock::moment());
    let begun =
        passkey::finish_sign_in(&app.store, &app.party, &moment, &id, &body.credential, &proof).await?;
    Ok(Json(views::session(&begun)))
}
