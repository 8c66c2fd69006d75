//! The wallet's processor port over Stripe's HTTP API (<https://docs.stripe.com/api>).

mod card;
mod cash;
mod error;
mod find;
mod form;
pub(crate) mod object;
mod payment;
mod refund;
mod transport;

use std::time::Duration;

use jiff::Timestamp;
use saifu_money::Amount;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{
    CashAsked, CashRequest, Hold, Link, Payer, Payment, PaymentRequest, Processor, ProcessorError,
    ProcessorRefund,
};

use transport::Transport;

pub use error::ClientError;

/// A client of one Stripe account, or of the sandbox.
///
/// Each operation sends its idempotency key under a prefix of its own, because Stripe refuses a key that comes
/// back on another path; so callers may use one key (a charge's id) for its hold, capture and cancel. Nothing is
/// retried here: the caller repeats with the same key. Stripe keeps keys for 24 hours; what was asked longer ago is
/// looked for before it is asked for again.
#[derive(Clone, Debug)]
pub struct StripeClient {
    transport: Transport,
    return_url: Option<String>,
}

impl StripeClient {
    /// A client of `base_url` (`https://api.stripe.com`, or `http://localhost:8080/sandbox/processor`) with the
    /// account's secret key. It connects within 3 s and has an answer within 15 s, or calls it unavailable.
    ///
    /// # Errors
    /// [`ClientError`] if the URL or the key cannot be used.
    pub fn new(base_url: &str, secret_key: &str) -> Result<Self, ClientError> {
        let transport = Transport::new(base_url, secret_key)?;
        Ok(Self { transport, return_url: None })
    }

    /// Where the card's bank sends the shopper back to. Without it Stripe names no page of the bank's, since it then
    /// counts on its own script (<https://docs.stripe.com/payments/3d-secure/authentication-flow>).
    #[must_use]
    pub fn with_return_url(self, url: &str) -> Self {
        Self { return_url: Some(url.to_owned()), ..self }
    }

    /// Another time to wait for an answer than 15 s.
    #[must_use]
    pub fn with_answer_timeout(self, timeout: Duration) -> Self {
        Self { transport: self.transport.with_timeout(timeout), ..self }
    }
}

impl Processor for StripeClient {
    async fn link_card(
        &self,
        shopper: &ShopperId,
        payment_method_id: &str,
        key: &str,
    ) -> Result<Link, ProcessorError> {
        self.set_up(shopper, payment_method_id, key).await
    }

    async fn confirm_link(&self, shopper: &ShopperId, setup_intent_id: &str) -> Result<Link, ProcessorError> {
        self.read_link(shopper, setup_intent_id).await
    }

    async fn unlink_card(&self, payment_method_id: &str) -> Result<(), ProcessorError> {
        self.detach(payment_method_id).await
    }

    async fn authorize(&self, request: &PaymentRequest) -> Result<Hold, ProcessorError> {
        self.pay(request, payment::Taking::Held).await?.into_hold()
    }

    async fn charge_now(&self, request: &PaymentRequest) -> Result<Payment, ProcessorError> {
        self.pay(request, payment::Taking::AtOnce).await?.into_paid()
    }

    async fn capture(&self, hold_id: &str, amount: Amount, key: &str) -> Result<(), ProcessorError> {
        self.take(hold_id, amount, key).await
    }

    async fn cancel(&self, hold_id: &str, key: &str) -> Result<(), ProcessorError> {
        self.release(hold_id, key).await
    }

    async fn refund(&self, payment_id: &str, amount: Amount, key: &str) -> Result<(), ProcessorError> {
        self.give_back(payment_id, amount, key).await
    }

    async fn ask_for_cash(&self, request: &CashRequest) -> Result<CashAsked, ProcessorError> {
        self.ask(request).await
    }

    async fn cancel_cash(&self, payment_id: &str, key: &str) -> Result<Payment, ProcessorError> {
        self.withdraw(payment_id, key).await
    }

    async fn payment(&self, payment_id: &str) -> Result<Payment, ProcessorError> {
        self.intent(payment_id).await?.into_payment()
    }

    async fn find_payment(
        &self,
        payer: &Payer,
        key: &str,
        since: Timestamp,
    ) -> Result<Option<Payment>, ProcessorError> {
        let customer = self.customer_id(payer).await?;
        let found = self.find_intent(&customer, key, since).await?;
        found.map(object::PaymentIntent::into_payment).transpose()
    }

    async fn find_refund(
        &self,
        payment_id: &str,
        key: &str,
    ) -> Result<Option<ProcessorRefund>, ProcessorError> {
        let found = self.find_refund_of(payment_id, key).await?;
        found.map(object::Refund::into_refund).transpose()
    }
}
