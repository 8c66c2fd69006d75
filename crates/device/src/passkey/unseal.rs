//! Opening the seal by the PIN, and sealing anew under another.

use std::sync::Arc;

use passkey_crypto::CoseKey;
use zeroize::Zeroizing;

use super::guard::Guard;
use super::stored::StoredCredential;
use super::{Passkeys, Pin, run_slowly, seal};
use crate::clock::Reading;
use crate::{DeviceError, files};

impl Passkeys {
    /// Seals the key under another PIN; the one before has to be right.
    ///
    /// # Errors
    /// As [`Passkeys::sign_in`].
    pub async fn change_pin(&self, before: Pin, next: Pin, now: &Reading) -> Result<(), DeviceError> {
        let _turn = self.turn.lock().await;
        let item = self.item().await?;
        let mut stored = item.stored;
        let (key, secret) = self.unseal(&stored, Arc::new(before), now).await?;
        let id = stored.credential_id.clone();
        stored.key = run_slowly(move || seal::seal(&key, &id, &next, &secret)).await?;
        files::write_json(&item.path, &stored)
    }

    /// Opens the seal by the PIN. The try is in the keyring before it is made. Only the holder of `turn`
    /// calls it.
    pub(super) async fn unseal(
        &self,
        stored: &StoredCredential,
        pin: Arc<Pin>,
        now: &Reading,
    ) -> Result<(CoseKey, seal::DeviceSecret), DeviceError> {
        // A keyring that is locked must not cost a try.
        let mut guard = self.guard().await?.ok_or(DeviceError::PasskeyMissing)?;
        let counted = guard.tries.count(now);
        if matches!(counted, Err(DeviceError::PinWiped)) {
            return Err(self.wipe(guard).await);
        }
        self.put_guard(&guard).await?;
        counted?;
        let (sealed, id, secret) = (stored.key.clone(), stored.credential_id.clone(), guard.secret.clone());
        let Some(key) = run_slowly(move || sealed.open(&id, &pin, &secret)).await? else {
            return Err(match guard.tries.refusal() {
                DeviceError::PinWiped => self.wipe(guard).await,
                refusal => refusal,
            });
        };
        guard.tries = super::pin::Tries::default();
        self.put_guard(&guard).await?;
        self.forgive_fingers().await?;
        Ok((key, guard.secret))
    }

    /// Makes the key unrecoverable: the half of its KEK in the keyring goes, and the sealed file. The count
    /// stays, so that the answer does too.
    async fn wipe(&self, mut guard: Guard) -> DeviceError {
        guard.secret = Zeroizing::default();
        if let Err(error) = self.put_guard(&guard).await {
            return error;
        }
        if let Err(error) = self.turn_off_fingerprint().await {
            return error;
        }
        match files::remove(&self.file()) {
            Ok(()) => DeviceError::PinWiped,
            Err(error) => error,
        }
    }
}
