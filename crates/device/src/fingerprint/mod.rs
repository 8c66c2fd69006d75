//! Knowing the shopper by a fingerprint, where the machine has a reader.
//!
//! The port is [`Verifier`]. On Linux it is `fprintd` over D-Bus. macOS (Touch ID) and Windows (Hello) have
//! none here yet: there it says that there is no reader, and the PIN does.

#[cfg(target_os = "linux")]
mod fprintd;
mod system;

use std::sync::Arc;

use async_trait::async_trait;
use serde::{Deserialize, Serialize};
use specta::Type;
use tokio::sync::Notify;

#[cfg(target_os = "linux")]
pub use self::fprintd::Fprintd;
pub use self::system::of_system;
use crate::DeviceError;

/// There is no reader, or nothing that drives it.
pub const UNAVAILABLE: DeviceError = DeviceError::Fingerprint("fingerprint.unavailable");
/// The machine knows no finger of this account.
pub const NONE_ENROLLED: DeviceError = DeviceError::Fingerprint("fingerprint.none_enrolled");
/// The finger is none of those that are known.
pub const NO_MATCH: DeviceError = DeviceError::Fingerprint("fingerprint.no_match");
/// Another program is using the reader, or the system does not let us.
pub const BUSY: DeviceError = DeviceError::Fingerprint("fingerprint.busy");
/// The reader or its service went away in the middle.
pub const LOST: DeviceError = DeviceError::Fingerprint("fingerprint.lost");
/// Nobody touched the reader.
pub const TIMEOUT: DeviceError = DeviceError::Fingerprint("fingerprint.timeout");
/// The shopper chose otherwise.
pub const STOPPED: DeviceError = DeviceError::Fingerprint("fingerprint.stopped");
/// It was never turned on here.
pub const OFF: DeviceError = DeviceError::Fingerprint("fingerprint.off");
/// The fingers that the machine knows are others than when it was turned on.
pub const CHANGED: DeviceError = DeviceError::Fingerprint("fingerprint.changed");
/// Too many wrong fingers: the PIN comes first.
pub const LOCKED: DeviceError = DeviceError::Fingerprint("fingerprint.locked");

/// What makes sure that the finger on the reader is the shopper's.
#[async_trait]
pub trait Verifier: Send + Sync {
    /// The names of the fingers that the machine knows of this account, sorted; never none.
    ///
    /// # Errors
    /// [`UNAVAILABLE`], [`NONE_ENROLLED`].
    async fn fingers(&self) -> Result<Vec<String>, DeviceError>;

    /// Waits for a finger and tells what to do meanwhile.
    ///
    /// # Errors
    /// [`NO_MATCH`], [`BUSY`], [`LOST`], [`TIMEOUT`], and as [`Verifier::fingers`].
    async fn verify(&self, progress: &Progress) -> Result<(), DeviceError>;
}

/// Takes what the window is to say.
pub type Progress = Arc<dyn Fn(FingerStep) + Send + Sync>;

/// What the shopper does next.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FingerStep {
    /// Put a finger on the reader.
    Touch,
    /// It was not read: once more.
    Again,
    /// Too short: once more, and slower.
    Slower,
    /// Beside the middle: once more.
    Center,
    /// Lift the finger, then once more.
    Lift,
}

/// Whether a fingerprint can approve here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum FingerprintState {
    /// No reader.
    Unavailable,
    /// A reader, and no finger that it knows.
    NotEnrolled,
    /// It can be turned on.
    Ready,
    /// It approves.
    On,
    /// It was turned on for other fingers: the PIN turns it on again.
    Changed,
    /// Too many wrong fingers: the PIN comes first.
    Locked,
}

/// A wait for a finger, with who is told and what ends it.
#[derive(Clone)]
pub struct Touch {
    /// Who reads the finger.
    pub verifier: Arc<dyn Verifier>,
    /// Who is told.
    pub progress: Progress,
    /// Notified where the shopper chooses otherwise.
    pub stop: Arc<Notify>,
}

impl Touch {
    /// Waits for the finger.
    ///
    /// # Errors
    /// As [`Verifier::verify`], and [`STOPPED`].
    pub async fn verify(&self) -> Result<(), DeviceError> {
        tokio::select! {
            verified = self.verifier.verify(&self.progress) => verified,
            () = self.stop.notified() => Err(STOPPED),
        }
    }
}
