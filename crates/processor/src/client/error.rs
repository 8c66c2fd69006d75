//! What an answer that is no success means to the wallet.

use reqwest::StatusCode;
use saifu_wallet::port::processor::ProcessorError;
use serde::Deserialize;
use thiserror::Error;

/// Why a client could not be made.
#[derive(Debug, Error)]
pub enum ClientError {
    /// The base URL is none that HTTP can reach.
    #[error("'{0}' is not the base URL of a processor")]
    BaseUrl(String),
    /// The secret key holds characters that no HTTP header may hold.
    #[error("the processor's secret key is malformed")]
    SecretKey,
    /// The HTTP client could not be set up, for want of TLS roots for instance.
    #[error("the processor's HTTP client could not be set up")]
    Http(#[source] reqwest::Error),
}

/// Stripe's error body (<https://docs.stripe.com/api/errors>).
#[derive(Deserialize)]
struct ErrorBody {
    error: ErrorObject,
}

#[derive(Deserialize)]
struct ErrorObject {
    #[serde(rename = "type")]
    kind: String,
    code: Option<String>,
    decline_code: Option<String>,
    message: Option<String>,
}

/// Reads an answer whose status is no success.
///
/// 409 and 429 mean that Stripe did not look (another request holds the key, or there are too many), 5xx that it
/// may have, and 401 and 403 that our account's key is wrong or was changed, which says nothing of the charge. In
/// each case the same request asks again, and its charge stays what it was till then.
pub(super) fn read_refusal(status: StatusCode, body: &[u8]) -> ProcessorError {
    let undecided = status.is_server_error() || matches!(status.as_u16(), 401 | 403 | 409 | 429);
    let Ok(ErrorBody { error }) = serde_json::from_slice(body) else {
        let text = format!("{status} without a readable error");
        return if undecided { ProcessorError::Unavailable(text) } else { ProcessorError::Refused(text) };
    };
    if undecided {
        return ProcessorError::Unavailable(error.describe(status));
    }
    match error.card_code(status) {
        Some(code) => ProcessorError::Declined { code },
        None => ProcessorError::Refused(error.describe(status)),
    }
}

impl ErrorObject {
    /// The bank's reason where it gave one, otherwise Stripe's own (`incorrect_number`). 402 says that the request
    /// was right and failed all the same (<https://docs.stripe.com/api/errors>), which is a card's doing too.
    fn card_code(&self, status: StatusCode) -> Option<String> {
        let is_card = self.kind == "card_error" || status == StatusCode::PAYMENT_REQUIRED;
        is_card
            .then(|| self.decline_code.as_ref().or(self.code.as_ref()).cloned())
            .map(|code| code.unwrap_or_else(|| "generic_decline".to_owned()))
    }

    fn describe(&self, status: StatusCode) -> String {
        let part = |text: &Option<String>| text.clone().unwrap_or_default();
        format!("{status} {} {}: {}", self.kind, part(&self.code), part(&self.message))
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(status: u16, body: &str) -> ProcessorError {
        read_refusal(StatusCode::from_u16(status).unwrap(), body.as_bytes())
    }

    #[test]
    fn the_banks_reason_goes_before_stripes() {
        let declined = |body: &str| match read(402, body) {
            ProcessorError::Declined { code } => code,
            other => panic!("{other:?}"),
        };
        let bank = r#"{"error":{"type":"card_error","code":"card_declined","decline_code":"lost_card"}}"#;
        assert_eq!(declined(bank), "lost_card");
        assert_eq!(
            declined(r#"{"error":{"type":"card_error","code":"incorrect_number"}}"#),
            "incorrect_number"
        );
        assert_eq!(declined(r#"{"error":{"type":"card_error"}}"#), "generic_decline");
    }

    #[test]
    fn an_unknown_outcome_is_never_a_refusal() {
        let body = r#"{"error":{"type":"api_error","message":"sorry"}}"#;
        for status in [401, 403, 409, 429, 500, 503] {
            assert!(matches!(read(status, body), ProcessorError::Unavailable(_)), "{status}");
        }
        assert!(matches!(read(502, "<html>"), ProcessorError::Unavailable(_)));
    }

    #[test]
    fn our_mistakes_are_refusals() {
        let body =
            r#"{"error":{"type":"invalid_request_error","code":"resource_missing","message":"No such"}}"#;
        for (status, body) in [(404, body), (400, body), (404, "<html>")] {
            assert!(matches!(read(status, body), ProcessorError::Refused(_)), "{status}");
        }
    }
}
