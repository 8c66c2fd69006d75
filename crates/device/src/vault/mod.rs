//! Secrets in the keyring of the system. There is no other place for them: where the keyring is
//! missing or locked the device says so and does not fall back to a file.

#[cfg(target_os = "linux")]
mod look;
mod system;

use std::future::Future;
use std::pin::Pin;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use keyring_core::{CredentialStore, Error as KeyringError};
use serde::{Deserialize, Serialize};
use specta::Type;
use uuid::Uuid;
use zeroize::Zeroizing;

use crate::DeviceError;

/// The service under which the keyring's own program lists our entries.
const SERVICE: &str = "jp.saifu.wallet";

/// How long the keyring may take. It was seen to be unlocked before, so it waits for nobody.
const PATIENCE: Duration = Duration::from_secs(2);

/// What can be said about the keyring.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum KeyringState {
    /// It answers.
    Ready,
    /// It waits for a person to unlock it.
    Locked,
    /// There is none.
    Missing,
    /// There is one, and it does not answer.
    Silent,
}

/// A secret of one shopper on this device.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum SecretKind {
    /// The session's tokens and the private half of its key.
    Session,
    /// The passkey's guard: 32 random bytes, without which the sealed key is noise, whatever the PIN, and
    /// the count of wrong PINs.
    Passkey,
    /// The secret that the key is sealed under for a fingerprint.
    Fingerprint,
    /// The private half of the key of a recovery that is under way.
    Recovery,
    /// What the shopper knows the core's windows by.
    Mark,
}

impl SecretKind {
    const fn word(self) -> &'static str {
        match self {
            Self::Session => "session",
            Self::Passkey => "passkey",
            Self::Fingerprint => "fingerprint",
            Self::Recovery => "recovery",
            Self::Mark => "mark",
        }
    }
}

/// Opens a connection to a keyring; blocking.
type Connect = fn() -> keyring_core::Result<Arc<CredentialStore>>;

/// Sees without waiting for a person how a keyring stands.
type Look = fn() -> Pin<Box<dyn Future<Output = KeyringState> + Send>>;

/// The keyring's entries of one wallet.
#[derive(Clone)]
pub struct Vault {
    keyring: Arc<Keyring>,
    owner: Uuid,
}

struct Keyring {
    connect: Connect,
    look: Option<Look>,
    store: Mutex<Option<Arc<CredentialStore>>>,
    /// One call at a time: a call that waits for a person must not be joined by others.
    turn: Arc<tokio::sync::Mutex<()>>,
    /// Held while the system asks a person to unlock it.
    asking: Arc<tokio::sync::Mutex<()>>,
}

impl Vault {
    /// The keyring of the system. It is connected at the first call.
    #[must_use]
    pub fn of_system(owner: Uuid) -> Self {
        Self::new(system::connect, Some(system::look), None, owner)
    }

    /// Any keyring that `keyring-core` knows.
    #[must_use]
    pub fn over(store: Arc<CredentialStore>, owner: Uuid) -> Self {
        Self::new(system::connect, None, Some(store), owner)
    }

    fn new(connect: Connect, look: Option<Look>, store: Option<Arc<CredentialStore>>, owner: Uuid) -> Self {
        let store = Mutex::new(store);
        let keyring = Keyring { connect, look, store, turn: Arc::default(), asking: Arc::default() };
        Self { keyring: Arc::new(keyring), owner }
    }

    /// Reads a secret; `None` where it was never written or is deleted.
    ///
    /// # Errors
    /// The keyring is locked, missing or silent.
    pub async fn get(
        &self,
        shopper_id: &str,
        kind: SecretKind,
    ) -> Result<Option<Zeroizing<Vec<u8>>>, DeviceError> {
        let user = self.user(shopper_id, kind);
        self.call(PATIENCE, move |store| match store.build(SERVICE, &user, None)?.get_secret() {
            Ok(secret) => Ok(Some(Zeroizing::new(secret))),
            Err(KeyringError::NoEntry) => Ok(None),
            Err(error) => Err(error),
        })
        .await
    }

    /// Writes a secret over what was there.
    ///
    /// # Errors
    /// As [`Vault::get`].
    pub async fn put(
        &self,
        shopper_id: &str,
        kind: SecretKind,
        secret: Zeroizing<Vec<u8>>,
    ) -> Result<(), DeviceError> {
        let user = self.user(shopper_id, kind);
        self.call(PATIENCE, move |store| store.build(SERVICE, &user, None)?.set_secret(&secret)).await
    }

