use axum::Json;
use axum::extract::{Path, Query, State};
use saifu_api::wallet::{DisownedView, SignInPage};
use saifu_wallet::id::SignInId;
use saifu_wallet::port::store::ShopperReads;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::sign_in::{self, SignedInBefore};

use super::page::Page;
use crate::app::Shared;
use crate::error::Answer;
use crate::routes::SignedIn;
use crate::{clock, views};

pub async fn list(State(app): State<Shared>, who: SignedIn, page: Query<Page>) -> Answer<Json<SignInPage>> {
    let before = page.before(|at, id| SignedInBefore { at, id: SignInId::new(id) })?;
    let found = app.store.sign_ins_of(&who.shopper.id, before.as_ref(), page.rows()).await?;
    let cursor = page.next(found.len(), found.last().map(|it| (it.at, it.id.as_str())));
    let shown = found.iter().map(|it| views::sign_in(it, &who.device_id, &who.session_id));
    Ok(Json(SignInPage { sign_ins: shown.collect(), cursor }))
}

pub async fn disown(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
) -> Answer<Json<DisownedView>> {
    let (id, moment) = (SignInId::new(id), clock::moment());
    let run = || sign_in::disown(&app.store, &moment, &who.shopper.id, &who.device_id, &id);
    let ended = retry_stale(run).await?;
    Ok(Json(DisownedView { sessions_ended: ended.sessions_ended, revoked: ended.revoked }))
}
