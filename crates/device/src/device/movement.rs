//! What moved in points and gift balance.

use saifu_api::wallet::MovementPage;

use super::Device;
use crate::DeviceError;

impl Device {
    /// A page of what moved in points, newest first.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn points(&self, cursor: Option<&str>) -> Result<MovementPage, DeviceError> {
        self.signed_in(|token| async move { self.client.points(&token, cursor).await }).await
    }

    /// A page of what moved in gift balance, newest first.
    ///
    /// # Errors
    /// As [`Device::points`].
    pub async fn gift_balance(&self, cursor: Option<&str>) -> Result<MovementPage, DeviceError> {
        self.signed_in(|token| async move { self.client.gift_balance(&token, cursor).await }).await
    }
}
