//! The payment processor: it knows card numbers and takes cash, we know its tokens.

mod card;
mod cash;
mod event;
mod payment;

use std::future::Future;

use jiff::Timestamp;
use saifu_money::Amount;
use thiserror::Error;

use crate::id::ShopperId;

pub use card::{CardFunding, Link, LinkedCard};
pub use cash::{
    BankAccount, CashAsked, CashInstructions, CashKind, CashRequest, KonbiniChain, KonbiniNumbers,
};
pub use event::{ProcessorEvent, ProcessorEventKind};
pub use payment::{
    Hold, Payer, Payment, PaymentRequest, PaymentStatus, ProcessorRefund, RefundStatus, asked_since,
};

/// What else the processor can answer.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum ProcessorError {
    /// The card was refused: `insufficient_funds`, `expired_card`, `lost_card`, `generic_decline`, ….
    #[error("card declined: {code}")]
    Declined {
        /// Stripe's decline code.
        code: String,
    },
    /// The card's bank wants to see the shopper first (3-D Secure). Nothing is held or taken yet; after that the
    /// same request with the same key has another answer.
    #[error("{hold_id} waits for the shopper at the card's bank")]
    ActionRequired {
        /// `pi_…`: what is read with [`Processor::payment`], or given up with [`Processor::cancel`].
        hold_id: String,
        /// The bank's page; `None` if the processor has none but a script of its own.
        redirect_url: Option<String>,
    },
    /// No answer that settles it: ask again with the same key.
    #[error("processor unavailable: {0}")]
    Unavailable(String),
    /// Our mistake; asking again changes nothing.
    #[error("processor refused the request: {0}")]
    Refused(String),
}

/// The processor's API, as far as a wallet needs it. Every key is an idempotency key: the same key is the same
/// request, which happens once however often it is asked for.
pub trait Processor: Send + Sync {
    /// Verifies a token that the device made, at the card's bank, and attaches it to the shopper. With the same
    /// key it answers where that stands by now.
    fn link_card(
        &self,
        shopper: &ShopperId,
        payment_method_id: &str,
        key: &str,
    ) -> impl Future<Output = Result<Link, ProcessorError>> + Send;

    /// Where a link stands that waited for the shopper at the bank. A failed authentication is a decline
    /// (`setup_intent_authentication_failure`); another shopper's link is refused.
    fn confirm_link(
        &self,
        shopper: &ShopperId,
        setup_intent_id: &str,
    ) -> impl Future<Output = Result<Link, ProcessorError>> + Send;

    /// Forgets a card.
    fn unlink_card(&self, payment_method_id: &str)
    -> impl Future<Output = Result<(), ProcessorError>> + Send;

    /// Holds an amount until it is captured or canceled.
    fn authorize(
        &self,
        request: &PaymentRequest,
    ) -> impl Future<Output = Result<Hold, ProcessorError>> + Send;

    /// Takes an amount at once, such as for an automatic top-up. What is answered has succeeded.
    fn charge_now(
        &self,
        request: &PaymentRequest,
    ) -> impl Future<Output = Result<Payment, ProcessorError>> + Send;

    /// Takes a held amount, in full or in part; the rest is released.
    fn capture(
        &self,
        hold_id: &str,
        amount: Amount,
        key: &str,
    ) -> impl Future<Output = Result<(), ProcessorError>> + Send;

    /// Releases a hold, or gives up one that waits for the shopper.
    fn cancel(&self, hold_id: &str, key: &str) -> impl Future<Output = Result<(), ProcessorError>> + Send;

    /// Gives back a part of what was captured. What the key gave back before, however long ago, is not given twice.
    fn refund(
        &self,
        payment_id: &str,
        amount: Amount,
        key: &str,
    ) -> impl Future<Output = Result<(), ProcessorError>> + Send;

    /// Asks for cash: numbers for convenience stores, or an account for a bank transfer.
    fn ask_for_cash(
        &self,
        request: &CashRequest,
    ) -> impl Future<Output = Result<CashAsked, ProcessorError>> + Send;

    /// Withdraws what was asked for in cash. Answers where it stands then: canceled, or succeeded if somebody paid
    /// first.
    fn cancel_cash(
        &self,
        payment_id: &str,
        key: &str,
    ) -> impl Future<Output = Result<Payment, ProcessorError>> + Send;

    /// Where a payment stands.
    fn payment(&self, payment_id: &str) -> impl Future<Output = Result<Payment, ProcessorError>> + Send;

    /// The payment that a key made at or after `since`, if it made one: an answer that was lost.
    fn find_payment(
        &self,
        payer: &Payer,
        key: &str,
        since: Timestamp,
    ) -> impl Future<Output = Result<Option<Payment>, ProcessorError>> + Send;

    /// The refund of a payment that a key made, if it made one.
    fn find_refund(
        &self,
        payment_id: &str,
        key: &str,
    ) -> impl Future<Output = Result<Option<ProcessorRefund>, ProcessorError>> + Send;
}
