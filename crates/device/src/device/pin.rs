//! The wallet PIN: changing it, and what else it alone opens.

use super::Device;
use crate::passkey::{Pin, Verification};
use crate::{DeviceError, clock};

impl Device {
    /// A PIN as it was typed now.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: not six digits.
    pub fn by_pin(pin: String) -> Result<Verification, DeviceError> {
        Ok(Verification::pin(Pin::new(pin)?, clock::reading()))
    }

    /// Guards the passkey by another PIN. The service is not asked.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no PIN; `device.pin_weak`; `approval.pin_…` of the one before; `device.…`.
    pub async fn change_pin(&self, before: String, next: String) -> Result<(), DeviceError> {
        let next = Pin::chosen(next)?;
        let changed = self.passkeys()?.change_pin(Pin::new(before)?, next, &clock::reading()).await;
        self.heed(changed).await
    }

    /// Makes sure that the shopper is there; signs nothing.
    pub(super) async fn verify(&self, by: Verification) -> Result<(), DeviceError> {
        let verified = self.passkeys()?.verify(by).await;
        self.heed(verified).await
    }
}
