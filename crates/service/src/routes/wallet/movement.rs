use axum::Json;
use axum::extract::{Query, State};
use saifu_api::wallet::MovementPage;
use saifu_ledger::TransferId;
use saifu_wallet::gift::LotKind;
use saifu_wallet::movement::MovedBefore;
use saifu_wallet::port::store::MovementReads;
use saifu_wallet::shopper::holdings;

use crate::app::{App, Shared};
use crate::error::Answer;
use crate::routes::SignedIn;
use crate::routes::wallet::page::Page;
use crate::views::Merchants;
use crate::{clock, views};

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
    let before = page.before(|at, id| MovedBefore { at, id: TransferId::new(id) })?;
    let found = app.store.movements_of(shopper, kind, before.as_ref(), page.rows()).await?;
    let last = found.last().map(|it| (it.transfer.at, it.transfer.id.as_str()));
    let cursor = page.next(found.len(), last);
    let mut merchants = Merchants::default();
    let mut movements = Vec::with_capacity(found.len());
    for it in &found {
        movements.push(views::movement(&app.store, it, &mut merchants).await?);
    }
    let balance = holdings(&app.store, shopper, clock::now()).await?.total(kind)?;
    let promised = match kind {
        LotKind::Points => views::promises(&app.store, shopper, &mut merchants).await?,
        LotKind::Gift => Vec::new(),
    };
    Ok(Json(MovementPage { movements, cursor, balance, promised }))
}
