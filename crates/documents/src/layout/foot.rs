use saifu_codes::Qr;

use super::Layout;
use super::pen::{BOTTOM, LEFT, RIGHT, Style};
use crate::DocumentError;
use crate::page::{Area, Mark, Tag};
use crate::receipt::ReceiptData;

const LINE: f32 = 15.0;
const QR: f32 = 68.0;

impl Layout<'_> {
    /// Notes and QR code, at the very bottom of the last page.
    pub(super) fn foot(&mut self) -> Result<(), DocumentError> {
        let notes = self.notes();
        let height = QR.max(LINE * notes.len() as f32);
        self.make_room(height + 20.0)?;
        let mut baseline = BOTTOM - LINE * notes.len() as f32;
        for note in notes {
            baseline += LINE;
            let style = Style::SMALL.fitted(&note, RIGHT - LEFT - QR - 12.0)?;
            self.tagged(Tag::Paragraph, |p| {
                p.left(style, &note, LEFT, baseline - 3.0);
                Ok(())
            })?;
        }
        self.qr()
    }

    fn notes(&self) -> Vec<String> {
        let (words, data) = (self.words, self.data);
        let mut notes = vec![words.issued(data.issued_at), words.qr_note().to_owned()];
        notes.push(words.stamp_note().to_owned());
        if self.incomplete {
            notes.push(words.missing_note().to_owned());
        }
        if data.sandbox {
            notes.push(words.sandbox_note().to_owned());
        }
        notes
    }

    fn qr(&mut self) -> Result<(), DocumentError> {
        let area = Area { x: RIGHT - QR, y: BOTTOM - QR, width: QR, height: QR };
        let qr = Qr::encode(&qr_text(self.data)).map_err(|_| DocumentError::Layout("QR code too long"))?;
        let words = self.words.qr_picture().to_owned();
        self.tagged(Tag::Figure(self.sheet.page(), area, words), |figure| {
            figure.sheet.draw(Mark::Modules(area, qr.rows().collect()));
            Ok(())
        })
    }
}

/// What identifies the receipt: a line each for number, moment, total and registration number.
fn qr_text(data: &ReceiptData) -> String {
    let mut lines = vec![
        "SAIFU RECEIPT".to_owned(),
        data.number.chars().take(64).collect(),
        data.transaction_at.to_string(),
        data.total.to_string(),
    ];
    lines.extend(data.issuer.registration_number.as_ref().map(|number| number.as_str().to_owned()));
    lines.join("\n")
}
