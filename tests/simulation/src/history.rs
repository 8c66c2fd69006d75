use std::collections::BTreeMap;
use std::sync::{Mutex, PoisonError};

/// What happened in a run, line by line, if anybody wants to read it.
pub struct History(Option<Mutex<Vec<String>>>);

impl History {
    /// One that is written, or one that is not.
    #[must_use]
    pub fn new(written: bool) -> Self {
        Self(written.then(Mutex::default))
    }

    /// Adds a line; it is only made if it is written.
    pub fn tell(&self, line: impl FnOnce() -> String) {
        if let Some(lines) = &self.0 {
            lines.lock().unwrap_or_else(PoisonError::into_inner).push(line());
        }
    }

    /// Whether it is written.
    #[must_use]
    pub const fn is_written(&self) -> bool {
        self.0.is_some()
    }

    /// All lines.
    #[must_use]
    pub fn into_lines(self) -> Vec<String> {
        let lines = self.0.map(|lines| lines.into_inner().unwrap_or_else(PoisonError::into_inner));
        lines.unwrap_or_default()
    }
}

/// How often what happened: shows that a run was not empty.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Tally(pub BTreeMap<String, u64>);

impl Tally {
    /// Once more.
    pub fn count(&mut self, what: impl Into<String>) {
        *self.0.entry(what.into()).or_default() += 1;
    }

    /// Adds another run's.
    pub fn add(&mut self, other: Self) {
        for (what, times) in other.0 {
            *self.0.entry(what).or_default() += times;
        }
    }

    /// How often.
    #[must_use]
    pub fn of(&self, what: &str) -> u64 {
        self.0.get(what).copied().unwrap_or_default()
    }
}
