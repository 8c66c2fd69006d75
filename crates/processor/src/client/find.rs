//! Finding what an earlier request made, whose answer was lost, by the key in its metadata. Stripe's lists are
//! exact at once; its search is not (<https://docs.stripe.com/search#data-freshness>), so it is not used for this.

use jiff::{SignedDuration, Timestamp};
use saifu_wallet::port::processor::ProcessorError;
use serde::de::DeserializeOwned;

use super::StripeClient;
use super::object::{List, Listed, PaymentIntent, Refund};

/// Stripe's most.
const PAGE: &str = "100";
/// The processor's clock may be behind ours.
const CLOCK_MARGIN: SignedDuration = SignedDuration::from_mins(10);

impl StripeClient {
    pub(super) async fn find_intent(
        &self,
        customer: &str,
        key: &str,
        since: Timestamp,
    ) -> Result<Option<PaymentIntent>, ProcessorError> {
        let since = since.checked_sub(CLOCK_MARGIN).unwrap_or(since).as_second();
        let query = [("customer", customer.to_owned()), ("created[gte]", since.to_string())];
        self.find("payment_intents", &query, |intent: &PaymentIntent| intent.key() == Some(key)).await
    }

    pub(super) async fn find_refund_of(
        &self,
        payment_id: &str,
        key: &str,
    ) -> Result<Option<Refund>, ProcessorError> {
        let query = [("payment_intent", payment_id.to_owned())];
        self.find("refunds", &query, |refund: &Refund| refund.key() == Some(key)).await
    }

    /// Reads a list page by page, the newest first, until one fits.
    async fn find<T: DeserializeOwned + Listed>(
        &self,
        list: &str,
        query: &[(&str, String)],
        fits: impl Fn(&T) -> bool,
    ) -> Result<Option<T>, ProcessorError> {
        let mut after: Option<String> = None;
        loop {
            let place = after.iter().map(|id| ("starting_after", id.clone()));
            let query: Vec<_> =
                query.iter().cloned().chain([("limit", PAGE.to_owned())]).chain(place).collect();
            let page: List<T> = self.transport.list(&[list], &query).await?;
            after = page.data.last().filter(|_| page.has_more).map(|last| last.id().to_owned());
            match page.data.into_iter().find(&fits) {
                None if after.is_some() => {}
                found => return Ok(found),
            }
        }
    }
}
