//! The shopper's devices: listing, changing and revoking them, and letting another one in.

use std::sync::PoisonError;

use saifu_api::wallet::{
    AssertionProof, ChangeDeviceRequest, DeviceView, DevicesView, JoinView, PresentJoinRequest, ShopperView,
};
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Device;
use crate::DeviceError;
use crate::client::SessionKey;
use crate::passkey::Verification;
use crate::store_code::QrPicture;

/// The code that lets another device in, to be shown.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct JoinCode {
    /// For asking how it stands and for the answer.
    pub join_id: String,
    /// To be typed, in groups of four.
    pub code: String,
    /// To be scanned.
    pub qr: QrPicture,
    /// When it ends.
    pub expires_at: String,
}

/// A code that this device has presented: the session that follows has this key.
pub(super) struct Joining {
    code: String,
    key: SessionKey,
}

impl Device {
    /// The shopper's devices, the newest first.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn devices(&self) -> Result<DevicesView, DeviceError> {
        let view = self.signed_in(|token| async move { self.client.devices(&token).await }).await?;
        self.note_policy(&view)?;
        self.heed_verification(&view).await?;
        Ok(view)
    }

    /// Names a device, or changes what is asked of it.
    ///
    /// # Errors
    /// `device.not_found`, `device.name_invalid`, `device.policy_invalid`, and as [`Device::devices`].
    pub async fn change_device(
        &self,
        device_id: &str,
        change: &ChangeDeviceRequest,
    ) -> Result<DeviceView, DeviceError> {
        let asked =
            self.signed_in(|token| async move { self.client.change_device(&token, device_id, change).await });
        let changed = asked.await?;
        self.note_policy(&DevicesView { devices: vec![changed.clone()] })?;
        Ok(changed)
    }

    /// As [`Device::change_device`], where less is asked than before: the passkey of this device says yes.
    ///
    /// # Errors
    /// `approval.pin_…`, `fingerprint.…`, `passkey.…`, and as [`Device::change_device`].
    pub async fn loosen_device(
        &self,
        device_id: &str,
        change: ChangeDeviceRequest,
        by: Verification,
    ) -> Result<DeviceView, DeviceError> {
        let assertion = Some(self.prove_again(&format!("device-policy:{device_id}"), by).await?);
        self.change_device(device_id, &ChangeDeviceRequest { assertion, ..change }).await
    }

    /// Revokes a device: it can do nothing from now on. `codes_only`: the shopper said that recovery codes may be all that is
    /// left.
    ///
    /// # Errors
    /// `device.last_way_in`, `device.last_way_in_unconfirmed`, `device.not_found`, and as [`Device::devices`].
    pub async fn revoke_device(&self, device_id: &str, codes_only: bool) -> Result<(), DeviceError> {
        let asked = self
            .signed_in(|token| async move { self.client.revoke_device(&token, device_id, codes_only).await });
        asked.await
    }

    /// Opens the account for one more device, for five minutes.
    ///
    /// # Errors
    /// As [`Device::devices`].
    pub async fn open_join(&self) -> Result<JoinCode, DeviceError> {
        let opened = self.signed_in(|token| async move { self.client.open_join(&token).await }).await?;
        Ok(JoinCode {
            qr: QrPicture::draw(&opened.link)?,
            join_id: opened.join_id,
            code: opened.code,
            expires_at: opened.expires_at.to_string(),
        })
    }

    /// How that stands: which device has presented the code.
    ///
    /// # Errors
    /// `device.join_invalid`, and as [`Device::devices`].
    pub async fn join(&self, join_id: &str) -> Result<JoinView, DeviceError> {
        self.signed_in(|token| async move { self.client.join(&token, join_id).await }).await
    }

    /// Lets the device in that has presented the code.
    ///
    /// # Errors
    /// `approval.pin_…`, `fingerprint.…`, `device.join_invalid`, `device.join_not_presented`, `passkey.…`, and as [`Device::devices`].
    pub async fn confirm_join(&self, join_id: &str, by: Verification) -> Result<JoinView, DeviceError> {
        let assertion = &self.prove_again(&format!("device-join:{join_id}"), by).await?;
        let asked = self.signed_in(|token| async move {
            self.client.confirm_join(&token, join_id, assertion.clone()).await
        });
        asked.await
    }

    /// Does not let it in.
    ///
    /// # Errors
    /// `device.join_invalid`, and as [`Device::devices`].
    pub async fn refuse_join(&self, join_id: &str) -> Result<JoinView, DeviceError> {
        self.signed_in(|token| async move { self.client.refuse_join(&token, join_id).await }).await
    }

    /// Presents a code that another device shows; typed, or the link of its QR.
    ///
    /// # Errors
    /// `device.join_invalid`, `device.…`.
    pub async fn present_join(&self, code: &str) -> Result<JoinView, DeviceError> {
        self.expect_keyring().await?;
        let code = code.trim().trim_start_matches("saifu://join/").to_owned();
        let (key, device_name) = (SessionKey::generate()?, self.options.device_name.clone());
        let request = PresentJoinRequest { code: code.clone(), device_name };
        let view = self.client.present_join(&request, &key).await?;
        *self.joining.lock().unwrap_or_else(PoisonError::into_inner) = Some(Joining { code, key });
        Ok(view)
    }

    /// Asks whether this device is in; `None` while the other one has not answered. A passkey comes next.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no code was presented; `device.join_refused`, `device.join_invalid`, `device.…`.
    pub async fn finish_join(&self) -> Result<Option<ShopperView>, DeviceError> {
        let (code, key) = self.joining().ok_or(DeviceError::Request("no code was presented"))?;
        let session = match self.client.finish_join(&code, &key).await {
            Err(error) if error.code() == "device.join_waiting" => return Ok(None),
            answer => answer?,
        };
        let shopper = self.begin_session(session, &key).await?;
        *self.joining.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(Some(shopper))
    }

    /// Keeps the code of a `saifu://join/<code>` link until the first screen asks for it.
    pub fn remember_join(&self, code: String) {
        *self.remembered_join.lock().unwrap_or_else(PoisonError::into_inner) = Some(code);
    }

    /// The code that a link brought; once.
    pub fn take_join(&self) -> Option<String> {
        self.remembered_join.lock().unwrap_or_else(PoisonError::into_inner).take()
    }

    fn joining(&self) -> Option<(String, SessionKey)> {
        let joining = self.joining.lock().unwrap_or_else(PoisonError::into_inner);
        joining.as_ref().map(|it| (it.code.clone(), it.key.clone()))
    }

    /// Uses the passkey once more, for one purpose.
    pub(super) async fn prove_again(
        &self,
        purpose: &str,
        by: Verification,
    ) -> Result<AssertionProof, DeviceError> {
        let begun = self.signed_in(|token| async move { self.client.begin_assertion(&token, purpose).await });
        let ceremony = begun.await?;
        let (party, passkeys) = (self.relying_party().await?, self.passkeys()?);
        let signed = passkeys.sign_in(ceremony.options, &party, by).await;
        Ok(AssertionProof { ceremony_id: ceremony.ceremony_id, credential: self.heed(signed).await? })
    }
}
