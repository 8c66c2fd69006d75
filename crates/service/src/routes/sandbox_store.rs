//! The sandbox's store and bank.

use axum::extract::{Query, State};
use axum::response::{Html, IntoResponse, Redirect, Response};
use axum::routing::get;
use axum::{Extension, Form, Router};
use saifu_money::{Amount, Currency};
use saifu_processor::sandbox::{CashPayment, SandboxState};
use saifu_wallet::port::store::Find;
use saifu_wallet::top_up::{Cash, Instructions, TopUp, TopUpState};
use serde::Deserialize;

use crate::app::{App, Shared};
use crate::clock;
use crate::error::{Answer, refuse};
use crate::pages::headers::security_headers;
use crate::pages::{Lang, StoreCash, StorePage, StoreResult, store};

pub fn router(sandbox: SandboxState) -> Router<Shared> {
    Router::new().route("/sandbox/store", get(show).post(pay)).layer(Extension(sandbox))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    top_up: String,
    lang: Option<String>,
    done: Option<bool>,
}

async fn show(State(app): State<Shared>, Query(asked): Query<Asked>) -> Answer<Response> {
    let page = StorePage {
        site: app.site.clone(),
        now: clock::now(),
        cash: found(&app, &asked.top_up).await?.and_then(|top_up| cash(&top_up)),
        result: asked.done.map(|done| if done { StoreResult::Done } else { StoreResult::Refused }),
    };
    let lang = Lang::choose(asked.lang.as_deref(), None);
    Ok((security_headers(), Html(store(&page, lang).into_string())).into_response())
}

async fn found(app: &App, id: &str) -> Answer<Option<TopUp>> {
    Ok(app.store.find::<TopUp>(id).await?.map(|it| it.value))
}

fn cash(top_up: &TopUp) -> Option<StoreCash> {
    let cash = top_up.cash.as_ref()?;
    let (place, number, is_transfer) = match cash.instructions.as_ref()? {
        Instructions::Slip(slip) => (slip.chain.name().to_owned(), slip.number.clone(), false),
        Instructions::BankTransfer(bank) => (bank.bank_name.clone(), bank.account_number.clone(), true),
    };
    Some(StoreCash {
        top_up_id: top_up.id.to_string(),
        place,
        number,
        amount: top_up.amount.add(cash.fee).ok()?,
        due_at: top_up.pay_by,
        is_transfer,
        can_pay: top_up.state == TopUpState::Pending,
        can_pay_again: top_up.state == TopUpState::Settled,
        can_pay_late: is_over(top_up, cash),
    })
}

/// Once it was paid late, it is not paid again: the sandbox takes it once.
fn is_over(top_up: &TopUp, cash: &Cash) -> bool {
    matches!(top_up.state, TopUpState::Expired | TopUpState::Canceled) && cash.booked.is_zero()
}

#[derive(Deserialize)]
struct Payment {
    outcome: String,
    #[serde(default)]
    amount: String,
}

/// What the store or the bank does; the processor tells the service of it as of any payment.
async fn pay(
    State(app): State<Shared>,
    Extension(sandbox): Extension<SandboxState>,
    Query(asked): Query<Asked>,
    Form(form): Form<Payment>,
) -> Answer<Response> {
    let top_up = found(&app, &asked.top_up).await?.ok_or(refuse("top_up.not_found"))?;
    let payment = top_up.cash.as_ref().and_then(|cash| cash.payment_id.as_deref());
    let payment = payment.ok_or(refuse("top_up.not_found"))?;
    let done = match how(&form) {
        Some(how) => sandbox.pay_cash(payment, how).await.is_ok(),
        None => false,
    };
    let lang = Lang::choose(asked.lang.as_deref(), None);
    let back = format!("/sandbox/store?top_up={}&lang={}&done={done}", top_up.id, lang.tag());
    Ok(Redirect::to(&back).into_response())
}

fn how(form: &Payment) -> Option<CashPayment> {
    Some(match form.outcome.as_str() {
        "paid" => CashPayment::Paid,
        "paid_twice" => CashPayment::PaidTwice,
        "expired" => CashPayment::Expired,
        "late" => CashPayment::Late,
        "sum" => CashPayment::Sum(
            Amount::parse(form.amount.trim(), Currency::Jpy).ok().filter(|it| !it.is_zero())?,
        ),
        _ => return None,
    })
}
