//! The bench's own edge: the time, and random bytes of the system.

use jiff::Timestamp;
use saifu_wallet::{Moment, Random};

struct SystemRandom;

impl Random for SystemRandom {
    #[allow(clippy::expect_used, reason = "a bench without random bytes measures nothing")]
    fn fill(&self, bytes: &mut [u8]) {
        getrandom::fill(bytes).expect("random bytes");
    }
}

/// Now, in whole milliseconds, as the service has it.
#[allow(clippy::disallowed_methods, reason = "the bench's edge")]
pub fn moment() -> Moment<'static> {
    let now = Timestamp::now();
    Moment { now: Timestamp::from_millisecond(now.as_millisecond()).unwrap_or(now), random: &SystemRandom }
}
