use saifu_api::wallet::{IssuerView, ReceiptPaymentView, ReceiptView, TaxTotalView};
use saifu_wallet::charge::{Charge, ChargeState, tax_totals};
use saifu_wallet::merchant::Merchant;
use saifu_wallet::port::store::Store;
use saifu_wallet::{Outcome, Refusal};

use super::legs_of_charge;

/// The receipt of a captured charge.
///
/// # Errors
/// `receipt.not_available`; the store failed.
pub async fn receipt(
    store: &impl Store,
    charge: &Charge,
    merchant: &Merchant,
    recipient: &str,
    sandbox: bool,
) -> Outcome<ReceiptView> {
    let not_available = || Refusal::rule("receipt.not_available");
    // A part of a charge has no list of items, so it has no receipt of them either.
    let whole = charge.captured == Some(charge.amount);
    let captured_at = charge.captured_at.filter(|_| charge.state == ChargeState::Captured && whole);
    let issued_at = captured_at.ok_or_else(not_available)?;
    let totals = tax_totals(&charge.items)?;
    let payments = legs_of_charge(store, charge).await?.into_iter().map(|leg| ReceiptPaymentView {
        kind: leg.kind,
        brand: leg.brand,
        last4: leg.last4,
        amount: leg.amount,
    });
    Ok(ReceiptView {
        number: charge.id.order().to_owned(),
        transaction_at: charge.approved_at,
        issued_at,
        recipient: recipient.to_owned(),
        issuer: IssuerView {
            name: merchant.name.clone(),
            legal_name: merchant.legal_name.clone(),
            address: merchant.address.clone(),
            registration_number: merchant.registration_number.clone(),
        },
        items: charge.items.clone(),
        tax: saifu_wallet::charge::tax_of(&charge.items)?,
        tax_totals: totals.into_iter().map(|(rate, total, tax)| TaxTotalView { rate, total, tax }).collect(),
        total: charge.amount,
        payments: payments.collect(),
        refunded: charge.refunded,
        sandbox,
    })
}
