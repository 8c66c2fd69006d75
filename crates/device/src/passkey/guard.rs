//! What the keyring holds of a passkey: the device's half of the KEK and the count of wrong PINs, in one
//! entry. Who removes the count removes the key with it, and no file brings it back.

use serde::{Deserialize, Serialize};
use zeroize::Zeroizing;

use super::Passkeys;
use super::pin::Tries;
use super::seal::DeviceSecret;
use crate::DeviceError;
use crate::vault::SecretKind;

/// The entry.
#[derive(Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct Guard {
    /// The form of this entry.
    version: u32,
    /// 32 random bytes; none once the key was wiped.
    pub secret: DeviceSecret,
    /// Wrong PINs since the last right one.
    pub tries: Tries,
}

impl Guard {
    /// The guard of a new key.
    pub fn new(secret: DeviceSecret) -> Self {
        Self { version: 1, secret, tries: Tries::default() }
    }
}

impl Passkeys {
    /// Reads the entry; `None` where there is none.
    ///
    /// # Errors
    /// The keyring's; [`DeviceError::Passkey`]: the entry holds something else.
    pub(super) async fn guard(&self) -> Result<Option<Guard>, DeviceError> {
        let entry = self.vault.get(&self.shopper_id, SecretKind::Passkey).await?;
        let Some(entry) = entry else { return Ok(None) };
        match serde_json::from_slice::<Guard>(&entry) {
            Ok(guard) if guard.version == 1 => Ok(Some(guard)),
            _ => Err(DeviceError::Passkey("the keyring's entry is not understood".to_owned())),
        }
    }

    /// Writes the entry.
    ///
    /// # Errors
    /// The keyring's.
    pub(super) async fn put_guard(&self, guard: &Guard) -> Result<(), DeviceError> {
        let entry = serde_json::to_vec(guard).map_err(|error| DeviceError::Internal(error.to_string()))?;
        self.vault.put(&self.shopper_id, SecretKind::Passkey, Zeroizing::new(entry)).await
    }
}
