//! An intent as JSON.

use serde_json::{Value, json};

use super::{Intent, Means, Status};

impl Intent {
    pub(in crate::sandbox) fn view(&self) -> Value {
        json!({
            "id": self.id,
            "object": "payment_intent",
            "amount": self.amount.minor(),
            "amount_capturable": self.capturable(),
            "amount_received": self.received(),
            "canceled_at": self.canceled_at,
            "capture_method": self.capture_method,
            "created": self.created,
            "currency": self.currency_code(),
            "customer": self.customer,
            "description": self.description,
            "last_payment_error": self.last_decline.map(super::Decline::view),
            "latest_charge": self.charge_id(),
            "livemode": false,
            "metadata": self.metadata,
            "next_action": self.next_action(),
            "payment_method": self.payment_method,
            "payment_method_types": [self.means.kind()],
            "status": self.status,
        })
    }

    /// The charge, as an event of it tells (<https://docs.stripe.com/api/charges/object>).
    pub(in crate::sandbox) fn charge_view(&self) -> Value {
        json!({
            "id": self.charge_id(),
            "object": "charge",
            "amount": self.amount.minor(),
            "amount_captured": self.captured.minor(),
            "amount_refunded": self.refunded.minor(),
            "currency": self.currency_code(),
            "customer": self.customer,
            "livemode": false,
            "metadata": self.metadata,
            "payment_intent": self.id,
            "refunded": self.refunded == self.captured,
        })
    }

    fn currency_code(&self) -> String {
        self.currency().code().to_ascii_lowercase()
    }

    fn capturable(&self) -> i64 {
        if self.status == Status::RequiresCapture { self.amount.minor() } else { 0 }
    }

    /// What came of a transfer in parts is told by what remains, until all of it is there.
    fn received(&self) -> i64 {
        if self.status == Status::RequiresAction { 0 } else { self.captured.minor() }
    }

    fn next_action(&self) -> Option<Value> {
        if self.status != Status::RequiresAction {
            return None;
        }
        Some(match self.means {
            Means::Card => self.redirect.as_ref()?.view(),
            Means::Konbini { expires_at } => self.konbini_view(expires_at),
            Means::BankTransfer => self.transfer_view(),
        })
    }
}

impl Means {
    /// Stripe's type of it.
    pub(super) const fn kind(self) -> &'static str {
        match self {
            Self::Card => "card",
            Self::Konbini { .. } => "konbini",
            Self::BankTransfer => "customer_balance",
        }
    }
}
