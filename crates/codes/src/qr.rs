use qrcode::bits::Bits;
use qrcode::{Color, EcLevel, QrCode, QrResult, Version};
use thiserror::Error;

/// A QR code (ISO/IEC 18004) at error correction level M, as JPQR asks; the smallest version that
/// holds the text. The quiet zone of four modules is left to who draws it.
#[derive(Clone)]
pub struct Qr(QrCode);

/// The text is too long for a QR code of level M (2,331 bytes).
#[derive(Clone, Copy, Debug, PartialEq, Eq, Error)]
#[error("too long for a QR code")]
pub struct QrError;

impl Qr {
    /// Encodes a text: digits and capitals in their dense modes, what is not ASCII as UTF-8 bytes.
    ///
    /// # Errors
    /// [`QrError`] where it does not fit.
    pub fn encode(text: &str) -> Result<Self, QrError> {
        let code = if text.is_ascii() {
            QrCode::with_error_correction_level(text, EcLevel::M)
        } else {
            encode_bytes(text)
        };
        code.map(Self).map_err(|_| QrError)
    }

    /// Modules a side.
    #[must_use]
    pub fn size(&self) -> usize {
        self.0.width()
    }

    /// The modules from the top, each row from the left; dark is `true`.
    pub fn rows(&self) -> impl Iterator<Item = Vec<bool>> {
        let colors = self.0.to_colors();
        let size = self.size();
        (0..size).map(move |row| colors[row * size..][..size].iter().map(|c| *c == Color::Dark).collect())
    }

    /// The rows as text of `0` (light) and `1` (dark): the form in which a screen gets them.
    #[must_use]
    pub fn modules(&self) -> Vec<String> {
        self.rows().map(|row| row.iter().map(|dark| if *dark { '1' } else { '0' }).collect()).collect()
    }
}

/// Hides the modules: they may hold a one-time code.
impl std::fmt::Debug for Qr {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        write!(f, "Qr({0} × {0})", self.size())
    }
}

/// The crate's own choice of modes takes some UTF-8 for Shift JIS and writes it in kanji mode, which a
/// reader then decodes to other characters; byte mode says what is meant.
fn encode_bytes(text: &str) -> QrResult<QrCode> {
    let mut outcome = Err(qrcode::types::QrError::DataTooLong);
    for version in (1..=40).map(Version::Normal) {
        outcome = encode_bytes_in(text, version);
        if outcome.is_ok() {
            break;
        }
    }
    outcome
}

fn encode_bytes_in(text: &str, version: Version) -> QrResult<QrCode> {
    let mut bits = Bits::new(version);
    bits.push_byte_data(text.as_bytes())?;
    bits.push_terminator(EcLevel::M)?;
    QrCode::with_bits(bits, EcLevel::M)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn twenty_digits_take_the_smallest_symbol() {
        let qr = Qr::encode("48270193552281764403").unwrap();
        assert_eq!(qr.size(), 21);
        assert_eq!(qr.modules().len(), 21);
        assert!(qr.modules()[0].starts_with("11111110"), "the finder pattern leads the first row");
    }

    #[test]
    fn what_does_not_fit_is_refused() {
        assert!(Qr::encode(&"あ".repeat(777)).is_ok());
        assert_eq!(Qr::encode(&"あ".repeat(778)).unwrap_err(), QrError);
    }
}
