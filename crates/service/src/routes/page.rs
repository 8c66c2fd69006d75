//! The hosted checkout: the page and its events.

use std::convert::Infallible;
use std::time::Duration;

use axum::Router;
use axum::extract::{Path, Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::sse::{Event, KeepAlive, Sse};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use saifu_wallet::charge::{Charge, ChargeState};
use saifu_wallet::checkout::{CancelReason, CheckoutSession, SessionState};
use saifu_wallet::merchant::Merchant;
use saifu_wallet::port::store::Find;
use saifu_wallet::{Outcome, Refusal};
use serde::Deserialize;
use serde_json::json;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;

use crate::app::{App, Shared};
use crate::clock;
use crate::error::{Answer, refuse};
use crate::pages::headers::security_headers;
use crate::pages::{
    CheckoutPage, CheckoutState, Ending, FONT, FONT_PATH, Item, Lang, Shop, add_passkey, card_returned,
    checkout, checkout_not_found,
};
use crate::serve::CARD_RETURN_PATH;
use crate::views::merchant::with_session_id;

const LOOK_EVERY: Duration = Duration::from_secs(1);

pub fn router() -> Router<Shared> {
    Router::new()
        .route("/checkout/processing", get(page))
        .route("/checkout/{id}/events", get(events))
        .route("/passkeys/add", get(add))
        .route(CARD_RETURN_PATH, get(returned))
        .route(FONT_PATH, get(font))
}

/// The figures' font; its name changes with its content.
async fn font() -> impl IntoResponse {
    let headers = [
        (header::CONTENT_TYPE, "font/woff2"),
        (header::CACHE_CONTROL, "public, max-age=31536000, immutable"),
    ];
    (headers, FONT)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct Asked {
    amazon_checkout_session_id: Option<String>,
    lang: Option<String>,
}

/// Where the card's bank sends the shopper's browser afterwards; the app asks for the outcome itself.
async fn returned(State(app): State<Shared>, headers: HeaderMap) -> Response {
    let body = card_returned(&app.site, Lang::choose(None, accepted(&headers))).into_string();
    (security_headers(), Html(body)).into_response()
}

/// The page that adds a browser or a security key. It knows nobody: the code comes from the app.
async fn add(State(app): State<Shared>, Query(asked): Query<Asked>, headers: HeaderMap) -> Response {
    let lang = Lang::choose(asked.lang.as_deref(), accepted(&headers));
    let agent = headers.get(header::USER_AGENT).and_then(|value| value.to_str().ok()).unwrap_or_default();
    let body = add_passkey(&app.site, agent, lang).into_string();
    (security_headers(), Html(body)).into_response()
}

fn accepted(headers: &HeaderMap) -> Option<&str> {
    headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok())
}

async fn page(State(app): State<Shared>, Query(asked): Query<Asked>, headers: HeaderMap) -> Answer<Response> {
    let lang = Lang::choose(asked.lang.as_deref(), accepted(&headers));
    let id = asked.amazon_checkout_session_id.unwrap_or_default();
    let Some((session, state)) = session_and_state(&app, &id).await? else {
        let body = checkout_not_found(&app.site, lang).into_string();
        return Ok((StatusCode::NOT_FOUND, security_headers(), Html(body)).into_response());
    };
    let page = checkout_page(&app, session, state).await?;
    Ok((security_headers(), Html(checkout(&page, lang).into_string())).into_response())
}

async fn checkout_page(app: &App, session: CheckoutSession, state: CheckoutState) -> Outcome<CheckoutPage> {
    let merchant = app.store.find::<Merchant>(session.merchant_id.as_str()).await?;
    let merchant = merchant.ok_or_else(|| Refusal::Stored("a session without a merchant".to_owned()))?.value;
    let amount = session.asked.charge_amount.ok_or(Refusal::rule("checkout.not_ready"))?;
    let items = session.items.iter().map(|item| Item {
        name: item.name.clone(),
        quantity: item.quantity,
        amount: item.amount,
    });
    Ok(CheckoutPage {
        site: app.site.clone(),
        checkout_session_id: session.id.to_string(),
        shop: Shop {
            tint: merchant.tint(),
            name: merchant.name,
            mark: merchant.mark,
            domain: Some(merchant.domain).filter(|domain| !domain.is_empty()),
        },
        amount,
        items: items.collect(),
        deep_link: format!("saifu://checkout/{}", session.id),
        now: clock::now(),
        expires_at: session.expires_at,
        state,
        cancel_url: session.asked.cancel_url.or(session.asked.review_return_url),
    })
}

/// A session that can be shown, with where it stands.
async fn session_and_state(app: &App, id: &str) -> Outcome<Option<(CheckoutSession, CheckoutState)>> {
    let found = app.store.find::<CheckoutSession>(id).await?.map(|it| it.value);
    let Some(session) = found.filter(CheckoutSession::is_ready) else { return Ok(None) };
    let charge = match &session.charge_id {
        Some(id) => app.store.find::<Charge>(id.as_str()).await?.map(|it| it.value),
        None => None,
    };
    let state = state_of(&session, charge.as_ref());
    Ok(Some((session, state)))
}

fn state_of(session: &CheckoutSession, charge: Option<&Charge>) -> CheckoutState {
    let approved = || CheckoutState::Approved {
        return_url: session
            .asked
            .result_return_url
            .as_deref()
            .and_then(|url| with_session_id(url, &session.id)),
    };
    match (session.state_at(clock::now()), charge.map(|charge| charge.state)) {
        ((SessionState::Canceled, Some(CancelReason::Expired)), _) => CheckoutState::Ended(Ending::Expired),
        ((SessionState::Canceled, Some(CancelReason::Declined)), _) => CheckoutState::Ended(Ending::Declined),
        ((SessionState::Canceled, _), _) => CheckoutState::Ended(Ending::Canceled),
        ((SessionState::Completed, _), _) => approved(),
        (_, Some(ChargeState::AuthorizationInitiated | ChargeState::Declined) | None) => CheckoutState::Open,
        (_, Some(_)) => approved(),
    }
}

/// Where the session stands, now and whenever that changes, until it is decided.
async fn events(
    State(app): State<Shared>,
    Path(id): Path<String>,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    session_and_state(&app, &id).await?.ok_or(refuse("checkout.not_found"))?;
    let (send, receive) = mpsc::channel(4);
    tokio::spawn(follow(app, id, send));
    Ok(Sse::new(ReceiverStream::new(receive)).keep_alive(KeepAlive::default()))
}

async fn follow(app: Shared, id: String, send: mpsc::Sender<Result<Event, Infallible>>) {
    let mut waking = app.waker.waking();
    let mut told = None;
    while !send.is_closed() {
        let Ok(Some((_, state))) = session_and_state(&app, &id).await else { return };
        if told.as_ref() != Some(&state) {
            let Ok(event) = Event::default().json_data(state_view(&state)) else { return };
            if send.send(Ok(event)).await.is_err() || state != CheckoutState::Open {
                return;
            }
            told = Some(state);
        }
        // Either is a reason to look again.
        let _ = timeout(LOOK_EVERY, waking.changed()).await;
    }
}

fn state_view(state: &CheckoutState) -> serde_json::Value {
    let (word, url) = match state {
        CheckoutState::Open => ("open", None),
        CheckoutState::Approved { return_url } => ("approved", return_url.as_deref()),
        CheckoutState::Ended(Ending::Declined) => ("declined", None),
        CheckoutState::Ended(Ending::Canceled) => ("canceled", None),
        CheckoutState::Ended(Ending::Expired) => ("expired", None),
    };
    json!({ "state": word, "returnUrl": url })
}
