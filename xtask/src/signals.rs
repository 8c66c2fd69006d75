//! Ending well on Ctrl-C: what was started lives in process groups of its own, so the terminal does
//! not end it for us.

use std::future::Future;

use anyhow::{Result, bail};
use tokio::signal::unix::{SignalKind, signal};

/// How it ended.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Ended {
    /// The work is done.
    Done,
    /// Somebody wanted us to stop.
    Interrupted,
}

/// Does `work` until it ends or somebody wants us to; either way what it holds is dropped, and so
/// every process that it started is ended.
///
/// # Errors
/// As `work`'s.
pub fn until_interrupted(work: impl Future<Output = Result<()>>) -> Result<Ended> {
    let runtime = tokio::runtime::Builder::new_current_thread().enable_all().build()?;
    runtime.block_on(async {
        let mut interrupt = signal(SignalKind::interrupt())?;
        let mut terminate = signal(SignalKind::terminate())?;
        tokio::select! {
            outcome = work => outcome.map(|()| Ended::Done),
            _ = interrupt.recv() => Ok(Ended::Interrupted),
            _ = terminate.recv() => Ok(Ended::Interrupted),
        }
    })
}

/// The same for work that is worth nothing unless it is done.
///
/// # Errors
/// As `work`'s, or that it was interrupted.
pub fn to_the_end(work: impl Future<Output = Result<()>>) -> Result<()> {
    match until_interrupted(work)? {
        Ended::Done => Ok(()),
        Ended::Interrupted => bail!("interrupted"),
    }
}
