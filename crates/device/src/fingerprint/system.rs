//! The reader of this machine.

use std::sync::Arc;

use super::Verifier;

/// The system's bus, where root's `fprintd` is. Whoever starts the app chooses its environment, and could
/// have it ask a bus of their own, so a release takes the path that only root can write to.
#[cfg(target_os = "linux")]
const SYSTEM_BUS: &str = "unix:path=/run/dbus/system_bus_socket";

/// `fprintd` of this machine.
#[cfg(target_os = "linux")]
#[must_use]
pub fn of_system() -> Arc<dyn Verifier> {
    let asked = std::env::var("DBUS_SYSTEM_BUS_ADDRESS").ok();
    Arc::new(super::Fprintd::at(&bus_address(cfg!(debug_assertions), asked)))
}

#[cfg(target_os = "linux")]
fn bus_address(is_debug: bool, asked: Option<String>) -> String {
    asked.filter(|_| is_debug).unwrap_or_else(|| SYSTEM_BUS.to_owned())
}

/// No reader is known for this system.
#[cfg(not(target_os = "linux"))]
#[must_use]
pub fn of_system() -> Arc<dyn Verifier> {
    Arc::new(NoReader)
}

#[cfg(not(target_os = "linux"))]
struct NoReader;

#[cfg(not(target_os = "linux"))]
#[async_trait::async_trait]
impl Verifier for NoReader {
    async fn fingers(&self) -> Result<Vec<String>, crate::DeviceError> {
        Err(super::UNAVAILABLE)
    }

    async fn verify(&self, _progress: &super::Progress) -> Result<(), crate::DeviceError> {
        Err(super::UNAVAILABLE)
    }
}

#[cfg(all(test, target_os = "linux"))]
mod tests {
    use super::*;

    #[test]
    fn a_release_asks_no_bus_that_its_environment_names() {
        let asked = || Some("unix:path=/tmp/a-bus-of-mine".to_owned());
        assert_eq!(bus_address(false, asked()), SYSTEM_BUS);
        assert_eq!(bus_address(true, asked()), "unix:path=/tmp/a-bus-of-mine");
        assert_eq!(bus_address(true, None), SYSTEM_BUS);
    }
}
