use std::collections::BTreeMap;

use saifu_money::{Amount, Currency};
use saifu_wallet::port::processor::{CashInstructions, Hold, Payment, PaymentStatus, ProcessorError};
use serde::Deserialize;

use super::{Failure, Listed, NO_REASON, NextAction};

/// <https://docs.stripe.com/api/payment_intents/object>
#[derive(Deserialize)]
pub(crate) struct PaymentIntent {
    pub(crate) id: String,
    pub(crate) status: Status,
    amount: i64,
    currency: String,
    /// In the minor unit. Stripe always says it; a processor that does not is taken by its status.
    amount_received: Option<i64>,
    next_action: Option<NextAction>,
    last_payment_error: Option<Failure>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(crate) enum Status {
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    Processing,
    RequiresCapture,
    Succeeded,
    Canceled,
    /// What Stripe may add: the outcome is not known.
    #[serde(other)]
    Unknown,
}

impl Listed for PaymentIntent {
    fn id(&self) -> &str {
        &self.id
    }
}

impl PaymentIntent {
    /// The key that made it.
    pub(in crate::client) fn key(&self) -> Option<&str> {
        self.metadata.get("key").map(String::as_str)
    }

    /// A hold, if the money is held.
    pub(in crate::client) fn into_hold(self) -> Result<Hold, ProcessorError> {
        match self.status {
            Status::RequiresCapture => Ok(Hold { hold_id: self.id }),
            _ => Err(self.unpaid()),
        }
    }

    /// A payment, if the money was taken.
    pub(in crate::client) fn into_paid(self) -> Result<Payment, ProcessorError> {
        match self.status {
            Status::Succeeded => self.into_payment(),
            _ => Err(self.unpaid()),
        }
    }

    /// Why a payment that was asked for is none.
    fn unpaid(&self) -> ProcessorError {
        match self.status {
            Status::RequiresAction => {
                let redirect_url = self.redirect_url();
                ProcessorError::ActionRequired { hold_id: self.id.clone(), redirect_url }
            }
            Status::RequiresPaymentMethod => {
                ProcessorError::Declined { code: self.failure().unwrap_or_else(|| NO_REASON.to_owned()) }
            }
            Status::Canceled => ProcessorError::Refused(format!("{} was canceled", self.id)),
            _ => self.undecided(),
        }
    }

    pub(crate) fn into_payment(self) -> Result<Payment, ProcessorError> {
        let status = self.payment_status()?;
        let (amount, received) = (self.money(self.amount)?, self.received()?);
        Ok(Payment {
            status,
            amount,
            received,
            failure: self.failure(),
            redirect_url: self.redirect_url(),
            reference: self.metadata.get("reference").cloned(),
            payment_id: self.id,
        })
    }

    /// How to pay in cash, while that can be done.
    pub(in crate::client) fn instructions(&self) -> Result<Option<CashInstructions>, ProcessorError> {
        let Some(action) = self.next_action.as_ref().filter(|_| self.status == Status::RequiresAction) else {
            return Ok(None);
        };
        if let Some(konbini) = &action.konbini_display_details {
            return konbini.read().map(Some);
        }
        let Some(transfer) = &action.display_bank_transfer_instructions else { return Ok(None) };
        let remaining = self.money(transfer.amount_remaining)?;
        Ok(Some(transfer.read(remaining)))
    }

    /// Whether just this amount was taken.
    pub(in crate::client) fn is_captured(&self, amount: Amount) -> bool {
        let taken = self.amount_received.is_none_or(|received| received == amount.minor());
        self.status == Status::Succeeded && taken
    }

    pub(in crate::client) fn is_canceled(&self) -> bool {
        self.status == Status::Canceled
    }

    /// Whether nothing can come of it any more but what has.
    pub(in crate::client) fn is_over(&self) -> bool {
        matches!(self.status, Status::Canceled | Status::Succeeded)
    }

