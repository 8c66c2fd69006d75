use jiff::Timestamp;
use saifu_money::Amount;
use saifu_terms::{InstrumentKind, LineItem};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::TaxTotalView;

/// `GET /v1/orders/{order_id}/receipt`: all that stands on a receipt, a qualified simplified invoice
/// (適格簡易請求書, 消費税法 第57条の4 第2項).
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptView {
    /// The order's number.
    pub number: String,
    /// When the goods were paid for.
    #[specta(type = String)]
    pub transaction_at: Timestamp,
    /// When this receipt was first issued: the capture.
    #[specta(type = String)]
    pub issued_at: Timestamp,
    /// Whom it is made out to.
    pub recipient: String,
    /// Who issues it.
    pub issuer: IssuerView,
    /// What was bought.
    pub items: Vec<LineItem>,
    /// Sum and tax of each rate, once a rate.
    pub tax_totals: Vec<TaxTotalView>,
    /// In all, tax included.
    pub total: Amount,
    /// The tax in all.
    pub tax: Amount,
    /// What paid.
    pub payments: Vec<ReceiptPaymentView>,
    /// What was refunded since.
    pub refunded: Amount,
    /// Whether no real money moved.
    pub sandbox: bool,
}

/// The merchant as issuer of an invoice.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct IssuerView {
    /// The shop's name.
    pub name: String,
    /// The company's.
    pub legal_name: String,
    /// Its address.
    pub address: String,
    /// T and 13 digits; `None` where the merchant is not registered, and then it is no invoice.
    pub registration_number: Option<String>,
}

/// What paid a part.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ReceiptPaymentView {
    /// Points, gift balance or card.
    pub kind: InstrumentKind,
    /// A card's brand.
    pub brand: Option<String>,
    /// A card's last four digits.
    pub last4: Option<String>,
    /// The part.
    pub amount: Amount,
}
