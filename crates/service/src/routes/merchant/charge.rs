use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use saifu_api::merchant::{
    CancelRequest, CaptureRequest, ChargeRequest, ChargeView, StatusRequest, UpdateChargeRequest,
};
use saifu_wallet::charge::{self, Charge, ChargeState, ChargeUpdate, NewCharge};
use saifu_wallet::checkout::{CheckoutSession, items_of};
use saifu_wallet::id::{ChargeId, ChargePermissionId, CheckoutSessionId};
use saifu_wallet::port::store::Find;
use saifu_wallet::refusal::retry_stale;

use super::body::{amount, metadata, read};
use super::caller::Caller;
use super::error::{Answer, MerchantError};
use super::idempotency::{Key, made_before, made_by};
use super::session::soft_descriptor;
use crate::app::{App, Shared};
use crate::{clock, views};

pub async fn show(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Json<ChargeView>> {
    let charge = own(&app, &caller, &id).await?;
    Ok(Json(view(&app, &caller, &charge).await?))
}

pub async fn create(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Extension(key): Extension<Key>,
    body: Bytes,
) -> Answer<Response> {
    let id = match made_before(&app, &key).await? {
        Some(id) => id,
        None => made(&app, &caller, &body, &key).await?,
    };
    let charge = charge::drive(&app.store, &app.processor, &clock::moment(), &ChargeId::new(id)).await?;
    refuse_declined(&charge)?;
    Ok((StatusCode::CREATED, Json(view(&app, &caller, &charge).await?)).into_response())
}

async fn made(app: &App, caller: &Caller, body: &Bytes, key: &Key) -> Answer<String> {
    let request: ChargeRequest = read(body)?;
    let permission = request.charge_permission_id.as_deref();
    let permission = permission.ok_or_else(|| MerchantError::missing("chargePermissionId"))?;
    let price = request.charge_amount.as_ref().ok_or_else(|| MerchantError::missing("chargeAmount"))?;
    let amount = amount(price, "chargeAmount")?;
    let metadata = metadata(request.merchant_metadata);
    let (merchant, note) = (&caller.merchant, metadata.note_to_buyer.as_deref());
    let asked = NewCharge {
        amount,
        items: items_of(merchant, None, note, amount)?,
        capture_now: request.capture_now.unwrap_or(false),
        sandbox: caller.sandbox,
        soft_descriptor: soft_descriptor(request.soft_descriptor)?,
        metadata,
    };
    let (moment, id) = (clock::moment(), ChargePermissionId::new(permission));
    let run = || charge::create(&app.store, &moment, merchant, &id, &asked, key.0.as_ref());
    made_by(app, key, retry_stale(run).await.map(|charge| charge.id.to_string())).await
}

/// A charge that the card refused is an error, as the vendor has it.
fn refuse_declined(charge: &Charge) -> Answer<()> {
    if charge.state != ChargeState::Declined {
        return Ok(());
    }
    let soft = matches!(charge.decline_code.as_deref(), Some("insufficient_funds" | "processing_error"));
    let reason = if soft { "SoftDeclined" } else { "HardDeclined" };
    let message = "The payment method refused; nothing was charged.";
    Err(MerchantError::new(StatusCode::UNPROCESSABLE_ENTITY, reason, message).decided())
}

pub async fn capture(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Extension(key): Extension<Key>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer<Response> {
    if made_before(&app, &key).await?.is_none() {
        let request: CaptureRequest = read(&body)?;
        let price = request.capture_amount.ok_or_else(|| MerchantError::missing("captureAmount"))?;
        let amount = amount(&price, "captureAmount")?;
        let (moment, id, merchant) = (clock::moment(), ChargeId::new(id.clone()), &caller.merchant.id);
        let run = || charge::capture(&app.store, &moment, merchant, &id, amount, key.0.as_ref());
        made_by(&app, &key, retry_stale(run).await.map(|charge| charge.id.to_string())).await?;
    }
    let charge = own(&app, &caller, &id).await?;
    let charge = charge::drive(&app.store, &app.processor, &clock::moment(), &charge.id).await?;
    let status = captured_status(charge.state)?;
    Ok((status, Json(view(&app, &caller, &charge).await?)).into_response())
}

/// The status of a capture that was driven: 202 while the card has not answered; a refusal is an error.
pub fn captured_status(state: ChargeState) -> Answer<StatusCode> {
    match state {
        ChargeState::CaptureInitiated => Ok(StatusCode::ACCEPTED),
        ChargeState::Declined => {
            let message = "The payment method refused the capture; nothing was charged.";
            Err(MerchantError::new(StatusCode::UNPROCESSABLE_ENTITY, "HardDeclined", message).decided())
        }
        _ => Ok(StatusCode::OK),
    }
}

pub async fn update(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer<Json<ChargeView>> {
    let request: UpdateChargeRequest = read(&body)?;
    let canceled_for = request.status_details.map(canceled_for).transpose()?;
    let change = ChargeUpdate { metadata: metadata(request.merchant_metadata), canceled_for };
    let (moment, id) = (clock::moment(), ChargeId::new(id));
    let run = || charge::update(&app.store, &moment, &caller.merchant.id, &id, &change);
    let charge = retry_stale(run).await?;
    let charge = charge::drive(&app.store, &app.processor, &clock::moment(), &charge.id).await?;
    Ok(Json(view(&app, &caller, &charge).await?))
}

/// The one state that a merchant can give a charge, and the reason.
fn canceled_for(status: StatusRequest) -> Answer<String> {
    match status.state.as_deref() {
        Some("Canceled") => {}
        Some(other) => return Err(MerchantError::invalid(other, "statusDetails.state")),
        None => return Err(MerchantError::missing("statusDetails.state")),
    }
    let reason = status.reason_code.unwrap_or_else(|| "MerchantCanceled".to_owned());
    match reason.as_str() {
        "MerchantCanceled" | "ExpiredUnused" | "BuyerCanceled" => Ok(reason),
        other => Err(MerchantError::invalid(other, "statusDetails.reasonCode")),
    }
}

pub async fn cancel(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer<Json<ChargeView>> {
    let request: CancelRequest = read(&body)?;
    tracing::info!(charge = id, reason = request.cancellation_reason, "a merchant cancels a charge");
    let (moment, id) = (clock::moment(), ChargeId::new(id));
    let run = || charge::cancel(&app.store, &moment, &caller.merchant.id, &id);
    let canceled = retry_stale(run).await?;
    charge::drive(&app.store, &app.processor, &clock::moment(), &canceled.id).await?;
    Ok(Json(view(&app, &caller, &canceled).await?))
}

async fn own(app: &App, caller: &Caller, id: &str) -> Answer<Charge> {
    let found = app.store.find::<Charge>(id).await?.map(|it| it.value);
    found.filter(|it| it.merchant_id == caller.merchant.id).ok_or_else(MerchantError::not_found)
}

pub async fn session(app: &App, id: Option<&CheckoutSessionId>) -> Answer<Option<CheckoutSession>> {
    match id {
        Some(id) => Ok(app.store.find::<CheckoutSession>(id.as_str()).await?.map(|it| it.value)),
        None => Ok(None),
    }
}

async fn view(app: &App, caller: &Caller, charge: &Charge) -> Answer<ChargeView> {
    let session = session(app, charge.checkout_session_id.as_ref()).await?;
    Ok(views::merchant::charge(charge, session.as_ref().map(|it| &it.asked), caller.sandbox))
}
