//! Sign-up, passkey, sign-in, sign-out.

use std::sync::Arc;

use saifu_api::wallet::{
    ConfirmRequest, CredentialView, SessionView, ShopperView, SignUpRequest, SignUpView,
};

use super::Device;
use crate::DeviceError;
use crate::client::{AccessToken, SessionKey};
use crate::passkey::{Pin, Verification};
use crate::vault::KeyringState;

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
        let key = SessionKey::generate()?;
        let session = self.client.confirm_email(sign_up_id, &request, &key).await?;
        self.begin_session(session, &key).await
    }

    /// Makes the passkey of this device, guarded by `pin`.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no PIN, or there is a passkey already; `device.pin_weak`, `passkey.…`,
    /// `session.invalid`, `device.…`.
    pub async fn create_passkey(&self, pin: String) -> Result<CredentialView, DeviceError> {
        let pin = Pin::chosen(pin)?;
        let passkeys = self.passkeys()?;
        // Whoever sits at an unlocked desktop must not replace the PIN by their own.
        if passkeys.credential_id()?.is_some() {
            return Err(DeviceError::Request("this device has a passkey"));
        }
        let ceremony =
            self.signed_in(|token| async move { self.client.begin_registration(&token).await }).await?;
        let relying_party = self.relying_party().await?;
        let credential = passkeys.create(ceremony.options, &relying_party, pin).await?;
        let (id, answer) = (&ceremony.ceremony_id, &credential.answer);
        let finished = self.signed_in(|token| async move {
            self.client.finish_registration(&token, id, answer.clone()).await
        });
        let view = finished.await?;
        passkeys.keep(&credential)?;
        Ok(view)
    }

    /// Begins a new session with the passkey of this device.
    ///
    /// # Errors
    /// `approval.pin_…`, `fingerprint.…`, `passkey.…`, `device.…`.
    pub async fn sign_in(&self, by: Verification) -> Result<ShopperView, DeviceError> {
        self.expect_keyring().await?;
        let passkeys = self.passkeys()?;
        let credential_id = passkeys.credential_id()?.ok_or(DeviceError::PasskeyMissing)?;
        let ceremony = self.client.begin_sign_in(credential_id).await?;
        let relying_party = self.relying_party().await?;
        let signed = passkeys.sign_in(ceremony.options, &relying_party, by).await;
        let (signed, key) = (self.heed(signed).await?, SessionKey::generate()?);
        let session = self.client.finish_sign_in(&ceremony.ceremony_id, signed, &key).await?;
        self.begin_session(session, &key).await
    }

    /// Ends the session here and at the service. The passkey stays: the PIN signs in again.
    ///
    /// # Errors
    /// `device.…`; where the service cannot be reached the session ends on this device alone.
    pub async fn sign_out(&self) -> Result<(), DeviceError> {
        self.approval.close();
        self.settings.update(|settings| settings.signed_out = true)?;
        let Some(shopper) = self.settings.get().shopper else { return Ok(()) };
        if let Ok(token) = self.session.token(&shopper.shopper_id, &self.client).await
            && let Err(error) = self.client.sign_out(&token).await
        {
            tracing::warn!(%error, "the service does not know of the sign-out");
        }
        self.session.end(&shopper.shopper_id).await
    }

    pub(super) async fn token(&self) -> Result<Arc<AccessToken>, DeviceError> {
        let shopper = self.settings.get().shopper.ok_or(DeviceError::SessionMissing)?;
        self.session.token(&shopper.shopper_id, &self.client).await
    }

    /// Asks as the shopper who is signed in: with an access token that is refreshed before it ends, and once more
    /// where the service says that it has.
    pub(super) async fn signed_in<T, Asked>(
        &self,
        ask: impl Fn(Arc<AccessToken>) -> Asked,
    ) -> Result<T, DeviceError>
    where
        Asked: Future<Output = Result<T, DeviceError>>,
    {
        if self.is_locked() {
            return Err(DeviceError::Locked);
        }
        let answer = match self.token().await {
            Ok(token) => match ask(Arc::clone(&token)).await {
                Err(error) if self.may_go_on(&error, &token) => match self.refreshed(&token).await {
                    Ok(token) => ask(token).await,
                    Err(error) => Err(error),
                },
                answer => answer,
            },
            Err(error) => Err(error),
        };
        self.heed(answer).await
    }

    /// Whether a refresh helps: the token has ended, or was replaced while the request was on its way.
    pub(super) fn may_go_on(&self, error: &DeviceError, used: &AccessToken) -> bool {
        error.code() == "session.expired" || (error.is_session_over() && self.session.has_replaced(used))
    }

    /// A token in the place of one that has ended.
    pub(super) async fn refreshed(&self, used: &AccessToken) -> Result<Arc<AccessToken>, DeviceError> {
        let shopper = self.settings.get().shopper.ok_or(DeviceError::SessionMissing)?;
        self.session.refresh(&shopper.shopper_id, &self.client, used).await
    }

    /// Passes an answer on and draws the consequences: a session that is over is forgotten, so that the PIN (or, without
    /// a passkey, the mailed code) has to begin another; and without its key the wallet is nobody's.
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
        self.settings.update(|settings| settings.signed_out = true)
    }

    pub(super) async fn begin_session(
        &self,
        session: SessionView,
        key: &SessionKey,
    ) -> Result<ShopperView, DeviceError> {
        let shopper = session.shopper.clone();
        self.passkeys_of(&shopper.shopper_id)?;
        self.session.begin(&shopper.shopper_id, session, key).await?;
        self.settings.update(|settings| {
            settings.shopper = Some(shopper.clone());
            settings.signed_out = false;
            settings.sign_up_id = None;
            settings.policy = None;
        })?;
        self.opened();
        Ok(shopper)
    }

    pub(super) async fn expect_keyring(&self) -> Result<(), DeviceError> {
        match self.vault.state().await {
            KeyringState::Ready => Ok(()),
            KeyringState::Locked => Err(DeviceError::KeyringLocked("it has to be unlocked first".to_owned())),
            KeyringState::Missing => Err(DeviceError::KeyringMissing("no keyring answers".to_owned())),
            KeyringState::Silent => Err(DeviceError::KeyringTimeout),
        }
    }
}
