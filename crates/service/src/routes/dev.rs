//! What only a sandbox has: the mailbox and a till.

use axum::extract::{Query, State};
use axum::http::HeaderMap;
use axum::http::header::CONTENT_TYPE;
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Form, Json, RequestExt, Router, extract::Request};
use saifu_money::{Amount, Currency};
use saifu_wallet::charge::{self, Charge, ChargeState};
use saifu_wallet::checkout::read_items;
use saifu_wallet::merchant::Merchant;
use saifu_wallet::port::store::MerchantReads;
use saifu_wallet::store_code::{self, Scan};
use serde::Deserialize;
use serde_json::{Value, json};

use crate::app::{App, Shared};
use crate::error::{Answer, ApiError, refuse, view};
use crate::mail::Mail;
use crate::pages::headers::security_headers;
use crate::pages::{Lang, TillForm, TillPage, TillResult, mailbox, till};
use crate::routes::Input;
use crate::{clock, views};

pub fn router() -> Router<Shared> {
    Router::new()
        .route("/dev/mailbox", get(show_mailbox))
        .route("/dev/mailbox.json", get(list_mails))
        .route("/dev/till", get(show_till).post(use_till))
}

#[derive(Deserialize)]
struct To {
    to: Option<String>,
    lang: Option<String>,
}

async fn mails(app: &App, to: Option<&str>) -> Answer<Vec<Mail>> {
    let Some(mailbox) = &app.mailbox else { return Ok(Vec::new()) };
    mailbox.list(to).await.map_err(|error| {
        let cause = saifu_wallet::port::mail::MailError(error.to_string());
        ApiError(saifu_wallet::Refusal::Mail(cause))
    })
}

async fn show_mailbox(State(app): State<Shared>, Query(asked): Query<To>) -> Answer<Response> {
    let mails = mails(&app, asked.to.as_deref()).await?;
    let page = mailbox(&app.site, &mails, clock::now(), Lang::choose(asked.lang.as_deref(), None));
    Ok((security_headers(), Html(page.into_string())).into_response())
}

async fn list_mails(State(app): State<Shared>, Query(asked): Query<To>) -> Answer<Json<Vec<Mail>>> {
    Ok(Json(mails(&app, asked.to.as_deref()).await?))
}

async fn show_till(State(app): State<Shared>, Query(asked): Query<To>) -> Answer<Response> {
    till_page(&app, asked.lang.as_deref(), TillForm::default(), None).await
}

async fn till_page(
    app: &App,
    lang: Option<&str>,
    form: TillForm,
    result: Option<TillResult>,
) -> Answer<Response> {
    let merchants = app.store.merchants().await?;
    let shops =
        merchants.into_iter().filter(|it| !it.is_house()).map(|it| (it.id.to_string(), it.name)).collect();
    let page = TillPage { site: app.site.clone(), shops, form, result };
    Ok((security_headers(), Html(till(&page, Lang::choose(lang, None)).into_string())).into_response())
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct TillRequest {
    code: String,
    amount: String,
    merchant_id: Option<String>,
    items: Option<Value>,
}

/// A person's form is answered with the page, a program's JSON with JSON.
async fn use_till(State(app): State<Shared>, headers: HeaderMap, request: Request) -> Answer<Response> {
    let typed = headers.get(CONTENT_TYPE).and_then(|value| value.to_str().ok()).unwrap_or_default();
    if typed.starts_with("application/json") {
        let Input(asked): Input<TillRequest> = request.extract().await?;
        let charge = charge_code(&app, asked).await?;
        return Ok(Json(json!({
            "orderId": charge.id.order(),
            "state": views::merchant::state_word(charge.state),
            "amount": charge.amount,
        }))
        .into_response());
    }
    let Form(form): Form<TillForm> = request.extract().await.map_err(|_| refuse("request.invalid"))?;
    let result = till_result(charge_code(&app, TillRequest::from(&form)).await);
    till_page(&app, None, form, Some(result)).await
}

impl From<&TillForm> for TillRequest {
    fn from(form: &TillForm) -> Self {
        let merchant_id = Some(form.merchant_id.clone()).filter(|id| !id.is_empty());
        Self { code: form.code.clone(), amount: form.amount.clone(), merchant_id, items: None }
    }
}

fn till_result(charged: Answer<Charge>) -> TillResult {
    match charged {
        Ok(charge) if charge.state == ChargeState::Declined => {
            let code = charge.decline_code.unwrap_or_default();
            TillResult::Refused {
                message: format!("card declined: {code}"),
                code: "charge.declined".to_owned(),
            }
        }
        Ok(charge) => TillResult::Paid { amount: charge.amount, order_id: charge.id.order().to_owned() },
        Err(error) => {
            let (_, view) = view(&error.0);
            TillResult::Refused { code: view.code, message: view.message }
        }
    }
}

async fn charge_code(app: &App, asked: TillRequest) -> Answer<Charge> {
    let invalid = || refuse("request.invalid");
    let merchant = till_merchant(app, asked.merchant_id.as_deref()).await?;
    let amount = Amount::parse(asked.amount.trim(), Currency::Jpy).map_err(|_| invalid())?;
    if amount.is_zero() {
        return Err(invalid());
    }
    let list = asked.items.map(|items| json!({ "lineItems": items }).to_string());
    let fallback = format!("{} お買い上げ", merchant.name);
    let items = read_items(list.as_deref(), amount, &fallback, merchant.default_tax_rate)?;
    let scan = Scan { code: asked.code, amount, items, sandbox: true };
    let charged = store_code::scan(&app.store, &clock::moment(), &merchant, &scan).await?;
    app.waker.wake();
    Ok(charge::drive(&app.store, &app.processor, &clock::moment(), &charged.id).await?)
}

async fn till_merchant(app: &App, id: Option<&str>) -> Answer<Merchant> {
    let merchants = app.store.merchants().await?;
    let wanted = |it: &Merchant| id.map_or_else(|| it.domain.is_empty(), |id| it.id.as_str() == id);
    merchants.into_iter().filter(|it| !it.is_house()).find(wanted).ok_or(refuse("merchant.not_found"))
}
