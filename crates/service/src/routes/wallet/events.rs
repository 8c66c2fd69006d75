use std::convert::Infallible;
use std::time::Duration;

use axum::extract::State;
use axum::http::HeaderMap;
use axum::response::sse::{Event, KeepAlive, Sse};
use saifu_wallet::outbox::Audience;
use saifu_wallet::port::store::{Find, OutboxReads};
use saifu_wallet::session::Session;
use tokio::sync::mpsc;
use tokio::time::timeout;
use tokio_stream::Stream;
use tokio_stream::wrappers::ReceiverStream;

use crate::app::{App, Shared};
use crate::error::Answer;
use crate::routes::SignedIn;
use crate::views;

/// Another process may have written: look at least this often.
const LOOK_EVERY: Duration = Duration::from_secs(1);

/// What changed for this shopper, from now on or after `last-event-id`.
pub async fn events(
    State(app): State<Shared>,
    who: SignedIn,
    headers: HeaderMap,
) -> Answer<Sse<impl Stream<Item = Result<Event, Infallible>>>> {
    let last = headers.get("last-event-id").and_then(|value| value.to_str().ok()?.parse::<i64>().ok());
    let after = match last {
        Some(after) => after,
        None => app.store.last_event().await?,
    };
    let (send, receive) = mpsc::channel(16);
    tokio::spawn(follow(app, who, after, send));
    Ok(Sse::new(ReceiverStream::new(receive)).keep_alive(KeepAlive::default()))
}

async fn follow(app: Shared, who: SignedIn, mut after: i64, send: mpsc::Sender<Result<Event, Infallible>>) {
    let mut waking = app.waker.waking();
    while !send.is_closed() {
        match tell(&app, &who, after, &send).await {
            Some(last) => after = last,
            None => return,
        }
        // Either is a reason to look again.
        let _ = timeout(LOOK_EVERY, waking.changed()).await;
    }
}

/// Sends what is new; answers with the last sequence number, or `None` when nobody listens any more or may. What ends
/// a session is told to the shopper, so that the stream of a session that was ended ends here.
async fn tell(
    app: &App,
    who: &SignedIn,
    after: i64,
    send: &mpsc::Sender<Result<Event, Infallible>>,
) -> Option<i64> {
    let audience = Audience::Shopper(who.shopper.id.clone());
    let events = match app.store.events_after(&audience, after, 100).await {
        Ok(events) => events,
        Err(error) => {
            tracing::error!(%error, "the outbox cannot be read");
            return None;
        }
    };
    if !events.is_empty() {
        let session = app.store.find::<Session>(who.session_id.as_str()).await.ok()??.value;
        if session.ended_at.is_some() {
            return None;
        }
    }
    let mut last = after;
    for stored in events {
        last = stored.sequence;
        let event = Event::default().id(stored.sequence.to_string()).json_data(views::event(&stored)).ok()?;
        send.send(Ok(event)).await.ok()?;
    }
    Some(last)
}
