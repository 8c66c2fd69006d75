//! The keyring of this operating system.

use std::future::Future;
use std::pin::Pin;
use std::sync::Arc;

use keyring_core::CredentialStore;

use super::KeyringState;

/// Connects to the Secret Service (GNOME Keyring, KWallet, KeePassXC) on the session's D-Bus.
#[cfg(target_os = "linux")]
pub fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Ok(zbus_secret_service_keyring_store::Store::new()?)
}

/// Other systems have keyrings that this build does not know yet.
#[cfg(not(target_os = "linux"))]
pub fn connect() -> keyring_core::Result<Arc<CredentialStore>> {
    Err(keyring_core::Error::NotSupportedByStore("no keyring is known for this system".to_owned()))
}

/// How the keyring stands, without waiting for a person.
#[cfg(target_os = "linux")]
pub fn look() -> Pin<Box<dyn Future<Output = KeyringState> + Send>> {
    Box::pin(super::look::look())
}

/// None is known.
#[cfg(not(target_os = "linux"))]
pub fn look() -> Pin<Box<dyn Future<Output = KeyringState> + Send>> {
    Box::pin(std::future::ready(KeyringState::Missing))
}