    /// Deletes a secret if it is there.
    ///
    /// # Errors
    /// As [`Vault::get`].
    pub async fn delete(&self, shopper_id: &str, kind: SecretKind) -> Result<(), DeviceError> {
        let user = self.user(shopper_id, kind);
        self.call(PATIENCE, move |store| match store.build(SERVICE, &user, None)?.delete_credential() {
            Err(KeyringError::NoEntry) => Ok(()),
            other => other,
        })
        .await
    }

    /// How the keyring stands; known within two seconds. It keeps a mark there to read: what is not there is
    /// not found in a locked keyring either, and only writing tells whether it can be written.
    pub async fn state(&self) -> KeyringState {
        let mark = self.mark();
        match self.call(PATIENCE, move |store| touch(store, &mark)).await {
            Ok(()) => KeyringState::Ready,
            Err(DeviceError::KeyringMissing(_)) => KeyringState::Missing,
            Err(DeviceError::KeyringLocked(_)) => KeyringState::Locked,
            Err(_) => KeyringState::Silent,
        }
    }

    fn mark(&self) -> String {
        format!("{}/mark", self.owner)
    }

    /// Has the system ask a person to unlock the keyring, unless it does already. Nobody waits for it.
    fn ask_to_unlock(&self) {
        let Ok(asking) = Arc::clone(&self.keyring.asking).try_lock_owned() else { return };
        let (connect, mark) = (self.keyring.connect, self.mark());
        tokio::task::spawn_blocking(move || {
            // On a connection of its own: the others are not to wait for a person.
            if let Err(error) = connect().and_then(|store| touch(&*store, &mark)) {
                tracing::info!(%error, "the keyring stays locked");
            }
            drop(asking);
        });
    }

    /// Nothing is asked of a keyring that would wait for a person, or for ever.
    async fn expect_ready(&self) -> Result<(), DeviceError> {
        let Some(look) = self.keyring.look else { return Ok(()) };
        match look().await {
            KeyringState::Ready => Ok(()),
            KeyringState::Missing => Err(DeviceError::KeyringMissing("no keyring answers".to_owned())),
            KeyringState::Silent => Err(DeviceError::KeyringTimeout),
            KeyringState::Locked => {
                self.ask_to_unlock();
                Err(DeviceError::KeyringLocked("a person has to unlock it".to_owned()))
            }
        }
    }

    fn user(&self, shopper_id: &str, kind: SecretKind) -> String {
        format!("{}/{shopper_id}/{}", self.owner, kind.word())
    }

    /// Calls the keyring on a thread of its own: its store blocks, and panics in async code.
    async fn call<T: Send + 'static>(
        &self,
        patience: Duration,
        operation: impl FnOnce(&CredentialStore) -> keyring_core::Result<T> + Send + 'static,
    ) -> Result<T, DeviceError> {
        self.expect_ready().await?;
        let keyring = Arc::clone(&self.keyring);
        let answer = async move {
            let turn = Arc::clone(&keyring.turn).lock_owned().await;
            tokio::task::spawn_blocking(move || {
                // Held until the keyring has answered, even when nobody waits for it any more.
                let _turn = turn;
                keyring.run(operation)
            })
            .await
        };
        match tokio::time::timeout(patience, answer).await {
            Err(_) => Err(DeviceError::KeyringTimeout),
            Ok(Err(stopped)) => Err(DeviceError::KeyringMissing(stopped.to_string())),
            Ok(Ok(answer)) => answer.map_err(to_device_error),
        }
    }
}

impl Keyring {
    fn run<T>(
        &self,
        operation: impl FnOnce(&CredentialStore) -> keyring_core::Result<T>,
    ) -> keyring_core::Result<T> {
        let mut slot = self.store.lock().unwrap_or_else(PoisonError::into_inner);
        let store = match slot.take() {
            Some(store) => store,
            None => (self.connect)()?,
        };
        let answer = operation(&*store);
        // A connection that failed is not kept: the keyring may have been started again.
        if !matches!(answer, Err(KeyringError::PlatformFailure(_))) {
            *slot = Some(store);
        }
        answer
    }
}

/// Reads the mark, and leaves one where there is none.
fn touch(store: &CredentialStore, mark: &str) -> keyring_core::Result<()> {
    let mark = store.build(SERVICE, mark, None)?;
    match mark.get_secret() {
        Err(KeyringError::NoEntry) => mark.set_secret(b"saifu"),
        other => other.map(drop),
    }
}

fn to_device_error(error: KeyringError) -> DeviceError {
    match error {
        KeyringError::NoStorageAccess(cause) => DeviceError::KeyringLocked(cause.to_string()),
        other => DeviceError::KeyringMissing(other.to_string()),
    }
}

#[cfg(test)]
mod tests;
