use jiff::Timestamp;
use serde::{Deserialize, Serialize};

use super::{ReceiptData, ReceiptError};

/// Which copy this is.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct Reissue {
    /// 1 for the first copy after the original.
    pub number: u32,
    /// When it was issued; the receipt's own `issued_at` is the original's.
    pub at: Timestamp,
}

/// The name line was changed; that can be done once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase", deny_unknown_fields)]
pub struct NameChange {
    /// The name before; blank where nobody was named.
    pub before: String,
    /// When it was changed.
    pub at: Timestamp,
}

pub(super) fn check(data: &ReceiptData) -> Result<(), ReceiptError> {
    let copy = data.reissue.is_none_or(|copy| copy.number > 0 && copy.at >= data.issued_at);
    let name = data.name_change.as_ref().is_none_or(|change| change.before.trim() != data.recipient.trim());
    if copy && name { Ok(()) } else { Err(ReceiptError::Trace) }
}
