use axum::Json;
use axum::extract::State;
use saifu_api::wallet::FundingPreference;
use saifu_wallet::funding;
use saifu_wallet::refusal::retry_stale;

use crate::app::Shared;
use crate::error::Answer;
use crate::routes::{Input, SignedIn};
use crate::{clock, views};

pub async fn show(State(app): State<Shared>, who: SignedIn) -> Answer<Json<FundingPreference>> {
    let rule = funding::rule_of(&app.store, &who.shopper.id).await?;
    Ok(Json(views::preference(&rule)))
}

pub async fn change(
    State(app): State<Shared>,
    who: SignedIn,
    Input(body): Input<FundingPreference>,
) -> Answer<Json<FundingPreference>> {
    let (moment, shopper, rule) = (clock::moment(), &who.shopper.id, views::preferred(body));
    let changed = retry_stale(|| funding::set_rule(&app.store, &moment, shopper, rule.clone())).await?;
    Ok(Json(views::preference(&changed)))
}
