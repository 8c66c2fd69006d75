//! What the first screen asks: who is here, and is everything there.

use std::sync::PoisonError;

use saifu_api::wallet::{ShopperView, StatusView};
use serde::{Deserialize, Serialize};
use specta::Type;
use url::Url;

use super::{Device, DeviceRecovery};
use crate::DeviceError;
use crate::client::is_private;
use crate::passkey::RelyingParty;
use crate::vault::KeyringState;

/// Which screen comes first, and what is missing.
#[derive(Clone, Debug, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct AppState {
    /// How far the shopper has come.
    pub stage: Stage,
    /// Whose wallet this is; there too after signing out, when the PIN can sign in again.
    pub shopper: Option<ShopperView>,
    /// The wallet service.
    pub service_url: String,
    /// Whether the service answers.
    pub reachable: bool,
    /// Whether no real money moves there.
    pub sandbox: bool,
    /// A recovery that this device began and that is not over.
    pub recovery: Option<DeviceRecovery>,
    /// Whether secrets can be kept.
    pub keyring: KeyringState,
}

/// How far the shopper has come.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum Stage {
    /// Nobody is signed in.
    Welcome,
    /// The e-mail is confirmed; no passkey is on this device.
    Passkey,
    /// All set.
    Ready,
    /// All set, and locked: the PIN opens it.
    Locked,
}

impl Device {
    /// The state of the app. It never fails because the service or the keyring is away: it says so.
    ///
    /// # Errors
    /// [`DeviceError::Damaged`] or [`DeviceError::Storage`]: the device's own files.
    pub async fn app_state(&self) -> Result<AppState, DeviceError> {
        let (status, keyring) = tokio::join!(self.refresh_status(), self.vault.state());
        Ok(AppState {
            stage: self.stage()?,
            shopper: self.settings.get().shopper,
            service_url: self.client.address().to_owned(),
            reachable: status.is_ok(),
            sandbox: self.last_status().is_some_and(|status| status.sandbox),
            recovery: self.settings.get().recovery,
            keyring,
        })
    }

    /// Reads the session from the keyring before anybody asks: connecting to a keyring takes longer than
    /// all else that the first screen asks for, and the webview takes longer still to start. What
    /// fails here is asked again by the screen, which has words for it. Then it reads what the shopper asks of this
    /// device, which may have been changed from another one.
    pub async fn warm_up(&self) {
        if let Err(error) = self.token().await {
            tracing::debug!(%error, "no session was found early");
        } else if let Err(error) = self.devices().await {
            tracing::debug!(%error, "what is asked of this device was not read");
        }
    }

    /// How far the shopper has come.
    ///
    /// # Errors
    /// As [`Device::app_state`].
    pub fn stage(&self) -> Result<Stage, DeviceError> {
        let settings = self.settings.get();
        let Some(shopper) = settings.shopper.filter(|_| !settings.signed_out) else {
            return Ok(Stage::Welcome);
        };
        let credential = self.passkeys_of(&shopper.shopper_id)?.credential_id()?;
        Ok(match credential {
            None => Stage::Passkey,
            Some(_) if self.is_locked() => Stage::Locked,
            Some(_) => Stage::Ready,
        })
    }

    /// What the service says of itself, asked once.
    pub(super) async fn status(&self) -> Result<StatusView, DeviceError> {
        match self.last_status() {
            Some(status) => Ok(status),
            None => self.refresh_status().await,
        }
    }

    pub(super) async fn relying_party(&self) -> Result<RelyingParty, DeviceError> {
        let status = self.status().await?;
        Ok(RelyingParty { id: status.relying_party_id, origin: status.origin })
    }

    async fn refresh_status(&self) -> Result<StatusView, DeviceError> {
        let status = self.client.status().await?;
        // Card numbers go there: never in the clear over a network, whatever the service says.
        if !Url::parse(&status.processor_url).is_ok_and(|url| is_private(&url)) {
            return Err(DeviceError::NotUnderstood("the processor's address".to_owned()));
        }
        *self.status.lock().unwrap_or_else(PoisonError::into_inner) = Some(status.clone());
        Ok(status)
    }

    fn last_status(&self) -> Option<StatusView> {
        self.status.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }
}
