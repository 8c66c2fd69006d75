//! A wallet whose devices are gone comes to this one; and the owner of a wallet stops that.

use jiff::Timestamp;
use saifu_api::wallet::{RecoveryCodesRequest, RecoveryRequest, RecoveryUnderWayView, ShopperView};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Device;
use crate::DeviceError;
use crate::client::SessionKey;
use crate::vault::SecretKind;

/// Under which the key of a recovery lies in the keyring: it is no shopper's yet.
const NOBODY: &str = "nobody";

/// A recovery that this device began. Its key is in the keyring; the wait may be longer than the app runs.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct DeviceRecovery {
    /// The service's name for it.
    pub recovery_id: String,
    /// Where the code was mailed to.
    pub email: String,
    /// When this device may come in; none before both codes were right.
    #[specta(type = Option<String>)]
    pub ready_at: Option<Timestamp>,
}

impl Device {
    /// Asks for the wallet of an address; a code is mailed there, whether or not it has one.
    ///
    /// # Errors
    /// `sign_up.email_invalid`, `limit.too_many_tries`, `device.…`.
    pub async fn start_recovery(&self, email: &str) -> Result<DeviceRecovery, DeviceError> {
        self.expect_keyring().await?;
        let key = SessionKey::generate()?;
        let request =
            RecoveryRequest { email: email.to_owned(), device_name: self.options.device_name.clone() };
        let view = self.client.start_recovery(&request, &key).await?;
        self.vault.put(NOBODY, SecretKind::Recovery, key.to_bytes()).await?;
        let begun =
            DeviceRecovery { recovery_id: view.recovery_id, email: email.trim().to_owned(), ready_at: None };
        self.keep_recovery(Some(begun.clone()))?;
        Ok(begun)
    }

    /// The mailed code and a recovery code; the wait begins.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: none was begun; `recovery.…`, `device.…`.
    pub async fn prove_recovery(
        &self,
        code: String,
        recovery_code: String,
    ) -> Result<DeviceRecovery, DeviceError> {
        let (mut begun, key) = self.begun().await?;
        let request = RecoveryCodesRequest { code, recovery_code };
        let view = self.client.prove_recovery(&begun.recovery_id, &request, &key).await?;
        begun.ready_at = view.ready_at;
        self.keep_recovery(Some(begun.clone()))?;
        Ok(begun)
    }

    /// Asks whether this device may come in; `None` while it has to wait. A passkey comes next.
    ///
    /// # Errors
    /// As [`Device::prove_recovery`].
    pub async fn finish_recovery(&self) -> Result<Option<ShopperView>, DeviceError> {
        let (begun, key) = self.begun().await?;
        let session = match self.client.finish_recovery(&begun.recovery_id, &key).await {
            Err(error) if error.code() == "recovery.waiting" => return Ok(None),
            answer => answer?,
        };
        let shopper = self.begin_session(session, &key).await?;
        self.leave_recovery().await?;
        Ok(Some(shopper))
    }

    /// Goes no further with it here. What waits at the service ends by itself.
    ///
    /// # Errors
    /// `device.…`.
    pub async fn leave_recovery(&self) -> Result<(), DeviceError> {
        self.keep_recovery(None)?;
        self.vault.delete(NOBODY, SecretKind::Recovery).await
    }

    /// Whether another device is on the way into this wallet.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn recovery_under_way(&self) -> Result<RecoveryUnderWayView, DeviceError> {
        self.signed_in(|token| async move { self.client.recovery(&token).await }).await
    }

    /// Stops it.
    ///
    /// # Errors
    /// `recovery.not_found`, and as [`Device::recovery_under_way`].
    pub async fn stop_recovery(&self) -> Result<(), DeviceError> {
        self.signed_in(|token| async move { self.client.stop_recovery(&token).await }).await
    }

    async fn begun(&self) -> Result<(DeviceRecovery, SessionKey), DeviceError> {
        let none = DeviceError::Request("no recovery was begun");
        let Some(begun) = self.settings.get().recovery else { return Err(none) };
        let kept = self.vault.get(NOBODY, SecretKind::Recovery).await?;
        let key = kept.and_then(|bytes| SessionKey::from_bytes(&bytes)).ok_or(none)?;
        Ok((begun, key))
    }

    fn keep_recovery(&self, recovery: Option<DeviceRecovery>) -> Result<(), DeviceError> {
        self.settings.update(|settings| settings.recovery = recovery)
    }
}
