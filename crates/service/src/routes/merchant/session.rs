use axum::Json;
use axum::body::Bytes;
use axum::extract::{Extension, Path, State};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use saifu_api::merchant::{
    CheckoutSessionRequest, CheckoutSessionView, CompleteRequest, PaymentDetailsRequest,
};
use saifu_wallet::charge;
use saifu_wallet::checkout::{self, Asked, CheckoutSession, PaymentIntent};
use saifu_wallet::id::CheckoutSessionId;
use saifu_wallet::port::store::Find;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::shopper::Shopper;
use url::Url;

use super::body::{amount, metadata, read};
use super::caller::Caller;
use super::charge::captured_status;
use super::error::{Answer, MerchantError};
use super::idempotency::{Key, made_before, made_by};
use super::standing;
use crate::app::{App, Shared};
use crate::{clock, views};

const SOFT_DESCRIPTOR_MAX: usize = 16;

pub async fn create(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Extension(key): Extension<Key>,
    body: Bytes,
) -> Answer<Response> {
    if let Some(id) = made_before(&app, &key).await? {
        return Ok(
            (StatusCode::CREATED, Json(view(&app, &own(&app, &caller, &id).await?).await?)).into_response()
        );
    }
    let request: CheckoutSessionRequest = read(&body)?;
    refuse_wrong_store(&request, &caller)?;
    if request.web_checkout_details.is_none() {
        return Err(MerchantError::missing("webCheckoutDetails"));
    }
    let asked = asked(&request)?;
    let (moment, merchant) = (clock::moment(), &caller.merchant);
    let made = checkout::create(&app.store, &moment, merchant, asked, caller.sandbox, key.0.as_ref()).await;
    let id = made_by(&app, &key, made.map(|session| session.id.to_string())).await?;
    Ok((StatusCode::CREATED, Json(view(&app, &own(&app, &caller, &id).await?).await?)).into_response())
}

pub async fn show(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
) -> Answer<Json<CheckoutSessionView>> {
    Ok(Json(view(&app, &own(&app, &caller, &id).await?).await?))
}

