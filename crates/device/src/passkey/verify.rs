//! User verification: a PIN or a finger that opens the seal.

use std::sync::{Arc, Mutex, PoisonError};

use async_trait::async_trait;
use passkey_authenticator::{UiHint, UserCheck, UserValidationMethod};
use passkey_types::Passkey;
use passkey_types::ctap2::Ctap2Error;

use super::stored::SealedItem;
use super::{Passkeys, Pin};
use crate::DeviceError;
use crate::clock::Reading;
use crate::fingerprint::Touch;

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

/// How the shopper is verified this time.
pub enum Verification {
    /// By a PIN that was entered at this time.
    Pin(Arc<Pin>, Reading),
    /// By a finger.
    Finger(Touch),
}

impl Verification {
    /// By a PIN.
    #[must_use]
    pub fn pin(pin: Pin, now: Reading) -> Self {
        Self::Pin(Arc::new(pin), now)
    }
}

/// Verifies the shopper and opens the seal; only then does the item have a key to sign with.
pub struct Check {
    pub passkeys: Passkeys,
    pub by: Verification,
    /// Why it refused: the authenticator's own error has no room for it.
    pub refusal: Arc<Mutex<Option<DeviceError>>>,
}

impl Check {
    /// Verifies, and opens the seal.
    pub async fn unseal(&self, item: &SealedItem) -> Result<(), DeviceError> {
        let key = match &self.by {
            Verification::Pin(pin, now) => self.passkeys.unseal(&item.stored, Arc::clone(pin), now).await?.0,
            Verification::Finger(touch) => self.passkeys.unseal_by_finger(&item.stored, touch).await?,
        };
        item.unsealed.set(key).map_err(|_| DeviceError::Internal("the seal was opened twice".to_owned()))
    }
}

#[async_trait]
impl UserValidationMethod for Check {
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
