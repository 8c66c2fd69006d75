use http::StatusCode;
use thiserror::Error;

/// Why a request or a button's payload is not its merchant's.
///
/// The text is the `message` that the merchant gets.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum SignatureError {
    /// No `authorization` header, or one that is not of the form
    /// `ALG PublicKeyId=…, SignedHeaders=…, Signature=…`.
    #[error("The authorization header is missing or malformed: {0}.")]
    Authorization(&'static str),
    /// The key id says one environment and the path another, or neither says any.
    #[error("The public key ID does not belong to the environment of this endpoint.")]
    Environment,
    /// Acting for another merchant: a role that nobody has here.
    #[error("The value provided for x-amz-pay-authtoken is not valid.")]
    AuthToken,
    /// A header that every request carries, or that the list of signed headers names, is not there.
    #[error("Missing header: {0}.")]
    MissingHeader(String),
    /// A header that must be signed is not in the list.
    #[error("The header {0} has to be signed.")]
    Unsigned(&'static str),
    /// A signed header stands twice in the request; which one was signed cannot be told.
    #[error("The header {0} occurs more than once.")]
    RepeatedHeader(String),
    /// The key does not verify the signature over what was received.
    #[error("Unable to verify signature, signing String [{string_to_sign}] , signature [{signature}]")]
    Mismatch {
        /// What we computed from the request: the first thing a merchant compares.
        string_to_sign: String,
        /// Base64, as received.
        signature: String,
    },
    /// `x-amz-pay-date` is in neither of the two forms.
    #[error("The value {0} provided for x-amz-pay-date is invalid.")]
    DateMalformed(String),
    /// `x-amz-pay-date` is older than the window allows.
    #[error("The value {0} provided for x-amz-pay-date should not be older than 5 minutes")]
    DatePast(String),
    /// `x-amz-pay-date` is newer than the window allows.
    #[error("The value {0} provided for x-amz-pay-date should not be in future")]
    DateFuture(String),
    /// Signed for another service.
    #[error("The value {0} provided for x-amz-pay-host is not a host of this service.")]
    Host(String),
}

impl SignatureError {
    /// The HTTP status of the answer.
    #[must_use]
    pub const fn status(&self) -> StatusCode {
        match self {
            Self::Authorization(_)
            | Self::Environment
            | Self::AuthToken
            | Self::Unsigned(_)
            | Self::Mismatch { .. } => StatusCode::FORBIDDEN,
            Self::MissingHeader(_)
            | Self::RepeatedHeader(_)
            | Self::DateMalformed(_)
            | Self::DatePast(_)
            | Self::DateFuture(_)
            | Self::Host(_) => StatusCode::BAD_REQUEST,
        }
    }

    /// Amazon Pay's `reasonCode`.
    #[must_use]
    pub const fn reason_code(&self) -> &'static str {
        match self {
            Self::Authorization(_) | Self::Environment => "InvalidAuthentication",
            Self::AuthToken => "InvalidAuthorizationToken",
            Self::Unsigned(_) | Self::Mismatch { .. } => "InvalidRequestSignature",
            Self::MissingHeader(_) => "MissingHeader",
            Self::RepeatedHeader(_)
            | Self::DateMalformed(_)
            | Self::DatePast(_)
            | Self::DateFuture(_)
            | Self::Host(_) => "InvalidHeaderValue",
        }
    }
}
