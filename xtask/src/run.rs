//! `cargo xtask run`: the whole of Saifu on this desktop.

use std::fs;
use std::net::TcpListener;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};
use std::time::Duration;

use anyhow::{Context, Result, bail};
use saifu_tests::place;
use saifu_tests::process::Running;
use saifu_tests::service::{Demo, Ports, Service, add_demo};
use saifu_tests::shop::{Shop, ShopKeys};
use serde::{Deserialize, Serialize};

use crate::setup::{self, Purpose};
use crate::signals::{Ended, until_interrupted};
use crate::timings::Timings;
use crate::tour;

const SERVICE_PORT: u16 = 8080;
const TLS_PORT: u16 = 8443;
const SHOP_PORT: u16 = 3000;

/// Where `cargo xtask run` listens, for the other tasks.
#[derive(Debug, Serialize, Deserialize)]
pub struct Addresses {
    /// The service.
    pub service: String,
    /// The shop.
    pub shop: String,
}

impl Addresses {
    /// Of the run that goes on.
    ///
    /// # Errors
    /// There is none.
    pub fn read() -> Result<Self> {
        Ok(serde_json::from_slice(&fs::read(folder().join("addresses.json"))?)?)
    }

    fn write(&self) -> Result<()> {
        Ok(fs::write(folder().join("addresses.json"), serde_json::to_vec(self)?)?)
    }
}

fn folder() -> PathBuf {
    place::target().join("run")
}

/// Prepares, builds, starts everything and stays until Ctrl-C or until the app is closed.
///
/// # Errors
/// Something is missing, does not build or does not start.
pub fn run() -> Result<()> {
    if !has_display() {
        println!("There is no display here: this is the tour instead of `cargo xtask run`.");
        return tour::tour();
    }
    let mut timings = Timings::new();
    setup::prepare(Purpose::Use, &mut timings)?;
    setup::build_for_use(&mut timings)?;
    let everything = Everything::start(&folder())?;
    everything.explain();
    if until_interrupted(everything.stay())? == Ended::Interrupted {
        println!("\nEverything is ended.");
    }
    Ok(())
}

fn has_display() -> bool {
    ["DISPLAY", "WAYLAND_DISPLAY"]
        .iter()
        .any(|name| std::env::var_os(name).is_some_and(|value| !value.is_empty()))
}

/// Dropping it ends it all, the app first.
struct Everything {
    app: Running,
    shop: Shop,
    service: Service,
    demo: Demo,
}

impl Everything {
    fn start(folder: &Path) -> Result<Self> {
        let (data, logs) = (folder.join("data"), folder.join("logs"));
        let keys = ShopKeys::ensure(&folder.join("shop-keys"))?;
        let ports = Ports { http: prefer(SERVICE_PORT), tls: prefer(TLS_PORT) };
        let service = Service::start(&data, ports, &logs)?;
        let demo = add_demo(&data, &keys.public_key)?;
        let shop = Shop::start(prefer(SHOP_PORT), &service, &demo, &keys, &logs)?;
        Addresses { service: service.http.clone(), shop: shop.http.clone() }.write()?;
        let app = start_app(&service, folder, &logs)?;
        open_in_browser(&shop.http);
        Ok(Self { app, shop, service, demo })
    }

    fn explain(&self) {
        let (shop, service) = (&self.shop.http, &self.service.http);
        let gift = self.demo.gift_codes.first().map_or("", String::as_str);
        println!("\nSaifu runs. Nothing here moves real money. Ctrl-C ends it all.");
        println!(
            "1. In the app: 「はじめる」, any name and mail; the code is at {service}/dev/mailbox; choose a PIN."
        );
        println!(
            "2. Link the card 4242 4242 4242 4242 (any date to come, any CVC) and redeem the gift code {gift}."
        );
        println!("3. In the shop {shop}: fill the basket, 「Saifu で支払う」, open it in Saifu, check, PIN.");
    }

    async fn stay(mut self) -> Result<()> {
        loop {
            if let Some(status) = self.app.ended()? {
                if !status.success() {
                    bail!("the app ended with {status}; the end of its log:\n{}", self.app.log_end());
                }
                println!("The app was closed; so is the rest.");
                return Ok(());
            }
            tokio::time::sleep(Duration::from_millis(200)).await;
        }
    }
}

fn start_app(service: &Service, folder: &Path, logs: &Path) -> Result<Running> {
    let mut app = Command::new(place::program("saifu-app")?);
    app.env("SAIFU_SERVICE_URL", &service.http).env("SAIFU_HOME", folder.join("wallet"));
    Running::start("app", app, logs)
}

/// The port, or 0 (any) if somebody has it.
fn prefer(port: u16) -> u16 {
    TcpListener::bind(("127.0.0.1", port)).map_or(0, |_| port)
}

fn open_in_browser(address: &str) {
    let opened = Command::new("xdg-open").arg(address).stdout(Stdio::null()).stderr(Stdio::null()).spawn();
    if opened.context("xdg-open").is_err() {
        println!("Please open {address} in a browser.");
    }
}
