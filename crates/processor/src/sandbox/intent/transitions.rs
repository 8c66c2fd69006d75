//! How an intent moves from status to status, and from where it may not.

use saifu_money::{Amount, MoneyError};

use super::{CaptureMethod, Intent, Status};
use crate::sandbox::authentication::Redirect;
use crate::sandbox::card::Decline;
use crate::sandbox::error::ApiError;

impl Intent {
    /// Confirmation is for intents that wait for it, or whose last attempt was declined.
    pub(super) fn check_confirmable(&self) -> Result<(), ApiError> {
        self.expect_status(&[Status::RequiresConfirmation, Status::RequiresPaymentMethod], "confirm")
    }

    /// Whether the shopper is at the card's bank.
    pub(super) fn check_at_bank(&self) -> Result<(), ApiError> {
        if self.waits_for_bank() { Ok(()) } else { Err(self.unexpected_status("authenticate")) }
    }

    /// The card's bank wants to see the shopper before it says more.
    pub(super) fn send_to_bank(&mut self, redirect: Redirect) {
        self.status = Status::RequiresAction;
        self.redirect = Some(redirect);
        self.last_decline = None;
    }

    /// Takes the bank's answer. After a decline the intent waits for another payment method.
    pub(super) fn settle(&mut self, bank: Result<(), Decline>) -> Result<(), ApiError> {
        self.last_decline = bank.err();
        self.redirect = None;
        if let Err(decline) = bank {
            self.status = Status::RequiresPaymentMethod;
            self.payment_method = None;
            return Err(ApiError::declined(decline).with_object("payment_intent", self.view()));
        }
        match self.capture_method {
            CaptureMethod::Manual => self.status = Status::RequiresCapture,
            CaptureMethod::Automatic => self.take(self.amount),
        }
        Ok(())
    }

    /// Takes all or a part of the hold, once; the rest is released.
    pub(super) fn capture(&mut self, amount: Option<Amount>) -> Result<(), ApiError> {
        self.expect_status(&[Status::RequiresCapture], "capture")?;
        let amount = amount.unwrap_or(self.amount);
        if self.amount.less_than(amount).map_err(broken)? {
            let message = "Payment Intent could not be captured because the requested capture amount is \
                           greater than the authorized amount.";
            return Err(ApiError::state("amount_too_large", message));
        }
        self.take(amount);
        Ok(())
    }

    /// Gives up; a hold is released. What was captured can only be refunded.
    pub(super) fn cancel(&mut self, unix: i64) -> Result<(), ApiError> {
        let open = [
            Status::RequiresPaymentMethod,
            Status::RequiresConfirmation,
            Status::RequiresAction,
            Status::RequiresCapture,
        ];
        self.expect_status(&open, "cancel")?;
        self.status = Status::Canceled;
        self.canceled_at = Some(unix);
        Ok(())
    }

    /// Gives back a part of what was captured, or the rest of it; answers with how much.
    pub(in crate::sandbox) fn refund(&mut self, amount: Option<Amount>) -> Result<Amount, ApiError> {
        self.expect_status(&[Status::Succeeded], "refund")?;
        let left = self.captured.sub(self.refunded).map_err(broken)?;
        if left.is_zero() {
            let message = "The charge has already been refunded.";
            return Err(ApiError::state("charge_already_refunded", message));
        }
        let amount = amount.unwrap_or(left);
        if left.less_than(amount).map_err(broken)? {
            let message =
                format!("Refund amount ({amount}) is greater than unrefunded amount on charge ({left})");
            return Err(ApiError::state("amount_too_large", &message));
        }
        self.refunded = self.refunded.add(amount).map_err(broken)?;
        Ok(amount)
    }

    fn take(&mut self, amount: Amount) {
        self.status = Status::Succeeded;
        self.captured = amount;
    }

    fn expect_status(&self, allowed: &[Status], verb: &str) -> Result<(), ApiError> {
        if allowed.contains(&self.status) { Ok(()) } else { Err(self.unexpected_status(verb)) }
    }

    pub(super) fn unexpected_status(&self, verb: &str) -> ApiError {
        let status = self.status.name();
        let message = format!("You cannot {verb} this PaymentIntent because it has a status of {status}.");
        ApiError::state("payment_intent_unexpected_state", &message)
            .with_object("payment_intent", self.view())
    }
}

/// Amounts of one intent are of one currency and bounded, so this does not happen.
pub(super) fn broken(error: MoneyError) -> ApiError {
    ApiError::state("amount_invalid", &error.to_string())
}

#[cfg(test)]
mod tests {
    use super::super::Means;
    use super::*;
    use std::collections::BTreeMap;

    fn intent(status: Status) -> Intent {
        Intent {
            id: "pi_1".to_owned(),
            created: 0,
            amount: Amount::yen(1000),
            capture_method: CaptureMethod::Manual,
            customer: None,
            means: Means::Card,
            payment_method: Some("pm_1".to_owned()),
            description: None,
            metadata: BTreeMap::new(),
            status,
            captured: Amount::yen(0),
            refunded: Amount::yen(0),
            last_decline: None,
            canceled_at: None,
            redirect: None,
        }
    }

    #[test]
    fn each_act_has_its_statuses() {
        use Status::{
            Canceled, RequiresAction, RequiresCapture, RequiresConfirmation, RequiresPaymentMethod, Succeeded,
        };
        let all = [
            RequiresPaymentMethod,
            RequiresConfirmation,
            RequiresAction,
            RequiresCapture,
            Succeeded,
            Canceled,
        ];
        for status in all {
            let waits = matches!(status, RequiresPaymentMethod | RequiresConfirmation);
            let (held, at_bank) = (status == RequiresCapture, status == RequiresAction);
            assert_eq!(intent(status).check_at_bank().is_ok(), at_bank, "{status:?}");
            assert_eq!(intent(status).check_confirmable().is_ok(), waits, "{status:?}");
            assert_eq!(intent(status).capture(None).is_ok(), held, "{status:?}");
            assert_eq!(intent(status).cancel(0).is_ok(), waits || held || at_bank, "{status:?}");
            if status != Succeeded {
                assert!(intent(status).refund(None).is_err(), "{status:?}");
            }
        }
    }

    #[test]
    fn refunds_never_exceed_what_was_captured() {
        let mut intent = intent(Status::RequiresCapture);
        assert!(intent.capture(Some(Amount::yen(1001))).is_err());
        assert!(intent.capture(Some(Amount::yen(700))).is_ok());
        let mut refund = |yen| intent.refund(Some(Amount::yen(yen))).is_ok();
        assert!(refund(300));
        assert!(!refund(401));
        assert!(refund(400));
        assert!(!refund(1));
    }

    #[test]
    fn a_declined_intent_takes_another_card() {
        let mut intent = intent(Status::RequiresConfirmation);
        assert!(intent.settle(Err(Decline::LostCard)).is_err());
        assert_eq!((intent.status, &intent.payment_method), (Status::RequiresPaymentMethod, &None));
        assert!(intent.check_confirmable().is_ok());
        assert!(intent.settle(Ok(())).is_ok());
        assert_eq!((intent.status, intent.last_decline), (Status::RequiresCapture, None));
    }
}
