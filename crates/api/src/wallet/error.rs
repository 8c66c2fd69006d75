use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::CardUseView;

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
    /// How much may still be, where a limit refused; possibly nothing.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub left: Option<Amount>,
    /// What uses the card that `card.in_use` is about.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub in_use: Vec<CardUseView>,
}

impl ErrorView {
    /// A code and what it means.
    #[must_use]
    pub fn new(code: &str, message: impl Into<String>) -> Self {
        Self {
            code: code.to_owned(),
            message: message.into(),
            tries_left: None,
            retry_at: None,
            left: None,
            in_use: Vec::new(),
        }
    }
}
