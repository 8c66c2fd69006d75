//! Approving by a fingerprint: how it stands, on and off.

use std::sync::Arc;

use super::Device;
use crate::fingerprint::{FingerprintState, Progress, Touch};
use crate::passkey::{Pin, Verification};
use crate::{DeviceError, clock};

impl Device {
    /// Whether a fingerprint can approve on this device.
    ///
    /// # Errors
    /// `device.…`: the keyring's and the files'.
    pub async fn fingerprint_state(&self) -> Result<FingerprintState, DeviceError> {
        self.passkeys()?.fingerprint_state(&*self.verifier).await
    }

    /// Lets the fingers approve that the machine knows now.
    ///
    /// # Errors
    /// `approval.pin_…`; `fingerprint.unavailable`, `fingerprint.none_enrolled`; `device.…`.
    pub async fn turn_on_fingerprint(&self, pin: String) -> Result<FingerprintState, DeviceError> {
        let pin = Pin::new(pin)?;
        let turned = self.passkeys()?.turn_on_fingerprint(pin, &*self.verifier, &clock::reading()).await;
        self.heed(turned).await?;
        self.fingerprint_state().await
    }

    /// Only the PIN approves from now on.
    ///
    /// # Errors
    /// `device.…`.
    pub async fn turn_off_fingerprint(&self) -> Result<FingerprintState, DeviceError> {
        self.passkeys()?.turn_off_fingerprint().await?;
        self.fingerprint_state().await
    }

    /// Ends a wait for a finger, if there is one: the shopper takes the PIN, or leaves.
    pub fn stop_fingerprint(&self) {
        self.stop_touch.notify_waiters();
    }

    pub(super) fn by_finger(&self, progress: Progress) -> Verification {
        let (verifier, stop) = (Arc::clone(&self.verifier), Arc::clone(&self.stop_touch));
        Verification::Finger(Touch { verifier, progress, stop })
    }
}

pub(super) fn by_pin(pin: Pin) -> Verification {
    Verification::pin(pin, clock::reading())
}
