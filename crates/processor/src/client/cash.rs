//! Cash: convenience stores (<https://docs.stripe.com/payments/konbini>) and bank transfers
//! (<https://docs.stripe.com/payments/bank-transfers>).

use saifu_wallet::port::processor::{CashAsked, CashKind, CashRequest, Payment, ProcessorError};

use super::StripeClient;
use super::form::Form;
use super::object::PaymentIntent;

impl StripeClient {
    pub(super) async fn ask(&self, request: &CashRequest) -> Result<CashAsked, ProcessorError> {
        let customer = self.customer_id(&request.payer).await?;
        let found = match request.asked_since {
            Some(since) => self.find_intent(&customer, &request.key, since).await?,
            None => None,
        };
        let intent = match found {
            Some(intent) => intent,
            None => {
                let form = cash_form(request, &customer);
                let key = format!("cash-{}", request.key);
                let made: PaymentIntent =
                    self.transport.post(&["payment_intents"], &form, Some(&key)).await?;
                // The answer may be an old one, given again: somebody may have paid since.
                self.intent(&made.id).await?
            }
        };
        let instructions = intent.instructions()?;
        Ok(CashAsked { payment: intent.into_payment()?, customer_id: customer, instructions })
    }

    /// Somebody may pay in the same moment: then the cancellation is refused, and the intent says that it is paid.
    pub(super) async fn withdraw(&self, payment_id: &str, key: &str) -> Result<Payment, ProcessorError> {
        let path = ["payment_intents", payment_id, "cancel"];
        let key = format!("cancel-cash-{key}");
        let answer = self.transport.post::<PaymentIntent>(&path, &Form::new(), Some(&key)).await;
        match answer {
            Ok(intent) => intent.into_payment(),
            Err(refusal @ ProcessorError::Refused(_)) => match self.intent(payment_id).await? {
                intent if intent.is_over() => intent.into_payment(),
                _ => Err(refusal),
            },
            Err(error) => Err(error),
        }
    }
}

fn cash_form(request: &CashRequest, customer: &str) -> Form {
    let kind = match request.kind {
        CashKind::Konbini { .. } => "konbini",
        CashKind::BankTransfer => "customer_balance",
    };
    let form = Form::new()
        .money(request.amount)
        .field("customer", customer)
        .field("confirm", true)
        .field("payment_method_types[0]", kind)
        .field("payment_method_data[type]", kind)
        .field("payment_method_data[billing_details][name]", &request.name)
        .field("payment_method_data[billing_details][email]", &request.email)
        .entry("metadata", "key", &request.key)
        .entry("metadata", "reference", &request.reference);
    let options = |name: &str| format!("payment_method_options[{kind}]{name}");
    match request.kind {
        CashKind::Konbini { due_at } => form.field(&options("[expires_at]"), due_at.as_second()),
        CashKind::BankTransfer => form
            .field(&options("[funding_type]"), "bank_transfer")
            .field(&options("[bank_transfer][type]"), "jp_bank_transfer"),
    }
}
