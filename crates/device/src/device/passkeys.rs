//! Browsers and security keys that approve on the hosted page: listing, adding and removing them.

use std::sync::PoisonError;

use jiff::Timestamp;
use saifu_api::wallet::PasskeysView;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::Device;
use crate::passkey::Verification;
use crate::store_code::QrPicture;
use crate::{DeviceError, clock};

/// The link that adds one browser or security key, to be shown.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PasskeyLink {
    /// The page, with the code in it.
    pub link: String,
    /// To be typed there, in groups of four.
    pub code: String,
    /// The link, to be scanned.
    pub qr: QrPicture,
    /// When it ends.
    pub expires_at: String,
}

impl Device {
    /// Browsers and security keys, the newest first.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn page_passkeys(&self) -> Result<PasskeysView, DeviceError> {
        self.signed_in(|token| async move { self.client.passkeys(&token).await }).await
    }

    /// Opens the account for one more, for five minutes, after the passkey of this device said yes.
    ///
    /// # Errors
    /// `approval.pin_…`, `passkey.…`, and as [`Device::page_passkeys`].
    pub async fn invite_passkey(&self, by: Verification) -> Result<(), DeviceError> {
        let assertion = &self.prove_again("passkey-add", by).await?;
        let asked = self
            .signed_in(|token| async move { self.client.invite_passkey(&token, assertion.clone()).await });
        let invited = asked.await?;
        let link = PasskeyLink {
            qr: QrPicture::draw(&invited.link)?,
            link: invited.link,
            code: invited.code,
            expires_at: invited.expires_at.to_string(),
        };
        let mut kept = self.passkey_link.lock().unwrap_or_else(PoisonError::into_inner);
        *kept = Some((invited.expires_at, link));
        Ok(())
    }

    /// The link that was opened last, while it works.
    pub fn passkey_link(&self) -> Option<PasskeyLink> {
        let kept = self.passkey_link.lock().unwrap_or_else(PoisonError::into_inner);
        kept.as_ref().filter(|(end, _)| clock::now() < *end).map(|(_, link)| link.clone())
    }

    /// Removes one: it can approve nothing from now on. The passkey of this device says yes.
    ///
    /// # Errors
    /// `passkey.not_found`, `approval.pin_…`, `passkey.…`, and as [`Device::page_passkeys`].
    pub async fn remove_passkey(&self, passkey_id: &str, by: Verification) -> Result<(), DeviceError> {
        let assertion = &self.prove_again(&format!("passkey-remove:{passkey_id}"), by).await?;
        let asked = self.signed_in(|token| async move {
            self.client.remove_passkey(&token, passkey_id, assertion.clone()).await
        });
        asked.await
    }
}

/// With the end of its time.
pub(super) type Kept = Option<(Timestamp, PasskeyLink)>;
