//! Adding a browser or a security key on the page of that name, by the code that the app shows.

use axum::Json;
use axum::extract::{Path, State};
use saifu_wallet::id::CeremonyId;
use saifu_wallet::passkey;
use serde::Deserialize;
use serde_json::{Value, json};

use super::Input;
use crate::app::Shared;
use crate::clock;
use crate::error::Answer;

#[derive(Deserialize)]
pub struct StartRequest {
    code: String,
}

pub async fn start(State(app): State<Shared>, Input(body): Input<StartRequest>) -> Answer<Json<Value>> {
    let moment = clock::moment();
    let (id, options) = passkey::start_adding(&app.store, &app.party, &moment, &body.code).await?;
    Ok(Json(json!({ "ceremonyId": id, "options": options })))
}

#[derive(Deserialize)]
pub struct FinishRequest {
    code: String,
    name: String,
    credential: Value,
}

pub async fn finish(
    State(app): State<Shared>,
    Path(id): Path<String>,
    Input(body): Input<FinishRequest>,
) -> Answer<Json<Value>> {
    let (store, party, moment, id) = (&app.store, &app.party, clock::moment(), CeremonyId::new(id));
    let FinishRequest { code, name, credential } = body;
    let added = passkey::finish_adding(store, party, &moment, &code, &id, &name, credential).await?;
    Ok(Json(json!({ "name": added.device_name })))
}
