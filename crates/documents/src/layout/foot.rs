use saifu_codes::Qr;

use super::Layout;
use super::pen::{BOTTOM, LEFT, RIGHT, Style};
use crate::DocumentError;
use crate::page::{self, Area, Mark, Tag};
use crate::receipt::ReceiptData;

const LINE: f32 = 15.0;
const QR: f32 = 68.0;

/// A QR code, and what it shows for who cannot see it.
pub(super) struct Code {
    pub text: String,
    pub shows: &'static str,
}

impl<D> Layout<'_, D> {
    /// Notes and QR code, at the very bottom of the last page.
    pub(super) fn foot(&mut self, notes: &[String], code: &Code) -> Result<(), DocumentError> {
        let height = QR.max(LINE * notes.len() as f32);
        self.make_room(height + 20.0)?;
        let mut baseline = BOTTOM - LINE * notes.len() as f32;
        for note in notes {
            baseline += LINE;
            self.note(note, baseline - 3.0)?;
        }
        self.qr(code)
    }

    /// A little smaller where it must be, then cut.
    fn note(&mut self, note: &str, baseline: f32) -> Result<(), DocumentError> {
        let room = RIGHT - LEFT - QR - 12.0;
        let style = Style::SMALL.fitted(note, room)?;
        let style = style.sized(style.size.max(6.5));
        let note = page::ellipsize(note, style.face, style.size, room + 0.1)?;
        self.paragraph(style, &note, LEFT, baseline)
    }

    fn qr(&mut self, code: &Code) -> Result<(), DocumentError> {
        let area = Area { x: RIGHT - QR, y: BOTTOM - QR, width: QR, height: QR };
        let qr = Qr::encode(&code.text).map_err(|_| DocumentError::Layout("QR code too long"))?;
        self.tagged(Tag::Figure(self.sheet.page(), area, code.shows.to_owned()), |figure| {
            figure.sheet.draw(Mark::Modules(area, qr.rows().collect()));
            Ok(())
        })
    }
}

impl Layout<'_, ReceiptData> {
    pub(super) fn notes(&self) -> Vec<String> {
        let (words, data) = (self.words, self.data);
        let mut notes = vec![words.issued(data.issued_at, data.reissue), words.qr_note().to_owned()];
        notes.extend(data.name_change.as_ref().map(|change| words.name_changed(change)));
        notes.push(words.stamp_note().to_owned());
        if self.incomplete {
            notes.push(words.missing_note("receipt.json"));
        }
        if data.sandbox {
            notes.push(words.sandbox_note().to_owned());
        }
        notes
    }

    pub(super) fn code(&self) -> Code {
        Code { text: qr_text(self.data), shows: self.words.qr_picture() }
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
