use axum::Json;
use axum::extract::{Path, State};
use saifu_api::wallet::{AutomaticTopUpView, CardTopUpRequest, PurchaseView, TopUpView};
use saifu_wallet::id::CardId;
use saifu_wallet::port::store::Find;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::top_up::{self, AutomaticAsked, TopUp};

use crate::app::Shared;
use crate::error::{Answer, refuse};
use crate::routes::{Input, SignedIn};
use crate::{clock, views};

pub async fn by_card(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<CardTopUpRequest>,
) -> Answer<Json<PurchaseView>> {
    let (moment, shopper, sandbox) = (clock::moment(), &who.shopper.id, app.site.sandbox);
    let bought = retry_stale(|| top_up::buy(&app.store, &moment, shopper, body.amount, sandbox)).await?;
    let session = bought.checkout_session_id.ok_or(refuse("checkout.not_found"))?;
    Ok(Json(PurchaseView { checkout_session_id: session.to_string(), id: bought.id.to_string() }))
}

pub async fn show(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<TopUpView>> {
    let found = app.store.find::<TopUp>(&id).await?.map(|it| it.value);
    let own = found.filter(|it| it.shopper_id == who.shopper.id).ok_or(refuse("top_up.not_found"))?;
    Ok(Json(views::top_up(&app.store, &own, clock::now()).await?))
}

pub async fn automatic(State(app): State<Shared>, who: SignedIn) -> Answer<Json<AutomaticTopUpView>> {
    let rule = top_up::automatic_of(&app.store, &clock::moment(), &who.shopper.id).await?;
    Ok(Json(views::automatic(&rule)))
}

pub async fn set_automatic(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<AutomaticTopUpView>,
) -> Answer<Json<AutomaticTopUpView>> {
    let (moment, shopper) = (clock::moment(), &who.shopper.id);
    let asked = AutomaticAsked {
        enabled: body.enabled,
        amount: body.amount,
        below: body.below,
        day_of_month: body.day_of_month,
        card_id: body.card_id.map(CardId::new),
    };
    let rule = retry_stale(|| top_up::set_automatic(&app.store, &moment, shopper, asked.clone())).await?;
    Ok(Json(views::automatic(&rule)))
}
