use std::collections::BTreeMap;

use saifu_wallet::port::processor::{CardFunding, LinkedCard, ProcessorError};
use serde::Deserialize;

use super::{Expandable, Failure, NO_REASON, NextAction};

/// <https://docs.stripe.com/api/customers/object>
#[derive(Deserialize)]
pub(in crate::client) struct Customer {
    pub(in crate::client) id: String,
}

/// <https://docs.stripe.com/api/payment_methods/object>
#[derive(Deserialize)]
pub(in crate::client) struct PaymentMethod {
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
    #[serde(default)]
    funding: Funding,
}

#[derive(Clone, Copy, Default, Deserialize)]
#[serde(rename_all = "snake_case")]
enum Funding {
    Credit,
    Debit,
    Prepaid,
    #[default]
    #[serde(other)]
    Unknown,
}

/// <https://docs.stripe.com/api/setup_intents/object>
#[derive(Deserialize)]
pub(crate) struct SetupIntent {
    pub(crate) id: String,
    pub(in crate::client) status: SetupStatus,
    pub(in crate::client) customer: Option<String>,
    pub(in crate::client) payment_method: Option<Expandable>,
    #[serde(default)]
    pub(in crate::client) metadata: BTreeMap<String, String>,
    next_action: Option<NextAction>,
    last_setup_error: Option<Failure>,
}

#[derive(Clone, Copy, Debug, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "snake_case")]
pub(in crate::client) enum SetupStatus {
    RequiresPaymentMethod,
    RequiresConfirmation,
    RequiresAction,
    Processing,
    Succeeded,
    Canceled,
    #[serde(other)]
    Unknown,
}

impl PaymentMethod {
    pub(in crate::client) fn into_linked_card(self, customer_id: String) -> LinkedCard {
        LinkedCard {
            payment_method_id: self.id,
            customer_id,
            brand: self.card.brand,
            last4: self.card.last4,
            expiry_month: self.card.exp_month,
            expiry_year: self.card.exp_year,
            fingerprint: self.card.fingerprint,
            funding: match self.card.funding {
                Funding::Credit => CardFunding::Credit,
                Funding::Debit => CardFunding::Debit,
                Funding::Prepaid => CardFunding::Prepaid,
                Funding::Unknown => CardFunding::Unknown,
            },
        }
    }
}

impl SetupIntent {
    pub(in crate::client) fn redirect_url(&self) -> Option<String> {
        self.next_action.as_ref()?.redirect_url()
    }

    /// Why the bank did not agree.
    pub(crate) fn failure(&self) -> String {
        let reason = self.last_setup_error.as_ref().and_then(Failure::reason);
        reason.unwrap_or_else(|| NO_REASON.to_owned())
    }

    pub(in crate::client) fn declined(&self) -> ProcessorError {
        ProcessorError::Declined { code: self.failure() }
    }

    pub(in crate::client) fn undecided(&self) -> ProcessorError {
        ProcessorError::Unavailable(format!("{} is {:?}", self.id, self.status))
    }
}
