//! What the script of the hosted pages asks: signing in with a passkey of the browser at one checkout, its terms, their
//! approval; and adding such a passkey.
//!
//! The browser's session is a cookie of its own for each checkout: `__Host-`, Secure, HttpOnly and SameSite=Strict. On
//! a loopback address without TLS, which exists for trying things, it has another name and is not Secure, because
//! not every browser takes `Secure` there.

use std::collections::HashMap;
use std::convert::Infallible;

use axum::extract::{FromRequestParts, Path, Request, State};
use axum::http::header::{ACCEPT_LANGUAGE, COOKIE, ORIGIN, RETRY_AFTER, SET_COOKIE};
use axum::http::request::Parts;
use axum::http::{HeaderMap, Method};
use axum::middleware::Next;
use axum::response::{IntoResponse, Response};
use axum::routing::post;
use axum::{Json, RequestPartsExt, Router};
use saifu_wallet::browser::{self, BROWSER_LIFE_S, BrowserCaller};
use saifu_wallet::charge::{self, ChargeState, Signed, Verifier};
use saifu_wallet::id::{BrowserSessionId, CheckoutSessionId, ProposalId};
use saifu_wallet::port::store::ShopperReads;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::{funding, proposal};
use serde::Deserialize;
use serde_json::{Value, json};

use super::route::{Route, Who, routes};
use super::{Input, Network, page_passkey};
use crate::app::{App, Shared};
use crate::error::{Answer, ApiError, RefusalCode, refuse};
use crate::pages::{self, Lang};
use crate::{clock, views};

routes! {
    post "/checkout/{id}/browser/sign-ins" Anybody => start_sign_in;
    post "/checkout/{id}/browser/sign-ins/{sign_in}" Anybody => finish_sign_in;
    post "/checkout/{id}/browser/proposals" Browser => propose;
    post "/checkout/{id}/browser/approvals" Browser => approve;
    post "/passkeys/add/registrations" Anybody => page_passkey::start;
    post "/passkeys/add/registrations/{id}" Anybody => page_passkey::finish;
}

/// Only our own pages ask here: browsers name the page's origin with every POST, and no page can name another.
pub async fn same_origin(State(app): State<Shared>, request: Request, next: Next) -> Response {
    let headers = request.headers();
    let is_own = |name: &str, own: &str| headers.get(name).is_some_and(|value| value == own);
    let fetched = headers.get("sec-fetch-site").is_none() || is_own("sec-fetch-site", "same-origin");
    let own = is_own(ORIGIN.as_str(), &app.party.origin) && fetched;
    if own || request.method() == Method::GET {
        next.run(request).await
    } else {
        refuse("request.cross_origin").into_response()
    }
}

/// A refusal in the words of the page that asked.
pub async fn in_words(PageLang(lang): PageLang, request: Request, next: Next) -> Response {
    let response = next.run(request).await;
    let Some(RefusalCode(code)) = response.extensions().get::<RefusalCode>() else { return response };
    let told = json!({ "code": code, "text": pages::refusal_text(code, lang) });
    let retry = response.headers().get(RETRY_AFTER).map(|at| [(RETRY_AFTER, at.clone())]);
    (response.status(), retry, Json(told)).into_response()
}

/// The language of the page that asks: its script says it as a browser would.
pub struct PageLang(Lang);

impl<S: Sync> FromRequestParts<S> for PageLang {
    type Rejection = Infallible;

    async fn from_request_parts(parts: &mut Parts, _: &S) -> Result<Self, Infallible> {
        let accepted = parts.headers.get(ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
        Ok(Self(Lang::choose(None, accepted)))
    }
}

/// Who is signed in at the checkout of the path.
pub struct InBrowser(BrowserCaller);

impl FromRequestParts<Shared> for InBrowser {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        let path = parts.extract::<Path<HashMap<String, String>>>().await;
        let id = path.ok().and_then(|Path(mut names)| names.remove("id")).ok_or(refuse("session.invalid"))?;
        let checkout = CheckoutSessionId::new(id);
        let name = cookie_name(app, &checkout);
        let token = cookie(&parts.headers, &name).ok_or(refuse("session.invalid"))?;
        Ok(Self(browser::authenticate(&app.store, &clock::moment(), &checkout, token).await?))
    }
}

fn is_secure(app: &App) -> bool {
    app.party.origin.starts_with("https://")
}

