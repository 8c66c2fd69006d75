//! The sandbox's clock and its source of ids: the only place here that asks the system for either.

use std::sync::Arc;

use jiff::Timestamp;
use jiff::tz::TimeZone;
use uuid::Uuid;

/// Tells the time.
#[derive(Clone)]
pub(super) struct Clock(Arc<dyn Fn() -> Timestamp + Send + Sync>);

impl Clock {
    #[allow(clippy::disallowed_methods, reason = "the edge: a server of its own has a clock of its own")]
    pub(super) fn system() -> Self {
        Self(Arc::new(Timestamp::now))
    }

    pub(super) fn new(clock: impl Fn() -> Timestamp + Send + Sync + 'static) -> Self {
        Self(Arc::new(clock))
    }

    pub(super) fn now(&self) -> Timestamp {
        (self.0)()
    }

    pub(super) fn moment(&self) -> Moment {
        let now = self.now();
        let date = now.to_zoned_datetime(TimeZone::UTC);
        Moment { unix: now.as_second(), year: date.year(), month: date.month(), serial: draw() }
    }
}

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

/// 122 random bits in hex.
pub(super) fn draw() -> String {
    Uuid::new_v4().simple().to_string()
}
