//! What a camera, a scanner or a person reads: one-time store codes, gift codes, a convenience store's slip,
//! Code 128, QR.
//!
//! Values in, values out: no IO, no clock, and no randomness of its own. Who makes a code hands the
//! random bytes in, so a test can say which code comes out.

mod code128;
mod find_gift_code;
mod gift_code;
mod qr;
mod slip;
mod store_code;

pub use code128::{Code128, Code128Error};
pub use find_gift_code::find_gift_code;
pub use gift_code::{GiftCode, GiftCodeError};
pub use qr::{Qr, QrError};
pub use slip::{SlipBarcode, SlipError};
pub use store_code::{RandomnessSpent, StoreCodeDigits, StoreCodeError};
