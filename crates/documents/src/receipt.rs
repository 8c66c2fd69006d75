use jiff::Timestamp;
use saifu_money::{Amount, TaxRate};
use serde::Serialize;

use crate::RegistrationNumber;

mod check;

pub use check::ReceiptError;

/// A receipt whose sums hold; only [`Receipt::new`] makes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(transparent)]
pub struct Receipt(ReceiptData);

/// All that stands on a receipt (適格簡易請求書, 消費税法 第57条の4 第2項), not yet checked.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptData {
    /// The order's number.
    pub number: String,
    /// When the goods were paid for.
    pub transaction_at: Timestamp,
    /// When this receipt was first issued.
    pub issued_at: Timestamp,
    /// Whom it is made out to, without 様.
    pub recipient: String,
    /// Who issues it.
    pub issuer: Issuer,
    /// What was bought, at least one.
    pub items: Vec<ReceiptItem>,
    /// Sum and tax of each rate that occurs.
    pub tax_totals: Vec<TaxTotal>,
    /// In all, tax included.
    pub total: Amount,
    /// The tax in all.
    pub tax: Amount,
    /// What paid; sums to `total`.
    pub payments: Vec<ReceiptPayment>,
    /// What was refunded since; nothing where nothing was.
    pub refunded: Amount,
    /// Whether no real money moved.
    pub sandbox: bool,
}

/// The merchant as issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct Issuer {
    /// The shop's name.
    pub name: String,
    /// The company's.
    pub legal_name: String,
    /// Its address.
    pub address: String,
    /// `None` where the merchant is not registered; then the document is a receipt but no invoice.
    pub registration_number: Option<RegistrationNumber>,
}

/// One line.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptItem {
    /// As the merchant names it.
    pub name: String,
    /// Pieces, at least one.
    pub quantity: u32,
    /// The price of one piece, tax included.
    pub unit_price: Amount,
    /// `unit_price` × `quantity`.
    pub amount: Amount,
    /// The rate of consumption tax inside it.
    pub tax_rate: TaxRate,
}

/// What belongs to one rate.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct TaxTotal {
    /// The rate.
    pub rate: TaxRate,
    /// The sum of its lines, tax included.
    pub total: Amount,
    /// The tax inside, rounded once.
    pub tax: Amount,
}

/// What paid a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptPayment {
    /// Points, gift balance or card.
    #[serde(flatten)]
    pub paid_by: PaidBy,
    /// The part, more than nothing.
    pub amount: Amount,
}

/// The instrument of a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize)]
#[serde(tag = "kind", rename_all = "camelCase")]
pub enum PaidBy {
    /// Points.
    Points,
    /// Gift balance.
    Gift,
    /// A linked card.
    Card {
        /// The scheme: `visa`.
        brand: String,
        /// The number's last four digits.
        last4: String,
    },
}

impl ReceiptData {
    /// Whether it is an invoice too: who is not registered issues none, and there is none for what is
    /// not taxed (消費税法 第57条の4 第1項 speaks of 課税資産の譲渡等).
    #[must_use]
    pub fn is_invoice(&self) -> bool {
        let taxed = self.items.iter().any(|item| item.tax_rate != TaxRate::Exempt);
        taxed && self.issuer.registration_number.is_some()
    }
}

impl Receipt {
    /// Checks everything that can be checked from the receipt alone.
    ///
    /// # Errors
    /// The first thing that does not hold.
    pub fn new(data: ReceiptData) -> Result<Self, ReceiptError> {
        check::check(&data)?;
        Ok(Self(data))
    }

    /// What stands on it.
    #[must_use]
    pub const fn data(&self) -> &ReceiptData {
        &self.0
    }
}