    /// `processing` and whatever else may come: the outcome is not known yet, so it is asked for again.
    pub(in crate::client) fn undecided(&self) -> ProcessorError {
        ProcessorError::Unavailable(format!("{} is {:?}", self.id, self.status))
    }

    /// A transfer that came in parts is told by what remains, until all of it is there.
    fn received(&self) -> Result<Amount, ProcessorError> {
        let transfer =
            self.next_action.as_ref().and_then(|it| it.display_bank_transfer_instructions.as_ref());
        let minor = match (transfer, self.amount_received) {
            (Some(transfer), _) => self.amount.saturating_sub(transfer.amount_remaining),
            (None, Some(received)) => received,
            (None, None) if self.status == Status::Succeeded => self.amount,
            (None, None) => 0,
        };
        self.money(minor)
    }

    fn money(&self, minor: i64) -> Result<Amount, ProcessorError> {
        let odd = || ProcessorError::Unavailable(format!("{} is of {minor} {}", self.id, self.currency));
        let currency: Currency = self.currency.to_ascii_uppercase().parse().map_err(|_| odd())?;
        Amount::new(minor, currency).map_err(|_| odd())
    }

    fn failure(&self) -> Option<String> {
        self.last_payment_error.as_ref().and_then(Failure::reason)
    }

    fn redirect_url(&self) -> Option<String> {
        self.next_action.as_ref()?.redirect_url()
    }

    fn payment_status(&self) -> Result<PaymentStatus, ProcessorError> {
        Ok(match self.status {
            Status::RequiresPaymentMethod => PaymentStatus::RequiresPaymentMethod,
            Status::RequiresConfirmation => PaymentStatus::RequiresConfirmation,
            Status::RequiresAction => PaymentStatus::RequiresAction,
            Status::Processing => PaymentStatus::Processing,
            Status::RequiresCapture => PaymentStatus::RequiresCapture,
            Status::Succeeded => PaymentStatus::Succeeded,
            Status::Canceled => PaymentStatus::Canceled,
            Status::Unknown => return Err(self.undecided()),
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use serde_json::{Value, json};

    fn read(more: Value) -> PaymentIntent {
        let mut intent = json!({ "id": "pi_1", "amount": 1000, "currency": "jpy", "status": "processing" });
        for (name, value) in more.as_object().unwrap() {
            intent[name] = value.clone();
        }
        serde_json::from_value(intent).unwrap()
    }

    #[test]
    fn only_a_capturable_intent_is_a_hold() {
        let hold = |status: &str| read(json!({ "status": status })).into_hold();
        assert!(matches!(hold("requires_capture"), Ok(hold) if hold.hold_id == "pi_1"));
        assert!(matches!(hold("requires_action"), Err(ProcessorError::ActionRequired { .. })));
        assert!(matches!(hold("requires_payment_method"), Err(ProcessorError::Declined { .. })));
        assert!(matches!(hold("canceled"), Err(ProcessorError::Refused(_))));
        for undecided in ["processing", "something_new"] {
            assert!(matches!(hold(undecided), Err(ProcessorError::Unavailable(_))), "{undecided}");
        }
    }

    #[test]
    fn a_transfer_in_parts_is_told_by_what_remains() {
        let action = json!({ "type": "display_bank_transfer_instructions", "display_bank_transfer_instructions":
            { "amount_remaining": 400, "financial_addresses": [], "reference": "R" } });
        let part = json!({ "status": "requires_action", "amount_received": 0, "next_action": action });
        assert_eq!(read(part).into_payment().unwrap().received, Amount::yen(600));
        let whole = read(json!({ "status": "succeeded", "amount_received": 1200 }));
        assert_eq!(whole.into_payment().unwrap().received, Amount::yen(1200));
    }

    #[test]
    fn an_amount_that_cannot_be_read_is_no_payment() {
        for odd in [json!({ "currency": "xxx" }), json!({ "amount": -1 }), json!({ "amount_received": -1 })] {
            assert!(matches!(read(odd.clone()).into_payment(), Err(ProcessorError::Unavailable(_))), "{odd}");
        }
    }
}
