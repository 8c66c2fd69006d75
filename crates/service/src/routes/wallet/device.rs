use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use saifu_api::wallet::{
    ChangeDeviceRequest, ConfirmJoinRequest, DeviceView, DevicesView, FinishJoinRequest, JoinView,
    OpenedJoinView, PresentJoinRequest, SessionView,
};
use saifu_wallet::device::{self, DeviceChange};
use saifu_wallet::id::{CeremonyId, DeviceId, DeviceJoinId};
use saifu_wallet::port::store::ShopperReads;
use saifu_wallet::refusal::retry_stale;
use serde::Deserialize;

use super::passkey::proven;
use crate::app::Shared;
use crate::error::Answer;
use crate::routes::{Input, Proven, SignedIn};
use crate::{clock, views};

pub async fn list(State(app): State<Shared>, who: SignedIn) -> Answer<Json<DevicesView>> {
    let devices = app.store.devices_of(&who.shopper.id).await?.into_iter().rev().map(|it| it.value);
    // One that never had a passkey and ended was an attempt at a set-up.
    let shown = devices.filter(|it| it.is_live() || it.credential_id.is_some());
    Ok(Json(DevicesView { devices: shown.map(|it| views::device(&it, &who.device_id)).collect() }))
}

pub async fn change(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<ChangeDeviceRequest>,
) -> Answer<Json<DeviceView>> {
    let (id, shopper) = (DeviceId::new(id), &who.shopper.id);
    let proven = proven(&app, shopper, &device::policy_purpose(&id), body.assertion).await?;
    let wanted = DeviceChange { name: body.name, policy: body.policy.as_ref().map(views::policy) };
    let changed = retry_stale(|| device::change(&app.store, shopper, &id, &wanted, proven)).await?;
    Ok(Json(views::device(&changed, &who.device_id)))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Revoke {
    /// The shopper said that recovery codes may be the only way in.
    #[serde(default)]
    recovery_codes_only: bool,
}

pub async fn revoke(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    asked: Query<Revoke>,
) -> Answer<StatusCode> {
    let (moment, id) = (clock::moment(), DeviceId::new(id));
    let codes_only = asked.recovery_codes_only;
    retry_stale(|| device::revoke(&app.store, &moment, &who.shopper.id, &id, codes_only)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn open_join(State(app): State<Shared>, who: SignedIn) -> Answer<Json<OpenedJoinView>> {
    let moment = clock::moment();
    let (join, code) = device::open_join(&app.store, &moment, &who.shopper.id, &who.device_id).await?;
    Ok(Json(OpenedJoinView {
        join_id: join.id.to_string(),
        link: format!("saifu://join/{code}"),
        code,
        expires_at: join.expires_at,
    }))
}

pub async fn show_join(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<JoinView>> {
    let join = device::show_join(&app.store, &who.device_id, &DeviceJoinId::new(id)).await?;
    Ok(Json(views::join(&join, clock::now())))
}

pub async fn confirm_join(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<ConfirmJoinRequest>,
) -> Answer<Json<JoinView>> {
    let ceremony = CeremonyId::new(body.assertion.ceremony_id);
    answer_join(app, who, id, Some((&ceremony, &body.assertion.credential))).await
}

pub async fn refuse_join(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<JoinView>> {
    answer_join(app, who, id, None).await
}

async fn answer_join(
    app: Shared,
    who: SignedIn,
    id: String,
    assertion: Option<(&CeremonyId, &serde_json::Value)>,
) -> Answer<Json<JoinView>> {
    let (moment, id) = (clock::moment(), DeviceJoinId::new(id));
    let (store, party) = (&app.store, &app.party);
    let answered = device::answer_join(store, party, &moment, &who.device_id, &id, assertion).await?;
    Ok(Json(views::join(&answered, moment.now)))
}

pub async fn present_join(
    State(app): State<Shared>,
    Proven(proof): Proven,
    Input(body): Input<PresentJoinRequest>,
) -> Answer<Json<JoinView>> {
    let (moment, code, name) = (clock::moment(), &body.code, &body.device_name);
    let join = retry_stale(|| device::present_join(&app.store, &moment, code, name, &proof)).await?;
    Ok(Json(views::join(&join, moment.now)))
}

pub async fn finish_join(
    State(app): State<Shared>,
    Proven(proof): Proven,
    Input(body): Input<FinishJoinRequest>,
) -> Answer<Json<SessionView>> {
    let moment = clock::moment();
    let begun = retry_stale(|| device::finish_join(&app.store, &moment, &body.code, &proof)).await?;
    Ok(Json(views::session(&begun)))
}
