//! A desktop session of its own: display, bus, unlocked keyring, home. Two runs never meet, and
//! nothing of the person who runs the tests is read or written.

use std::fs::{self, DirBuilder};
use std::os::unix::fs::DirBuilderExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result};

use crate::place;
use crate::process::Running;
use crate::wait::until_blocking;

const SCREEN: &str = "1600x1000x24";
const KEYRING_STARTS_WITHIN: std::time::Duration = std::time::Duration::from_secs(20);

/// The session; dropping it ends it.
pub struct Desktop {
    environment: Vec<(String, String)>,
    // Ended in this order: who uses something goes before it.
    _keyring: Running,
    _bus: Running,
    _display: Running,
    runtime: RuntimeDirectory,
    home: PathBuf,
}

impl Desktop {
    /// Starts a session whose home is `home` (made if absent; keep it to keep the app's state).
    ///
    /// # Errors
    /// Xvfb, D-Bus or the keyring is missing or does not start.
    pub fn start(home: &Path, logs: &Path) -> Result<Self> {
        fs::create_dir_all(home)?;
        let runtime = RuntimeDirectory::make()?;
        let mut environment = base_environment(home, &runtime.0);
        let (display, number) = start_display(&runtime.0, logs)?;
        environment.push(("DISPLAY".to_owned(), format!(":{number}")));
        let (bus, address) = start_bus(&environment, logs)?;
        environment.push(("DBUS_SESSION_BUS_ADDRESS".to_owned(), address));
        let keyring = start_keyring(&environment, logs)?;
        add_viewer(home)?;
        Ok(Self {
            environment,
            _keyring: keyring,
            _bus: bus,
            _display: display,
            runtime,
            home: home.to_owned(),
        })
    }

    /// A command that runs inside this session.
    #[must_use]
    pub fn command(&self, program: impl AsRef<std::ffi::OsStr>) -> Command {
        let mut command = Command::new(program);
        command.env_remove("WAYLAND_DISPLAY").envs(self.environment.iter().map(|(key, value)| (key, value)));
        command
    }

    /// What its display shows, as a file that Xvfb keeps up to date (the format of `xwd`).
    #[must_use]
    pub fn framebuffer(&self) -> PathBuf {
        self.runtime.0.join("Xvfb_screen0")
    }

    /// Its home.
    #[must_use]
    pub fn home(&self) -> &Path {
        &self.home
    }

    /// The documents and pages that the system was asked to show in this session, oldest first.
    #[must_use]
    pub fn viewed(&self) -> Vec<PathBuf> {
        let list = fs::read_to_string(self.home.join(VIEWED)).unwrap_or_default();
        list.lines().map(PathBuf::from).collect()
    }
}

fn base_environment(home: &Path, runtime: &Path) -> Vec<(String, String)> {
    let under = |folder: &str| home.join(folder).display().to_string();
    [
        ("HOME", home.display().to_string()),
        ("XDG_RUNTIME_DIR", runtime.display().to_string()),
        ("XDG_CONFIG_HOME", under(".config")),
        ("XDG_DATA_HOME", under(".local/share")),
        ("XDG_CACHE_HOME", under(".cache")),
        ("XDG_SESSION_TYPE", "x11".to_owned()),
        ("GDK_BACKEND", "x11".to_owned()),
        ("LANG", "C.UTF-8".to_owned()),
        ("TZ", "Asia/Tokyo".to_owned()),
        // No accessibility bus here: without this GTK looks for one and complains.
        ("NO_AT_BRIDGE", "1".to_owned()),
    ]
    .map(|(key, value)| (key.to_owned(), value))
    .into()
}

fn start_display(pixels: &Path, logs: &Path) -> Result<(Running, u32)> {
    let mut command = Command::new("Xvfb");
    command.args(["-displayfd", "1", "-screen", "0", SCREEN, "-nolisten", "tcp", "-fbdir"]).arg(pixels);
    Running::start_until("xvfb", command, logs, |line| line.trim().parse().ok())
}

fn start_bus(environment: &[(String, String)], logs: &Path) -> Result<(Running, String)> {
    let mut command = Command::new("dbus-daemon");
    command.args(["--session", "--nofork", "--print-address=1"]);
    command.env_remove("DBUS_SESSION_BUS_ADDRESS").envs(environment.iter().map(|(key, value)| (key, value)));
    Running::start_until("dbus", command, logs, |line| {
        line.starts_with("unix:").then(|| line.trim().to_owned())
    })
}

/// The keyring is unlocked by the password on its standard input; a new home gets a new keyring.
fn start_keyring(environment: &[(String, String)], logs: &Path) -> Result<Running> {
    let password = Command::new("echo").arg("tour").stdout(Stdio::piped()).spawn()?;
    let mut command = Command::new("gnome-keyring-daemon");
    command
        .args(["--foreground", "--unlock", "--components=secrets"])
        .envs(environment.iter().map(|(key, value)| (key, value)))
        .stdin(password.stdout.context("the password was piped")?);
    let running = Running::start("keyring", command, logs)?;
    until_blocking("the keyring answers", KEYRING_STARTS_WITHIN, || {
        Ok(name_has_owner(environment, "org.freedesktop.secrets")?.then_some(()))
    })?;
    Ok(running)
}

fn name_has_owner(environment: &[(String, String)], name: &str) -> Result<bool> {
    let output = Command::new("dbus-send")
        .args(["--session", "--print-reply", "--dest=org.freedesktop.DBus", "/org/freedesktop/DBus"])
        .arg("org.freedesktop.DBus.NameHasOwner")
        .arg(format!("string:{name}"))
        .envs(environment.iter().map(|(key, value)| (key, value)))
        .output()?;
    Ok(String::from_utf8_lossy(&output.stdout).contains("boolean true"))
}

const VIEWED: &str = "viewed.txt";
const VIEWED_KINDS: [&str; 3] = ["application/pdf", "x-scheme-handler/http", "x-scheme-handler/https"];

/// A viewer that writes down what it was asked to show: a receipt or a page *opens* when the system's
/// own way of opening it leads here.
fn add_viewer(home: &Path) -> Result<()> {
    let applications = home.join(".local/share/applications");
    fs::create_dir_all(&applications)?;
    fs::create_dir_all(home.join(".config"))?;
    let script = home.join("viewer.sh");
    fs::write(&script, format!("#!/bin/sh\nprintf '%s\\n' \"$1\" >> '{}'\n", home.join(VIEWED).display()))?;
    fs::write(
        applications.join("saifu-test-viewer.desktop"),
        format!(
            "[Desktop Entry]\nType=Application\nName=Viewer\nExec=/bin/sh {} %f\nMimeType={}\n",
            script.display(),
            VIEWED_KINDS.join(";")
        ),
    )?;
    let defaults = VIEWED_KINDS.map(|kind| format!("{kind}=saifu-test-viewer.desktop\n")).concat();
    fs::write(home.join(".config/mimeapps.list"), format!("[Default Applications]\n{defaults}"))?;
    Ok(())
}

/// `XDG_RUNTIME_DIR` holds sockets, whose paths have at most 107 characters: so it is short, and not
/// under `target`.
struct RuntimeDirectory(PathBuf);

impl RuntimeDirectory {
    fn make() -> Result<Self> {
        let path = place::temporary()?;
        DirBuilder::new().mode(0o700).create(&path)?;
        Ok(Self(path))
    }
}

impl Drop for RuntimeDirectory {
    fn drop(&mut self) {
        // Left over at worst in the system's temporary directory.
        let _removed = fs::remove_dir_all(&self.0);
    }
}
