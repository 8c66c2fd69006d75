use axum::Json;
use axum::extract::State;
use saifu_api::wallet::TermsView;

use crate::app::Shared;
use crate::views;

/// What must be told of gift balance; for everybody.
pub async fn terms(State(app): State<Shared>) -> Json<TermsView> {
    Json(views::terms(&app.issuer, app.site.sandbox))
}
