//! Linking: a customer, and a SetupIntent that asks the card's bank.

use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{Link, Payer, ProcessorError};

use super::StripeClient;
use super::form::Form;
use super::object::{Acknowledged, Customer, List, PaymentMethod, SetupIntent, SetupStatus};

impl StripeClient {
    /// Makes a SetupIntent and confirms it with the card. Stripe would do both in one request; in two, the first
    /// says the same whatever comes of the second.
    pub(super) async fn set_up(
        &self,
        shopper: &ShopperId,
        payment_method_id: &str,
        key: &str,
    ) -> Result<Link, ProcessorError> {
        let customer = self.customer_of(shopper).await?;
        let form = Form::new()
            .field("customer", &customer)
            .field("payment_method_types[0]", "card")
            .field("usage", "off_session")
            .entry("metadata", "shopper", shopper.as_str())
            .entry("metadata", "key", key);
        let made: SetupIntent =
            self.transport.post(&["setup_intents"], &form, Some(&format!("link-{key}"))).await?;
        let form = Form::new()
            .field("payment_method", payment_method_id)
            .optional("return_url", self.return_url.as_deref());
        let path = ["setup_intents", &made.id, "confirm"];
        let confirmed: Result<SetupIntent, _> =
            self.transport.post(&path, &form, Some(&format!("link-confirm-{key}"))).await;
        match confirmed {
            Ok(intent) if intent.status == SetupStatus::Succeeded => self.linked(intent).await,
            // The answer may be an old one, given again: the shopper may have been at the bank since.
            Ok(_) => self.read_link(shopper, &made.id).await,
            // What was confirmed under a forgotten key cannot be confirmed again, but read.
            Err(refusal @ ProcessorError::Refused(_)) => match self.read_link(shopper, &made.id).await {
                Ok(link @ Link::Linked(_)) => Ok(link),
                _ => Err(refusal),
            },
            Err(error) => Err(error),
        }
    }

    pub(super) async fn read_link(&self, shopper: &ShopperId, id: &str) -> Result<Link, ProcessorError> {
        let intent: SetupIntent = self.transport.get(&["setup_intents", id]).await?;
        if intent.metadata.get("shopper").is_none_or(|owner| owner != shopper.as_str()) {
            return Err(ProcessorError::Refused(format!("{id} is another shopper's")));
        }
        match intent.status {
            SetupStatus::Succeeded => self.linked(intent).await,
            SetupStatus::RequiresAction => {
                Ok(Link::ActionRequired { redirect_url: intent.redirect_url(), setup_intent_id: intent.id })
            }
            SetupStatus::RequiresPaymentMethod => Err(intent.declined()),
            _ => Err(intent.undecided()),
        }
    }

    async fn linked(&self, intent: SetupIntent) -> Result<Link, ProcessorError> {
        let (Some(method), Some(customer)) = (&intent.payment_method, intent.customer.clone()) else {
            return Err(intent.undecided());
        };
        let method: PaymentMethod = self.transport.get(&["payment_methods", method.id()]).await?;
        Ok(Link::Linked(method.into_linked_card(customer)))
    }

    pub(super) async fn detach(&self, payment_method_id: &str) -> Result<(), ProcessorError> {
        let path = ["payment_methods", payment_method_id, "detach"];
        let _: Acknowledged = self.transport.post(&path, &Form::new(), None).await?;
        Ok(())
    }

    pub(super) async fn customer_id(&self, payer: &Payer) -> Result<String, ProcessorError> {
        match payer {
            Payer::Customer(id) => Ok(id.clone()),
            Payer::Shopper(shopper) => self.customer_of(shopper).await,
        }
    }

    /// The shopper's customer. Stripe's search lags behind by minutes, in which the idempotency key gives the same
    /// one; a processor without search, which says it found nothing there, makes a new one each time, which is
    /// harmless: each card remembers the customer it belongs to.
    async fn customer_of(&self, shopper: &ShopperId) -> Result<String, ProcessorError> {
        let escaped = shopper.as_str().replace('\\', r"\\").replace('\'', r"\'");
        let query = [("query", format!("metadata['shopper']:'{escaped}'"))];
        let found: Result<List<Customer>, _> = self.transport.list(&["customers", "search"], &query).await;
        let known = match found {
            Ok(list) => list.data.into_iter().next(),
            Err(ProcessorError::Refused(_)) => None,
            Err(error) => return Err(error),
        };
        if let Some(customer) = known {
            return Ok(customer.id);
        }
        let form = Form::new().entry("metadata", "shopper", shopper.as_str());
        let key = format!("customer-{}", shopper.as_str());
        let made: Customer = self.transport.post(&["customers"], &form, Some(&key)).await?;
        Ok(made.id)
    }
}
