//! The sandbox's state, and how a request passes through it.

use std::collections::BTreeSet;
use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use axum::http::StatusCode;
use jiff::Timestamp;
use tokio::sync::Notify;

use super::book::Book;
use super::call::Call;
use super::card::Trouble;
use super::edge::{Clock, Moment};
use super::error::{ApiError, Reply, Way};
use super::journal::{Journal, SandboxError};
use super::webhook::Listener;
use super::{Operation, idempotency};

/// How long a card of the slow number takes to be answered: long enough to be seen, not to be given up.
const SLOW: Duration = Duration::from_secs(8);

/// What goes wrong on the way to a processor, for tests to choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outage {
    /// Nothing.
    #[default]
    None,
    /// Every request gets 503, and nothing is done.
    Down,
    /// Every request is done, and answered after this time.
    Slow(Duration),
    /// Every request is done, and the connection drops before its answer.
    AnswerLost,
}

/// The sandbox's state. Clones share it; one process at a time may open a file.
#[derive(Clone)]
pub struct SandboxState(pub(super) Arc<Shared>);

pub(super) struct Shared {
    kept: Mutex<Kept>,
    outage: Mutex<Outage>,
    public_url: Mutex<Option<String>>,
    pub(super) listener: Mutex<Option<Listener>>,
    /// Something happened that somebody may have to be told of.
    pub(super) happened: Notify,
    pub(super) clock: Clock,
}

struct Kept {
    book: Book,
    journal: Journal,
    /// What was asked for while the processor was down for it: the next time it is not.
    missed: BTreeSet<String>,
}

impl SandboxState {
    /// Opens the file (JSON lines), or begins a new one with its folder.
    ///
    /// # Errors
    /// [`SandboxError`] if it cannot be read or written, or is not the sandbox's.
    pub fn open(file: impl Into<PathBuf>) -> Result<Self, SandboxError> {
        Self::open_on(file.into(), Clock::system())
    }

    /// As [`SandboxState::open`], with a clock of the caller's, for stories that take days.
    ///
    /// # Errors
    /// As [`SandboxState::open`].
    pub fn open_with_clock(
        file: impl Into<PathBuf>,
        clock: impl Fn() -> Timestamp + Send + Sync + 'static,
    ) -> Result<Self, SandboxError> {
        Self::open_on(file.into(), Clock::new(clock))
    }

    fn open_on(file: PathBuf, clock: Clock) -> Result<Self, SandboxError> {
        let (journal, book) = Journal::open(file, clock.now().as_second())?;
        Ok(Self(Arc::new(Shared {
            kept: Mutex::new(Kept { book, journal, missed: BTreeSet::new() }),
            outage: Mutex::default(),
            public_url: Mutex::default(),
            listener: Mutex::default(),
            happened: Notify::new(),
            clock,
        })))
    }

    /// Chooses what goes wrong from now on.
    pub fn set_outage(&self, outage: Outage) {
        *locked(&self.0.outage) = outage;
    }

    /// Says where shoppers reach the sandbox (`http://localhost:8080/sandbox/processor`). Without it they are sent to
    /// where its API was called.
    pub fn set_public_url(&self, url: &str) {
        *locked(&self.0.public_url) = Some(url.trim_end_matches('/').to_owned());
    }

    pub(super) fn public_url(&self) -> Option<String> {
        locked(&self.0.public_url).clone()
    }

    pub(super) fn moment(&self) -> Moment {
        self.0.clock.moment()
    }

    /// Runs a request that came over HTTP and changes something.
    pub(super) async fn answer(&self, call: Call, operation: Operation) -> Reply {
        let outage = *locked(&self.0.outage);
        if outage == Outage::Down {
            return ApiError::unavailable(StatusCode::SERVICE_UNAVAILABLE).into();
        }
        let reply = self.change(call, operation).await;
        outage.delay(reply).on_its_way().await
    }

    /// Answers a request that changes nothing.
    pub(super) async fn read(&self, call: Call, operation: Operation) -> Reply {
        let outage = *locked(&self.0.outage);
        if outage == Outage::Down {
            return ApiError::unavailable(StatusCode::SERVICE_UNAVAILABLE).into();
        }
        let reply = self.look(|book| {
            let reply = Reply::from(operation(book, &call));
            book.take_back();
            reply
        });
        outage.delay(reply).on_its_way().await
    }

    /// Looks into the book.
    pub(super) fn look<T>(&self, look: impl FnOnce(&mut Book) -> T) -> T {
        look(&mut locked(&self.0.kept).book)
    }

    /// Runs a changing operation, off the async threads since it writes the file.
    pub(super) async fn change<Run>(&self, call: Call, operation: Run) -> Reply
    where
        Run: FnOnce(&mut Book, &Call) -> Result<serde_json::Value, ApiError> + Send + 'static,
    {
        let state = self.clone();
        let done = tokio::task::spawn_blocking(move || state.apply(&call, operation)).await;
        self.0.happened.notify_one();
        done.unwrap_or_else(|error| {
            tracing::error!(%error, "the sandbox processor failed");
            ApiError::unavailable(StatusCode::INTERNAL_SERVER_ERROR).into()
        })
    }

    /// What the operation changes is kept when it is in the file, and taken back if it does not get there.
    fn apply<Run>(&self, call: &Call, operation: Run) -> Reply
    where
        Run: FnOnce(&mut Book, &Call) -> Result<serde_json::Value, ApiError>,
    {
        let Kept { book, journal, missed } = &mut *locked(&self.0.kept);
        // A panic may have left something half done.
        book.take_back();
        if let Some(reply) = idempotency::replay(book, call) {
            return reply;
        }
        let mut reply = Reply::from(operation(book, call));
        let trouble = std::mem::take(&mut book.trouble);
        if trouble == Trouble::Down && missed.insert(call.identity()) {
            reply = ApiError::unavailable(StatusCode::SERVICE_UNAVAILABLE).into();
        }
        if !reply.executed {
            book.take_back();
            return reply;
        }
        idempotency::keep(book, call, &reply);
        if let Err(error) = journal.write(book, call.moment.unix) {
            tracing::error!(%error, "the sandbox processor could not save");
            book.take_back();
            return ApiError::unavailable(StatusCode::INTERNAL_SERVER_ERROR).into();
        }
        book.keep();
        reply.way = trouble.way();
        reply
    }
}

impl Outage {
    fn delay(self, reply: Reply) -> Reply {
        let way = match self {
            Self::None | Self::Down => reply.way,
            Self::Slow(pause) => Way::Late(pause),
            Self::AnswerLost => Way::Lost,
        };
        Reply { way, ..reply }
    }
}

impl Trouble {
    const fn way(self) -> Way {
        match self {
            Self::None | Self::Down => Way::Prompt,
            Self::Slow => Way::Late(SLOW),
            Self::AnswerLost => Way::Lost,
        }
    }
}

pub(super) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
