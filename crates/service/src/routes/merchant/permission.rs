use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use saifu_api::merchant::{ChargePermissionView, ClosePermissionRequest, UpdatePermissionRequest};
use saifu_wallet::charge;
use saifu_wallet::id::ChargePermissionId;
use saifu_wallet::permission::{self, ChargePermission, PermissionUpdate};
use saifu_wallet::port::store::Find;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::shopper::Shopper;

use super::body::{metadata, read};
use super::caller::Caller;
use super::charge::session;
use super::error::{Answer, MerchantError};
use super::standing::rhythm;
use crate::app::{App, Shared};
use crate::{clock, views};

const REASON_MAX: usize = 255;

pub async fn show(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Json<ChargePermissionView>> {
    let found = app.store.find::<ChargePermission>(&id).await?.map(|it| it.value);
    let permission = found.filter(|it| it.merchant_id == caller.merchant.id);
    let permission = permission.ok_or_else(MerchantError::not_found)?;
    Ok(Json(view(&app, &caller, &permission).await?))
}

pub async fn update(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer<Json<ChargePermissionView>> {
    let request: UpdatePermissionRequest = read(&body)?;
    let change = PermissionUpdate {
        metadata: metadata(request.merchant_metadata),
        rhythm: request.recurring_metadata.as_ref().map(rhythm).transpose()?,
    };
    let (moment, id, merchant) = (clock::moment(), ChargePermissionId::new(id), &caller.merchant.id);
    let run = || permission::update(&app.store, &moment, merchant, &id, &change);
    Ok(Json(view(&app, &caller, &retry_stale(run).await?).await?))
}

pub async fn close(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer<Json<ChargePermissionView>> {
    let request: ClosePermissionRequest = read(&body)?;
    let reason = request.closure_reason.unwrap_or_default();
    if reason.chars().count() > REASON_MAX {
        return Err(MerchantError::invalid(&reason, "closureReason"));
    }
    let (moment, id, merchant) = (clock::moment(), ChargePermissionId::new(id), &caller.merchant.id);
    let cancels = request.cancel_pending_charges.unwrap_or(false);
    let run = || permission::close(&app.store, &moment, merchant, &id, &reason, cancels);
    let (closed, canceled) = retry_stale(run).await?;
    for charge in canceled {
        charge::drive(&app.store, &app.processor, &clock::moment(), &charge).await?;
    }
    Ok(Json(view(&app, &caller, &closed).await?))
}

async fn view(app: &App, caller: &Caller, it: &ChargePermission) -> Answer<ChargePermissionView> {
    let shopper = app.store.find::<Shopper>(it.shopper_id.as_str()).await?;
    let buyer = shopper.map(|shopper| views::merchant::buyer(&shopper.value, &caller.merchant.id));
    let session = session(app, it.checkout_session_id.as_ref()).await?;
    let asked = session.as_ref().map(|it| &it.asked);
    Ok(views::merchant::permission(it, asked, buyer, clock::now(), caller.sandbox)?)
}
