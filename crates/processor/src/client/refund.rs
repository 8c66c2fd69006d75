//! Refunds.

use saifu_money::Amount;
use saifu_wallet::port::processor::ProcessorError;

use super::StripeClient;
use super::form::Form;
use super::object::Refund;

impl StripeClient {
    /// Looks first whether the key gave this back already: Stripe forgets the key after a day, and a second
    /// refund would be money lost.
    pub(super) async fn give_back(
        &self,
        payment_id: &str,
        amount: Amount,
        key: &str,
    ) -> Result<(), ProcessorError> {
        let refund = match self.find_refund_of(payment_id, key).await? {
            Some(found) => found,
            None => self.ask_for_refund(payment_id, amount, key).await?,
        };
        refund.into_outcome()
    }

    async fn ask_for_refund(
        &self,
        payment_id: &str,
        amount: Amount,
        key: &str,
    ) -> Result<Refund, ProcessorError> {
        let form = Form::new().field("payment_intent", payment_id).field("amount", amount.minor()).entry(
            "metadata",
            "refund_key",
            key,
        );
        self.transport.post(&["refunds"], &form, Some(&format!("refund-{key}"))).await
    }
}
