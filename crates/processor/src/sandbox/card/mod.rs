//! Cards: what is kept of one, and how its bank answers.

mod check;
mod decline;
mod numbers;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::book::Book;
use super::call::Call;
use super::edge::Moment;
use super::error::ApiError;
use check::CardDetails;
use numbers::TestNumber;

pub(super) use decline::Decline;

/// What is kept of a card. The number and the security code are not.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Card {
    brand: String,
    last4: String,
    expiry_month: i8,
    expiry_year: i16,
    /// A salted hash of the number, the same for the same number within this sandbox.
    fingerprint: String,
    outcome: Outcome,
    #[serde(default)]
    funding: Funding,
    #[serde(default)]
    authentication: Authentication,
    /// What goes wrong on the way to its bank.
    #[serde(default)]
    pub(super) trouble: Trouble,
}

/// Where its money comes from.
#[derive(Clone, Copy, Default, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Funding {
    #[default]
    Credit,
    Debit,
    Prepaid,
}

/// When the bank wants to see the shopper (3-D Secure).
#[derive(Clone, Copy, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Authentication {
    #[default]
    Never,
    /// Once; a card that was set up pays without.
    UnlessSetUp,
    /// Each time.
    Always,
}

/// What goes wrong on the way to a card's bank, the first time that something is asked for. Asked again with the
/// same key it goes well, as it does when a processor comes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(super) enum Trouble {
    #[default]
    None,
    /// 503, and nothing is done.
    Down,
    /// Done, and answered late.
    Slow,
    /// Done, and the connection drops.
    AnswerLost,
}

/// How the bank answers, which in a sandbox the number decides.
#[derive(Clone, Copy, Serialize, Deserialize)]
#[serde(rename_all = "snake_case", tag = "at", content = "decline")]
pub(super) enum Outcome {
    /// Links and pays.
    Approves,
    /// Cannot be attached to a customer.
    DeclinesLink(Decline),
    /// Can be attached, and then pays nothing.
    DeclinesCharge(Decline),
}

impl Card {
    /// Reads and checks `card[…]`. Only test numbers are taken, so that a real card's number, typed by mistake,
    /// leaves no trace here, not even a hash.
    pub(super) fn read(call: &Call, book: &Book) -> Result<Self, ApiError> {
        let details = CardDetails::read(&call.params, &call.moment)?;
        let test = TestNumber::find(&details.number)
            .ok_or_else(|| ApiError::declined(Decline::TestModeLiveCard).not_executed())?;
        details.check_security_code(test.brand)?;
        Ok(Self {
            brand: test.brand.to_owned(),
            last4: details.last4().to_owned(),
            expiry_month: details.expiry_month,
            expiry_year: details.expiry_year,
            fingerprint: book.salted_hash(&[&details.number]).chars().take(16).collect(),
            outcome: test.outcome,
            funding: test.funding,
            authentication: test.authentication,
            trouble: test.trouble,
        })
    }

    /// The bank's answer to linking.
    pub(super) fn link(&self, now: &Moment) -> Result<(), Decline> {
        match self.outcome {
            Outcome::DeclinesLink(decline) => Err(decline),
            Outcome::Approves | Outcome::DeclinesCharge(_) => self.check_expiry(now),
        }
    }

    /// The bank's answer to a charge.
    pub(super) fn charge(&self, now: &Moment) -> Result<(), Decline> {
        match self.outcome {
            Outcome::DeclinesLink(decline) | Outcome::DeclinesCharge(decline) => Err(decline),
            Outcome::Approves => self.check_expiry(now),
        }
    }

    /// Whether the bank wants to see the shopper before it says more.
    pub(super) fn wants_shopper(&self, was_set_up: bool) -> bool {
        match self.authentication {
            Authentication::Never => false,
            Authentication::UnlessSetUp => !was_set_up,
            Authentication::Always => true,
        }
    }

    /// A card is good to the end of the month that it bears.
    fn check_expiry(&self, now: &Moment) -> Result<(), Decline> {
        let expired = (self.expiry_year, self.expiry_month) < (now.year, now.month);
        if expired { Err(Decline::ExpiredCard) } else { Ok(()) }
    }

    /// The `card` member of a payment method.
    pub(super) fn view(&self) -> Value {
        json!({
            "brand": self.brand,
            "display_brand": self.brand,
            "exp_month": self.expiry_month,
            "exp_year": self.expiry_year,
            "fingerprint": self.fingerprint,
            "funding": self.funding,
            "last4": self.last4,
        })
    }
}
