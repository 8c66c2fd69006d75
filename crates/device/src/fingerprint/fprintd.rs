//! `fprintd` over D-Bus (<https://fprint.freedesktop.org/fprintd-dev/>).
//!
//! Each question has a connection of its own: when it is dropped, `fprintd` sees the caller leave and lets
//! go of the reader, whatever became of us.

use std::future::Future;
use std::time::Duration;

use async_trait::async_trait;
use futures_util::StreamExt;
use zbus::fdo::DBusProxy;
use zbus::zvariant::OwnedObjectPath;
use zbus::{Connection, connection, proxy};

use super::{BUSY, FingerStep, LOST, NO_MATCH, NONE_ENROLLED, Progress, TIMEOUT, UNAVAILABLE, Verifier};
use crate::DeviceError;

const SERVICE: &str = "net.reactivated.Fprint";

/// How long the service may take to start and answer.
const ANSWERS: Duration = Duration::from_secs(5);

/// How long a person may take.
const PATIENCE: Duration = Duration::from_secs(30);

#[proxy(
    interface = "net.reactivated.Fprint.Manager",
    default_service = "net.reactivated.Fprint",
    default_path = "/net/reactivated/Fprint/Manager",
    gen_blocking = false
)]
trait Manager {
    fn get_default_device(&self) -> zbus::Result<OwnedObjectPath>;
}

#[proxy(
    interface = "net.reactivated.Fprint.Device",
    default_service = "net.reactivated.Fprint",
    gen_blocking = false
)]
trait Reader {
    fn list_enrolled_fingers(&self, username: &str) -> zbus::Result<Vec<String>>;
    fn claim(&self, username: &str) -> zbus::Result<()>;
    fn release(&self) -> zbus::Result<()>;
    fn verify_start(&self, finger_name: &str) -> zbus::Result<()>;
    fn verify_stop(&self) -> zbus::Result<()>;
    #[zbus(signal)]
    fn verify_status(&self, result: String, done: bool) -> zbus::Result<()>;
}

/// The empty name is the account that asks.
const MYSELF: &str = "";
const ANY_FINGER: &str = "any";

/// The reader of a bus.
pub struct Fprintd {
    address: String,
    patience: Duration,
}

impl Fprintd {
    /// On the bus at this address.
    #[must_use]
    pub fn at(address: &str) -> Self {
        Self { address: address.to_owned(), patience: PATIENCE }
    }

    /// As long as this a finger is waited for.
    #[must_use]
    pub const fn with_patience(mut self, patience: Duration) -> Self {
        self.patience = patience;
        self
    }

    async fn reader(&self) -> Result<(Connection, ReaderProxy<'static>), DeviceError> {
        let open = async {
            let bus = connection::Builder::address(self.address.as_str())?.build().await?;
            let path = ManagerProxy::new(&bus).await?.get_default_device().await?;
            let reader = ReaderProxy::builder(&bus).path(path)?.build().await?;
            Ok((bus, reader))
        };
        answered(open).await
    }

    /// Everything between claim and release.
    async fn scan(
        &self,
        bus: &Connection,
        reader: &ReaderProxy<'_>,
        progress: &Progress,
    ) -> Result<(), DeviceError> {
        // Listened to before it starts: a finger that lies there already is told at once.
        let mut statuses = reader.receive_verify_status().await.map_err(|error| said(&error))?;
        let bus = DBusProxy::new(bus).await.map_err(|error| said(&error))?;
        let owners = bus.receive_name_owner_changed_with_args(&[(0, SERVICE)]).await;
        let mut owners = owners.map_err(|error| said(&error))?;
        answered(reader.verify_start(ANY_FINGER)).await?;
        progress(FingerStep::Touch);
        let watch = async {
            loop {
                tokio::select! {
                    status = statuses.next() => {
                        let status = status.ok_or(LOST)?;
                        let status = status.args().map_err(|error| said(&error))?;
                        if let Some(decided) = decide(status.result(), progress) {
                            return decided;
                        }
                    }
                    _ = owners.next() => return Err(LOST),
                }
            }
        };
        tokio::time::timeout(self.patience, watch).await.unwrap_or(Err(TIMEOUT))
    }
}

#[async_trait]
impl Verifier for Fprintd {
    async fn fingers(&self) -> Result<Vec<String>, DeviceError> {
        let (_bus, reader) = self.reader().await?;
        let mut fingers = answered(reader.list_enrolled_fingers(MYSELF)).await?;
        if fingers.is_empty() {
            return Err(NONE_ENROLLED);
        }
        fingers.sort();
        Ok(fingers)
    }

    async fn verify(&self, progress: &Progress) -> Result<(), DeviceError> {
        let (bus, reader) = self.reader().await?;
        answered(reader.claim(MYSELF)).await?;
        let outcome = self.scan(&bus, &reader, progress).await;
        if !matches!(outcome, Err(DeviceError::Fingerprint("fingerprint.lost"))) {
            let_go(&reader).await;
        }
        outcome
    }
}

/// What a `VerifyStatus` comes to; `None` where the finger is to be put there once more.
fn decide(result: &str, progress: &Progress) -> Option<Result<(), DeviceError>> {
    let step = match result {
        "verify-match" => return Some(Ok(())),
        "verify-no-match" => return Some(Err(NO_MATCH)),
        "verify-retry-scan" => FingerStep::Again,
        "verify-swipe-too-short" => FingerStep::Slower,
        "verify-finger-not-centered" => FingerStep::Center,
        "verify-remove-and-retry" => FingerStep::Lift,
        // `verify-disconnected`, `verify-unknown-error`, and whatever a later version says.
        _ => return Some(Err(LOST)),
    };
    progress(step);
    None
}

/// Also where nothing was started: what is refused then was let go already.
async fn let_go(reader: &ReaderProxy<'_>) {
    for (call, answer) in
        [("VerifyStop", answered(reader.verify_stop()).await), ("Release", answered(reader.release()).await)]
    {
        if let Err(error) = answer {
            tracing::info!(call, %error, "the fingerprint reader was not let go");
        }
    }
}

async fn answered<T>(call: impl Future<Output = zbus::Result<T>>) -> Result<T, DeviceError> {
    match tokio::time::timeout(ANSWERS, call).await {
        Ok(answer) => answer.map_err(|error| said(&error)),
        Err(_) => Err(UNAVAILABLE),
    }
}

/// Our code for an error of `fprintd`'s or of the bus.
fn said(error: &zbus::Error) -> DeviceError {
    tracing::debug!(%error, "fprintd");
    let name = match error {
        zbus::Error::MethodError(name, ..) => name.as_str(),
        _ => return UNAVAILABLE,
    };
    match name.strip_prefix("net.reactivated.Fprint.Error.") {
        Some("NoEnrolledPrints") => NONE_ENROLLED,
        Some("AlreadyInUse" | "PermissionDenied" | "ClaimDevice") => BUSY,
        Some("Internal") => LOST,
        _ => UNAVAILABLE,
    }
}
