//! What may be charged without asking.

use reqwest::Method;
use saifu_api::wallet::{ChangePermissionRequest, PermissionView, PermissionsView};

use super::{AccessToken, ServiceClient, receive};
use crate::DeviceError;

/// Every method fails with the service's refusal, [`DeviceError::Unreachable`] or
/// [`DeviceError::NotUnderstood`].
impl ServiceClient {
    /// `GET /v1/permissions`.
    ///
    /// # Errors
    /// As for all.
    pub async fn permissions(&self, token: &AccessToken) -> Result<PermissionsView, DeviceError> {
        self.get(&["permissions"], token).await
    }

    /// `PATCH /v1/permissions/{id}`.
    ///
    /// # Errors
    /// As for all.
    pub async fn change_permission(
        &self,
        token: &AccessToken,
        id: &str,
        change: &ChangePermissionRequest,
    ) -> Result<PermissionView, DeviceError> {
        receive(self.request(Method::PATCH, &["permissions", id], Some(token)).json(change)).await
    }

    /// `POST /v1/permissions/{id}/end`.
    ///
    /// # Errors
    /// As for all.
    pub async fn end_permission(&self, token: &AccessToken, id: &str) -> Result<PermissionView, DeviceError> {
        receive(self.request(Method::POST, &["permissions", id, "end"], Some(token))).await
    }
}
