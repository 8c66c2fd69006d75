//! 3-D Secure: the page of a card's bank, where the shopper proves who they are, or does not.

use axum::extract::{Path, RawForm, State};
use axum::http::{StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect as SeeOther, Response};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::book::Book;
use super::call::Call;
use super::error::ApiError;
use super::params::Params;
use super::state::SandboxState;
use super::{intent, setup_intent};

const PAGE: &str =
    concat!(include_str!("authentication/head.html"), include_str!("authentication/page.html"));
const OVER: &str =
    concat!(include_str!("authentication/head.html"), include_str!("authentication/over.html"));

/// Where a shopper is sent, and where they go after that.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Redirect {
    url: String,
    return_url: Option<String>,
}

impl Redirect {
    pub(super) fn of(call: &Call, id: &str) -> Self {
        let return_url = call.params.text("return_url").map(str::to_owned);
        Self { url: format!("{}/authenticate/{id}", call.base), return_url }
    }

    /// As `next_action`. Without a return URL Stripe counts on its script in the shop's page.
    pub(super) fn view(&self) -> Value {
        match &self.return_url {
            Some(return_url) => json!({
                "type": "redirect_to_url",
                "redirect_to_url": { "url": self.url, "return_url": return_url },
            }),
            None => json!({
                "type": "use_stripe_sdk",
                "use_stripe_sdk": { "type": "three_d_secure_redirect", "stripe_js": self.url },
            }),
        }
    }
}

/// The shopper was at the bank: `outcome` is `succeed` or `fail`.
pub(super) fn authenticate(book: &mut Book, call: &Call) -> Result<Value, ApiError> {
    call.params.only(&["outcome"])?;
    let is_satisfied = match call.params.required("outcome")? {
        "succeed" => true,
        "fail" => false,
        _ => return Err(ApiError::parameter("parameter_invalid", "outcome", "succeed or fail")),
    };
    match call.id().starts_with("seti_") {
        true => setup_intent::authenticate(book, call, is_satisfied),
        false => intent::authenticate(book, call, is_satisfied),
    }
}

/// The bank's page.
pub(super) async fn show(State(state): State<SandboxState>, Path(id): Path<String>) -> Response {
    let page = match state.at_bank(&id) {
        Some(_) => PAGE,
        None => OVER,
    };
    (StatusCode::OK, [(header::CACHE_CONTROL, "no-store")], Html(page)).into_response()
}

/// The shopper chose.
pub(super) async fn choose(
    State(state): State<SandboxState>,
    Path(id): Path<String>,
    RawForm(form): RawForm,
) -> Response {
    let return_url = state.at_bank(&id).and_then(|redirect| redirect.return_url);
    let params = Params::read(&form);
    let chosen = params.text("outcome").unwrap_or_default().to_owned();
    let reply = state.change(Call::of(&id, params, state.moment()), authenticate).await;
    match return_url {
        Some(url) if reply.status.is_success() => SeeOther::to(&returned(&url, &id, &chosen)).into_response(),
        None if reply.status.is_success() => Html(OVER).into_response(),
        _ => (reply.status, Html(OVER)).into_response(),
    }
}

/// The return URL with what Stripe adds to it.
fn returned(url: &str, id: &str, chosen: &str) -> String {
    let kind = if id.starts_with("seti_") { "setup_intent" } else { "payment_intent" };
    let status = if chosen == "succeed" { "succeeded" } else { "failed" };
    let mark = if url.contains('?') { '&' } else { '?' };
    format!("{url}{mark}{kind}={id}&redirect_status={status}")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_return_url_says_what_came_of_it() {
        assert_eq!(
            returned("https://x.example/back", "seti_1", "succeed"),
            "https://x.example/back?setup_intent=seti_1&redirect_status=succeeded"
        );
        assert_eq!(
            returned("https://x.example/back?a=1", "pi_1", "fail"),
            "https://x.example/back?a=1&payment_intent=pi_1&redirect_status=failed"
        );
    }
}
