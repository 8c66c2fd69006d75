//! The card processor: it knows card numbers, we know its tokens.

use std::future::Future;

use saifu_money::Amount;
use thiserror::Error;

use crate::id::{ChargeId, ShopperId};

/// What the processor says of a linked card.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LinkedCard {
    /// `pm_…`.
    pub payment_method_id: String,
    /// `cus_…`: the shopper at the processor.
    pub customer_id: String,
    /// `visa`, `mastercard`, `jcb`, ….
    pub brand: String,
    /// The last four digits.
    pub last4: String,
    /// 1 to 12.
    pub expiry_month: u8,
    /// Four digits.
    pub expiry_year: u16,
    /// The same for the same number, so that a card is not linked twice.
    pub fingerprint: String,
}

/// What to hold on a card until capture.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct HoldRequest {
    /// `cus_…`.
    pub customer_id: String,
    /// `pm_…`.
    pub payment_method_id: String,
    /// How much.
    pub amount: Amount,
    /// The idempotency key: the same key has the same answer.
    pub key: String,
    /// On the card's statement and in the processor's console.
    pub description: String,
    /// Our charge.
    pub charge_id: ChargeId,
}

/// A hold that stands.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Hold {
    /// `pi_…`.
    pub hold_id: String,
}

/// What else the processor can answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProcessorError {
    /// The card was refused: `insufficient_funds`, `expired_card`, `lost_card`, `generic_decline`, ….
    #[error("card declined: {code}")]
    Declined {
        /// Stripe's decline code.
        code: String,
    },
    /// No answer that settles it: ask again with the same key.
    #[error("processor unavailable: {0}")]
    Unavailable(String),
    /// Our mistake; asking again changes nothing.
    #[error("processor refused the request: {0}")]
    Refused(String),
}

/// The processor's API, as far as a wallet needs it.
pub trait Processor: Send + Sync {
    /// Attaches a token that the device made to the shopper.
    fn link_card(
        &self,
        shopper: &ShopperId,
        payment_method_id: &str,
        key: &str,
    ) -> impl Future<Output = Result<LinkedCard, ProcessorError>> + Send;

    /// Forgets a card.
    fn unlink_card(&self, payment_method_id: &str)
    -> impl Future<Output = Result<(), ProcessorError>> + Send;

    /// Holds an amount until it is captured or canceled.
    fn authorize(&self, hold: &HoldRequest) -> impl Future<Output = Result<Hold, ProcessorError>> + Send;

    /// Takes a held amount, in full or in part; the rest is released.
    fn capture(
        &self,
        hold_id: &str,
        amount: Amount,
        key: &str,
    ) -> impl Future<Output = Result<(), ProcessorError>> + Send;

    /// Releases a hold.
    fn cancel(&self, hold_id: &str, key: &str) -> impl Future<Output = Result<(), ProcessorError>> + Send;

    /// Gives back a part of what was captured.
    fn refund(
        &self,
        hold_id: &str,
        amount: Amount,
        key: &str,
    ) -> impl Future<Output = Result<(), ProcessorError>> + Send;
}
