use axum::Json;
use axum::extract::State;
use saifu_api::wallet::{InstrumentsView, LotView, RedeemGiftRequest};
use saifu_wallet::gift;
use saifu_wallet::refusal::retry_stale;

use crate::app::Shared;
use crate::error::Answer;
use crate::routes::{Input, SignedIn};
use crate::{clock, views};

pub async fn instruments(State(app): State<Shared>, who: SignedIn) -> Answer<Json<InstrumentsView>> {
    Ok(Json(views::instruments(&app.store, &who.shopper.id, clock::now()).await?))
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
