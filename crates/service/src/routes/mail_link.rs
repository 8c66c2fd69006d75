//! What the links of a mail lead to: a page that says what it is about, and one button. Opening the page changes
//! nothing, because mail scanners open links too.

use axum::extract::{Query, State};
use axum::http::{HeaderMap, StatusCode, header};
use axum::response::{Html, IntoResponse, Response};
use axum::routing::get;
use axum::{Form, Router};
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::{Outcome, Refusal, recovery, shopper};
use serde::Deserialize;

use crate::app::{App, Shared};
use crate::clock;
use crate::error::Answer;
use crate::pages::headers::security_headers;
use crate::pages::{Deed, Lang, mail_link, mail_link_done, mail_link_over};

/// Where a recovery is stopped.
pub const STOP_RECOVERY: &str = "/recovery/stop";
/// Where a change of address is taken back.
pub const UNDO_EMAIL: &str = "/email/undo";

pub fn router() -> Router<Shared> {
    Router::new()
        .route(STOP_RECOVERY, get(show_recovery).post(stop_recovery))
        .route(UNDO_EMAIL, get(show_email).post(undo_email))
}

#[derive(Deserialize)]
struct Asked {
    #[serde(default)]
    t: String,
    lang: Option<String>,
}

async fn show_recovery(state: State<Shared>, asked: Query<Asked>, headers: HeaderMap) -> Answer<Response> {
    let found = recovery::stoppable(&state.store, &clock::moment(), &asked.t).await;
    let deed = found.map(|it| Deed::StopRecovery { device: it.value.device_name });
    shown(&state, deed, &asked, &headers)
}

async fn stop_recovery(
    state: State<Shared>,
    headers: HeaderMap,
    Form(asked): Form<Asked>,
) -> Answer<Response> {
    let moment = clock::moment();
    let done = retry_stale(|| recovery::stop_by_link(&state.store, &moment, &asked.t)).await;
    let deed = Deed::StopRecovery { device: String::new() };
    finished(&state, done.map(|()| deed), &asked, &headers)
}

async fn show_email(state: State<Shared>, asked: Query<Asked>, headers: HeaderMap) -> Answer<Response> {
    let found = shopper::undoable(&state.store, &clock::moment(), &asked.t).await;
    let deed = found.map(|it| Deed::UndoEmail { old: it.value.old_email, new: it.value.new_email });
    shown(&state, deed, &asked, &headers)
}

async fn undo_email(state: State<Shared>, headers: HeaderMap, Form(asked): Form<Asked>) -> Answer<Response> {
    let done = shopper::undo_email_change(&state.store, &clock::moment(), &asked.t).await;
    let deed = Deed::UndoEmail { old: String::new(), new: String::new() };
    finished(&state, done.map(|()| deed), &asked, &headers)
}

fn shown(app: &App, deed: Outcome<Deed>, asked: &Asked, headers: &HeaderMap) -> Answer<Response> {
    let lang = lang(asked, headers);
    match over(deed)? {
        None => Ok(page(StatusCode::NOT_FOUND, mail_link_over(&app.site, &asked.t, lang).into_string())),
        Some(deed) => Ok(page(StatusCode::OK, mail_link(&app.site, &deed, &asked.t, lang).into_string())),
    }
}

fn finished(app: &App, deed: Outcome<Deed>, asked: &Asked, headers: &HeaderMap) -> Answer<Response> {
    let lang = lang(asked, headers);
    app.waker.wake();
    match over(deed)? {
        None => Ok(page(StatusCode::NOT_FOUND, mail_link_over(&app.site, &asked.t, lang).into_string())),
        Some(deed) => Ok(page(StatusCode::OK, mail_link_done(&app.site, &deed, lang).into_string())),
    }
}

/// A link that is over is no failure: it was used, or its time has passed.
fn over(deed: Outcome<Deed>) -> Outcome<Option<Deed>> {
    match deed {
        Err(Refusal::Rule { .. }) => Ok(None),
        deed => deed.map(Some),
    }
}

fn page(status: StatusCode, body: String) -> Response {
    (status, security_headers(), Html(body)).into_response()
}

fn lang(asked: &Asked, headers: &HeaderMap) -> Lang {
    let accepted = headers.get(header::ACCEPT_LANGUAGE).and_then(|value| value.to_str().ok());
    Lang::choose(asked.lang.as_deref(), accepted)
}
