//! Follows the wallet's events for as long as the app runs.

use std::pin::pin;
use std::time::Duration;

use futures_util::StreamExt;
use saifu_api::wallet::EventView;

use super::Device;
use crate::DeviceError;

const FIRST_PAUSE: Duration = Duration::from_secs(1);
const LONGEST_PAUSE: Duration = Duration::from_secs(30);

impl Device {
    /// Calls `on_event` for each event of each session, reconnecting where the stream breaks, and
    /// missing none that the service still keeps. It never ends.
    pub async fn follow_events(&self, on_event: impl Fn(EventView) + Send + Sync) {
        let mut session = self.session.subscribe();
        loop {
            session.borrow_and_update();
            if !self.session.is_open() {
                if session.changed().await.is_err() {
                    return;
                }
                continue;
            }
            tokio::select! {
                () = self.follow_session(&on_event) => {}
                _ = session.changed() => {}
            }
        }
    }

    /// Follows one session until it is over.
    async fn follow_session(&self, on_event: &(impl Fn(EventView) + Send + Sync)) {
        let mut last_id = None;
        let mut pause = FIRST_PAUSE;
        loop {
            match self.follow_stream(&mut last_id, &mut pause, on_event).await {
                Err(error) if error.is_session_over() => {
                    if let Err(error) = self.forget_session().await {
                        tracing::warn!(%error, "a session that is over could not be forgotten");
                    }
                    return;
                }
                Err(error) => tracing::debug!(%error, "the stream of events broke"),
                Ok(()) => tracing::debug!("the stream of events ended"),
            }
            tokio::time::sleep(pause).await;
            pause = (pause * 2).min(LONGEST_PAUSE);
        }
    }

    async fn follow_stream(
        &self,
        last_id: &mut Option<String>,
        pause: &mut Duration,
        on_event: &(impl Fn(EventView) + Send + Sync),
    ) -> Result<(), DeviceError> {
        let token = self.token().await?;
        let opened = match self.client.events(&token, last_id.as_deref()).await {
            Err(error) if self.may_go_on(&error, &token) => {
                let token = self.refreshed(&token).await?;
                self.client.events(&token, last_id.as_deref()).await?
            }
            opened => opened?,
        };
        let mut stream = pin!(opened);
        *pause = FIRST_PAUSE;
        while let Some(event) = stream.next().await {
            let numbered = event?;
            on_event(numbered.event);
            *last_id = Some(numbered.id).filter(|id| !id.is_empty());
        }
        Ok(())
    }
}
