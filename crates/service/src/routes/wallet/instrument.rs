use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use saifu_api::wallet::{CardView, InstrumentsView, LinkCardRequest, LotView, RedeemGiftRequest};
use saifu_wallet::id::CardId;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::shopper::holdings;
use saifu_wallet::{card, gift};

use crate::app::Shared;
use crate::error::Answer;
use crate::routes::{Input, SignedIn};
use crate::{clock, views};

pub async fn instruments(State(app): State<Shared>, who: SignedIn) -> Answer<Json<InstrumentsView>> {
    let now = clock::now();
    let holdings = holdings(&app.store, &who.shopper.id, now).await?;
    Ok(Json(views::instruments(&holdings, now)?))
}

pub async fn link(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<LinkCardRequest>,
) -> Answer<Json<CardView>> {
    let (moment, shopper) = (clock::moment(), &who.shopper.id);
    let token = &body.payment_method_id;
    let linked = retry_stale(|| card::link(&app.store, &app.processor, &moment, shopper, token)).await?;
    Ok(Json(views::card(&linked, moment.now)))
}

pub async fn remove(State(app): State<Shared>, who: SignedIn, Path(id): Path<String>) -> Answer<StatusCode> {
    let (moment, shopper, id) = (clock::moment(), &who.shopper.id, CardId::new(id));
    retry_stale(|| card::remove(&app.store, &app.processor, &moment, shopper, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn set_default(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<CardView>> {
    let id = CardId::new(id);
    let chosen = retry_stale(|| card::set_default(&app.store, &who.shopper.id, &id)).await?;
    Ok(Json(views::card(&chosen, clock::now())))
}

pub async fn redeem(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<RedeemGiftRequest>,
) -> Answer<Json<LotView>> {
    let moment = clock::moment();
    let lot = retry_stale(|| gift::redeem(&app.store, &moment, &who.shopper.id, &body.code)).await?;
    Ok(Json(views::lot(&lot, lot.initial, moment.now)))
}
