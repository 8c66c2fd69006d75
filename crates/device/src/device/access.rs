//! The history of sign-ins, and another address.

use std::sync::PoisonError;

use saifu_api::wallet::{DisownedView, EmailChangeView, ShopperView, SignInPage};

use super::Device;
use crate::DeviceError;
use crate::passkey::Verification;

impl Device {
    /// A page of sign-ins and attempts at one, the newest first.
    ///
    /// # Errors
    /// `session.invalid`, `device.…`.
    pub async fn sign_ins(&self, cursor: Option<&str>) -> Result<SignInPage, DeviceError> {
        self.signed_in(|token| async move { self.client.sign_ins(&token, cursor).await }).await
    }

    /// A sign-in was somebody else's: all other devices are signed out, and that one is revoked.
    ///
    /// # Errors
    /// `sign_in.not_found`, `device.last_way_in`, and as [`Device::sign_ins`].
    pub async fn disown_sign_in(&self, sign_in_id: &str) -> Result<DisownedView, DeviceError> {
        self.signed_in(|token| async move { self.client.disown(&token, sign_in_id).await }).await
    }

    /// Asks for another address; a code is mailed there.
    ///
    /// # Errors
    /// `email.invalid`, `email.same`, `limit.too_many_tries`, `approval.pin_…`, `fingerprint.…`, `passkey.…`, and as
    /// [`Device::sign_ins`].
    pub async fn change_email(&self, email: &str, by: Verification) -> Result<(), DeviceError> {
        let email = &email.trim().to_lowercase();
        let proof = &self.prove_again(&format!("email-change:{email}"), by).await?;
        let asked = self
            .signed_in(|token| async move { self.client.change_email(&token, email, proof.clone()).await });
        let view = asked.await?;
        *self.email_change.lock().unwrap_or_else(PoisonError::into_inner) = Some(view);
        Ok(())
    }

    /// The change that waits for its code.
    pub fn email_change(&self) -> Option<EmailChangeView> {
        self.email_change.lock().unwrap_or_else(PoisonError::into_inner).clone()
    }

    /// The code that was mailed to the new address.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: none was asked for; `email.…`, and as [`Device::sign_ins`].
    pub async fn confirm_email_change(&self, code: &str) -> Result<ShopperView, DeviceError> {
        let change = self.email_change().ok_or(DeviceError::Request("no change was asked for"))?;
        let id = change.email_change_id.as_str();
        let asked =
            self.signed_in(|token| async move { self.client.confirm_email_change(&token, id, code).await });
        let shopper = asked.await?;
        self.settings.update(|settings| settings.shopper = Some(shopper.clone()))?;
        *self.email_change.lock().unwrap_or_else(PoisonError::into_inner) = None;
        Ok(shopper)
    }
}
