//! The sample shop as a process.

use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Result, bail};
use serde::Deserialize;

use crate::place;
use crate::process::Running;
use crate::service::{Demo, Service};

/// A running `examples/shop`.
pub struct Shop {
    _process: Running,
    /// Such as `http://localhost:3000`.
    pub http: String,
}

/// Where the shop's key pair is.
#[derive(Clone, Debug, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ShopKeys {
    /// PEM, for the shop.
    pub private_key: PathBuf,
    /// PEM, for the wallet.
    pub public_key: PathBuf,
}

#[derive(Deserialize)]
struct Ready {
    http: String,
}

fn folder() -> PathBuf {
    place::root().join("examples/shop")
}

impl ShopKeys {
    /// Reads the pair in `directory`, or makes it.
    ///
    /// # Errors
    /// Node.js is missing or the directory cannot be written.
    pub fn ensure(directory: &Path) -> Result<Self> {
        let output = Command::new("node").arg(folder().join("keys.mjs")).arg(directory).output()?;
        if !output.status.success() {
            bail!("keys.mjs: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(serde_json::from_slice(&output.stdout)?)
    }
}

impl Shop {
    /// Starts the shop on `port` (0: any) against `service`.
    ///
    /// # Errors
    /// Node.js or the shop's packages are missing.
    pub fn start(port: u16, service: &Service, demo: &Demo, keys: &ShopKeys, logs: &Path) -> Result<Self> {
        let mut command = Command::new("node");
        command
            .arg(folder().join("server.mjs"))
            .env("PORT", port.to_string())
            .env("SAIFU_TLS_HOST", service.tls_host())
            .env("PUBLIC_KEY_ID", &demo.public_key_id)
            .env("STORE_ID", &demo.store_id)
            .env("PRIVATE_KEY", &keys.private_key);
        let pick = |line: &str| serde_json::from_str::<Ready>(line).ok();
        let (process, ready) = Running::start_until("shop", command, logs, pick)?;
        Ok(Self { _process: process, http: ready.http })
    }
}
