//! The only place of the service that reads the clock and asks the system for random bytes.

use jiff::Timestamp;
use saifu_wallet::{Moment, Random};

struct SystemRandom;

impl Random for SystemRandom {
    fn fill(&self, bytes: &mut [u8]) {
        if getrandom::fill(bytes).is_err() {
            // Without unguessable bytes no id and no nonce is safe: better no service than a weak one.
            tracing::error!("the system gives no random bytes");
            std::process::abort();
        }
    }
}

/// Now.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "the service's edge")]
pub fn now() -> Timestamp {
    // Whole milliseconds: what the store keeps.
    let now = Timestamp::now();
    Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now)
}

/// Now, with the system's random bytes.
#[must_use]
pub fn moment() -> Moment<'static> {
    Moment { now: now(), random: &SystemRandom }
}
