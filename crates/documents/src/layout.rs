//! What stands where on a receipt. Measures are points; the page is A4 with margins of 22 mm.

use crate::page::{self, Attachment, Info, Sheet};
use crate::receipt::{Receipt, ReceiptData};
use crate::{DocumentError, Language};

mod foot;
mod head;
mod items;
mod parties;
mod pen;
mod shown;
mod totals;
mod words;

use words::Words;

/// Writes a receipt as PDF/A-3a and PDF/UA-1, with its data attached as `receipt.json`.
///
/// The same receipt gives the same bytes: its dates are its own.
///
/// # Errors
/// See [`DocumentError`]; none can come from a checked receipt unless the build itself is broken.
pub fn receipt_pdf(receipt: &Receipt, language: Language) -> Result<Vec<u8>, DocumentError> {
    let words = Words::new(language);
    let data = receipt.data();
    let info = Info {
        title: format!("{} {}", words.title(), data.number),
        id: data.number.clone(),
        author: data.issuer.name.clone(),
        language,
        dated: data.issued_at,
    };
    let attachment = Attachment {
        name: "receipt.json",
        description: words.attachment(),
        json: serde_json::to_vec(receipt)?,
    };
    page::write(lay_out(data, words)?, info, attachment)
}

/// Places everything, from the top.
fn lay_out(data: &ReceiptData, words: Words) -> Result<Sheet, DocumentError> {
    let (data, incomplete) = shown::shown(data)?;
    let mut layout = Layout { data: &data, words, incomplete, sheet: Sheet::new(), y: pen::TOP };
    layout.head()?;
    layout.items()?;
    layout.totals()?;
    layout.parties()?;
    layout.foot()?;
    layout.number_pages()?;
    Ok(layout.sheet)
}

/// A receipt on its way to paper.
struct Layout<'a> {
    /// What is printed: see [`shown`].
    data: &'a ReceiptData,
    words: Words,
    /// Whether a character could not be printed.
    incomplete: bool,
    sheet: Sheet,
    /// Where the next block starts on the current page.
    y: f32,
}

#[cfg(test)]
mod tests;
