use axum::Json;
use axum::extract::{Path, Query, State};
use saifu_api::wallet::{
    AutomaticTopUpView, BankTransferRequest, CardTopUpRequest, PurchaseView, SlipRequest, TopUpPage,
    TopUpView,
};
use saifu_money::Amount;
use saifu_wallet::checkout;
use saifu_wallet::id::{CardId, TopUpId};
use saifu_wallet::port::store::{Find, TopUpReads};
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::top_up::{self, Ask, AutomaticAsked, CashMethod, POLICY, TopUp, ToppedUpBefore};

use crate::app::{App, Shared};
use crate::error::{Answer, refuse};
use crate::routes::wallet::page::Page;
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
    seen(&app, own(&app, &who, &id).await?).await
}

async fn own(app: &App, who: &SignedIn, id: &str) -> Answer<TopUp> {
    let found = app.store.find::<TopUp>(id).await?.map(|it| it.value);
    found.filter(|it| it.shopper_id == who.shopper.id).ok_or(refuse("top_up.not_found"))
}

async fn seen(app: &App, top_up: TopUp) -> Answer<Json<TopUpView>> {
    Ok(Json(views::top_up(&app.store, &top_up, clock::now()).await?))
}

pub async fn list(State(app): State<Shared>, who: SignedIn, page: Query<Page>) -> Answer<Json<TopUpPage>> {
    let (now, shopper) = (clock::now(), &who.shopper.id);
    let before = page.before(|at, id| ToppedUpBefore { at, id: TopUpId::new(id) })?;
    let found = app.store.top_ups_of(shopper, before.as_ref(), page.rows()).await?;
    let cursor = page.next(found.len(), found.last().map(|it| (it.created_at, it.id.as_str())));
    let mut top_ups = Vec::with_capacity(found.len());
    for it in &found {
        top_ups.push(views::top_up(&app.store, it, now).await?);
    }
    let limits = views::limits(&top_up::usage(&app.store, shopper, now).await?)?;
    Ok(Json(TopUpPage { top_ups, cursor, limits }))
}

pub async fn by_slip(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<SlipRequest>,
) -> Answer<Json<TopUpView>> {
    by_cash(&app, &who, body.amount, CashMethod::Slip(views::store_chain(body.chain))).await
}

pub async fn by_bank_transfer(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<BankTransferRequest>,
) -> Answer<Json<TopUpView>> {
    by_cash(&app, &who, body.amount, CashMethod::BankTransfer).await
}

async fn by_cash(app: &App, who: &SignedIn, amount: Amount, method: CashMethod) -> Answer<Json<TopUpView>> {
    let moment = clock::moment();
    let asked = Ask { shopper: &who.shopper.id, amount, method, policy: &POLICY, counter: &app.counter };
    let top_up = retry_stale(|| top_up::ask(&app.store, &moment, &asked)).await?;
    seen(app, driven(app, &top_up.id).await?).await
}

async fn driven(app: &App, id: &TopUpId) -> Answer<TopUp> {
    Ok(top_up::drive(&app.store, &app.processor, &app.counter, &clock::moment(), id).await?)
}

/// A card's top-up waits in its session, which the shopper declines; for cash the processor is asked.
pub async fn cancel(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<TopUpView>> {
    let (moment, shopper) = (clock::moment(), &who.shopper.id);
    let found = own(&app, &who, &id).await?;
    match &found.checkout_session_id {
        Some(session) => {
            retry_stale(|| checkout::decline(&app.store, &moment, shopper, session)).await?;
            seen(&app, own(&app, &who, &id).await?).await
        }
        None => {
            retry_stale(|| top_up::cancel(&app.store, &moment, shopper, &found.id)).await?;
            seen(&app, driven(&app, &found.id).await?).await
        }
    }
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
