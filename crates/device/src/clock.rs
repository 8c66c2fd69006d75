//! The device's edge to time: the only place of this crate that reads a clock.

use jiff::Timestamp;

/// The system's time. What decides by time takes it as an argument and is called with this.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the edge; everything else takes time as an argument")]
pub fn now() -> Timestamp {
    Timestamp::now()
}
