use axum::Json;
use axum::extract::{Path, Query, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use saifu_api::wallet::{
    CardActionView, CardView, ChangeCardRequest, ConfirmCardRequest, LinkCardRequest, OrderCardsRequest,
};
use saifu_wallet::Refusal;
use saifu_wallet::card::{self, Card, Linking};
use saifu_wallet::id::CardId;
use saifu_wallet::port::store::HoldingReads;
use saifu_wallet::refusal::retry_stale;
use serde::Deserialize;

use crate::app::{App, Shared};
use crate::error::{Answer, ApiError, view};
use crate::routes::{Input, SignedIn};
use crate::{clock, views};

pub async fn link(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<LinkCardRequest>,
) -> Answer<Response> {
    let (moment, shopper) = (clock::moment(), &who.shopper.id);
    let token = &body.payment_method_id;
    linking(&app, retry_stale(|| card::link(&app.store, &app.processor, &moment, shopper, token)).await?)
        .await
}

pub async fn confirm(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<ConfirmCardRequest>,
) -> Answer<Response> {
    let (moment, shopper, id) = (clock::moment(), &who.shopper.id, &body.confirmation_id);
    linking(&app, retry_stale(|| card::confirm(&app.store, &app.processor, &moment, shopper, id)).await?)
        .await
}

async fn linking(app: &App, it: Linking) -> Answer<Response> {
    Ok(match it {
        Linking::Linked(card) => seen(app, &card).await?.into_response(),
        Linking::ActionRequired { confirmation_id, url } => {
            (StatusCode::ACCEPTED, Json(CardActionView { confirmation_id, url })).into_response()
        }
    })
}

async fn seen(app: &App, card: &Card) -> Answer<Json<CardView>> {
    Ok(Json(views::card_in_use(&app.store, card, clock::now()).await?))
}

#[derive(Deserialize)]
pub struct Removal {
    #[serde(default)]
    force: bool,
}

pub async fn remove(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Query(removal): Query<Removal>,
) -> Answer<Response> {
    let (moment, shopper, id) = (clock::moment(), &who.shopper.id, CardId::new(id));
    let removed =
        retry_stale(|| card::remove(&app.store, &app.processor, &moment, shopper, &id, removal.force)).await;
    match removed {
        Err(refusal) if refusal.code() == Some("card.in_use") => in_use(&app, &who, &id, refusal).await,
        done => Ok(done.map(|()| StatusCode::NO_CONTENT.into_response())?),
    }
}

/// The refusal with what needs the card.
async fn in_use(app: &App, who: &SignedIn, id: &CardId, refusal: Refusal) -> Answer<Response> {
    let cards = app.store.cards_of(&who.shopper.id).await?;
    let Some(card) = cards.into_iter().find(|it| it.value.id == *id) else {
        return Err(ApiError(refusal));
    };
    let (status, mut error) = view(&refusal);
    error.in_use = views::card_in_use(&app.store, &card.value, clock::now()).await?.in_use;
    Ok((status, Json(error)).into_response())
}

pub async fn set_default(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<CardView>> {
    let id = CardId::new(id);
    seen(&app, &retry_stale(|| card::set_default(&app.store, &who.shopper.id, &id)).await?).await
}

pub async fn rename(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<ChangeCardRequest>,
) -> Answer<Json<CardView>> {
    let id = CardId::new(id);
    seen(&app, &retry_stale(|| card::rename(&app.store, &who.shopper.id, &id, &body.nickname)).await?).await
}

pub async fn order(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<OrderCardsRequest>,
) -> Answer<StatusCode> {
    let ids: Vec<CardId> = body.card_ids.into_iter().map(CardId::new).collect();
    retry_stale(|| card::order(&app.store, &who.shopper.id, &ids)).await?;
    Ok(StatusCode::NO_CONTENT)
}
