//! A store code as the screen draws it: the bars for a till's scanner, the QR code for a camera.

use saifu_api::wallet::StoreCodeView;
use saifu_codes::{Code128, Qr};
use serde::{Deserialize, Serialize};
use specta::Type;

use crate::DeviceError;

/// A store code and its two pictures.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct StoreCodePicture {
    /// The code and its time.
    pub code: StoreCodeView,
    /// Code 128: widths in modules, bar and space in turn, starting with a bar; no quiet zones.
    pub bars: Vec<u8>,
    /// The QR code of the same digits.
    pub qr: QrPicture,
}

/// A QR code's modules, without the quiet zone.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct QrPicture {
    /// Modules a side.
    pub size: u16,
    /// Rows from the top; `1` is dark.
    pub modules: Vec<String>,
}

impl StoreCodePicture {
    /// Draws a code.
    ///
    /// # Errors
    /// [`DeviceError::NotUnderstood`]: the service's code is not an even number of digits.
    pub fn draw(code: StoreCodeView) -> Result<Self, DeviceError> {
        let bars = Code128::encode(&code.digits).map_err(|error| not_drawn(&error))?.widths().to_vec();
        let qr = QrPicture::draw(&code.digits)?;
        Ok(Self { code, bars, qr })
    }
}

impl QrPicture {
    /// Draws a text.
    ///
    /// # Errors
    /// [`DeviceError::NotUnderstood`]: it does not fit.
    pub fn draw(text: &str) -> Result<Self, DeviceError> {
        let qr = Qr::encode(text).map_err(|error| not_drawn(&error))?;
        let size = u16::try_from(qr.size()).map_err(|error| not_drawn(&error))?;
        Ok(Self { size, modules: qr.modules() })
    }
}

fn not_drawn(error: &dyn std::fmt::Display) -> DeviceError {
    DeviceError::NotUnderstood(format!("a code cannot be drawn: {error}"))
}

#[cfg(test)]
mod tests {
    use jiff::Timestamp;

    use super::*;

    fn code(digits: &str) -> StoreCodeView {
        let (issued_at, expires_at) = (Timestamp::UNIX_EPOCH, Timestamp::UNIX_EPOCH);
        StoreCodeView { digits: digits.into(), issued_at, expires_at }
    }

    #[test]
    fn both_pictures_hold_the_digits() {
        let picture = StoreCodePicture::draw(code("48270193552281764403")).unwrap();
        // Start, ten pairs and the check symbol of eleven modules each, and the stop of thirteen.
        assert_eq!(picture.bars.iter().map(|width| u32::from(*width)).sum::<u32>(), 12 * 11 + 13);
        assert_eq!(picture.qr.modules.len(), usize::from(picture.qr.size));
        assert!(picture.qr.modules.iter().all(|row| row.len() == usize::from(picture.qr.size)));
    }

    #[test]
    fn a_code_that_is_no_code_is_not_drawn() {
        assert_eq!(StoreCodePicture::draw(code("12x4")).unwrap_err().code(), "device.service_not_understood");
    }
}
