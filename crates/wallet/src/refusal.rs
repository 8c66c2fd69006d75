//! Why a use-case did not do what was asked.

use jiff::Timestamp;
use saifu_money::{Amount, MoneyError};
use thiserror::Error;

use crate::port::mail::MailError;
use crate::port::processor::ProcessorError;
use crate::port::store::StoreError;

/// What a use-case answers.
pub type Outcome<T> = Result<T, Refusal>;

/// A refusal or a failure. A refusal has a stable code; a failure is ours and is logged.
#[derive(Debug, Error)]
pub enum Refusal {
    /// A rule says no.
    #[error("{code}")]
    Rule {
        /// Such as `gift.code_used`: the app has words for it.
        code: &'static str,
        /// How often may still be tried.
        tries_left: Option<u32>,
        /// When to try again.
        retry_at: Option<Timestamp>,
        /// How much may still be, where a limit refused; possibly nothing.
        left: Option<Amount>,
    },
    /// The card was refused, with the processor's code.
    #[error("card declined: {0}")]
    CardDeclined(String),
    /// The store.
    #[error(transparent)]
    Store(#[from] StoreError),
    /// The processor has not answered.
    #[error(transparent)]
    Processor(#[from] ProcessorError),
    /// The mail was not sent.
    #[error(transparent)]
    Mail(#[from] MailError),
    /// Sums that cannot be: a mistake of ours.
    #[error(transparent)]
    Money(#[from] MoneyError),
    /// What is stored cannot be read: a mistake of ours.
    #[error("stored data does not fit: {0}")]
    Stored(String),
}

impl Refusal {
    /// A rule's no.
    #[must_use]
    pub const fn rule(code: &'static str) -> Self {
        Self::Rule { code, tries_left: None, retry_at: None, left: None }
    }

    /// A no with the number of tries left.
    #[must_use]
    pub const fn tries(code: &'static str, left: u32) -> Self {
        Self::Rule { code, tries_left: Some(left), retry_at: None, left: None }
    }

    /// A no until a time.
    #[must_use]
    pub const fn until(code: &'static str, at: Timestamp) -> Self {
        Self::Rule { code, tries_left: None, retry_at: Some(at), left: None }
    }

    /// A no to an amount, and how much may still be.
    #[must_use]
    pub const fn limit(code: &'static str, left: Amount) -> Self {
        Self::Rule { code, tries_left: None, retry_at: None, left: Some(left) }
    }

    /// The code, if a rule refused.
    #[must_use]
    pub const fn code(&self) -> Option<&'static str> {
        match self {
            Self::Rule { code, .. } => Some(code),
            _ => None,
        }
    }

    /// Whether somebody else was first, and reading again helps.
    #[must_use]
    pub const fn is_stale(&self) -> bool {
        matches!(self, Self::Store(StoreError::Stale(..)))
    }
}

/// How often a use-case is run while somebody else is first.
const TRIES: u32 = 16;

/// Runs a use-case again while somebody else was first, sixteen times at most.
///
/// # Errors
/// What the use-case refuses, or the last [`StoreError::Stale`].
pub async fn retry_stale<T, F, Run>(mut run: F) -> Outcome<T>
where
    F: FnMut() -> Run,
    Run: Future<Output = Outcome<T>>,
{
    for _ in 1..TRIES {
        match run().await {
            Err(refusal) if refusal.is_stale() => {}
            outcome => return outcome,
        }
    }
    run().await
}
