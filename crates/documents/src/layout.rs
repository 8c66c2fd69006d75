//! What stands where on a receipt. Measures are points; the page is A4 with margins of 22 mm.

use crate::page::{self, Attachment, Info, Sheet};
use crate::receipt::{Receipt, ReceiptData};
use crate::{DocumentError, Language};

mod foot;
mod grid;
mod head;
mod items;
mod parties;
mod pen;
mod shown;
mod statement;
mod totals;
mod words;

pub use statement::statement_pdf;
use words::Words;

/// Writes a receipt, or the note of a refund, as PDF/A-3a and PDF/UA-1, with its data attached as
/// `receipt.json` and `receipt.csv`.
///
/// The same receipt gives the same bytes: its dates are its own.
///
/// # Errors
/// See [`DocumentError`]; none can come from a checked receipt unless the build itself is broken.
pub fn receipt_pdf(receipt: &Receipt, language: Language) -> Result<Vec<u8>, DocumentError> {
    let words = Words::new(language);
    let data = receipt.data();
    let info = Info {
        title: format!("{} {}", words.title(data), data.number),
        id: data.number.clone(),
        author: data.issuer.name.clone(),
        language,
        dated: data.reissue.map_or(data.issued_at, |copy| copy.at),
    };
    let attachments = vec![
        Attachment {
            name: "receipt.json",
            media_type: "application/json",
            description: words.json(),
            bytes: serde_json::to_vec(receipt)?,
        },
        Attachment {
            name: "receipt.csv",
            media_type: "text/csv",
            description: words.csv(),
            bytes: data.to_table()?,
        },
    ];
    page::write(lay_out(data, words)?, info, attachments)
}

/// Places everything, from the top.
fn lay_out(data: &ReceiptData, words: Words) -> Result<Sheet, DocumentError> {
    let (data, incomplete) = shown::shown(data)?;
    let running = format!("{}  {}", words.title(&data), words.number(&data.number));
    let mut layout = Layout::new(&data, words, running, incomplete);
    layout.head()?;
    layout.items()?;
    layout.totals()?;
    layout.parties()?;
    layout.foot(&layout.notes(), &layout.code())?;
    layout.number_pages()?;
    Ok(layout.sheet)
}

/// A document on its way to paper.
struct Layout<'a, D> {
    /// What is printed: see [`shown`].
    data: &'a D,
    words: Words,
    /// What stands at the top of a page that continues.
    running: String,
    /// Whether a character could not be printed.
    incomplete: bool,
    sheet: Sheet,
    /// Where the next block starts on the current page.
    y: f32,
}

impl<'a, D> Layout<'a, D> {
    fn new(data: &'a D, words: Words, running: String, incomplete: bool) -> Self {
        Self { data, words, running, incomplete, sheet: Sheet::new(), y: pen::TOP }
    }
}

#[cfg(test)]
mod tests;
