//! Card payments: a PaymentIntent, held or taken at once.

use saifu_money::Amount;
use saifu_wallet::port::processor::{PaymentRequest, ProcessorError};

use super::StripeClient;
use super::form::Form;
use super::object::{PaymentIntent, Status};

/// When the money is taken.
#[derive(Clone, Copy, PartialEq, Eq)]
pub(super) enum Taking {
    /// By a capture of its own.
    Held,
    /// With the confirmation.
    AtOnce,
}

impl Taking {
    /// Stripe's `capture_method`, and the prefix of the idempotency key.
    const fn words(self) -> (&'static str, &'static str) {
        match self {
            Self::Held => ("manual", "authorize"),
            Self::AtOnce => ("automatic", "charge"),
        }
    }
}

impl StripeClient {
    pub(super) async fn pay(
        &self,
        request: &PaymentRequest,
        taking: Taking,
    ) -> Result<PaymentIntent, ProcessorError> {
        if let Some(since) = request.asked_since
            && let Some(found) = self.find_intent(&request.customer_id, &request.key, since).await?
        {
            return Ok(found);
        }
        let (_, prefix) = taking.words();
        let key = format!("{prefix}-{}", request.key);
        let form = self.payment_form(request, taking);
        let intent: PaymentIntent = self.transport.post(&["payment_intents"], &form, Some(&key)).await?;
        match intent.status {
            // The answer may be an old one, given again: the shopper may have been at the bank since.
            Status::RequiresAction => self.intent(&intent.id).await,
            _ => Ok(intent),
        }
    }

    fn payment_form(&self, request: &PaymentRequest, taking: Taking) -> Form {
        let (capture_method, _) = taking.words();
        let form = Form::new()
            .money(request.amount)
            .field("customer", &request.customer_id)
            .field("payment_method", &request.payment_method_id)
            .field("payment_method_types[0]", "card")
            .field("capture_method", capture_method)
            .field("confirm", true)
            .entry("metadata", "key", &request.key)
            .entry("metadata", "reference", &request.reference)
            .entry("metadata", "description", &request.description);
        match request.shopper_present {
            true => form.optional("return_url", self.return_url.as_deref()),
            false => form.field("off_session", true),
        }
    }

    pub(super) async fn intent(&self, id: &str) -> Result<PaymentIntent, ProcessorError> {
        self.transport.get(&["payment_intents", id]).await
    }

    pub(super) async fn take(&self, hold_id: &str, amount: Amount, key: &str) -> Result<(), ProcessorError> {
        let form = Form::new().field("amount_to_capture", amount.minor());
        let path = ["payment_intents", hold_id, "capture"];
        let answer = self.transport.post(&path, &form, Some(&format!("capture-{key}"))).await;
        self.settle(hold_id, answer, |intent| intent.is_captured(amount)).await
    }

    pub(super) async fn release(&self, hold_id: &str, key: &str) -> Result<(), ProcessorError> {
        let path = ["payment_intents", hold_id, "cancel"];
        let answer = self.transport.post(&path, &Form::new(), Some(&format!("cancel-{key}"))).await;
        self.settle(hold_id, answer, PaymentIntent::is_canceled).await
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
                let intent = self.intent(hold_id).await?;
                if is_done(&intent) { Ok(()) } else { Err(refusal) }
            }
            Err(other) => Err(other),
        }
    }
}
