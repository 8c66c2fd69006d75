use axum::Json;
use axum::extract::{Path, Query, State};
use jiff::Timestamp;
use jiff::tz::{TimeZone, offset};
use saifu_api::wallet::{OrderPage, OrderView, ReceiptView};
use saifu_wallet::charge::{Charge, spent_since};
use saifu_wallet::id::{ChargeId, ShopperId};
use saifu_wallet::moment::in_japan;
use saifu_wallet::port::store::{Before, ChargeReads};

use crate::app::{App, Shared};
use crate::error::{Answer, refuse};
use crate::routes::SignedIn;
use crate::routes::wallet::page::Page;
use crate::views::Merchants;
use crate::{clock, views};

pub async fn list(
    State(app): State<Shared>,
    who: SignedIn,
    Query(page): Query<Page>,
) -> Answer<Json<OrderPage>> {
    let now = clock::now();
    let before = page.before(|at, id| Before { at, id: ChargeId::new(id) })?;
    let charges = app.store.charges_of(&who.shopper.id, before.as_ref(), page.rows()).await?;
    let last = charges.last().map(|it| (it.approved_at, it.id.as_str()));
    let cursor = page.next(charges.len(), last);
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
pub(super) async fn own(app: &App, shopper: &ShopperId, id: &str) -> Answer<Charge> {
    let found = app.store.charge_of_order(id).await?.map(|it| it.value);
    found.filter(|it| it.shopper_id == *shopper).ok_or(refuse("order.not_found"))
}

fn month_start(now: Timestamp) -> Timestamp {
    let first = in_japan(now).date().first_of_month().to_datetime(jiff::civil::Time::midnight());
    TimeZone::fixed(offset(9)).to_timestamp(first).unwrap_or(now)
}
