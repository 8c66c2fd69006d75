use axum::Json;
use axum::extract::{Query, State};
use jiff::Timestamp;
use saifu_api::wallet::MovementPage;
use saifu_ledger::TransferId;
use saifu_wallet::gift::LotKind;
use saifu_wallet::movement::MovedBefore;
use saifu_wallet::port::store::MovementReads;
use saifu_wallet::shopper::holdings;
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

pub async fn points(state: State<Shared>, who: SignedIn, page: Query<Page>) -> Answer<Json<MovementPage>> {
    history(&state, &who, &page, LotKind::Points).await
}

pub async fn gift_balance(
    state: State<Shared>,
    who: SignedIn,
    page: Query<Page>,
) -> Answer<Json<MovementPage>> {
    history(&state, &who, &page, LotKind::Gift).await
}

async fn history(app: &App, who: &SignedIn, page: &Page, kind: LotKind) -> Answer<Json<MovementPage>> {
    let shopper = &who.shopper.id;
    let before = page.cursor.as_deref().map(read_cursor).transpose()?;
    let limit = page.limit.unwrap_or(PAGE).clamp(1, PAGE_MAX);
    let found = app.store.movements_of(shopper, kind, before.as_ref(), limit).await?;
    let full = found.len() == limit as usize;
    let cursor = found.last().filter(|_| full).map(|last| write_cursor(&last.place()));
    let mut merchants = Merchants::default();
    let mut movements = Vec::with_capacity(found.len());
    for it in &found {
        movements.push(views::movement(&app.store, it, &mut merchants).await?);
    }
    let balance = holdings(&app.store, shopper, clock::now()).await?.total(kind)?;
    Ok(Json(MovementPage { movements, cursor, balance, promised: Vec::new() }))
}

fn write_cursor(last: &MovedBefore) -> String {
    format!("{}_{}", last.at.as_millisecond(), last.id.as_str())
}

fn read_cursor(text: &str) -> Answer<MovedBefore> {
    let invalid = || refuse("request.invalid");
    let (at, id) = text.split_once('_').ok_or_else(invalid)?;
    let at = at.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).ok_or_else(invalid)?;
    Ok(MovedBefore { at, id: TransferId::new(id) })
}
