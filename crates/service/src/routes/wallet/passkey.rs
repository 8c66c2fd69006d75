use axum::Json;
use axum::extract::{Path, State};
use saifu_api::wallet::{CeremonyView, CredentialRequest, CredentialView, SessionView, SignInRequest};
use saifu_wallet::id::{CeremonyId, CredentialId};
use saifu_wallet::passkey;

use crate::app::Shared;
use crate::error::Answer;
use crate::routes::{Input, SignedIn};
use crate::{clock, views};

/// The name that a device gets when it says none.
const THIS_DEVICE: &str = "Saifu";

pub async fn start(State(app): State<Shared>, who: SignedIn) -> Answer<Json<CeremonyView>> {
    let moment = clock::moment();
    let (id, options) =
        passkey::start_registration(&app.store, &app.party, &moment, &who.shopper, THIS_DEVICE).await?;
    Ok(Json(CeremonyView { ceremony_id: id.to_string(), options }))
}

pub async fn finish(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<CredentialRequest>,
) -> Answer<Json<CredentialView>> {
    let (id, moment) = (CeremonyId::new(id), clock::moment());
    let answer = body.credential;
    let credential =
        passkey::finish_registration(&app.store, &app.party, &moment, &who.shopper, &id, answer).await?;
    Ok(Json(CredentialView {
        credential_id: credential.id.to_string(),
        device_name: credential.device_name,
        created_at: credential.created_at,
    }))
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
    Input(body): Input<CredentialRequest>,
) -> Answer<Json<SessionView>> {
    let id = CeremonyId::new(id);
    let signed_in =
        passkey::finish_sign_in(&app.store, &app.party, &clock::moment(), &id, &body.credential).await?;
    Ok(Json(views::session(&signed_in)))
}
