//! From the service's view of a receipt to the document's values, which are checked once more.

use saifu_api::wallet::{IssuerView, ReceiptPaymentView, ReceiptView, TaxTotalView};
use saifu_documents::{
    Issuer, PaidBy, Receipt, ReceiptData, ReceiptItem, ReceiptPayment, RegistrationNumber, TaxTotal,
    receipt_pdf,
};
use saifu_terms::{InstrumentKind, LineItem};

use crate::{DeviceError, Language};

/// The receipt as PDF.
///
/// # Errors
/// [`DeviceError::NotUnderstood`]: the receipt does not hold; [`DeviceError::Internal`].
pub fn draw(receipt: &ReceiptView, language: Language) -> Result<Vec<u8>, DeviceError> {
    let receipt = Receipt::new(data(receipt)?).map_err(|error| does_not_hold(&error))?;
    let language = match language {
        Language::Ja => saifu_documents::Language::Ja,
        Language::En => saifu_documents::Language::En,
    };
    receipt_pdf(&receipt, language).map_err(|error| DeviceError::Internal(error.to_string()))
}

fn data(view: &ReceiptView) -> Result<ReceiptData, DeviceError> {
    Ok(ReceiptData {
        number: view.number.clone(),
        transaction_at: view.transaction_at,
        issued_at: view.issued_at,
        recipient: view.recipient.clone(),
        issuer: issuer(&view.issuer)?,
        items: view.items.iter().map(item).collect(),
        discounts: Vec::new(),
        tax_totals: view.tax_totals.iter().map(tax_total).collect(),
        total: view.total,
        tax: view.tax,
        payments: view.payments.iter().map(payment).collect(),
        refunded: view.refunded,
        sandbox: view.sandbox,
        returned: None,
        reissue: None,
        name_change: None,
    })
}

fn issuer(view: &IssuerView) -> Result<Issuer, DeviceError> {
    let number = view.registration_number.as_deref().map(RegistrationNumber::parse).transpose();
    Ok(Issuer {
        name: view.name.clone(),
        legal_name: view.legal_name.clone(),
        address: view.address.clone(),
        registration_number: number.map_err(|error| does_not_hold(&error))?,
    })
}

fn item(line: &LineItem) -> ReceiptItem {
    ReceiptItem {
        name: line.name.clone(),
        quantity: line.quantity,
        unit_price: line.unit_price,
        amount: line.amount,
        tax_rate: line.tax_rate,
    }
}

fn tax_total(view: &TaxTotalView) -> TaxTotal {
    TaxTotal { rate: view.rate, total: view.total, tax: view.tax }
}

fn payment(view: &ReceiptPaymentView) -> ReceiptPayment {
    let paid_by = match view.kind {
        InstrumentKind::Points => PaidBy::Points,
        InstrumentKind::Gift => PaidBy::Gift,
        InstrumentKind::Card => PaidBy::Card {
            brand: view.brand.clone().unwrap_or_default(),
            last4: view.last4.clone().unwrap_or_default(),
        },
    };
    ReceiptPayment { paid_by, amount: view.amount }
}

fn does_not_hold(error: &dyn std::fmt::Display) -> DeviceError {
    DeviceError::NotUnderstood(format!("the receipt does not hold: {error}"))
}
