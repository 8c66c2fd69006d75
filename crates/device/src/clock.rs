//! The device's edge to time: the only place of this crate that reads a clock.

use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

/// The system's time. What decides by time takes it as an argument and is called with this.
#[must_use]
#[allow(clippy::disallowed_methods, reason = "this is the edge; everything else takes time as an argument")]
pub fn now() -> Timestamp {
    Timestamp::now()
}

/// Two clocks at one instant: the wall's, which people set, and the machine's own since it started,
/// which nobody sets.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Reading {
    /// The wall clock.
    pub wall: Timestamp,
    /// Which start of the machine it is.
    pub boot: String,
    /// Since that start, in milliseconds, sleep included.
    pub up_ms: i64,
}

impl Reading {
    /// What has passed since an earlier reading: by the machine's own clock where it is the same start,
    /// else by the wall. Negative where the wall clock was set back in between.
    #[must_use]
    pub fn since(&self, earlier: &Self) -> SignedDuration {
        if self.boot == earlier.boot {
            SignedDuration::from_millis(self.up_ms.saturating_sub(earlier.up_ms))
        } else {
            self.wall.duration_since(earlier.wall)
        }
    }
}

/// Reads both clocks.
#[must_use]
pub fn reading() -> Reading {
    let (boot, up) = since_start();
    Reading { wall: now(), boot, up_ms: i64::try_from(up.as_millis()).unwrap_or(i64::MAX) }
}

/// The kernel's id of this start, and `CLOCK_BOOTTIME`.
#[cfg(target_os = "linux")]
fn since_start() -> (String, Duration) {
    use rustix::time::{ClockId, clock_gettime};
    let boot = std::fs::read_to_string("/proc/sys/kernel/random/boot_id").unwrap_or_default();
    let up = clock_gettime(ClockId::Boottime);
    (boot.trim().to_owned(), Duration::try_from(up).unwrap_or_default())
}

/// Elsewhere the start of this process has to do.
#[cfg(not(target_os = "linux"))]
fn since_start() -> (String, Duration) {
    use std::sync::LazyLock;
    use std::time::Instant;
    static START: LazyLock<(String, Instant)> =
        LazyLock::new(|| (uuid::Uuid::new_v4().to_string(), Instant::now()));
    (START.0.clone(), START.1.elapsed())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(wall_s: i64, boot: &str, up_s: i64) -> Reading {
        let wall = Timestamp::from_second(1_795_000_000 + wall_s).unwrap();
        Reading { wall, boot: boot.to_owned(), up_ms: up_s * 1_000 }
    }

    #[test]
    fn setting_the_wall_clock_passes_no_time_while_the_machine_runs() {
        let start = at(0, "a", 10);
        assert_eq!(at(86_400, "a", 12).since(&start), SignedDuration::from_secs(2));
        assert_eq!(at(-86_400, "a", 12).since(&start), SignedDuration::from_secs(2));
    }

    #[test]
    fn over_a_restart_the_wall_clock_has_to_do() {
        let start = at(0, "a", 10);
        assert_eq!(at(60, "b", 1).since(&start), SignedDuration::from_secs(60));
        assert!(at(-60, "b", 1).since(&start).is_negative());
    }

    #[test]
    fn the_machine_tells_which_start_it_is() {
        let (one, two) = (reading(), reading());
        assert!(!one.boot.is_empty() && one.up_ms > 0);
        assert_eq!(one.boot, two.boot);
        assert!(!two.since(&one).is_negative());
    }
}
