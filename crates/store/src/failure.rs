//! Why a transaction was rolled back, and whether the same again may work.

use std::time::Duration;

use saifu_wallet::port::store::StoreError;
use tokio::time::sleep;

use crate::row::failed;

/// Why a group of changes was not committed.
#[derive(Debug)]
pub(crate) enum Failure {
    /// The database says that the same again may work, or it cannot be reached just now.
    Again(String),
    /// Another process wrote a row between our reading and our writing.
    Raced(StoreError),
    /// It fails for good.
    Refused(StoreError),
    /// The connection was lost while it was being committed, and nobody says what became of it.
    Unknown,
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        if is_busy(&error) || is_lost(&error) {
            Self::Again(error.to_string())
        } else if is_taken(&error) {
            Self::Raced(failed(error))
        } else {
            Self::Refused(failed(error))
        }
    }
}

fn code(error: &sqlx::Error) -> Option<String> {
    error.as_database_error()?.code().map(std::borrow::Cow::into_owned)
}

/// SQLSTATE class 40 and 55P03 (PostgreSQL); 5 and its extended codes are SQLITE_BUSY.
fn is_busy(error: &sqlx::Error) -> bool {
    matches!(code(error).as_deref(), Some("40001" | "40P01" | "55P03" | "5" | "261" | "517"))
}

/// A key that is taken (23505; SQLite's 1555 and 2067), or a balance that another process drew on since we
/// looked (23514): what a ChangeSet alone asks for was decided before, so somebody was faster.
fn is_taken(error: &sqlx::Error) -> bool {
    matches!(code(error).as_deref(), Some("23505" | "23514" | "1555" | "2067"))
}

/// The connection is gone, or the server is starting or stopping (SQLSTATE class 57P and 08).
pub(crate) fn is_lost(error: &sqlx::Error) -> bool {
    let io = matches!(error, sqlx::Error::Io(_) | sqlx::Error::Protocol(_) | sqlx::Error::WorkerCrashed);
    let stopping = code(error).is_some_and(|code| code.starts_with("57P") || code.starts_with("08"));
    io || stopping
}

/// How often something is tried while the database cannot be reached.
const TRIES: u32 = 12;
const LONGEST: Duration = Duration::from_secs(2);

/// Waits longer each time; `false` once it is enough: ten seconds and more in all, which a restart of
/// the database takes at most.
pub(crate) async fn may_try_again(tries: &mut u32) -> bool {
    *tries += 1;
    if *tries >= TRIES {
        return false;
    }
    sleep(Duration::from_millis(5 << *tries).min(LONGEST)).await;
    true
}

/// Reads; again while the connection was lost.
pub(crate) async fn reading<T, Ask>(mut ask: impl FnMut() -> Ask) -> Result<T, StoreError>
where
    Ask: Future<Output = Result<T, sqlx::Error>>,
{
    let mut tries = 0;
    loop {
        match ask().await {
            Err(error) if is_lost(&error) && may_try_again(&mut tries).await => {
                tracing::warn!(%error, "the database is asked again");
            }
            answer => return answer.map_err(failed),
        }
    }
}
