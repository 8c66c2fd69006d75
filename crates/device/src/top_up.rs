//! A top-up as the screen draws it: with the bars that a convenience store scans.

use saifu_api::wallet::TopUpView;
use saifu_codes::Code128;
use serde::{Deserialize, Serialize};
use specta::Type;

/// A top-up and the picture of its slip.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct TopUpScreen {
    /// The top-up.
    pub top_up: TopUpView,
    /// GS1-128 of the slip: widths in modules, bar and space in turn, starting with a bar; no quiet
    /// zones. `None` where the counter does not scan.
    pub bars: Option<Vec<u8>>,
}

impl TopUpScreen {
    /// Draws the slip. One whose digits make no barcode is still paid by its numbers.
    #[must_use]
    pub fn draw(top_up: TopUpView) -> Self {
        let digits = top_up.slip.as_ref().and_then(|slip| slip.barcode.as_deref());
        let bars = digits.and_then(|digits| match Code128::encode_gs1(digits) {
            Ok(code) => Some(code.widths().to_vec()),
            Err(error) => {
                tracing::warn!(%error, "the barcode of a slip cannot be drawn");
                None
            }
        });
        Self { top_up, bars }
    }
}
