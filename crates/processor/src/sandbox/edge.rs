//! The sandbox's clock and its source of ids: the only place here that asks the system for either.

use jiff::tz::TimeZone;
use uuid::Uuid;

/// When a request came, and the serial of what it makes.
#[derive(Clone)]
pub(super) struct Moment {
    /// Seconds since 1970, as Stripe writes times.
    pub(super) unix: i64,
    /// The year of our era, UTC.
    pub(super) year: i16,
    /// 1 to 12.
    pub(super) month: i8,
    /// Unique to the request. It makes at most one object of a kind, so this names them all: `pi_<serial>`.
    pub(super) serial: String,
}

impl Moment {
    #[allow(clippy::disallowed_methods, reason = "the edge: a server of its own has a clock of its own")]
    pub(super) fn now() -> Self {
        let now = jiff::Timestamp::now();
        let date = now.to_zoned_datetime(TimeZone::UTC);
        Self { unix: now.as_second(), year: date.year(), month: date.month(), serial: draw() }
    }
}

/// 122 random bits in hex.
pub(super) fn draw() -> String {
    Uuid::new_v4().simple().to_string()
}
