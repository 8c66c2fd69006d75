//! `GET /v1/events`: what changed in the wallet, as server-sent events.

use std::time::Duration;

use eventsource_stream::{Event, Eventsource};
use futures_util::{Stream, StreamExt};
use reqwest::Method;
use reqwest::header::ACCEPT;
use saifu_api::wallet::EventView;

use super::{AccessToken, ServiceClient, accept};
use crate::DeviceError;

/// A stream without even a keep-alive for this long is dead.
const SILENCE: Duration = Duration::from_secs(60);

/// An event and its place in the stream, for `Last-Event-ID`.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct NumberedEvent {
    /// The SSE id.
    pub id: String,
    /// What changed.
    pub event: EventView,
}

impl ServiceClient {
    /// Opens the stream of events after `last_id`. It ends, or yields an error as its last item,
    /// when the connection is lost.
    ///
    /// # Errors
    /// The service's refusal or [`DeviceError::Unreachable`].
    pub async fn events(
        &self,
        token: &AccessToken,
        last_id: Option<&str>,
    ) -> Result<impl Stream<Item = Result<NumberedEvent, DeviceError>> + Send + use<>, DeviceError> {
        let mut request = self.request(Method::GET, &["events"], Some(token));
        request = request.header(ACCEPT, "text/event-stream");
        if let Some(id) = last_id {
            request = request.header("last-event-id", id);
        }
        let opened = tokio::time::timeout(super::ANSWER_TIMEOUT, request.send()).await;
        let response = opened.map_err(|_| DeviceError::Silent)?.map_err(DeviceError::Unreachable)?;
        let bytes = watch(accept(response).await?.bytes_stream());
        Ok(bytes.eventsource().filter_map(|event| async move { decode(event) }))
    }
}

/// Ends a stream that has gone silent: a connection that was cut without a word never ends by itself.
fn watch<T: Send>(
    stream: impl Stream<Item = reqwest::Result<T>> + Send,
) -> impl Stream<Item = reqwest::Result<T>> + Send {
    let stream = Box::pin(stream);
    futures_util::stream::unfold(stream, |mut stream| async move {
        let next = tokio::time::timeout(SILENCE, stream.next()).await.ok().flatten();
        next.map(|item| (item, stream))
    })
}

type Decoded = Result<Event, eventsource_stream::EventStreamError<reqwest::Error>>;

fn decode(event: Decoded) -> Option<Result<NumberedEvent, DeviceError>> {
    match event {
        Err(eventsource_stream::EventStreamError::Transport(error)) => {
            Some(Err(DeviceError::Unreachable(error)))
        }
        Err(error) => Some(Err(DeviceError::NotUnderstood(error.to_string()))),
        Ok(event) => match serde_json::from_str(&event.data) {
            Ok(view) => Some(Ok(NumberedEvent { id: event.id, event: view })),
            // A newer service may tell of kinds that this version does not know.
            Err(error) => {
                tracing::info!(%error, "an event is not understood");
                None
            }
        },
    }
}
