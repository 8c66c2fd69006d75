//! What moved in points and gift balance.

use saifu_api::wallet::MovementPage;

use super::{AccessToken, ServiceClient};
use crate::DeviceError;

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `GET /v1/points`.
    ///
    /// # Errors
    /// As for all.
    pub async fn points(
        &self,
        token: &AccessToken,
        cursor: Option<&str>,
    ) -> Result<MovementPage, DeviceError> {
        self.page(&["points"], token, cursor).await
    }

    /// `GET /v1/gift-balance`.
    ///
    /// # Errors
    /// As for all.
    pub async fn gift_balance(
        &self,
        token: &AccessToken,
        cursor: Option<&str>,
    ) -> Result<MovementPage, DeviceError> {
        self.page(&["gift-balance"], token, cursor).await
    }
}
