//! `/v1/payment_intents` (<https://docs.stripe.com/api/payment_intents>): a payment from plan to capture.

mod cash;
mod operations;
mod read;
mod transitions;
mod view;

use std::collections::BTreeMap;

use saifu_money::{Amount, Currency};
use serde::{Deserialize, Serialize};

use super::authentication::Redirect;
use super::card::Decline;

pub use cash::CashPayment;
pub(super) use cash::{expire, expires_by, pay as pay_cash};
pub(super) use operations::{authenticate, cancel, capture, confirm, create, list, retrieve};

/// One payment. What was captured of a card and what of it was given back never exceed the amount; of cash more can
/// come in.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Intent {
    id: String,
    created: i64,
    amount: Amount,
    capture_method: CaptureMethod,
    customer: Option<String>,
    #[serde(default)]
    means: Means,
    payment_method: Option<String>,
    description: Option<String>,
    metadata: BTreeMap<String, String>,
    status: Status,
    captured: Amount,
    refunded: Amount,
    last_decline: Option<Decline>,
    canceled_at: Option<i64>,
    /// Where the shopper is sent while the card's bank wants to see them.
    #[serde(default)]
    redirect: Option<Redirect>,
}

/// By what it is paid.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Means {
    #[default]
    Card,
    /// At a convenience store, until then.
    Konbini { expires_at: i64 },
    /// By transfer to the customer's own account.
    BankTransfer,
}

/// When the money is taken.
#[derive(Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum CaptureMethod {
    /// With the confirmation.
    Automatic,
    /// Held first, taken by a call of its own.
    Manual,
}

/// Where it stands (<https://docs.stripe.com/payments/paymentintents/lifecycle>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    RequiresCapture,
    Succeeded,
    Canceled,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresConfirmation => "requires_confirmation",
            Self::RequiresAction => "requires_action",
            Self::RequiresCapture => "requires_capture",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
        }
    }

    /// The event that tells of coming here.
    const fn event(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "payment_intent.payment_failed",
            Self::RequiresConfirmation => "payment_intent.created",
            Self::RequiresAction => "payment_intent.requires_action",
            Self::RequiresCapture => "payment_intent.amount_capturable_updated",
            Self::Succeeded => "payment_intent.succeeded",
            Self::Canceled => "payment_intent.canceled",
        }
    }
}

impl Intent {
    pub(super) fn currency(&self) -> Currency {
        self.amount.currency()
    }

    /// The charge that a confirmation made, once a bank agreed to one: `ch_…` beside `pi_…`.
    pub(super) fn charge_id(&self) -> Option<String> {
        let charged = matches!(self.status, Status::RequiresCapture | Status::Succeeded);
        charged.then(|| self.id.replacen("pi_", "ch_", 1))
    }

    /// Whether a shopper is at its card's bank.
    pub(super) fn waits_for_bank(&self) -> bool {
        self.status == Status::RequiresAction && self.means == Means::Card
    }

    pub(super) fn redirect(&self) -> Option<&Redirect> {
        self.redirect.as_ref()
    }
}
