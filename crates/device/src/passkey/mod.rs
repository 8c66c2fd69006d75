//! The device's passkey authenticator: one credential a shopper, made and used by the rules of
//! WebAuthn, its private key sealed on disk (see [`seal`](self)) and opened by the wallet PIN or,
//! where the shopper has turned it on, by a fingerprint.

mod base64url;
mod ceremony;
mod finger;
mod guard;
mod pin;
mod seal;
mod store;
mod stored;
mod unseal;
mod verify;
mod weak;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use serde_json::Value;
use zeroize::Zeroizing;

pub(crate) use self::seal::random;
pub use base64url::encode as encode_base64url;
pub use ceremony::{PaymentData, PaymentTotal, RelyingParty};
pub use finger::MAX_FINGERS;
pub use pin::{MAX_TRIES, Pin};
pub use verify::Verification;

use self::guard::Guard;
use self::seal::SealedKey;
use self::stored::{SealedItem, StoredCredential};
use crate::vault::Vault;
use crate::{DeviceError, files};

/// The passkey of one shopper on this device.
#[derive(Clone)]
pub struct Passkeys {
    folder: PathBuf,
    shopper_id: String,
    vault: Vault,
    turn: Arc<tokio::sync::Mutex<()>>,
}

/// A credential that exists in memory and not yet on disk: the service has to accept it first.
pub struct NewCredential {
    /// The authenticator's answer as WebAuthn's JSON.
    pub answer: Value,
    stored: StoredCredential,
}

impl Passkeys {
    /// The passkey that lies in `folder`, if one does. Only the holder of `turn` tries a PIN.
    #[must_use]
    pub fn new(folder: &Path, shopper_id: &str, vault: Vault, turn: Arc<tokio::sync::Mutex<()>>) -> Self {
        Self { folder: folder.to_owned(), shopper_id: shopper_id.to_owned(), vault, turn }
    }

    /// The credential's id (base64url); `None` where there is no credential.
    ///
    /// # Errors
    /// [`DeviceError::Storage`] or [`DeviceError::Damaged`].
    pub fn credential_id(&self) -> Result<Option<String>, DeviceError> {
        let stored = StoredCredential::read(&self.file())?;
        Ok(stored.map(|stored| encode_base64url(&stored.credential_id)))
    }

    /// Makes a credential for the service's `CredentialCreationOptions` and seals it under `pin`.
    ///
    /// # Errors
    /// [`DeviceError::Passkey`]: the options are not for this relying party or cannot be met; the
    /// keyring's errors.
    pub async fn create(
        &self,
        options: Value,
        relying_party: &RelyingParty,
        pin: Pin,
    ) -> Result<NewCredential, DeviceError> {
        let (passkey, answer) = ceremony::register(options, relying_party).await?;
        let secret = Zeroizing::new(seal::random::<32>()?.to_vec());
        self.put_guard(&Guard::new(secret.clone())).await?;
        let (key, id) = (passkey.key.clone(), passkey.credential_id.to_vec());
        let sealed: SealedKey = run_slowly(move || seal::seal(&key, &id, &pin, &secret)).await?;
        let stored = StoredCredential::new(&passkey, &relying_party.origin, sealed);
        Ok(NewCredential { answer, stored })
    }

    /// Keeps a credential that the service has accepted.
    ///
    /// # Errors
    /// [`DeviceError::Storage`].
    pub fn keep(&self, credential: &NewCredential) -> Result<(), DeviceError> {
        files::write_json(&self.file(), &credential.stored)
    }

    /// Answers the service's `CredentialRequestOptions` after the shopper was verified.
    ///
    /// # Errors
    /// [`DeviceError::PasskeyMissing`]; [`DeviceError::PinWrong`], [`DeviceError::PinLocked`],
    /// [`DeviceError::PinWiped`]; [`DeviceError::Fingerprint`]; [`DeviceError::Passkey`]: the options are for
    /// someone else.
    pub async fn sign_in(
        &self,
        options: Value,
        relying_party: &RelyingParty,
        by: Verification,
    ) -> Result<Value, DeviceError> {
        let _turn = self.turn.lock().await;
        ceremony::authenticate(self.item().await?, options, relying_party, self.check(by), None).await
    }

    /// Signs a challenge that the device has computed from the terms of a payment. The assertion's
    /// client data also names the payment, so that it is never mistaken for a sign-in.
    ///
    /// # Errors
    /// As [`Passkeys::sign_in`].
    pub async fn approve(
        &self,
        challenge: &[u8; 32],
        payment: PaymentData,
        relying_party: &RelyingParty,
        by: Verification,
    ) -> Result<Value, DeviceError> {
        let _turn = self.turn.lock().await;
        let item = self.item().await?;
        let options = ceremony::options_for(challenge, &item.stored);
        ceremony::authenticate(item, options, relying_party, self.check(by), Some(payment)).await
    }

    /// Verifies the shopper and signs nothing.
    ///
    /// # Errors
    /// As [`Passkeys::sign_in`].
    pub async fn verify(&self, by: Verification) -> Result<(), DeviceError> {
        let _turn = self.turn.lock().await;
        self.check(by).unseal(&self.item().await?).await
    }

    async fn item(&self) -> Result<SealedItem, DeviceError> {
        let path = self.file();
        match StoredCredential::read(&path)? {
            Some(stored) => Ok(SealedItem { path, stored, unsealed: Arc::default() }),
            None if self.guard().await?.is_some_and(|guard| guard.tries.are_exhausted()) => {
                Err(DeviceError::PinWiped)
            }
            None => Err(DeviceError::PasskeyMissing),
        }
    }

    fn check(&self, by: Verification) -> verify::Check {
        verify::Check { passkeys: self.clone(), by, refusal: Arc::default() }
    }

    fn file(&self) -> PathBuf {
        self.folder.join("passkey.json")
    }
}

/// Runs what is slow on purpose on a thread where it stops nothing else.
async fn run_slowly<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, DeviceError> + Send + 'static,
) -> Result<T, DeviceError> {
    tokio::task::spawn_blocking(work).await.map_err(|error| DeviceError::Internal(error.to_string()))?
}

#[cfg(test)]
mod tests;
