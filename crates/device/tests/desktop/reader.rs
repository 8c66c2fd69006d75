//! Debian's `fprintd` with libfprint's virtual reader, which reads what is written to its socket.

use std::collections::HashMap;
use std::io::Write;
use std::os::unix::net::UnixStream;
use std::path::{Path, PathBuf};
use std::process::Command;

use futures_util::StreamExt;
use saifu_device::fingerprint::Fprintd;
use zbus::zvariant::{OwnedObjectPath, OwnedValue};
use zbus::{Connection, Proxy};

use crate::bus::{Bus, Running, until};

const SERVICE: &str = "net.reactivated.Fprint";

/// The finger that is enrolled, as the virtual reader names what it reads.
pub const MINE: &str = "mine";

/// A machine with a fingerprint service, and a reader where it has one.
pub struct Machine {
    pub bus: Bus,
    pub fprintd: Running,
    folder: tempfile::TempDir,
    _authority: Connection,
}

/// polkit, which would ask root who may use the reader: here everybody may.
struct Authority;

#[zbus::interface(name = "org.freedesktop.PolicyKit1.Authority")]
impl Authority {
    #[zbus(out_args("result"))]
    fn check_authorization(
        &self,
        _subject: (String, HashMap<String, OwnedValue>),
        _action: String,
        _details: HashMap<String, String>,
        _flags: u32,
        _cancellation: String,
    ) -> ((bool, bool, HashMap<String, String>),) {
        ((true, false, HashMap::new()),)
    }

    #[zbus(property)]
    fn backend_name(&self) -> &'static str {
        "test"
    }

    #[zbus(property)]
    fn backend_version(&self) -> &'static str {
        "1"
    }

    #[zbus(property)]
    fn backend_features(&self) -> u32 {
        0
    }

    #[zbus(signal)]
    async fn changed(emitter: &zbus::object_server::SignalEmitter<'_>) -> zbus::Result<()>;
}

impl Machine {
    /// With a reader that knows no finger yet.
    pub async fn with_reader() -> Self {
        Self::start(true).await
    }

    /// With the service and without a reader.
    pub async fn without_reader() -> Self {
        Self::start(false).await
    }

    /// With a reader that knows [`MINE`] as the right index finger.
    pub async fn enrolled() -> Self {
        let machine = Self::with_reader().await;
        machine.enroll("right-index-finger", MINE).await;
        machine
    }

    async fn start(reader: bool) -> Self {
        let (bus, folder) = (Bus::start(), tempfile::tempdir().unwrap());
        let authority = zbus::connection::Builder::address(bus.address.as_str()).unwrap();
        let authority = authority.serve_at("/org/freedesktop/PolicyKit1/Authority", Authority).unwrap();
        let authority = authority.name("org.freedesktop.PolicyKit1").unwrap().build().await.unwrap();
        let mut command = Command::new("/usr/libexec/fprintd");
        command.arg("-t").env("DBUS_SYSTEM_BUS_ADDRESS", &bus.address).env("STATE_DIRECTORY", folder.path());
        command.env("FP_DRIVERS_WHITELIST", "virtual_device");
        if reader {
            command.env("FP_VIRTUAL_DEVICE", socket(folder.path()));
        }
        let fprintd = Running::start(&mut command);
        bus.wait_for(SERVICE, true).await;
        Self { bus, fprintd, folder, _authority: authority }
    }

    pub fn verifier(&self) -> Fprintd {
        Fprintd::at(&self.bus.address)
    }

    /// Puts a finger on the reader, or lets it say something else; each command is one connection.
    pub fn reads(&self, command: &str) {
        let mut reader = UnixStream::connect(socket(self.folder.path())).unwrap();
        reader.write_all(command.as_bytes()).unwrap();
    }

    /// Teaches the machine a finger, as its settings do.
    pub async fn enroll(&self, name: &str, finger: &str) {
        let bus = self.bus.connect().await;
        let device = device(&bus).await;
        let mut statuses = device.receive_signal("EnrollStatus").await.unwrap();
        device.call::<_, _, ()>("Claim", &("")).await.unwrap();
        device.call::<_, _, ()>("EnrollStart", &(name)).await.unwrap();
        loop {
            self.reads(&format!("SCAN {finger}"));
            let status = statuses.next().await.unwrap();
            let (result, done): (String, bool) = status.body().deserialize().unwrap();
            assert!(result == "enroll-stage-passed" || result == "enroll-completed", "{result}");
            if done {
                break;
            }
        }
        device.call::<_, _, ()>("EnrollStop", &()).await.unwrap();
        device.call::<_, _, ()>("Release", &()).await.unwrap();
    }

    /// Waits until nobody holds the reader: it can be claimed.
    pub async fn is_let_go(&self) {
        let bus = self.bus.connect().await;
        let device = device(&bus).await;
        until(async || device.call::<_, _, ()>("Claim", &("")).await.is_ok()).await;
        device.call::<_, _, ()>("Release", &()).await.unwrap();
    }

    /// Another program takes the reader, for as long as the connection lives.
    pub async fn taken_by_another(&self) -> Connection {
        let bus = self.bus.connect().await;
        device(&bus).await.call::<_, _, ()>("Claim", &("")).await.unwrap();
        bus
    }
}

async fn device(bus: &Connection) -> Proxy<'static> {
    let manager =
        Proxy::new(bus, SERVICE, "/net/reactivated/Fprint/Manager", "net.reactivated.Fprint.Manager");
    let path: OwnedObjectPath = manager.await.unwrap().call("GetDefaultDevice", &()).await.unwrap();
    Proxy::new_owned(bus.clone(), SERVICE, path, "net.reactivated.Fprint.Device").await.unwrap()
}

fn socket(folder: &Path) -> PathBuf {
    folder.join("reader")
}
