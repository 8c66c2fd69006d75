use jiff::Timestamp;
use saifu_money::TaxRate;
use serde::{Deserialize, Serialize};

use super::{ReceiptData, ReceiptError};

/// Which of the law's invoices a document is (消費税法 第57条の4).
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum InvoiceForm {
    /// 適格請求書 (第1項): it names whom it is made out to.
    Qualified,
    /// 適格簡易請求書 (第2項): it names nobody; shops may issue it.
    Simplified,
    /// 適格返還請求書 (第3項): what was given back of a sale.
    Return,
}

/// The sale of which something was given back.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Returned {
    /// The number of the receipt of the sale.
    pub number: String,
    /// When that was (第57条の4 第3項 第3号).
    pub transaction_at: Timestamp,
}

impl ReceiptData {
    /// `None` where it is no invoice: who is not registered issues none, and there is none for what is
    /// not taxed (消費税法 第57条の4 第1項 speaks of 課税資産の譲渡等).
    #[must_use]
    pub fn form(&self) -> Option<InvoiceForm> {
        let taxed = self.items.iter().any(|item| item.tax_rate != TaxRate::Exempt);
        if !taxed || self.issuer.registration_number.is_none() {
            return None;
        }
        Some(match (&self.returned, self.recipient.trim().is_empty()) {
            (Some(_), _) => InvoiceForm::Return,
            (None, false) => InvoiceForm::Qualified,
            (None, true) => InvoiceForm::Simplified,
        })
    }
}

pub(super) fn check(data: &ReceiptData) -> Result<(), ReceiptError> {
    let Some(sale) = &data.returned else { return Ok(()) };
    if sale.number.trim().is_empty() {
        return Err(ReceiptError::Blank("number of the sale"));
    }
    let plain = data.discounts.is_empty() && data.refunded.is_zero();
    if !plain || data.transaction_at < sale.transaction_at {
        return Err(ReceiptError::Returned);
    }
    Ok(())
}
