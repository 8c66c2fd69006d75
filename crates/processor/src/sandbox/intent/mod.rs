//! `/v1/payment_intents` (<https://docs.stripe.com/api/payment_intents>): a payment from plan to capture.

mod operations;
mod transitions;

use std::collections::BTreeMap;

use saifu_money::{Amount, Currency};
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::card::Decline;

pub(super) use operations::{cancel, capture, confirm, create, retrieve};

/// One payment. What was captured and what of it was given back never exceed the amount.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct Intent {
    id: String,
    created: i64,
    amount: Amount,
    capture_method: CaptureMethod,
    customer: Option<String>,
    payment_method: Option<String>,
    description: Option<String>,
    metadata: BTreeMap<String, String>,
    status: Status,
    captured: Amount,
    refunded: Amount,
    last_decline: Option<Decline>,
    canceled_at: Option<i64>,
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
    RequiresCapture,
    Succeeded,
    Canceled,
}

impl Status {
    const fn name(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "requires_payment_method",
            Self::RequiresConfirmation => "requires_confirmation",
            Self::RequiresCapture => "requires_capture",
            Self::Succeeded => "succeeded",
            Self::Canceled => "canceled",
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

    fn capturable(&self) -> i64 {
        if self.status == Status::RequiresCapture { self.amount.minor() } else { 0 }
    }

    fn view(&self) -> Value {
        json!({
            "id": self.id,
            "object": "payment_intent",
            "amount": self.amount.minor(),
            "amount_capturable": self.capturable(),
            "amount_received": self.captured.minor(),
            "canceled_at": self.canceled_at,
            "capture_method": self.capture_method,
            "created": self.created,
            "currency": self.currency().code().to_ascii_lowercase(),
            "customer": self.customer,
            "description": self.description,
            "last_payment_error": self.last_decline.map(decline_view),
            "latest_charge": self.charge_id(),
            "livemode": false,
            "metadata": self.metadata,
            "next_action": null,
            "payment_method": self.payment_method,
            "payment_method_types": ["card"],
            "status": self.status,
        })
    }
}

fn decline_view(decline: Decline) -> Value {
    json!({
        "type": "card_error",
        "code": decline.code(),
        "decline_code": decline.decline_code(),
        "message": decline.message(),
    })
}
