//! StoreCode: one-time code that a till scans. Showing it is the shopper's consent to one charge at
//! the till that scans it first.

mod issue;
mod scan;

use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use crate::id::ShopperId;

pub use issue::issue;
pub use scan::{Scan, scan};

/// How long a code works: five minutes.
pub const STORE_CODE_LIFE_S: i64 = 300;

/// Which code of a shopper is live: one row, so that two issued at once cannot both be.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LiveCode {
    /// Whose.
    pub shopper_id: ShopperId,
    /// The newest code.
    pub code_digest: String,
}

/// A code that was issued, known by its digest only.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StoreCode {
    /// SHA-256 of the twenty digits.
    pub code_digest: String,
    /// Whose.
    pub shopper_id: ShopperId,
    /// When it was issued.
    pub issued_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
    /// Whether a till used it, or a newer one ended it.
    pub used: bool,
}
