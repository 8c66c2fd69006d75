//! The wallet's processor port over Stripe's HTTP API (<https://docs.stripe.com/api>).

mod error;
mod form;
mod object;
mod transport;

use saifu_money::Amount;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{Hold, HoldRequest, LinkedCard, Processor, ProcessorError};

use form::Form;
use object::{Acknowledged, Customer, PaymentIntent, PaymentMethod, Refund};
use transport::Transport;

pub use error::ClientError;

/// A client of one Stripe account, or of the sandbox.
///
/// Each operation sends its idempotency key under a prefix of its own, because Stripe refuses a key that comes
/// back on another path; so callers may use one key (a charge's id) for its hold, capture and cancel. Nothing is
/// retried here: the caller repeats with the same key, which is safe as long as Stripe keeps keys (24 hours).
#[derive(Clone, Debug)]
pub struct StripeClient {
    transport: Transport,
}

impl StripeClient {
    /// A client of `base_url` (`https://api.stripe.com`, or `http://localhost:8080/sandbox/processor`) with the
    /// account's secret key. It connects within 3 s and has an answer within 15 s, or calls it unavailable.
    ///
    /// # Errors
    /// [`ClientError`] if the URL or the key cannot be used.
    pub fn new(base_url: &str, secret_key: &str) -> Result<Self, ClientError> {
        Transport::new(base_url, secret_key).map(|transport| Self { transport })
    }

    /// The shopper's customer object. The same shopper gets the same one for as long as Stripe keeps the key;
    /// later a second one is made, which is harmless: each card remembers the customer it belongs to.
    async fn customer_of(&self, shopper: &ShopperId) -> Result<Customer, ProcessorError> {
        let form = Form::new().entry("metadata", "shopper", shopper.as_str());
        self.transport.post(&["customers"], &form, Some(&format!("customer-{}", shopper.as_str()))).await
    }

    /// What became of an act on a hold. A refusal may only say that it is done already, by an earlier request
    /// whose answer was lost and whose key is forgotten by now: then the intent itself tells.
    async fn settle(
        &self,
        hold_id: &str,
        answer: Result<PaymentIntent, ProcessorError>,
        is_done: impl Fn(&PaymentIntent) -> bool,
    ) -> Result<(), ProcessorError> {
        match answer {
            Ok(intent) if is_done(&intent) => Ok(()),
            Ok(intent) => Err(intent.undecided()),
            Err(refusal @ ProcessorError::Refused(_)) => {
                let intent: PaymentIntent = self.transport.get(&["payment_intents", hold_id]).await?;
                if is_done(&intent) { Ok(()) } else { Err(refusal) }
            }
            Err(other) => Err(other),
        }
    }
}

impl Processor for StripeClient {
    async fn link_card(
        &self,
        shopper: &ShopperId,
        payment_method_id: &str,
        key: &str,
    ) -> Result<LinkedCard, ProcessorError> {
        let customer = self.customer_of(shopper).await?;
        let form = Form::new().field("customer", &customer.id);
        let path = ["payment_methods", payment_method_id, "attach"];
        let method: PaymentMethod = self.transport.post(&path, &form, Some(&format!("link-{key}"))).await?;
        Ok(method.into_linked_card(customer.id))
    }

    async fn unlink_card(&self, payment_method_id: &str) -> Result<(), ProcessorError> {
        let path = ["payment_methods", payment_method_id, "detach"];
        let _: Acknowledged = self.transport.post(&path, &Form::new(), None).await?;
        Ok(())
    }

    async fn authorize(&self, hold: &HoldRequest) -> Result<Hold, ProcessorError> {
        let form = Form::new()
            .field("amount", hold.amount.minor())
            .field("currency", hold.amount.currency().code().to_ascii_lowercase())
            .field("customer", &hold.customer_id)
            .field("payment_method", &hold.payment_method_id)
            .field("capture_method", "manual")
            .field("confirm", true)
            .field("off_session", true)
            .field("description", &hold.description)
            .entry("metadata", "charge_id", hold.charge_id.as_str());
        let key = format!("authorize-{}", hold.key);
        let intent: PaymentIntent = self.transport.post(&["payment_intents"], &form, Some(&key)).await?;
        intent.into_hold()
    }

    async fn capture(&self, hold_id: &str, amount: Amount, key: &str) -> Result<(), ProcessorError> {
        let form = Form::new().field("amount_to_capture", amount.minor());
        let path = ["payment_intents", hold_id, "capture"];
        let answer = self.transport.post(&path, &form, Some(&format!("capture-{key}"))).await;
        self.settle(hold_id, answer, |intent| intent.is_captured(amount)).await
    }

    async fn cancel(&self, hold_id: &str, key: &str) -> Result<(), ProcessorError> {
        let path = ["payment_intents", hold_id, "cancel"];
        let answer = self.transport.post(&path, &Form::new(), Some(&format!("cancel-{key}"))).await;
        self.settle(hold_id, answer, PaymentIntent::is_canceled).await
    }

    async fn refund(&self, hold_id: &str, amount: Amount, key: &str) -> Result<(), ProcessorError> {
        let form = Form::new().field("payment_intent", hold_id).field("amount", amount.minor()).entry(
            "metadata",
            "refund_key",
            key,
        );
        let refund: Refund = self.transport.post(&["refunds"], &form, Some(&format!("refund-{key}"))).await?;
        refund.into_outcome()
    }
}
