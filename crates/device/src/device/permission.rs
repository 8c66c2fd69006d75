//! What may be charged without asking.

use saifu_api::wallet::{ChangePermissionRequest, PermissionView, PermissionsView};
use saifu_money::Amount;

use super::Device;
use crate::DeviceError;
use crate::passkey::Verification;

impl Device {
    /// The shopper's permissions that stand, the newest first.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn permissions(&self) -> Result<PermissionsView, DeviceError> {
        self.signed_in(|token| async move { self.client.permissions(&token).await }).await
    }

    /// Pauses one, lets it go on, or changes its limits.
    ///
    /// # Errors
    /// `permission.not_found`, `permission.ended`, `permission.limit_invalid`, `permission.proof_required`, and as
    /// [`Device::permissions`].
    pub async fn change_permission(
        &self,
        id: &str,
        change: &ChangePermissionRequest,
    ) -> Result<PermissionView, DeviceError> {
        self.signed_in(|token| async move { self.client.change_permission(&token, id, change).await }).await
    }

    /// As [`Device::change_permission`], where more is allowed than before: the passkey of this device says yes to these
    /// limits.
    ///
    /// # Errors
    /// `approval.pin_…`, `fingerprint.…`, `passkey.…`, and as [`Device::change_permission`].
    pub async fn raise_permission(
        &self,
        id: &str,
        change: ChangePermissionRequest,
        by: Verification,
    ) -> Result<PermissionView, DeviceError> {
        let minor = |limit: Option<Amount>| limit.map_or_else(|| "-".to_owned(), |it| it.minor().to_string());
        let purpose = format!("permission:{id}:{}:{}", minor(change.each), minor(change.month));
        let assertion = Some(self.prove_again(&purpose, by).await?);
        self.change_permission(id, &ChangePermissionRequest { assertion, ..change }).await
    }

    /// Ends one for ever.
    ///
    /// # Errors
    /// `permission.not_found`, `permission.ended`, and as [`Device::permissions`].
    pub async fn end_permission(&self, id: &str) -> Result<PermissionView, DeviceError> {
        self.signed_in(|token| async move { self.client.end_permission(&token, id).await }).await
    }
}
