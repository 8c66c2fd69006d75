use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use saifu_api::merchant::{RefundRequest, RefundView};
use saifu_wallet::charge::{self, Refund, RefundRequest as Asked};
use saifu_wallet::id::{ChargeId, RefundId};
use saifu_wallet::port::store::Find;
use saifu_wallet::refusal::retry_stale;

use super::body::{amount, read};
use super::caller::Caller;
use super::error::{Answer, MerchantError};
use super::idempotency::{Key, made_before, made_by};
use crate::app::{App, Shared};
use crate::{clock, views};

pub async fn create(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Extension(key): Extension<Key>,
    body: Bytes,
) -> Answer<(StatusCode, Json<RefundView>)> {
    if let Some(id) = made_before(&app, &key).await? {
        let refund = own(&app, &caller, &id).await?;
        return Ok((StatusCode::CREATED, Json(views::merchant::refund(&refund, caller.sandbox))));
    }
    let asked = asked(&read(&body)?)?;
    let (moment, merchant) = (clock::moment(), &caller.merchant.id);
    let run = || charge::refund(&app.store, &moment, merchant, &asked, key.0.as_ref());
    let made = retry_stale(run).await.map(|refund| refund.id.to_string());
    let id = RefundId::new(made_by(&app, &key, made).await?);
    let refund = charge::drive_refund(&app.store, &app.processor, &clock::moment(), &id).await?;
    Ok((StatusCode::CREATED, Json(views::merchant::refund(&refund, caller.sandbox))))
}

pub async fn show(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Json<RefundView>> {
    let refund = own(&app, &caller, &id).await?;
    Ok(Json(views::merchant::refund(&refund, caller.sandbox)))
}

async fn own(app: &App, caller: &Caller, id: &str) -> Answer<Refund> {
    let found = app.store.find::<Refund>(id).await?.map(|it| it.value);
    found.filter(|it| it.merchant_id == caller.merchant.id).ok_or_else(MerchantError::not_found)
}

fn asked(request: &RefundRequest) -> Answer<Asked> {
    let charge = request.charge_id.clone().ok_or_else(|| MerchantError::missing("chargeId"))?;
    let price = request.refund_amount.as_ref().ok_or_else(|| MerchantError::missing("refundAmount"))?;
    Ok(Asked {
        charge_id: ChargeId::new(charge),
        amount: amount(price, "refundAmount")?,
        soft_descriptor: request.soft_descriptor.clone(),
    })
}
