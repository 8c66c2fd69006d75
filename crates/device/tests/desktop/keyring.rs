//! No keyring, a locked one, one that hangs: each is said, and nothing is written elsewhere.
//!
//! The session's bus is named by the environment of a process, so what looks at it runs as a process of its
//! own: this program once more, with the one test that is ignored otherwise.

use std::path::Path;
use std::process::{Command, Stdio};

use saifu_device::KeyringState;
use saifu_device::vault::{SecretKind, Vault};
use uuid::Uuid;
use zbus::Proxy;
use zbus::zvariant::{ObjectPath, OwnedObjectPath};
use zeroize::Zeroizing;

use crate::bus::{Bus, Running};

const SECRETS: &str = "org.freedesktop.secrets";
const SECRET: &str = "a secret that belongs to the keyring alone";

/// What a wallet sees on that bus: the keyring's state, and what writing a secret comes to.
fn seen_on(address: &str, home: &Path) -> String {
    let mut command = Command::new(std::env::current_exe().unwrap());
    command.args(["--exact", "keyring::a_wallet_on_this_bus", "--ignored", "--nocapture"]);
    command.env("DBUS_SESSION_BUS_ADDRESS", address).env("HOME", home).env("XDG_RUNTIME_DIR", home);
    let output = command.env_remove("DISPLAY").output().unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    assert!(output.status.success(), "{text}");
    text.lines().find_map(|line| line.split_once("seen: ").map(|(_, seen)| seen.to_owned())).expect(&text)
}

#[tokio::test(flavor = "multi_thread")]
#[ignore = "runs on a bus of its own, started by the tests below"]
async fn a_wallet_on_this_bus() {
    let vault = Vault::of_system(Uuid::nil());
    let state: KeyringState = vault.state().await;
    let secret = Zeroizing::new(SECRET.as_bytes().to_vec());
    let put = vault.put("shopper", SecretKind::Session, secret.clone()).await;
    let code = put.err().map_or_else(|| "ok".to_owned(), |error| error.code().to_owned());
    println!("seen: {state:?} {code}");
    if code == "ok" {
        assert_eq!(vault.get("shopper", SecretKind::Session).await.unwrap(), Some(secret));
    }
    // Whoever waits for a person on another thread is not waited for.
    std::process::exit(0);
}

fn start_keyring(bus: &Bus, home: &Path) -> Running {
    let mut command = Command::new("gnome-keyring-daemon");
    command.args(["--foreground", "--unlock", "--components=secrets"]);
    command.env("DBUS_SESSION_BUS_ADDRESS", &bus.address).env("HOME", home).env("XDG_RUNTIME_DIR", home);
    command.env("XDG_DATA_HOME", home.join("data")).env_remove("DISPLAY");
    let mut keyring = Running::start(command.stdin(Stdio::piped()).stdout(Stdio::null()));
    keyring.tell("login");
    keyring
}

async fn lock(bus: &Bus) {
    let connection = bus.connect().await;
    let path = "/org/freedesktop/secrets";
    let service = Proxy::new(&connection, SECRETS, path, "org.freedesktop.Secret.Service").await.unwrap();
    let all = [ObjectPath::try_from("/org/freedesktop/secrets/collection/login").unwrap()];
    let (locked, prompt): (Vec<OwnedObjectPath>, OwnedObjectPath) =
        service.call("Lock", &(&all[..],)).await.unwrap();
    assert_eq!((locked.len(), prompt.as_str()), (1, "/"));
}

fn holds_secret(folder: &Path) -> bool {
    std::fs::read_dir(folder).unwrap().map(Result::unwrap).any(|entry| {
        let kind = entry.file_type().unwrap();
        if kind.is_dir() {
            return holds_secret(&entry.path());
        }
        let bytes = if kind.is_file() { std::fs::read(entry.path()).unwrap() } else { Vec::new() };
        bytes.windows(SECRET.len()).any(|window| window == SECRET.as_bytes())
    })
}

#[test]
fn no_bus_and_no_keyring_are_said() {
    let home = tempfile::tempdir().unwrap();
    assert_eq!(seen_on("unix:path=/nonexistent/bus", home.path()), "Missing device.keyring_missing");
    let bus = Bus::without_services();
    assert_eq!(seen_on(&bus.address, home.path()), "Missing device.keyring_missing");
    assert!(!holds_secret(home.path()));
}

#[tokio::test]
async fn a_locked_keyring_is_said_and_an_unlocked_one_takes_the_secret() {
    let (bus, home) = (Bus::without_services(), tempfile::tempdir().unwrap());
    let _keyring = start_keyring(&bus, home.path());
    bus.wait_for(SECRETS, true).await;
    assert_eq!(seen_on(&bus.address, home.path()), "Ready ok");
    lock(&bus).await;
    assert_eq!(seen_on(&bus.address, home.path()), "Locked device.keyring_locked");
    assert!(!holds_secret(home.path()), "neither in the clear by us nor by the keyring");
}

#[tokio::test]
async fn a_keyring_that_never_answers_is_said() {
    let (bus, home) = (Bus::without_services(), tempfile::tempdir().unwrap());
    // It has the name and reads nothing.
    let mute = zbus::connection::Builder::address(bus.address.as_str()).unwrap();
    let _mute = mute.name(SECRETS).unwrap().build().await.unwrap();
    assert_eq!(seen_on(&bus.address, home.path()), "Silent device.keyring_timeout");
    assert!(!holds_secret(home.path()));
}
