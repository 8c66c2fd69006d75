use serde::{Deserialize, Serialize};

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
    /// Where its money comes from.
    pub funding: CardFunding,
}

/// Where a card's money comes from (<https://docs.stripe.com/api/payment_methods/object>, `card.funding`).
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum CardFunding {
    /// Paid later.
    Credit,
    /// From a bank account, at once.
    Debit,
    /// Loaded before.
    Prepaid,
    /// Its bank does not say.
    #[default]
    Unknown,
}

/// What became of a card that is to be linked.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Link {
    /// Its bank agreed.
    Linked(LinkedCard),
    /// Its bank wants to see the shopper first (3-D Secure).
    ActionRequired {
        /// `seti_…`: see [`confirm_link`](super::Processor::confirm_link).
        setup_intent_id: String,
        /// The bank's page; `None` if the processor has none but a script of its own.
        redirect_url: Option<String>,
    },
}
