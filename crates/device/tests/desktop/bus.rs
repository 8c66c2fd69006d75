//! A D-Bus of its own, and programs that end with the test.

use std::io::{BufRead, BufReader, Write};
use std::process::{Child, Command, Stdio};
use std::time::Duration;

use zbus::names::BusName;

/// What is started here answers within this, or the test has found something.
const PATIENCE: Duration = Duration::from_secs(30);

const CONFIG: &str = r#"<busconfig>
  <type>session</type>
  <listen>unix:tmpdir=/tmp</listen>
  <policy context="default">
    <allow send_destination="*" eavesdrop="true"/>
    <allow eavesdrop="true"/>
    <allow own="*"/>
  </policy>
</busconfig>"#;

/// A program that ends when it is dropped.
pub struct Running(Child);

impl Running {
    pub fn start(command: &mut Command) -> Self {
        Self(command.spawn().unwrap_or_else(|error| panic!("{command:?}: {error}")))
    }

    /// Gives it this on its standard input, and no more.
    pub fn tell(&mut self, text: &str) {
        self.0.stdin.take().unwrap().write_all(text.as_bytes()).unwrap();
    }

    /// Ends it as a crash would.
    pub fn kill(&mut self) {
        self.0.kill().unwrap();
        self.0.wait().unwrap();
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        let _gone = self.0.kill();
        let _gone = self.0.wait();
    }
}

/// The bus.
pub struct Bus {
    pub address: String,
    _daemon: Running,
}

impl Bus {
    pub fn start() -> Self {
        Self::start_with("--session")
    }

    fn start_with(config: &str) -> Self {
        let mut command = Command::new("dbus-daemon");
        command.args([config, "--nofork", "--nopidfile", "--print-address=1"]).stdout(Stdio::piped());
        let mut daemon = Running::start(&mut command);
        let mut address = String::new();
        BufReader::new(daemon.0.stdout.take().unwrap()).read_line(&mut address).unwrap();
        Self { address: address.trim().to_owned(), _daemon: daemon }
    }

    /// A bus that starts nobody: what is installed on the machine stays away.
    pub fn without_services() -> Self {
        let config = tempfile::NamedTempFile::new().unwrap();
        std::fs::write(config.path(), CONFIG).unwrap();
        Self::start_with(&format!("--config-file={}", config.path().display()))
    }

    pub async fn connect(&self) -> zbus::Connection {
        zbus::connection::Builder::address(self.address.as_str()).unwrap().build().await.unwrap()
    }

    /// Waits until somebody on the bus has this name, or nobody has it any more.
    pub async fn wait_for(&self, name: &str, owned: bool) {
        let connection = self.connect().await;
        let bus = zbus::fdo::DBusProxy::new(&connection).await.unwrap();
        let name = BusName::try_from(name).unwrap();
        until(async || bus.name_has_owner(name.clone()).await.unwrap() == owned).await;
    }
}

/// Asks again until it is so.
pub async fn until(condition: impl AsyncFn() -> bool) {
    let asked = async {
        while !condition().await {
            tokio::time::sleep(Duration::from_millis(20)).await;
        }
    };
    tokio::time::timeout(PATIENCE, asked).await.expect("it never came to be");
}
