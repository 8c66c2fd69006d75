use jiff::Timestamp;
use saifu_money::{Amount, TaxRate};
use serde::{Deserialize, Serialize};

use crate::RegistrationNumber;

mod check;
mod discount;
mod form;
mod issue;
mod stamp;
mod table;

pub use check::ReceiptError;
pub use discount::{Discount, DiscountKind, DiscountShare};
pub use form::{InvoiceForm, Returned};
pub use issue::{NameChange, Reissue};
pub use stamp::paper_stamp;

/// A receipt whose sums hold; only [`Receipt::new`] makes one.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "ReceiptData")]
pub struct Receipt(ReceiptData);

/// All that stands on a receipt, or on the note of what was given back; not yet checked.
///
/// It is an invoice of the form that [`ReceiptData::form`] says.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct ReceiptData {
    /// The order's number, or the refund's.
    pub number: String,
    /// When the goods were paid for, or the money was given back.
    pub transaction_at: Timestamp,
    /// When this receipt was first issued.
    pub issued_at: Timestamp,
    /// Whom it is made out to, without 様; blank where nobody is named.
    pub recipient: String,
    /// Who issues it.
    pub issuer: Issuer,
    /// What was bought, at least one.
    pub items: Vec<ReceiptItem>,
    /// What the shop takes off the price. Points and coupons that pay, and so leave the price as it
    /// is, stand in `payments`.
    #[serde(default, skip_serializing_if = "Vec::is_empty")]
    pub discounts: Vec<Discount>,
    /// Sum and tax of each rate that occurs, after the discounts.
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
    /// The sale of which this gives something back; `None` on a receipt.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub returned: Option<Returned>,
    /// `None` on the first copy.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reissue: Option<Reissue>,
    /// The trace of another name that stood here before.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub name_change: Option<NameChange>,
}

/// The merchant as issuer.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
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
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct TaxTotal {
    /// The rate.
    pub rate: TaxRate,
    /// The sum of its lines less its discounts, tax included.
    pub total: Amount,
    /// The tax inside, rounded once.
    pub tax: Amount,
}

/// What paid a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptPayment {
    /// Points, gift balance, card or cash.
    #[serde(flatten)]
    pub paid_by: PaidBy,
    /// The part, more than nothing.
    pub amount: Amount,
}

/// The instrument of a part.
#[derive(Clone, Debug, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
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
    /// Cash, at a store's counter.
    Cash,
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

impl TryFrom<ReceiptData> for Receipt {
    type Error = ReceiptError;

    fn try_from(data: ReceiptData) -> Result<Self, ReceiptError> {
        Self::new(data)
    }
}
