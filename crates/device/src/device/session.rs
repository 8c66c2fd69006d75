//! The session: its tokens and its key, in the keyring, and in memory while the app runs.

use std::sync::Arc;
use std::time::Duration;

use jiff::{SignedDuration, Timestamp};
use saifu_api::wallet::SessionView;
use serde::{Deserialize, Serialize};
use tokio::sync::{Mutex, watch};
use zeroize::{Zeroize, Zeroizing};

use crate::client::{AccessToken, ServiceClient, SessionKey, new_jti};
use crate::vault::{SecretKind, Vault};
use crate::{DeviceError, clock};

/// An access token is exchanged this long before it ends, so that no request meets its end on the way.
const EARLY: SignedDuration = SignedDuration::from_secs(60);
/// Pauses before a refresh whose answer was lost is asked for again.
const PAUSES: [Duration; 2] = [Duration::from_millis(300), Duration::from_secs(2)];

/// What is kept of a session.
#[derive(Serialize, Deserialize)]
struct Kept {
    access: AccessToken,
    access_ends: Timestamp,
    refresh: Zeroizing<String>,
    key: Zeroizing<Vec<u8>>,
}

/// The session of the shopper.
pub(super) struct Session {
    vault: Vault,
    kept: watch::Sender<Option<Arc<Kept>>>,
    /// Counts sessions: odd while there is none.
    begun: watch::Sender<u64>,
    /// One refresh at a time, and the `jti` of one whose answer has not come: it is asked for again by the same.
    turn: Mutex<Option<String>>,
}

impl Session {
    pub(super) fn new(vault: Vault) -> Self {
        Self { vault, kept: watch::Sender::new(None), begun: watch::Sender::new(0), turn: Mutex::default() }
    }

    /// An access token that has not ended, as far as this device's clock tells.
    pub(super) async fn token(
        &self,
        shopper_id: &str,
        client: &ServiceClient,
    ) -> Result<Arc<AccessToken>, DeviceError> {
        let kept = self.kept(shopper_id).await?;
        if clock::now() + EARLY < kept.access_ends {
            return Ok(Arc::new(kept.access.clone()));
        }
        match self.refresh(shopper_id, client, &kept.access).await {
            // It still works for a moment; whoever asks next tries again.
            Err(error) if is_lost(&error) && clock::now() < kept.access_ends => {
                Ok(Arc::new(kept.access.clone()))
            }
            refreshed => refreshed,
        }
    }

    /// Exchanges the tokens, unless somebody has since `used` was taken.
    pub(super) async fn refresh(
        &self,
        shopper_id: &str,
        client: &ServiceClient,
        used: &AccessToken,
    ) -> Result<Arc<AccessToken>, DeviceError> {
        let mut turn = self.turn.lock().await;
        let kept = self.kept(shopper_id).await?;
        if kept.access != *used {
            return Ok(Arc::new(kept.access.clone()));
        }
        let key = SessionKey::from_bytes(&kept.key).ok_or(DeviceError::SessionMissing)?;
        let jti = match &*turn {
            Some(jti) => jti.clone(),
            None => turn.insert(new_jti()?).clone(),
        };
        let view = ask(client, &kept.refresh, &key, &jti).await?;
        *turn = None;
        Ok(Arc::new(self.keep(shopper_id, view, &key).await?.access.clone()))
    }

    /// A new session, in the place of any before.
    pub(super) async fn begin(
        &self,
        shopper_id: &str,
        view: SessionView,
        key: &SessionKey,
    ) -> Result<(), DeviceError> {
        let mut turn = self.turn.lock().await;
        *turn = None;
        let kept = kept(view, key);
        self.put(shopper_id, &kept).await?;
        self.kept.send_replace(Some(Arc::new(kept)));
        self.begun.send_modify(|count| *count += 2 - *count % 2);
        Ok(())
    }

    pub(super) async fn end(&self, shopper_id: &str) -> Result<(), DeviceError> {
        // A refresh under way must not bring back what ends here.
        let _turn = self.turn.lock().await;
        self.kept.send_replace(None);
        self.begun.send_modify(|count| *count |= 1);
        self.vault.delete(shopper_id, SecretKind::Session).await
    }

    /// Tells of each new session, and of its end; not of its refreshes.
    pub(super) fn subscribe(&self) -> watch::Receiver<u64> {
        self.begun.subscribe()
    }

    /// Whether there is a session in memory.
    pub(super) fn is_open(&self) -> bool {
        self.kept.borrow().is_some()
    }

    /// Whether this access token is not the newest any more.
    pub(super) fn has_replaced(&self, used: &AccessToken) -> bool {
        self.kept.borrow().as_ref().is_some_and(|kept| kept.access != *used)
    }

    /// What the service has answered counts, also where the keyring does not take it: after a restart the PIN signs
    /// in again.
    async fn keep(
        &self,
        shopper_id: &str,
        view: SessionView,
        key: &SessionKey,
    ) -> Result<Arc<Kept>, DeviceError> {
        let kept = Arc::new(kept(view, key));
        self.kept.send_replace(Some(Arc::clone(&kept)));
        if let Err(error) = self.put(shopper_id, &kept).await {
            tracing::warn!(%error, "the refreshed session could not be kept");
        }
        Ok(kept)
    }

    async fn put(&self, shopper_id: &str, kept: &Kept) -> Result<(), DeviceError> {
        let secret = serde_json::to_vec(kept).map_err(|error| DeviceError::Internal(error.to_string()))?;
        self.vault.put(shopper_id, SecretKind::Session, Zeroizing::new(secret)).await
    }

    /// Read from the keyring once.
    async fn kept(&self, shopper_id: &str) -> Result<Arc<Kept>, DeviceError> {
        if let Some(kept) = self.kept.borrow().as_ref() {
            return Ok(Arc::clone(kept));
        }
        let secret = self.vault.get(shopper_id, SecretKind::Session).await?;
        let secret = secret.ok_or(DeviceError::SessionMissing)?;
        let kept: Kept = serde_json::from_slice(&secret).map_err(|_| DeviceError::SessionMissing)?;
        let kept = Arc::new(kept);
        self.kept.send_replace(Some(Arc::clone(&kept)));
        self.begun.send_modify(|count| *count += 2 - *count % 2);
        Ok(kept)
    }
}

fn kept(mut view: SessionView, key: &SessionKey) -> Kept {
    let kept = Kept {
        access: Zeroizing::new(view.access_token.clone()),
        access_ends: view.expires_at,
        refresh: Zeroizing::new(view.refresh_token.clone()),
        key: key.to_bytes(),
    };
    view.access_token.zeroize();
    view.refresh_token.zeroize();
    kept
}

/// Where the answer is lost it asks again: the same proof gets the same tokens.
async fn ask(
    client: &ServiceClient,
    refresh: &str,
    key: &SessionKey,
    jti: &str,
) -> Result<SessionView, DeviceError> {
    for pause in PAUSES {
        match client.refresh(refresh, key, jti).await {
            Err(error) if is_lost(&error) => tokio::time::sleep(pause).await,
            answer => return answer,
        }
    }
    client.refresh(refresh, key, jti).await
}

fn is_lost(error: &DeviceError) -> bool {
    matches!(error, DeviceError::Unreachable(_) | DeviceError::Silent | DeviceError::NotUnderstood(_))
        || error.code() == "internal"
}
