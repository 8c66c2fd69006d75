use serde::{Deserialize, Serialize};

/// Why a bank said no (<https://docs.stripe.com/declines/codes>).
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
    /// No test number: the sandbox moves no real money and takes no real card.
    TestModeLiveCard,
}

impl Decline {
    /// The error's `code`; most reasons are told by the decline code alone.
    pub(in super::super) const fn code(self) -> &'static str {
        match self {
            Self::ExpiredCard => "expired_card",
            Self::IncorrectCvc => "incorrect_cvc",
            _ => "card_declined",
        }
    }

    /// The error's `decline_code`.
    pub(in super::super) const fn decline_code(self) -> &'static str {
        match self {
            Self::Generic => "generic_decline",
            Self::InsufficientFunds => "insufficient_funds",
            Self::LostCard => "lost_card",
            Self::ExpiredCard => "expired_card",
            Self::IncorrectCvc => "incorrect_cvc",
            Self::TestModeLiveCard => "test_mode_live_card",
        }
    }

    /// Stripe's words.
    pub(in super::super) const fn message(self) -> &'static str {
        match self {
            Self::Generic | Self::LostCard => "Your card was declined.",
            Self::InsufficientFunds => "Your card has insufficient funds.",
            Self::ExpiredCard => "Your card has expired.",
            Self::IncorrectCvc => "Your card's security code is incorrect.",
            Self::TestModeLiveCard => {
                "Your card was declined. Your request was in test mode, but used a non test card."
            }
        }
    }
}
