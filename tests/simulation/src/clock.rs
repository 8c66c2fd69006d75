use std::sync::{Mutex, PoisonError};

use jiff::{SignedDuration, Timestamp};

/// How many processes of the service run side by side.
pub const PROCESSES: usize = 2;

/// The time of the run. It only goes on when it is told to; each process may be behind it.
pub struct Clock {
    now: Mutex<Timestamp>,
    behind_s: [i64; PROCESSES],
}

impl Clock {
    /// Begins on a day in 2026; process `n` is `behind_s[n]` seconds late for ever.
    #[must_use]
    pub const fn new(behind_s: [i64; PROCESSES]) -> Self {
        Self { now: Mutex::new(Timestamp::constant(1_795_000_000, 0)), behind_s }
    }

    /// The true time.
    pub fn now(&self) -> Timestamp {
        *self.now.lock().unwrap_or_else(PoisonError::into_inner)
    }

    /// What the clock of a process says.
    pub fn now_in(&self, process: usize) -> Timestamp {
        let behind = SignedDuration::from_secs(self.behind_s[process]);
        self.now().checked_sub(behind).unwrap_or_else(|_| self.now())
    }

    /// Time goes on.
    pub fn pass(&self, seconds: i64) {
        let mut now = self.now.lock().unwrap_or_else(PoisonError::into_inner);
        *now = now.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(*now);
    }
}
