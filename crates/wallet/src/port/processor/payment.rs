use jiff::{SignedDuration, Timestamp};
use saifu_money::Amount;

use crate::id::ShopperId;

/// What a card is asked to pay.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct PaymentRequest {
    /// `cus_…`.
    pub customer_id: String,
    /// `pm_…`.
    pub payment_method_id: String,
    /// How much.
    pub amount: Amount,
    /// The idempotency key: the same key has the same answer.
    pub key: String,
    /// For people, in the processor's console.
    pub description: String,
    /// What of ours it pays: the id of a charge or of a top-up.
    pub reference: String,
    /// Whether the shopper is there to be sent to the card's bank. Otherwise a bank that wants to see them is a
    /// decline (`authentication_required`).
    pub shopper_present: bool,
    /// When the key was first sent, if that may be longer ago than the processor remembers keys (Stripe: 24 hours):
    /// then what it made is looked for before it is asked for again.
    pub asked_since: Option<Timestamp>,
}

/// A hold that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// `pi_…`.
    pub hold_id: String,
}

/// Who pays: the processor's customer where it is known, or whoever is that for a shopper.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Payer {
    /// `cus_…`.
    Customer(String),
    /// One of ours.
    Shopper(ShopperId),
}

/// A payment as the processor has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Payment {
    /// `pi_…`. Of a payment that is only held, it is the hold's id.
    pub payment_id: String,
    /// Where it stands.
    pub status: PaymentStatus,
    /// What was asked for.
    pub amount: Amount,
    /// What came in so far. Of cash that can be less than was asked for, and more.
    pub received: Amount,
    /// Why the last attempt failed: a decline code, or `payment_intent_authentication_failure`.
    pub failure: Option<String>,
    /// The card's bank's page while it waits for the shopper there.
    pub redirect_url: Option<String>,
    /// What of ours it pays.
    pub reference: Option<String>,
}

/// Where a payment stands (<https://docs.stripe.com/payments/paymentintents/lifecycle>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum PaymentStatus {
    /// Declined, or a slip that nobody paid in time: it waits for another means.
    RequiresPaymentMethod,
    /// Made, not tried.
    RequiresConfirmation,
    /// Waits for the shopper: at the card's bank, or with cash.
    RequiresAction,
    /// Under way; the outcome comes later.
    Processing,
    /// Held.
    RequiresCapture,
    /// Paid.
    Succeeded,
    /// Given up.
    Canceled,
}

/// A refund as the processor has it.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ProcessorRefund {
    /// `re_…`.
    pub refund_id: String,
    /// How much.
    pub amount: Amount,
    /// Where it stands.
    pub status: RefundStatus,
}

/// Where a refund stands (<https://docs.stripe.com/api/refunds/object>).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum RefundStatus {
    /// Accepted and under way, or waiting for the shopper to say where to.
    Pending,
    /// Given.
    Succeeded,
    /// Given to nobody.
    Failed,
}

/// Stripe forgets a key when it is 24 hours old; half of that leaves room for clocks that differ.
const KEY_LIFE: SignedDuration = SignedDuration::from_hours(12);

/// What [`PaymentRequest::asked_since`] is for a key that may have been sent at `first` already.
#[must_use]
pub fn asked_since(first: Timestamp, now: Timestamp) -> Option<Timestamp> {
    (now.duration_since(first) > KEY_LIFE).then_some(first)
}
