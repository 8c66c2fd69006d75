use jiff::Timestamp;

use super::Payment;

/// What the processor tells by itself. It may come twice, late, or in another order than it happened: what it says
/// of a payment is to be read again before money is booked on it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessorEvent {
    /// `evt_…`: the same each time it is delivered.
    pub id: String,
    /// When it happened.
    pub created_at: Timestamp,
    /// What happened.
    pub kind: ProcessorEventKind,
}

/// What happened (<https://docs.stripe.com/api/events/types>).
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum ProcessorEventKind {
    /// `payment_intent.*`: a payment is another than before; its status says what became of it.
    Payment(Payment),
    /// `setup_intent.succeeded`: the shopper was at the card's bank, and it agreed.
    LinkSucceeded {
        /// `seti_…`.
        setup_intent_id: String,
    },
    /// `setup_intent.setup_failed`: it did not.
    LinkFailed {
        /// `seti_…`.
        setup_intent_id: String,
        /// Such as `setup_intent_authentication_failure`.
        code: String,
    },
    /// `charge.refunded`, `refund.updated` and their kin: a refund of this payment is another than before.
    Refund {
        /// `pi_…`, where the processor says which.
        payment_id: Option<String>,
    },
    /// Something that we do not act on.
    Other {
        /// Stripe's type.
        kind: String,
    },
}
