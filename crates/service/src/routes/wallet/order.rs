use axum::Json;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use saifu_api::wallet::{OrderPage, OrderView, ReceiptView};
use saifu_wallet::charge::{Charge, spent_since};
use saifu_wallet::id::{ChargeId, ShopperId};
use saifu_wallet::moment::in_japan;
use saifu_wallet::port::store::{Before, ChargeReads};
use serde::Deserialize;

use crate::app::{App, Shared};
use crate::error::{Answer, refuse};
use crate::routes::SignedIn;
use crate::views::Merchants;
use crate::{clock, views};

const PAGE: u32 = 30;
const PAGE_MAX: u32 = 100;

#[derive(Deserialize)]
pub struct Page {
    cursor: Option<String>,
    limit: Option<u32>,
}

pub async fn list(
    State(app): State<Shared>,
    who: SignedIn,
    Query(page): Query<Page>,
) -> Answer<Json<OrderPage>> {
    let now = clock::now();
    let before = page.cursor.as_deref().map(read_cursor).transpose()?;
    let limit = page.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let charges = app.store.charges_of(&who.shopper.id, before.as_ref(), limit).await?;
    let full = charges.len() == limit as usize;
    let cursor = charges.last().filter(|_| full).map(write_cursor);
    let mut merchants = Merchants::default();
    let mut orders = Vec::with_capacity(charges.len());
    for charge in &charges {
        orders.push(views::order_row(charge, merchants.of(&app.store, &charge.merchant_id).await?)?);
    }
    let month_total = spent_since(&app.store, &who.shopper.id, month_start(now)).await?;
    Ok(Json(OrderPage { orders, cursor, as_of: now, month_total }))
}

pub async fn show(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<OrderView>> {
    let charge = own(&app, &who.shopper.id, &id).await?;
    let mut merchants = Merchants::default();
    let merchant = merchants.of(&app.store, &charge.merchant_id).await?;
    Ok(Json(views::order(&app.store, &charge, merchant).await?))
}

pub async fn receipt(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<ReceiptView>> {
    let charge = own(&app, &who.shopper.id, &id).await?;
    let mut merchants = Merchants::default();
    let merchant = merchants.of(&app.store, &charge.merchant_id).await?;
    let sandbox = app.site.sandbox;
    Ok(Json(views::receipt(&app.store, &charge, merchant, &who.shopper.name, sandbox).await?))
}

/// An order of this shopper; another's is not found, like an unknown one.
async fn own(app: &App, shopper: &ShopperId, id: &str) -> Answer<Charge> {
    let found = app.store.charge_of_order(id).await?.map(|it| it.value);
    found.filter(|it| it.shopper_id == *shopper).ok_or(refuse("order.not_found"))
}

fn write_cursor(last: &Charge) -> String {
    format!("{}_{}", last.approved_at.as_millisecond(), last.id)
}

fn read_cursor(text: &str) -> Answer<Before> {
    let invalid = || refuse("request.invalid");
    let (at, id) = text.split_once('_').ok_or_else(invalid)?;
    let at = at.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).ok_or_else(invalid)?;
    Ok(Before { at, id: ChargeId::new(id) })
}

fn month_start(now: Timestamp) -> Timestamp {
    let first = in_japan(now).date().first_of_month().to_datetime(jiff::civil::Time::midnight());
    TimeZone::fixed(offset(9)).to_timestamp(first).unwrap_or(now)
}
