//! User verification: a PIN that opens the seal.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use jiff::Timestamp;
use passkey_authenticator::{UiHint, UserCheck, UserValidationMethod};
use passkey_types::Passkey;
use passkey_types::ctap2::Ctap2Error;

use super::pin::Try;
use super::stored::SealedItem;
use super::{Passkeys, Pin};
use crate::DeviceError;

const VERIFIED: UserCheck = UserCheck { presence: true, verification: true };

/// The shopper has just chosen a PIN for a new credential, which is presence and verification.
pub struct PinChosen;

#[async_trait]
impl UserValidationMethod for PinChosen {
    type PasskeyItem = Passkey;

    async fn check_user<'a>(
        &self,
        hint: UiHint<'a, Passkey>,
        _presence: bool,
        _verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        match hint {
            UiHint::RequestNewCredential(..) => Ok(VERIFIED),
            _ => Err(Ctap2Error::OperationDenied),
        }
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}

/// Checks a PIN by opening the seal with it; only then does the item have a key to sign with.
pub struct PinEntered {
    pub passkeys: Passkeys,
    pub pin: Arc<Pin>,
    pub now: Timestamp,
    /// Why it refused: the authenticator's own error has no room for it.
    pub refusal: Arc<Mutex<Option<DeviceError>>>,
}

impl PinEntered {
    /// Counts a try, and opens the seal if the PIN is right.
    pub async fn unseal(&self, item: &SealedItem) -> Result<(), DeviceError> {
        // A keyring that is locked must not cost a try.
        let secret = self.passkeys.device_secret().await?;
        if self.passkeys.tries.count(self.now)? == Try::Exhausted {
            return Err(self.passkeys.wipe().await);
        }
        let (pin, stored) = (Arc::clone(&self.pin), item.stored.clone());
        let opened =
            tokio::task::spawn_blocking(move || stored.key.open(&stored.credential_id, &pin, &secret))
                .await
                .map_err(|error| DeviceError::Internal(error.to_string()))??;
        let Some(key) = opened else { return Err(self.refuse().await?) };
        self.passkeys.tries.reset()?;
        item.unsealed.set(key).map_err(|_| DeviceError::Internal("the seal was opened twice".to_owned()))
    }

    async fn refuse(&self) -> Result<DeviceError, DeviceError> {
        match self.passkeys.tries.refusal()? {
            DeviceError::PinWiped => Ok(self.passkeys.wipe().await),
            refusal => Ok(refusal),
        }
    }
}

#[async_trait]
impl UserValidationMethod for PinEntered {
    type PasskeyItem = SealedItem;

    async fn check_user<'a>(
        &self,
        hint: UiHint<'a, SealedItem>,
        _presence: bool,
        _verification: bool,
    ) -> Result<UserCheck, Ctap2Error> {
        let UiHint::RequestExistingCredential(item) = hint else { return Err(Ctap2Error::NoCredentials) };
        match self.unseal(item).await {
            Ok(()) => Ok(VERIFIED),
            Err(error) => {
                *self.refusal.lock().unwrap_or_else(PoisonError::into_inner) = Some(error);
                Err(Ctap2Error::OperationDenied)
            }
        }
    }

    fn is_presence_enabled(&self) -> bool {
        true
    }

    fn is_verification_enabled(&self) -> Option<bool> {
        Some(true)
    }
}
