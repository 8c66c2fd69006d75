//! The sandbox's state, and how a request passes through it.

use std::path::PathBuf;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use axum::http::StatusCode;

use super::book::Book;
use super::call::Call;
use super::error::{ApiError, Reply};
use super::journal::{Journal, SandboxError};
use super::{Operation, idempotency};

/// What goes wrong on the way to a processor, for tests to choose.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub enum Outage {
    /// Nothing.
    #[default]
    None,
    /// Every request gets 503, and nothing is done.
    Down,
    /// Every request is done, and its answer replaced by 504.
    AnswerLost,
}

/// The sandbox's state. Clones share it; one process at a time may open a file.
#[derive(Clone)]
pub struct SandboxState(Arc<Shared>);

struct Shared {
    kept: Mutex<Kept>,
    outage: Mutex<Outage>,
}

struct Kept {
    book: Book,
    journal: Journal,
}

impl SandboxState {
    /// Opens the file (JSON lines), or begins a new one with its folder.
    ///
    /// # Errors
    /// [`SandboxError`] if it cannot be read or written, or is not the sandbox's.
    pub fn open(file: impl Into<PathBuf>) -> Result<Self, SandboxError> {
        let (journal, book) = Journal::open(file.into())?;
        Ok(Self(Arc::new(Shared { kept: Mutex::new(Kept { book, journal }), outage: Mutex::default() })))
    }

    /// Chooses what goes wrong from now on.
    pub fn set_outage(&self, outage: Outage) {
        *locked(&self.0.outage) = outage;
    }

    /// Runs a changing request, off the async threads since it writes the file.
    pub(super) async fn change(&self, call: Call, operation: Operation) -> Reply {
        let state = self.clone();
        let done =
            tokio::task::spawn_blocking(move || state.through_outage(|| state.apply(&call, operation)));
        done.await.unwrap_or_else(|error| {
            tracing::error!(%error, "the sandbox processor failed");
            ApiError::unavailable(StatusCode::INTERNAL_SERVER_ERROR).into()
        })
    }

    /// Answers a request that changes nothing.
    pub(super) async fn read(&self, call: Call, operation: Operation) -> Reply {
        self.through_outage(|| {
            let book = &mut locked(&self.0.kept).book;
            let reply = operation(book, &call).into();
            book.take_back();
            reply
        })
    }

    fn through_outage(&self, answer: impl FnOnce() -> Reply) -> Reply {
        let outage = *locked(&self.0.outage);
        match outage {
            Outage::None => answer(),
            Outage::Down => ApiError::unavailable(StatusCode::SERVICE_UNAVAILABLE).into(),
            Outage::AnswerLost => {
                answer();
                ApiError::unavailable(StatusCode::GATEWAY_TIMEOUT).into()
            }
        }
    }

    /// What the operation changes is kept when it is in the file, and taken back if it does not get there.
    fn apply(&self, call: &Call, operation: Operation) -> Reply {
        let Kept { book, journal } = &mut *locked(&self.0.kept);
        // A panic may have left something half done.
        book.take_back();
        if let Some(reply) = idempotency::replay(book, call) {
            return reply;
        }
        let reply = Reply::from(operation(book, call));
        if !reply.executed {
            book.take_back();
            return reply;
        }
        idempotency::keep(book, call, &reply);
        if let Err(error) = journal.write(book) {
            tracing::error!(%error, "the sandbox processor could not save");
            book.take_back();
            return ApiError::unavailable(StatusCode::INTERNAL_SERVER_ERROR).into();
        }
        book.keep();
        reply
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
