//! Telling the wallet service what happened: signed, again until it is acknowledged, and written down.

use std::time::Duration;

use reqwest::redirect;
use serde_json::{Value, json};

use super::book::Book;
use super::call::Call;
use super::error::ApiError;
use super::event::{Attempt, Delivery, Event};
use super::intent;
use super::params::Params;
use super::state::{SandboxState, locked};
use crate::webhook::{SIGNATURE_HEADER, sign};

/// The secret under which the sandbox signs, unless another is set.
pub const WEBHOOK_SECRET: &str = "whsec_sandbox";

/// How long the service may take to acknowledge.
const ANSWER_TIMEOUT: Duration = Duration::from_secs(10);
/// How often the sandbox looks for what is due by time alone.
const TICK: Duration = Duration::from_secs(1);

/// Who is told.
#[derive(Clone)]
pub(super) struct Listener {
    url: String,
    secret: String,
}

impl SandboxState {
    /// Says who is told of events from now on, and the secret (`whsec_…`) to sign under. Nothing is sent before
    /// [`SandboxState::run`] does.
    pub fn set_webhook(&self, url: &str, secret: &str) {
        *locked(&self.0.listener) = Some(Listener { url: url.to_owned(), secret: secret.to_owned() });
        self.look(|book| book.has_listener = true);
        self.0.happened.notify_one();
    }

    /// The delivery journal, the newest event first.
    #[must_use]
    pub fn deliveries(&self) -> Vec<Delivery> {
        let mut events: Vec<Event> = self.look(|book| book.events.iter().cloned().collect());
        events.sort_by_key(|event| std::cmp::Reverse(event.sequence));
        events.iter().map(Event::delivery).collect()
    }

    /// Does what is due by itself, for ever: it tells the listener of events and ends slips that nobody paid. To be
    /// spawned beside the server, once.
    pub async fn run(self) {
        // A redirect is no acknowledgement, and what listens on this machine is not behind a proxy.
        let client = reqwest::Client::builder()
            .no_proxy()
            .redirect(redirect::Policy::none())
            .timeout(ANSWER_TIMEOUT)
            .build();
        let client = match client {
            Ok(client) => client,
            Err(error) => return tracing::error!(%error, "the sandbox processor can tell nobody"),
        };
        loop {
            self.expire_slips().await;
            self.deliver_due(&client).await;
            let _ = tokio::time::timeout(TICK, self.0.happened.notified()).await;
        }
    }

    async fn expire_slips(&self) {
        let moment = self.moment();
        if self.look(|book| book.intents.iter().any(|it| intent::expires_by(it, moment.unix))) {
            self.change(Call::of("", Params::none(), moment), intent::expire).await;
        }
    }

    async fn deliver_due(&self, client: &reqwest::Client) {
        let Some(listener) = locked(&self.0.listener).clone() else { return };
        let unix = self.moment().unix;
        let is_due = |event: &&Event| event.is_due(unix);
        let mut due: Vec<Event> = self.look(|book| book.events.iter().filter(is_due).cloned().collect());
        due.sort_by_key(|event| event.sequence);
        for event in due {
            let status = self.send(client, &listener, &event).await;
            let moment = self.moment();
            let attempt = Attempt { unix: moment.unix, status };
            let call = Call::of(&event.id, Params::none(), moment);
            self.change(call, move |book, call| write_down(book, call, attempt)).await;
        }
    }

    /// The status of the answer, if there was one.
    async fn send(&self, client: &reqwest::Client, listener: &Listener, event: &Event) -> Option<u16> {
        let payload = event.view().to_string();
        let signature = sign(&listener.secret, self.0.clock.now(), payload.as_bytes());
        let request = client
            .post(&listener.url)
            .header("content-type", "application/json; charset=utf-8")
            .header(SIGNATURE_HEADER, signature)
            .body(payload);
        request.send().await.ok().map(|answer| answer.status().as_u16())
    }
}

fn write_down(book: &mut Book, call: &Call, attempt: Attempt) -> Result<Value, ApiError> {
    let event = book.events.get_mut(call.id());
    event.ok_or_else(|| ApiError::missing("event", call.id(), None))?.attempted(attempt);
    Ok(json!({}))
}
