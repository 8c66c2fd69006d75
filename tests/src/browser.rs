//! Chromium, for the sample shop and the service's pages.

use std::path::Path;
use std::process::Command;

use anyhow::{Context, Result};
use fantoccini::Client;
use serde_json::{Value, json};

use crate::app::Scheme;
use crate::driver;
use crate::process::{Running, free_port};

/// Inner width and height of a window, in CSS pixels.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Size {
    /// Across.
    pub width: u32,
    /// Down.
    pub height: u32,
}

impl Size {
    /// The phone that `design.md` measures by.
    pub const PHONE: Self = Self { width: 390, height: 844 };
    /// The desktop that `design.md` measures by.
    pub const DESKTOP: Self = Self { width: 1280, height: 800 };
}

/// A headless Chromium with a profile of its own.
pub struct Browser {
    /// Speaks to its one tab.
    pub client: Client,
    address: String,
    _driver: Running,
}

impl Browser {
    /// Starts Chromium with a fresh profile under `profile`.
    ///
    /// # Errors
    /// chromedriver or Chromium is missing.
    pub async fn start(profile: &Path, logs: &Path) -> Result<Self> {
        let port = free_port()?;
        let mut command = Command::new("chromedriver");
        command.arg(format!("--port={port}")).env("TZ", "Asia/Tokyo");
        let driver = Running::start("chromedriver", command, logs)?;
        // Chromium refuses its own sandbox to root, and CI's user is root; the pages are ours.
        let arguments = [
            "--headless=new",
            "--no-sandbox",
            "--disable-gpu",
            "--disable-dev-shm-usage",
            "--hide-scrollbars",
            "--lang=ja",
            "--accept-lang=ja",
            &format!("--user-data-dir={}", profile.display()),
        ];
        let capabilities = json!({
            "browserName": "chrome",
            "goog:chromeOptions": { "args": arguments },
        });
        let client = driver::connect(port, capabilities).await.context("Chromium starts")?;
        let session = client.session_id().await?.context("Chromium's session has an id")?;
        let address = format!("http://127.0.0.1:{port}/session/{session}");
        let browser = Self { client, address, _driver: driver };
        browser.show_as(Size::DESKTOP, Scheme::Light).await?;
        Ok(browser)
    }

    /// From now on the page sees a window of this size and this colour scheme.
    ///
    /// # Errors
    /// The driver refuses.
    pub async fn show_as(&self, size: Size, scheme: Scheme) -> Result<()> {
        let metrics = json!({
            "width": size.width, "height": size.height, "deviceScaleFactor": 1, "mobile": false,
        });
        self.devtools("Emulation.setDeviceMetricsOverride", metrics).await?;
        let value = if scheme == Scheme::Dark { "dark" } else { "light" };
        let media = json!({ "features": [{ "name": "prefers-color-scheme", "value": value }] });
        self.devtools("Emulation.setEmulatedMedia", media).await
    }

    /// Where the driver hears of this session.
    pub(crate) fn session_address(&self) -> &str {
        &self.address
    }

    async fn devtools(&self, method: &str, parameters: Value) -> Result<()> {
        let body = json!({ "cmd": method, "params": parameters });
        let address = format!("{}/goog/cdp/execute", self.address);
        reqwest::Client::new().post(address).json(&body).send().await?.error_for_status()?;
        Ok(())
    }

    /// Ends it.
    ///
    /// # Errors
    /// The driver does not answer.
    pub async fn close(self) -> Result<()> {
        self.client.close().await?;
        Ok(())
    }
}
