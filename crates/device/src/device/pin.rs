//! The wallet PIN: choosing it well, and changing it.

use super::Device;
use crate::passkey::Pin;
use crate::{DeviceError, clock};

impl Device {
    /// Whether these six digits may become the PIN; for the screen where it is entered the first time.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no PIN; `pin.weak`.
    pub fn check_new_pin(pin: String) -> Result<(), DeviceError> {
        Pin::chosen(pin).map(drop)
    }

    /// Puts another PIN in the place of the one that the shopper knows.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no PIN; `pin.weak`; `approval.pin_…`; `device.…`.
    pub async fn change_pin(&self, before: String, next: String) -> Result<(), DeviceError> {
        let next = Pin::chosen(next)?;
        let changed = self.passkeys()?.change_pin(Pin::new(before)?, next, &clock::reading()).await;
        self.heed(changed).await
    }
}
