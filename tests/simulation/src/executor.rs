//! Runs futures that never wait for anything but each other's turns, in the order that the seed says.

use std::pin::Pin;
use std::task::{Context, Poll, Waker};

use saifu_wallet::Outcome;

/// What somebody does: talks to the service and answers with a word for the history.
pub type Act<'w> = Pin<Box<dyn Future<Output = Outcome<String>> + 'w>>;

/// Lets others go on, once.
pub async fn turn() {
    let mut waited = false;
    std::future::poll_fn(
        |_| {
            if std::mem::replace(&mut waited, true) { Poll::Ready(()) } else { Poll::Pending }
        },
    )
    .await;
}

/// Something that is under way in a process of the service.
pub struct Task<'w> {
    /// Who does it.
    pub who: String,
    /// What it is, as the tally counts it.
    pub what: &'static str,
    /// In which process.
    pub process: usize,
    /// The rest of it.
    pub act: Act<'w>,
}

impl Task<'_> {
    /// Runs to the next point where another may come between.
    pub fn go_on(&mut self) -> Poll<Outcome<String>> {
        self.act.as_mut().poll(&mut Context::from_waker(Waker::noop()))
    }
}

/// How many turns a future may take that nobody comes between.
const TURNS: u32 = 100_000;

/// Runs a future to its end with nobody coming between.
///
/// # Errors
/// It takes for ever.
pub fn alone<T>(future: impl Future<Output = T>) -> anyhow::Result<T> {
    let mut future = std::pin::pin!(future);
    for _ in 0..TURNS {
        if let Poll::Ready(value) = future.as_mut().poll(&mut Context::from_waker(Waker::noop())) {
            return Ok(value);
        }
    }
    anyhow::bail!("a future did not end in {TURNS} turns")
}
