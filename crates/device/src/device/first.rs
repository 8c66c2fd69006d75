//! What the first screen asks is asked before it is drawn: the webview takes longer to start than the
//! keyring and the service take to answer.

use std::time::{Duration, Instant};

use saifu_api::wallet::HomeView;
use tokio::sync::Mutex;

use super::{AppState, Device};

/// An answer that nobody fetched by then is old, and is asked for again.
const FRESH: Duration = Duration::from_secs(5);

/// An answer that waits for its question. Who asks while it is on its way waits for it.
pub(super) struct Early<T>(Mutex<Option<(T, Instant)>>);

impl<T> Default for Early<T> {
    fn default() -> Self {
        Self(Mutex::new(None))
    }
}

impl<T> Early<T> {
    /// The answer, once, if it is fresh.
    pub(super) async fn take(&self) -> Option<T> {
        let (answer, since) = self.0.lock().await.take()?;
        (since.elapsed() < FRESH).then_some(answer)
    }
}

/// The answers to the first two questions.
#[derive(Default)]
pub(super) struct First {
    pub(super) state: Early<AppState>,
    pub(super) home: Early<HomeView>,
}

impl Device {
    /// Asks for what the first screen will ask. What fails is asked again by the screen, which has
    /// words for it.
    pub async fn warm_up(&self) {
        let (mut state, mut home) = tokio::join!(self.first.state.0.lock(), self.first.home.0.lock());
        let ask_state = async {
            *state = self.ask_state().await.ok().map(|answer| (answer, Instant::now()));
            drop(state);
        };
        let ask_home = async {
            *home = self.ask_home().await.ok().map(|answer| (answer, Instant::now()));
            drop(home);
        };
        tokio::join!(ask_state, ask_home);
    }
}
