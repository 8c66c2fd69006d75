use crate::DocumentError;
use crate::page::{MISSING, printable};
use crate::receipt::{PaidBy, ReceiptData};

/// The receipt as it can be printed, and whether anything had to be shown as [`MISSING`]. What is
/// attached stays untouched.
pub(super) fn shown(data: &ReceiptData) -> Result<(ReceiptData, bool), DocumentError> {
    let mut shown = data.clone();
    let mut incomplete = false;
    for text in texts(&mut shown) {
        let printed = printable(text)?;
        incomplete |= printed.matches(MISSING).count() > text.matches(MISSING).count();
        *text = printed;
    }
    Ok((shown, incomplete))
}

/// Every text that somebody else wrote.
fn texts(data: &mut ReceiptData) -> Vec<&mut String> {
    let issuer = &mut data.issuer;
    let mut texts = vec![&mut data.number, &mut data.recipient];
    texts.extend([&mut issuer.name, &mut issuer.legal_name, &mut issuer.address]);
    texts.extend(data.items.iter_mut().map(|item| &mut item.name));
    texts.extend(data.payments.iter_mut().filter_map(|payment| match &mut payment.paid_by {
        PaidBy::Card { brand, .. } => Some(brand),
        PaidBy::Points | PaidBy::Gift => None,
    }));
    texts
}
