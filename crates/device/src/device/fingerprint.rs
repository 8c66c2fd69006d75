//! The fingerprint on this device: how it stands, on and off.

use std::sync::Arc;

use saifu_api::wallet::{ChangeDeviceRequest, DevicesView, VerificationView};

use super::Device;
use crate::fingerprint::{FingerprintState, Progress, Touch};
use crate::passkey::{Pin, Verification};
use crate::{DeviceError, clock};

impl Device {
    /// Whether a fingerprint opens the passkey here.
    ///
    /// # Errors
    /// `session.invalid`: this wallet is nobody's; `device.…`: the keyring's and the files'.
    pub async fn fingerprint_state(&self) -> Result<FingerprintState, DeviceError> {
        self.passkeys()?.fingerprint_state(&*self.verifier).await
    }

    /// Whether a finger does now; not, where nobody can say.
    pub async fn fingerprint_is_on(&self) -> bool {
        // Most shoppers have none: the reader's service is not started for them.
        let turned_on = self.passkeys().is_ok_and(|passkeys| passkeys.has_fingerprint().unwrap_or(false));
        turned_on && self.fingerprint_state().await.is_ok_and(|state| state == FingerprintState::On)
    }

    /// Lets the fingers open the passkey that the machine knows now, and notes it in the device's policy.
    ///
    /// # Errors
    /// `approval.pin_…`; `fingerprint.unavailable`, `fingerprint.none_enrolled`; `session.invalid`, `device.…`, and then it
    /// is as it was.
    pub async fn turn_on_fingerprint(&self, pin: String) -> Result<(), DeviceError> {
        let passkeys = self.passkeys()?;
        let turned = passkeys.turn_on_fingerprint(Pin::new(pin)?, &*self.verifier, &clock::reading()).await;
        self.heed(turned).await?;
        let noted = self.note_verification(VerificationView::Fingerprint).await;
        if noted.is_err() {
            // What the shopper's other devices do not show must not be.
            passkeys.turn_off_fingerprint().await?;
        }
        noted
    }

    /// Only the PIN opens it from now on.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`; where the service did not hear of it, it is off all the same.
    pub async fn turn_off_fingerprint(&self) -> Result<(), DeviceError> {
        self.passkeys()?.turn_off_fingerprint().await?;
        self.note_verification(VerificationView::Pin).await
    }

    /// Ends a wait for a finger, if there is one: the shopper takes the PIN, or leaves.
    pub fn stop_fingerprint(&self) {
        self.stop_touch.notify_waiters();
    }

    /// A finger that is waited for now; what to do meanwhile is told to `progress`.
    #[must_use]
    pub fn by_finger(&self, progress: Progress) -> Verification {
        let (verifier, stop) = (Arc::clone(&self.verifier), Arc::clone(&self.stop_touch));
        Verification::Finger(Touch { verifier, progress, stop })
    }

    /// The shopper may have said on another device that this one asks for the PIN.
    pub(super) async fn heed_verification(&self, view: &DevicesView) -> Result<(), DeviceError> {
        let Some(device) = view.devices.iter().find(|it| it.current) else { return Ok(()) };
        let passkeys = self.passkeys()?;
        if device.policy.verify == VerificationView::Pin && passkeys.has_fingerprint()? {
            passkeys.turn_off_fingerprint().await?;
        }
        Ok(())
    }

    async fn note_verification(&self, verify: VerificationView) -> Result<(), DeviceError> {
        let asked = self.signed_in(|token| async move { self.client.devices(&token).await });
        let current = asked.await?.devices.into_iter().find(|it| it.current);
        let device = current.ok_or(DeviceError::SessionMissing)?;
        let policy = saifu_api::wallet::DevicePolicyView { verify, ..device.policy };
        let change = ChangeDeviceRequest { policy: Some(policy), ..ChangeDeviceRequest::default() };
        self.change_device(&device.device_id, &change).await.map(drop)
    }
}
