//! `/v1/setup_intents` (<https://docs.stripe.com/api/setup_intents>): a card asked whether it may be kept.

mod operations;

use std::collections::BTreeMap;

use serde::{Deserialize, Serialize};
use serde_json::{Value, json};

use super::authentication::Redirect;
use super::card::Decline;
use super::error::ApiError;

pub(super) use operations::{authenticate, cancel, confirm, create, retrieve};

/// One card on its way to a customer.
#[derive(Clone, Serialize, Deserialize)]
pub(super) struct SetupIntent {
    id: String,
    created: i64,
    customer: Option<String>,
    payment_method: Option<String>,
    usage: String,
    metadata: BTreeMap<String, String>,
    status: Status,
    last_decline: Option<Decline>,
    redirect: Option<Redirect>,
}

/// Where it stands (<https://docs.stripe.com/payments/paymentintents/lifecycle>).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Status {
    RequiresPaymentMethod,
    RequiresAction,
    Succeeded,
    Canceled,
}

impl Status {
    /// The event that tells of coming here.
    const fn event(self) -> &'static str {
        match self {
            Self::RequiresPaymentMethod => "setup_intent.setup_failed",
            Self::RequiresAction => "setup_intent.requires_action",
            Self::Succeeded => "setup_intent.succeeded",
            Self::Canceled => "setup_intent.canceled",
        }
    }
}

impl SetupIntent {
    pub(super) fn waits_for_bank(&self) -> bool {
        self.status == Status::RequiresAction
    }

    pub(super) fn redirect(&self) -> Option<&Redirect> {
        self.redirect.as_ref()
    }

    /// Takes the bank's answer. After a decline it waits for another card.
    fn settle(&mut self, bank: Result<(), Decline>) -> Result<(), ApiError> {
        self.redirect = None;
        self.last_decline = bank.err();
        if let Err(decline) = bank {
            self.status = Status::RequiresPaymentMethod;
            self.payment_method = None;
            return Err(ApiError::declined(decline).with_object("setup_intent", self.view()));
        }
        self.status = Status::Succeeded;
        Ok(())
    }

    fn expect_status(&self, allowed: &[Status], verb: &str) -> Result<(), ApiError> {
        if allowed.contains(&self.status) {
            return Ok(());
        }
        let message = format!("You cannot {verb} this SetupIntent because it is {:?}.", self.status);
        Err(ApiError::state("setup_intent_unexpected_state", &message)
            .with_object("setup_intent", self.view()))
    }

    fn view(&self) -> Value {
        json!({
            "id": self.id,
            "object": "setup_intent",
            "created": self.created,
            "customer": self.customer,
            "last_setup_error": self.last_decline.map(Decline::view),
            "livemode": false,
            "metadata": self.metadata,
            "next_action": self.redirect.as_ref().map(Redirect::view),
            "payment_method": self.payment_method,
            "payment_method_types": ["card"],
            "status": self.status,
            "usage": self.usage,
        })
    }
}
