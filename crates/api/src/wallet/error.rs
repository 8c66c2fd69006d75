use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A refusal: a stable code that the screen has words for, and what the words need.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ErrorView {
    /// Such as `approval.proposal_expired`; screens look at this alone.
    pub code: String,
    /// For logs and developers, in English; never shown to a shopper.
    pub message: String,
    /// How often may still be tried.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub tries_left: Option<u32>,
    /// When it makes sense to try again.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    #[specta(type = Option<String>)]
    pub retry_at: Option<Timestamp>,
}

impl ErrorView {
    /// A code and what it means.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self { code: code.to_owned(), message: message.into(), tries_left: None, retry_at: None }
    }
}
