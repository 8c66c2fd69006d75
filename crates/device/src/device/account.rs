//! Sign-up, passkey, sign-in, sign-out.

use std::sync::Arc;

use saifu_api::wallet::{
    ConfirmRequest, CredentialView, SessionView, ShopperView, SignUpRequest, SignUpView,
};

use super::Device;
use crate::client::AccessToken;
use crate::passkey::Pin;
use crate::vault::KeyringState;
use crate::{DeviceError, clock};

impl Device {
    /// Asks for an account; a code is mailed.
    ///
    /// # Errors
    /// `sign_up.…`, `device.…`.
    pub async fn sign_up(&self, request: &SignUpRequest) -> Result<SignUpView, DeviceError> {
        let view = self.client.sign_up(request).await?;
        self.settings.update(|settings| settings.sign_up_id = Some(view.sign_up_id.clone()))?;
        Ok(view)
    }

    /// Asks for another code.
    ///
    /// # Errors
    /// `sign_up.…`, `device.…`.
    pub async fn resend_code(&self, sign_up_id: &str) -> Result<SignUpView, DeviceError> {
        self.client.resend_code(sign_up_id).await
    }

    /// Proves the address by the mailed code and begins a session.
    ///
    /// # Errors
    /// `sign_up.…`, `device.…`.
    pub async fn confirm_email(&self, sign_up_id: &str, code: String) -> Result<ShopperView, DeviceError> {
        // The token is shown once: asked for only where it can be kept.
        self.expect_keyring().await?;
        let request = ConfirmRequest { code, device_name: self.options.device_name.clone() };
        let session = self.client.confirm_email(sign_up_id, &request).await?;
        self.begin_session(session).await
    }

    /// Makes the passkey of this device, guarded by `pin`.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no PIN, or there is a passkey already; `passkey.…`,
    /// `session.invalid`, `device.…`.
    pub async fn create_passkey(&self, pin: String) -> Result<CredentialView, DeviceError> {
        let pin = Pin::new(pin)?;
        let passkeys = self.passkeys()?;
        // Whoever sits at an unlocked desktop must not replace the PIN by their own.
        if passkeys.credential_id()?.is_some() {
            return Err(DeviceError::Request("this device has a passkey"));
        }
        let token = self.token().await?;
        let ceremony = self.heed(self.client.begin_registration(&token).await).await?;
        let relying_party = self.relying_party().await?;
        let credential = passkeys.create(ceremony.options, &relying_party, pin).await?;
        let answer = credential.answer.clone();
        let finished = self.client.finish_registration(&token, &ceremony.ceremony_id, answer).await;
        let view = self.heed(finished).await?;
        passkeys.keep(&credential)?;
        Ok(view)
    }

    /// Begins a new session with the passkey of this device.
    ///
    /// # Errors
    /// `approval.pin_…`, `passkey.…`, `device.…`.
    pub async fn sign_in(&self, pin: String) -> Result<ShopperView, DeviceError> {
        let pin = Pin::new(pin)?;
        self.expect_keyring().await?;
        let passkeys = self.passkeys()?;
        let credential_id = passkeys.credential_id()?.ok_or(DeviceError::PasskeyMissing)?;
        let ceremony = self.client.begin_sign_in(credential_id).await?;
        let relying_party = self.relying_party().await?;
        let signed = passkeys.sign_in(ceremony.options, &relying_party, pin, clock::now()).await;
        let session = self.client.finish_sign_in(&ceremony.ceremony_id, self.heed(signed).await?).await?;
        self.begin_session(session).await
    }

    /// Ends the session here and at the service. The passkey stays: the PIN signs in again.
    ///
    /// # Errors
    /// `device.…`; where the service cannot be reached the session ends on this device alone.
    pub async fn sign_out(&self) -> Result<(), DeviceError> {
        self.approval.close();
        self.settings.update(|settings| settings.signed_out = true)?;
        let Some(shopper) = self.settings.get().shopper else { return Ok(()) };
        if let Ok(token) = self.session.token(&shopper.shopper_id).await
            && let Err(error) = self.client.sign_out(&token).await
        {
            tracing::warn!(%error, "the service does not know of the sign-out");
        }
        self.session.end(&shopper.shopper_id).await
    }

    pub(super) async fn token(&self) -> Result<Arc<AccessToken>, DeviceError> {
        let shopper = self.settings.get().shopper.ok_or(DeviceError::SessionMissing)?;
        self.session.token(&shopper.shopper_id).await
    }

    /// Passes an answer on and draws the consequences: a session that is over is forgotten, and
    /// without its key the wallet is nobody's.
    pub(super) async fn heed<T>(&self, answer: Result<T, DeviceError>) -> Result<T, DeviceError> {
        match &answer {
            Err(error) if error.is_session_over() => self.forget_session().await?,
            Err(DeviceError::PinWiped) => self.sign_out().await?,
            _ => {}
        }
        answer
    }

    pub(super) async fn forget_session(&self) -> Result<(), DeviceError> {
        let Some(shopper) = self.settings.get().shopper else { return Ok(()) };
        self.session.end(&shopper.shopper_id).await?;
        if self.passkeys_of(&shopper.shopper_id)?.credential_id()?.is_none() {
            // Nothing on this device can sign in again: the mailed code has to.
            self.settings.update(|settings| settings.signed_out = true)?;
        }
        Ok(())
    }

    async fn begin_session(&self, session: SessionView) -> Result<ShopperView, DeviceError> {
        let shopper = session.shopper;
        self.passkeys_of(&shopper.shopper_id)?;
        self.session.begin(&shopper.shopper_id, session.access_token).await?;
        self.settings.update(|settings| {
            settings.shopper = Some(shopper.clone());
            settings.signed_out = false;
            settings.sign_up_id = None;
        })?;
        Ok(shopper)
    }

    async fn expect_keyring(&self) -> Result<(), DeviceError> {
        match self.vault.state().await {
            KeyringState::Ready => Ok(()),
            KeyringState::Locked => Err(DeviceError::KeyringLocked("it has to be unlocked first".to_owned())),
            KeyringState::Missing => Err(DeviceError::KeyringMissing("no keyring answers".to_owned())),
        }
    }
}