pub async fn update(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer<Json<CheckoutSessionView>> {
    let change = asked(&read(&body)?)?;
    let (moment, id) = (clock::moment(), CheckoutSessionId::new(id));
    let run = || checkout::update(&app.store, &moment, &caller.merchant, &id, change.clone());
    Ok(Json(view(&app, &retry_stale(run).await?).await?))
}

pub async fn complete(
    State(app): State<Shared>,
    Extension(caller): Extension<Caller>,
    Extension(key): Extension<Key>,
    Path(id): Path<String>,
    body: Bytes,
) -> Answer<Response> {
    if made_before(&app, &key).await?.is_none() {
        let request: CompleteRequest = read(&body)?;
        let price = request.charge_amount.ok_or_else(|| MerchantError::missing("chargeAmount"))?;
        let amount = amount(&price, "chargeAmount")?;
        let (moment, id, key_of) = (clock::moment(), CheckoutSessionId::new(id.clone()), key.0.as_ref());
        let run = || checkout::complete(&app.store, &moment, &caller.merchant, &id, amount, key_of);
        let done = retry_stale(run).await.map(|(session, _)| session.id.to_string());
        made_by(&app, &key, done).await?;
    }
    completed(&app, &own(&app, &caller, &id).await?).await
}

/// The answer for a session that was completed just now.
async fn completed(app: &App, session: &CheckoutSession) -> Answer<Response> {
    let charge = session.charge_id.as_ref().ok_or_else(MerchantError::failed)?;
    let charge = charge::drive(&app.store, &app.processor, &clock::moment(), charge).await?;
    let status = captured_status(charge.state)?;
    Ok((status, Json(view(app, session).await?)).into_response())
}

async fn own(app: &App, caller: &Caller, id: &str) -> Answer<CheckoutSession> {
    let found = app.store.find::<CheckoutSession>(id).await?.map(|it| it.value);
    found.filter(|it| it.merchant_id == caller.merchant.id).ok_or_else(MerchantError::not_found)
}

async fn view(app: &App, session: &CheckoutSession) -> Answer<CheckoutSessionView> {
    // The buyer is known to the shop once they approved, not when they look.
    let buyer = match (&session.charge_id, &session.shopper_id) {
        (Some(_), Some(id)) => app.store.find::<Shopper>(id.as_str()).await?,
        _ => None,
    };
    let buyer = buyer.map(|it| views::merchant::buyer(&it.value, &session.merchant_id));
    Ok(views::merchant::session(session, buyer, clock::now(), &app.public_url))
}

fn refuse_wrong_store(request: &CheckoutSessionRequest, caller: &Caller) -> Answer<()> {
    match request.store_id.as_deref() {
        None => Err(MerchantError::missing("storeId")),
        Some(store) if store != caller.merchant.store_id => Err(MerchantError::invalid(store, "storeId")),
        Some(_) => Ok(()),
    }
}

/// What a body asks for, each value checked by itself.
fn asked(request: &CheckoutSessionRequest) -> Answer<Asked> {
    let web = request.web_checkout_details.clone().unwrap_or_default();
    let metadata = metadata(request.merchant_metadata.clone());
    let payment = request.payment_details.clone().unwrap_or_default();
    Ok(Asked {
        review_return_url: address(web.checkout_review_return_url, "checkoutReviewReturnUrl")?,
        result_return_url: address(web.checkout_result_return_url, "checkoutResultReturnUrl")?,
        cancel_url: address(web.checkout_cancel_url, "checkoutCancelUrl")?,
        intent: payment.payment_intent.as_deref().map(intent).transpose()?,
        charge_amount: charge_amount(&payment)?,
        can_handle_pending: payment.can_handle_pending_authorization.unwrap_or(false),
        soft_descriptor: soft_descriptor(payment.soft_descriptor)?,
        merchant_reference_id: metadata.merchant_reference_id,
        merchant_store_name: metadata.merchant_store_name,
        note_to_buyer: metadata.note_to_buyer,
        custom_information: metadata.custom_information,
        supplementary_data: request.supplementary_data.clone(),
        standing: standing::asked(request)?,
        platform_id: request.platform_id.clone(),
        provider_reference_id: request.provider_metadata.clone().and_then(|it| it.provider_reference_id),
    })
}

fn address(value: Option<String>, parameter: &str) -> Answer<Option<String>> {
    let Some(text) = value else { return Ok(None) };
    let url = Url::parse(&text).ok().filter(|url| matches!(url.scheme(), "https" | "http"));
    match url {
        Some(_) => Ok(Some(text)),
        None => Err(MerchantError::invalid(&text, parameter)),
    }
}

fn intent(text: &str) -> Answer<PaymentIntent> {
    match text {
        "Authorize" => Ok(PaymentIntent::Authorize),
        "AuthorizeWithCapture" => Ok(PaymentIntent::AuthorizeWithCapture),
        other => Err(MerchantError::invalid(other, "paymentIntent")),
    }
}

fn charge_amount(payment: &PaymentDetailsRequest) -> Answer<Option<saifu_money::Amount>> {
    let charge = payment.charge_amount.as_ref().map(|price| amount(price, "chargeAmount")).transpose()?;
    let total =
        payment.total_order_amount.as_ref().map(|price| amount(price, "totalOrderAmount")).transpose()?;
    if total.is_some() && total != charge {
        return Err(MerchantError::bad(
            "InvalidParameterCombination",
            "totalOrderAmount must equal chargeAmount.",
        ));
    }
    Ok(charge)
}

pub fn soft_descriptor(value: Option<String>) -> Answer<Option<String>> {
    match value {
        Some(text) if text.chars().count() > SOFT_DESCRIPTOR_MAX => {
            Err(MerchantError::invalid(&text, "softDescriptor"))
        }
        value => Ok(value),
    }
}
