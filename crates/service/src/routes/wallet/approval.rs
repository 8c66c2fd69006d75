use axum::Json;
use axum::extract::{Path, State};
use axum::http::StatusCode;
use saifu_api::wallet::{
    ApprovalOutcome, ApprovalView, ApproveRequest, ChargeProposalView, FundingPreference,
};
use saifu_wallet::charge::{self, Charge, ChargeState, Signed, Verifier};
use saifu_wallet::id::{CheckoutSessionId, ProposalId};
use saifu_wallet::port::store::ShopperReads;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::{checkout, funding, proposal};

use crate::app::Shared;
use crate::error::Answer;
use crate::routes::wallet::order::own;
use crate::routes::{Input, SignedIn};
use crate::{clock, views};

pub async fn propose(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<Option<FundingPreference>>,
) -> Answer<Json<ChargeProposalView>> {
    let (moment, shopper, id) = (clock::moment(), &who.shopper.id, CheckoutSessionId::new(id));
    let preference = match body {
        Some(preference) => views::preferred(preference),
        None => funding::rule_of(&app.store, shopper).await?,
    };
    let proposed = retry_stale(|| {
        proposal::propose(&app.store, &moment, shopper, Some(&who.device_id), &id, preference.clone())
    })
    .await?;
    let credentials = app.store.credentials_of(shopper).await?;
    Ok(Json(views::proposal(&app.store, &proposed, &credentials, moment.now).await?))
}

pub async fn decline(State(app): State<Shared>, who: SignedIn, Path(id): Path<String>) -> Answer<StatusCode> {
    let (moment, id) = (clock::moment(), CheckoutSessionId::new(id));
    retry_stale(|| checkout::decline(&app.store, &moment, &who.shopper.id, &id)).await?;
    Ok(StatusCode::NO_CONTENT)
}

pub async fn approve(
    State(app): State<Shared>,
    who: SignedIn,
    Path(id): Path<String>,
    Input(body): Input<ApproveRequest>,
) -> Answer<Json<ApprovalView>> {
    let (moment, shopper, id) = (clock::moment(), &who.shopper.id, ProposalId::new(id));
    let verifier = Verifier { party: &app.party, factor_key: &app.factor_key };
    let signed = Signed { assertion: &body.credential, second_factor: body.second_factor.as_deref() };
    let run = || charge::approve(&app.store, &verifier, &moment, shopper, &id, &signed);
    let approved = retry_stale(run).await?;
    app.waker.wake();
    let driven = charge::drive(&app.store, &app.processor, &clock::moment(), &approved.id).await?;
    Ok(Json(outcome(&driven)))
}

/// What became of an approval that was not decided at once.
pub async fn outcome_of(
    State(app): State<Shared>,
    who: SignedIn,
    Path(order): Path<String>,
) -> Answer<Json<ApprovalView>> {
    Ok(Json(outcome(&own(&app, &who.shopper.id, &order).await?)))
}

fn outcome(charge: &Charge) -> ApprovalView {
    let outcome = match charge.state {
        ChargeState::AuthorizationInitiated if charge.bank_page.is_some() => ApprovalOutcome::AtBank,
        ChargeState::AuthorizationInitiated => ApprovalOutcome::Processing,
        ChargeState::Declined => ApprovalOutcome::Declined,
        _ => ApprovalOutcome::Authorized,
    };
    ApprovalView {
        order_id: charge.id.order().to_owned(),
        outcome,
        decline_code: charge.decline_code.clone(),
        bank_page: charge.bank_page.clone(),
    }
}
