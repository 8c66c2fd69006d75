use axum::Json;
use axum::extract::{Path, State};
use saifu_api::wallet::{GiftCodeView, GiftRequest, GiftView, GiftsView, PurchaseView};
use saifu_wallet::charge::drive_refund;
use saifu_wallet::gift::{self, Gift, GiftOrder};
use saifu_wallet::id::GiftId;
use saifu_wallet::port::store::{Find, GiftReads};
use saifu_wallet::refusal::retry_stale;

use crate::app::Shared;
use crate::error::{Answer, refuse};
use crate::routes::{Input, SignedIn};
use crate::{clock, views};

pub async fn buy(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<GiftRequest>,
) -> Answer<Json<PurchaseView>> {
    let order = GiftOrder {
        amount: body.amount,
        recipient_name: body.recipient_name,
        recipient_email: body.recipient_email,
        message: body.message,
        design: views::design(body.design),
        deliver_on: body.deliver_on,
    };
    let bought = gift::buy(&app.store, &clock::moment(), &who.shopper, &order, app.site.sandbox).await?;
    let checkout_session_id = bought.checkout_session_id.to_string();
    Ok(Json(PurchaseView { checkout_session_id, id: bought.id.to_string() }))
}

pub async fn list(State(app): State<Shared>, who: SignedIn) -> Answer<Json<GiftsView>> {
    let now = clock::now();
    let gifts = app.store.gifts_of(&who.shopper.id).await?;
    Ok(Json(GiftsView { gifts: gifts.iter().map(|it| views::gift(it, now)).collect() }))
}

pub async fn show(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<GiftView>> {
    let found = app.store.find::<Gift>(&id).await?.map(|it| it.value);
    let own = found.filter(|it| it.shopper_id == who.shopper.id).ok_or(refuse("gift.not_found"))?;
    Ok(Json(views::gift(&own, clock::now())))
}

pub async fn cancel(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<GiftView>> {
    let (moment, id) = (clock::moment(), GiftId::new(id));
    let (gift, refund) = retry_stale(|| gift::cancel(&app.store, &moment, &who.shopper.id, &id)).await?;
    if let Some(refund) = refund {
        drive_refund(&app.store, &app.processor, &clock::moment(), &refund.id).await?;
    }
    Ok(Json(views::gift(&gift, moment.now)))
}

pub async fn resend(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<GiftView>> {
    let (moment, id) = (clock::moment(), GiftId::new(id));
    let sent = retry_stale(|| gift::resend(&app.store, &app.mailer, &moment, &who.shopper.id, &id)).await?;
    Ok(Json(views::gift(&sent, moment.now)))
}

pub async fn print(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<GiftCodeView>> {
    let (moment, id) = (clock::moment(), GiftId::new(id));
    let code = retry_stale(|| gift::print(&app.store, &moment, &who.shopper.id, &id)).await?;
    Ok(Json(GiftCodeView { code: code.grouped(), link: gift::link(&code) }))
}