/// One a checkout, so that two that are open in one browser keep theirs. What a path says may be anything: letters,
/// digits and hyphens are what an id has, and what a cookie's name takes.
fn cookie_name(app: &App, checkout: &CheckoutSessionId) -> String {
    let prefix = if is_secure(app) { "__Host-" } else { "" };
    let id: String =
        checkout.as_str().chars().filter(|it| it.is_ascii_alphanumeric() || *it == '-').take(40).collect();
    format!("{prefix}checkout-{id}")
}

fn cookie<'a>(headers: &'a HeaderMap, name: &str) -> Option<&'a str> {
    let all = headers.get_all(COOKIE).into_iter().filter_map(|value| value.to_str().ok());
    let mut pairs = all.flat_map(|it| it.split(';')).filter_map(|pair| pair.trim().split_once('='));
    pairs.find(|(key, _)| *key == name).map(|(_, value)| value)
}

async fn start_sign_in(State(app): State<Shared>, Path(id): Path<String>) -> Answer<Json<Value>> {
    let (moment, checkout) = (clock::moment(), CheckoutSessionId::new(id));
    let (id, options) = browser::start_sign_in(&app.store, &app.party, &moment, &checkout).await?;
    Ok(Json(json!({ "signInId": id, "options": options })))
}

#[derive(Deserialize)]
struct SignInAnswer {
    credential: Value,
}

async fn finish_sign_in(
    State(app): State<Shared>,
    Path((checkout, id)): Path<(String, String)>,
    Network(network): Network,
    Input(body): Input<SignInAnswer>,
) -> Answer<Response> {
    let (checkout, id) = (CheckoutSessionId::new(checkout), BrowserSessionId::new(id));
    let (store, party, moment) = (&app.store, &app.party, clock::moment());
    let finished =
        browser::finish_sign_in(store, party, &moment, &checkout, &id, &body.credential, &network).await;
    let token = finished?;
    let secure = if is_secure(&app) { " Secure;" } else { "" };
    let cookie = format!(
        "{}={}; Path=/; Max-Age={BROWSER_LIFE_S};{secure} HttpOnly; SameSite=Strict",
        cookie_name(&app, &checkout),
        token.reveal(),
    );
    Ok(([(SET_COOKIE, cookie)], Json(json!({ "expiresAt": token.expires_at }))).into_response())
}

/// Freezes the terms by the shopper's own order of paying, and shows them as the app would.
async fn propose(
    State(app): State<Shared>,
    InBrowser(who): InBrowser,
    PageLang(lang): PageLang,
) -> Answer<Json<Value>> {
    let (moment, shopper, id) = (clock::moment(), &who.shopper_id, &who.checkout_session_id);
    let rule = funding::rule_of(&app.store, shopper).await?;
    let proposed =
        retry_stale(|| proposal::propose(&app.store, &moment, shopper, None, id, rule.clone())).await?;
    let credentials = app.store.credentials_of(shopper).await?;
    let view = views::proposal(&app.store, &proposed, &credentials, moment.now).await?;
    Ok(Json(json!({
        "proposalId": view.terms.proposal_id,
        "html": pages::terms(&view, lang, moment.now).into_string(),
        "options": app.party.approval_options(&view.terms, &who.credential_id, moment.now),
    })))
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ApproveRequest {
    proposal_id: String,
    credential: Value,
    second_factor: Option<String>,
}

async fn approve(
    State(app): State<Shared>,
    InBrowser(who): InBrowser,
    PageLang(lang): PageLang,
    Input(body): Input<ApproveRequest>,
) -> Answer<Json<Value>> {
    let (moment, id) = (clock::moment(), ProposalId::new(body.proposal_id));
    let verifier = Verifier { party: &app.party, factor_key: &app.factor_key };
    let signed = Signed { assertion: &body.credential, second_factor: body.second_factor.as_deref() };
    let run = || browser::approve(&app.store, &verifier, &moment, &who, &id, &signed);
    let approved = retry_stale(run).await?;
    app.waker.wake();
    let charge = charge::drive(&app.store, &app.processor, &clock::moment(), &approved.id).await?;
    let (outcome, html) = match (charge.state, &charge.bank_page) {
        (ChargeState::AuthorizationInitiated, Some(page)) => ("atBank", Some(pages::at_bank(page, lang))),
        (ChargeState::AuthorizationInitiated, None) => ("processing", Some(pages::processing(lang))),
        (ChargeState::Declined, _) => ("declined", Some(pages::declined(lang))),
        _ => ("authorized", None),
    };
    Ok(Json(json!({ "outcome": outcome, "html": html.map(|it| it.into_string()) })))
}
