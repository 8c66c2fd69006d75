use crate::DocumentError;
use crate::page::{MISSING, printable};
use crate::receipt::{PaidBy, ReceiptData};

/// The receipt as it can be printed, and whether anything had to be shown as [`MISSING`]. What is
/// attached stays untouched.
pub(super) fn shown(data: &ReceiptData) -> Result<(ReceiptData, bool), DocumentError> {
    let mut shown = data.clone();
    let incomplete = make_printable(texts(&mut shown))?;
    Ok((shown, incomplete))
}

/// Whether anything had to be shown as [`MISSING`].
pub(super) fn make_printable<'a>(
    texts: impl IntoIterator<Item = &'a mut String>,
) -> Result<bool, DocumentError> {
    let mut incomplete = false;
    for text in texts {
        let printed = printable(text)?;
        incomplete |= printed.matches(MISSING).count() > text.matches(MISSING).count();
        *text = printed;
    }
    Ok(incomplete)
}

/// Every text that somebody else wrote.
fn texts(data: &mut ReceiptData) -> Vec<&mut String> {
    let issuer = &mut data.issuer;
    let mut texts = vec![&mut data.number, &mut data.recipient];
    texts.extend([&mut issuer.name, &mut issuer.legal_name, &mut issuer.address]);
    texts.extend(data.items.iter_mut().map(|item| &mut item.name));
    texts.extend(data.discounts.iter_mut().map(|discount| &mut discount.name));
    texts.extend(data.returned.as_mut().map(|sale| &mut sale.number));
    texts.extend(data.name_change.as_mut().map(|change| &mut change.before));
    texts.extend(data.payments.iter_mut().filter_map(|payment| match &mut payment.paid_by {
        PaidBy::Card { brand, .. } => Some(brand),
        PaidBy::Points | PaidBy::Gift | PaidBy::Cash => None,
    }));
    texts
}
