use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::AssertionProof;

/// `POST /v1/email-changes`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct EmailChangeRequest {
    /// The new address.
    pub email: String,
    /// For `email-change:{email}`, in lower case.
    pub assertion: AssertionProof,
}

/// A change of address that waits for its code. It reads the same whether or not the address has an account.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct EmailChangeView {
    /// For `/v1/email-changes/{id}/confirm`, which takes a code and answers with the shopper.
    pub email_change_id: String,
    /// Where the code went.
    pub email: String,
    /// When it ends.
    #[specta(type = String)]
    pub expires_at: Timestamp,
}

/// `POST /v1/email-changes/{id}/confirm`.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct MailedCodeRequest {
    /// Six digits.
    pub code: String,
}
