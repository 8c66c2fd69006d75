use std::collections::BTreeMap;

use saifu_money::{Amount, Currency};
use saifu_wallet::port::processor::{ProcessorError, ProcessorRefund, RefundStatus};
use serde::Deserialize;

use super::Listed;

/// <https://docs.stripe.com/api/refunds/object>
#[derive(Deserialize)]
pub(in crate::client) struct Refund {
    id: String,
    amount: i64,
    currency: String,
    status: String,
    failure_reason: Option<String>,
    #[serde(default)]
    metadata: BTreeMap<String, String>,
}

impl Listed for Refund {
    fn id(&self) -> &str {
        &self.id
    }
}

impl Refund {
    /// The key that made it.
    pub(in crate::client) fn key(&self) -> Option<&str> {
        self.metadata.get("refund_key").map(String::as_str)
    }

    /// A refund that is pending is accepted and under way; one that failed gave the money to nobody.
    pub(in crate::client) fn into_outcome(self) -> Result<(), ProcessorError> {
        match self.read_status() {
            RefundStatus::Succeeded | RefundStatus::Pending => Ok(()),
            RefundStatus::Failed => {
                let reason = self.failure_reason.unwrap_or_default();
                Err(ProcessorError::Refused(format!("{} is {} {reason}", self.id, self.status)))
            }
        }
    }

    pub(in crate::client) fn into_refund(self) -> Result<ProcessorRefund, ProcessorError> {
        let status = self.read_status();
        let odd =
            || ProcessorError::Unavailable(format!("{} is of {} {}", self.id, self.amount, self.currency));
        let currency: Currency = self.currency.to_ascii_uppercase().parse().map_err(|_| odd())?;
        let amount = Amount::new(self.amount, currency).map_err(|_| odd())?;
        Ok(ProcessorRefund { refund_id: self.id, amount, status })
    }

    /// `requires_action` waits for the shopper to say where to, as after cash.
    fn read_status(&self) -> RefundStatus {
        match self.status.as_str() {
            "succeeded" => RefundStatus::Succeeded,
            "pending" | "requires_action" => RefundStatus::Pending,
            _ => RefundStatus::Failed,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_refund_that_failed_is_not_one() {
        let refund = |status: &str| Refund {
            id: "re_1".to_owned(),
            amount: 100,
            currency: "jpy".to_owned(),
            status: status.to_owned(),
            failure_reason: Some("lost_or_stolen_card".to_owned()),
            metadata: BTreeMap::new(),
        };
        assert!(refund("pending").into_outcome().is_ok());
        for failed in ["failed", "canceled"] {
            assert!(matches!(refund(failed).into_outcome(), Err(ProcessorError::Refused(_))), "{failed}");
        }
    }
}
