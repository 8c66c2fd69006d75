//! The bearer token: in the keyring, and in memory while the app runs.

use std::sync::Arc;

use tokio::sync::watch;
use zeroize::Zeroizing;

use crate::DeviceError;
use crate::client::AccessToken;
use crate::vault::{SecretKind, Vault};

/// The session of the shopper.
pub(super) struct Session {
    vault: Vault,
    token: watch::Sender<Option<Arc<AccessToken>>>,
}

impl Session {
    pub(super) fn new(vault: Vault) -> Self {
        Self { vault, token: watch::Sender::new(None) }
    }

    /// The token, read from the keyring once.
    pub(super) async fn token(&self, shopper_id: &str) -> Result<Arc<AccessToken>, DeviceError> {
        if let Some(token) = self.token.borrow().as_ref() {
            return Ok(Arc::clone(token));
        }
        let secret = self.vault.get(shopper_id, SecretKind::AccessToken).await?;
        let secret = secret.ok_or(DeviceError::SessionMissing)?;
        let text = std::str::from_utf8(&secret).map_err(|_| DeviceError::SessionMissing)?;
        let token = Arc::new(Zeroizing::new(text.to_owned()));
        self.token.send_replace(Some(Arc::clone(&token)));
        Ok(token)
    }

    pub(super) async fn begin(&self, shopper_id: &str, token: String) -> Result<(), DeviceError> {
        let token = Zeroizing::new(token);
        let secret = Zeroizing::new(token.as_bytes().to_vec());
        self.vault.put(shopper_id, SecretKind::AccessToken, secret).await?;
        self.token.send_replace(Some(Arc::new(token)));
        Ok(())
    }

    pub(super) async fn end(&self, shopper_id: &str) -> Result<(), DeviceError> {
        self.token.send_replace(None);
        self.vault.delete(shopper_id, SecretKind::AccessToken).await
    }

    /// Tells of each new token, and of its end.
    pub(super) fn subscribe(&self) -> watch::Receiver<Option<Arc<AccessToken>>> {
        self.token.subscribe()
    }
}
