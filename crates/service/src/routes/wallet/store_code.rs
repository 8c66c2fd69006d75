use axum::Json;
use axum::extract::State;
use saifu_api::wallet::StoreCodeView;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::store_code;

use crate::app::Shared;
use crate::clock;
use crate::error::Answer;
use crate::routes::SignedIn;

pub async fn issue(State(app): State<Shared>, who: SignedIn) -> Answer<Json<StoreCodeView>> {
    let moment = clock::moment();
    let (digits, code) = retry_stale(|| store_code::issue(&app.store, &moment, &who.shopper.id)).await?;
    Ok(Json(StoreCodeView {
        digits: digits.as_str().to_owned(),
        issued_at: code.issued_at,
        expires_at: code.expires_at,
    }))
}
