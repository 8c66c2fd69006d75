//! The credential on disk: its key sealed, the rest in the clear.

use std::path::{Path, PathBuf};
use std::sync::{Arc, OnceLock};

use std::borrow::Cow;

use passkey_authenticator::PasskeyAccessor;
use passkey_crypto::CoseKey;
use passkey_types::{CredentialExtensions, Passkey};
use serde::{Deserialize, Serialize};

use super::base64url;
use super::seal::SealedKey;
use crate::{DeviceError, files};

/// The file `passkey.json` of a shopper.
#[derive(Clone, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct StoredCredential {
    /// The form of this file.
    version: u32,
    /// Chosen by the authenticator; the seal is bound to it.
    #[serde(with = "base64url")]
    pub credential_id: Vec<u8>,
    /// The relying party that it is for.
    pub rp_id: String,
    /// The origin it was registered from.
    pub origin: String,
    /// The service's handle of the shopper.
    #[serde(with = "base64url")]
    pub user_handle: Vec<u8>,
    /// WebAuthn's signature counter; written before each signature.
    pub counter: u32,
    /// The private key, sealed.
    pub key: SealedKey,
}

impl StoredCredential {
    /// A new credential whose key is sealed already.
    pub fn new(passkey: &Passkey, origin: &str, key: SealedKey) -> Self {
        Self {
            version: 1,
            credential_id: passkey.credential_id.to_vec(),
            rp_id: passkey.rp_id.clone(),
            origin: origin.to_owned(),
            user_handle: passkey.user_handle.as_ref().map(|handle| handle.to_vec()).unwrap_or_default(),
            counter: passkey.counter.unwrap_or_default(),
            key,
        }
    }

    /// Reads the file; `None` where there is none.
    ///
    /// # Errors
    /// [`DeviceError::Storage`] or [`DeviceError::Damaged`].
    pub fn read(path: &Path) -> Result<Option<Self>, DeviceError> {
        let stored: Option<Self> = files::read_json(path)?;
        match stored {
            Some(Self { version, .. }) if version != 1 => Err(DeviceError::Damaged {
                path: path.to_owned(),
                reason: format!("version {version} is not known"),
            }),
            other => Ok(other),
        }
    }
}

/// A credential in the hands of the authenticator. Its key is there only after verification.
#[derive(Clone)]
pub struct SealedItem {
    /// Where it lies.
    pub path: PathBuf,
    /// What lies there.
    pub stored: StoredCredential,
    /// Filled by the PIN check and by nothing else.
    pub unsealed: Arc<OnceLock<CoseKey>>,
}

impl PasskeyAccessor for SealedItem {
    fn key(&self) -> Cow<'_, CoseKey> {
        // Without verification this is a key without parameters, and the authenticator cannot sign.
        self.unsealed.get().map_or_else(|| Cow::Owned(CoseKey::default()), Cow::Borrowed)
    }

    fn credential_id(&self) -> &[u8] {
        &self.stored.credential_id
    }

    fn rp_id(&self) -> &str {
        &self.stored.rp_id
    }

    fn user_handle(&self) -> Option<&[u8]> {
        Some(self.stored.user_handle.as_slice()).filter(|handle| !handle.is_empty())
    }

    fn username(&self) -> Option<&str> {
        None
    }

    fn user_display_name(&self) -> Option<&str> {
        None
    }

    fn counter(&self) -> Option<u32> {
        Some(self.stored.counter)
    }

    fn set_counter(&mut self, counter: u32) {
        self.stored.counter = counter;
    }

    fn extensions(&self) -> Cow<'_, CredentialExtensions> {
        Cow::Owned(CredentialExtensions::default())
    }
}
