//! A look at the Secret Service before anything is asked of it: its store blocks until a person answers,
//! and for ever where the service hangs.

use std::future::Future;
use std::time::Duration;

use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, proxy};

use super::KeyringState;

/// How long a keyring may take for two small questions.
const GLANCE: Duration = Duration::from_millis(1_500);

#[proxy(
    interface = "org.freedesktop.Secret.Service",
    default_service = "org.freedesktop.secrets",
    default_path = "/org/freedesktop/secrets",
    gen_blocking = false
)]
trait Service {
    fn read_alias(&self, name: &str) -> zbus::Result<OwnedObjectPath>;
}

#[proxy(
    interface = "org.freedesktop.Secret.Collection",
    default_service = "org.freedesktop.secrets",
    gen_blocking = false
)]
trait Collection {
    #[zbus(property(emits_changed_signal = "false"))]
    fn locked(&self) -> zbus::Result<bool>;
}

/// How the keyring of the session's bus stands.
pub async fn look() -> KeyringState {
    let looked = async { ask(&Connection::session().await?).await };
    within(GLANCE, looked).await
}

async fn within(patience: Duration, looked: impl Future<Output = zbus::Result<bool>>) -> KeyringState {
    match tokio::time::timeout(patience, looked).await {
        Err(_) => KeyringState::Silent,
        Ok(Ok(true)) => KeyringState::Locked,
        Ok(Ok(false)) => KeyringState::Ready,
        Ok(Err(error)) => {
            tracing::info!(%error, "no keyring answers");
            KeyringState::Missing
        }
    }
}

/// Whether the collection that secrets go to is locked.
async fn ask(bus: &Connection) -> zbus::Result<bool> {
    let path = ServiceProxy::new(bus).await?.read_alias("default").await?;
    if path.as_str() == "/" {
        // There is none yet: a person has to choose its password first.
        return Ok(true);
    }
    CollectionProxy::builder(bus).path(path)?.build().await?.locked().await
}
