use axum::Json;
use axum::extract::State;
use saifu_api::wallet::HomeView;

use crate::app::Shared;
use crate::error::Answer;
use crate::routes::SignedIn;
use crate::{clock, views};

pub async fn home(State(app): State<Shared>, who: SignedIn) -> Answer<Json<HomeView>> {
    Ok(Json(views::home(&app.store, &who.shopper, clock::now()).await?))
}
