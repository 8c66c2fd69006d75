//! The parts of Stripe's objects that are read here; the rest of each object is skipped.

use saifu_money::Amount;
use saifu_wallet::port::processor::{Hold, LinkedCard, ProcessorError};
use serde::Deserialize;

/// <https://docs.stripe.com/api/customers/object>
#[derive(Deserialize)]
pub(super) struct Customer {
    pub(super) id: String,
}

/// <https://docs.stripe.com/api/payment_methods/object>
#[derive(Deserialize)]
pub(super) struct PaymentMethod {
    id: String,
    card: Card,
}

#[derive(Deserialize)]
struct Card {
    brand: String,
    last4: String,
    exp_month: u8,
    exp_year: u16,
    fingerprint: String,
}

/// <https://docs.stripe.com/api/payment_intents/object>
#[derive(Deserialize)]
pub(super) struct PaymentIntent {
    id: String,
    status: String,
    /// Captured so far, in the minor unit.
    #[serde(default)]
    amount_received: i64,
}

/// <https://docs.stripe.com/api/refunds/object>
#[derive(Deserialize)]
pub(super) struct Refund {
    id: String,
    status: String,
    failure_reason: Option<String>,
}

/// An answer of which nothing is needed but that it came.
#[derive(Deserialize)]
pub(super) struct Acknowledged {}

impl PaymentMethod {
    pub(super) fn into_linked_card(self, customer_id: String) -> LinkedCard {
        LinkedCard {
            payment_method_id: self.id,
            customer_id,
            brand: self.card.brand,
            last4: self.card.last4,
            expiry_month: self.card.exp_month,
            expiry_year: self.card.exp_year,
            fingerprint: self.card.fingerprint,
        }
    }
}

impl PaymentIntent {
    /// A hold, if the money is held. A bank that wants to see the shopper first is a decline here, because the
    /// shopper is not at the bank's page: the charge is off session.
    pub(super) fn into_hold(self) -> Result<Hold, ProcessorError> {
        match self.status.as_str() {
            "requires_capture" => Ok(Hold { hold_id: self.id }),
            "requires_action" => Err(ProcessorError::Declined { code: "authentication_required".to_owned() }),
            _ => Err(self.undecided()),
        }
    }

    /// Whether just this amount was taken.
    pub(super) fn is_captured(&self, amount: Amount) -> bool {
        self.status == "succeeded" && self.amount_received == amount.minor()
    }

    pub(super) fn is_canceled(&self) -> bool {
        self.status == "canceled"
    }

    /// `processing` and whatever else may come: the outcome is not known yet, so it is asked for again.
    pub(super) fn undecided(&self) -> ProcessorError {
        ProcessorError::Unavailable(format!("{} is {}", self.id, self.status))
    }
}

impl Refund {
    /// A refund that is `pending` is accepted and under way; `failed` and `canceled` gave the money to nobody.
    pub(super) fn into_outcome(self) -> Result<(), ProcessorError> {
        match self.status.as_str() {
            "succeeded" | "pending" => Ok(()),
            status => {
                let reason = self.failure_reason.unwrap_or_default();
                Err(ProcessorError::Refused(format!("{} is {status} {reason}", self.id)))
            }
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn intent(status: &str) -> PaymentIntent {
        PaymentIntent { id: "pi_1".to_owned(), status: status.to_owned(), amount_received: 0 }
    }

    #[test]
    fn only_a_capturable_intent_is_a_hold() {
        assert!(matches!(intent("requires_capture").into_hold(), Ok(hold) if hold.hold_id == "pi_1"));
        assert!(matches!(
            intent("requires_action").into_hold(),
            Err(ProcessorError::Declined { code }) if code == "authentication_required"
        ));
        assert!(matches!(intent("processing").into_hold(), Err(ProcessorError::Unavailable(_))));
    }

    #[test]
    fn a_refund_that_failed_is_not_one() {
        let refund = |status: &str| Refund {
            id: "re_1".to_owned(),
            status: status.to_owned(),
            failure_reason: Some("lost_or_stolen_card".to_owned()),
        };
        assert!(refund("pending").into_outcome().is_ok());
        assert!(matches!(refund("failed").into_outcome(), Err(ProcessorError::Refused(_))));
    }
}
