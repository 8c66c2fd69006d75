//! The second way to the key: a fingerprint. It is turned on by the PIN and wraps the key under a secret of
//! the keyring alone, for a finger opens no cipher; so whoever has file and open keyring has the key then.
//! See `docs/adr/0016-fingerprint.md`.

use passkey_crypto::CoseKey;
use serde::{Deserialize, Serialize};
use std::path::PathBuf;
use std::sync::Arc;
use zeroize::Zeroizing;

use super::seal::{self, DeviceSecret, SealedKey};
use super::stored::StoredCredential;
use super::{Passkeys, Pin, run_slowly};
use crate::clock::Reading;
use crate::fingerprint::{CHANGED, FingerprintState, LOCKED, NO_MATCH, OFF, Touch, Verifier};
use crate::vault::SecretKind;
use crate::{DeviceError, files};

/// After so many wrong fingers in a row the PIN has to come first.
pub const MAX_FINGERS: u32 = 5;

/// The keyring's entry.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
struct Entry {
    version: u32,
    secret: DeviceSecret,
    /// The fingers that the machine knew when it was turned on.
    fingers: Vec<String>,
    /// Wrong fingers since the last right one.
    wrong: u32,
}

impl Passkeys {
    /// How it stands with this reader.
    ///
    /// # Errors
    /// The keyring's; [`DeviceError::Storage`].
    pub async fn fingerprint_state(&self, verifier: &dyn Verifier) -> Result<FingerprintState, DeviceError> {
        let fingers = match verifier.fingers().await {
            Ok(fingers) => fingers,
            Err(error) if error.code() == "fingerprint.none_enrolled" => {
                return Ok(FingerprintState::NotEnrolled);
            }
            Err(_) => return Ok(FingerprintState::Unavailable),
        };
        if self.sealed_by_finger()?.is_none() {
            return Ok(FingerprintState::Ready);
        }
        Ok(match self.entry().await? {
            None => FingerprintState::Ready,
            Some(entry) if entry.fingers != fingers => FingerprintState::Changed,
            Some(entry) if entry.wrong >= MAX_FINGERS => FingerprintState::Locked,
            Some(_) => FingerprintState::On,
        })
    }

    /// Lets the fingers approve that the machine knows now.
    ///
    /// # Errors
    /// As [`Passkeys::sign_in`]; the reader's.
    pub async fn turn_on_fingerprint(
        &self,
        pin: Pin,
        verifier: &dyn Verifier,
        now: &Reading,
    ) -> Result<(), DeviceError> {
        let fingers = verifier.fingers().await?;
        let _turn = self.turn.lock().await;
        let stored = self.item().await?.stored;
        let (key, _) = self.unseal(&stored, Arc::new(pin), now).await?;
        let secret = Zeroizing::new(seal::random::<32>()?.to_vec());
        let sealed = seal::seal_alone(&key, &stored.credential_id, &secret)?;
        self.put_entry(&Entry { version: 1, secret, fingers, wrong: 0 }).await?;
        files::write_json(&self.finger_file(), &sealed)
    }

    /// Only the PIN approves from now on; copies of the file are noise.
    ///
    /// # Errors
    /// The keyring's; [`DeviceError::Storage`].
    pub async fn turn_off_fingerprint(&self) -> Result<(), DeviceError> {
        self.vault.delete(&self.shopper_id, SecretKind::Fingerprint).await?;
        files::remove(&self.finger_file())
    }

    /// Opens the seal after the reader knew the finger. A wrong one is counted before it is read.
    pub(super) async fn unseal_by_finger(
        &self,
        stored: &StoredCredential,
        touch: &Touch,
    ) -> Result<CoseKey, DeviceError> {
        let (Some(sealed), Some(mut entry)) = (self.sealed_by_finger()?, self.entry().await?) else {
            return Err(OFF);
        };
        if entry.wrong >= MAX_FINGERS {
            return Err(LOCKED);
        }
        if touch.verifier.fingers().await? != entry.fingers {
            return Err(CHANGED);
        }
        entry.wrong += 1;
        self.put_entry(&entry).await?;
        let verified = touch.verify().await;
        if !matches!(&verified, Err(error) if error.code() == NO_MATCH.code()) {
            // No finger was there, or the right one.
            entry.wrong = if verified.is_ok() { 0 } else { entry.wrong - 1 };
            self.put_entry(&entry).await?;
        }
        verified?;
        let (id, secret) = (stored.credential_id.clone(), entry.secret);
        // The file of another key, or another secret: it has to be turned on again.
        run_slowly(move || sealed.open_alone(&id, &secret)).await?.ok_or(CHANGED)
    }

    /// The PIN was right: fingers count from nothing again.
    pub(super) async fn forgive_fingers(&self) -> Result<(), DeviceError> {
        if self.sealed_by_finger()?.is_none() {
            return Ok(());
        }
        match self.entry().await? {
            Some(mut entry) if entry.wrong > 0 => {
                entry.wrong = 0;
                self.put_entry(&entry).await
            }
            _ => Ok(()),
        }
    }

    /// Whether the shopper has turned it on.
    ///
    /// # Errors
    /// [`DeviceError::Storage`] or [`DeviceError::Damaged`].
    pub fn has_fingerprint(&self) -> Result<bool, DeviceError> {
        Ok(self.sealed_by_finger()?.is_some())
    }

    fn sealed_by_finger(&self) -> Result<Option<SealedKey>, DeviceError> {
        files::read_json(&self.finger_file())
    }

    async fn entry(&self) -> Result<Option<Entry>, DeviceError> {
        let entry = self.vault.get(&self.shopper_id, SecretKind::Fingerprint).await?;
        let entry = entry.and_then(|entry| serde_json::from_slice::<Entry>(&entry).ok());
        Ok(entry.filter(|entry| entry.version == 1))
    }

    async fn put_entry(&self, entry: &Entry) -> Result<(), DeviceError> {
        let entry = serde_json::to_vec(entry).map_err(|error| DeviceError::Internal(error.to_string()))?;
        self.vault.put(&self.shopper_id, SecretKind::Fingerprint, Zeroizing::new(entry)).await
    }

    fn finger_file(&self) -> PathBuf {
        self.folder.join("fingerprint.json")
    }
}
