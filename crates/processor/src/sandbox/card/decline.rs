use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

/// Why an attempt failed: a bank's no (<https://docs.stripe.com/declines/codes>), or what Stripe has a code for
/// (<https://docs.stripe.com/error-codes>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in super::super) enum Decline {
    /// It does not say.
    Generic,
    /// Too little money.
    InsufficientFunds,
    /// Reported lost.
    LostCard,
    /// Past the month it bears.
    ExpiredCard,
    /// The security code is another.
    IncorrectCvc,
    /// Above the card's limit.
    VelocityExceeded,
    /// Used too often.
    LimitExceeded,
    /// The bank wants to see the shopper, who is not there.
    AuthenticationRequired,
    /// The shopper was at the bank and did not prove who they are.
    AuthenticationFailed,
    /// The same, while the card was set up.
    SetupAuthenticationFailed,
    /// Nobody paid in time.
    AttemptExpired,
    /// No test number: the sandbox moves no real money and takes no real card.
    TestModeLiveCard,
}

impl Decline {
    /// The error's `code`; most reasons are told by the decline code alone.
    pub(in super::super) const fn code(self) -> &'static str {
        match self {
            Self::ExpiredCard => "expired_card",
            Self::IncorrectCvc => "incorrect_cvc",
            Self::AuthenticationRequired => "authentication_required",
            Self::AuthenticationFailed => "payment_intent_authentication_failure",
            Self::SetupAuthenticationFailed => "setup_intent_authentication_failure",
            Self::AttemptExpired => "payment_intent_payment_attempt_expired",
            _ => "card_declined",
        }
    }

    /// The error's `decline_code`, which a bank gives.
    pub(in super::super) const fn decline_code(self) -> Option<&'static str> {
        match self {
            Self::Generic => Some("generic_decline"),
            Self::InsufficientFunds => Some("insufficient_funds"),
            Self::LostCard => Some("lost_card"),
            Self::ExpiredCard => Some("expired_card"),
            Self::IncorrectCvc => Some("incorrect_cvc"),
            Self::VelocityExceeded => Some("card_velocity_exceeded"),
            Self::LimitExceeded => Some("withdrawal_count_limit_exceeded"),
            Self::AuthenticationRequired => Some("authentication_required"),
            Self::TestModeLiveCard => Some("test_mode_live_card"),
            Self::AuthenticationFailed | Self::SetupAuthenticationFailed | Self::AttemptExpired => None,
        }
    }

    /// In words.
    pub(in super::super) const fn message(self) -> &'static str {
        match self {
            Self::Generic | Self::LostCard => "Your card was declined.",
            Self::InsufficientFunds => "Your card has insufficient funds.",
            Self::ExpiredCard => "Your card has expired.",
            Self::IncorrectCvc => "Your card's security code is incorrect.",
            Self::VelocityExceeded | Self::LimitExceeded => "Your card's limit is exceeded.",
            Self::AuthenticationRequired => "Your card was declined. It requires authentication.",
            Self::AuthenticationFailed | Self::SetupAuthenticationFailed => "The authentication failed.",
            Self::AttemptExpired => "Nobody paid before the instructions expired.",
            Self::TestModeLiveCard => {
                "Your card was declined. Your request was in test mode, but used a non test card."
            }
        }
    }

    /// As `last_payment_error` or `last_setup_error`.
    pub(in super::super) fn view(self) -> Value {
        let kind = if self.decline_code().is_some() { "card_error" } else { "invalid_request_error" };
        let mut view = json!({ "type": kind, "code": self.code(), "message": self.message() });
        if let Some(code) = self.decline_code() {
            view["decline_code"] = code.into();
        }
        view
    }
}
