//! What both WebDrivers have in common.

use anyhow::{Context, Result, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;
use tokio::time::timeout;

use crate::wait::{PATIENCE, until};

/// Waits for the driver on `port` and opens a session.
///
/// # Errors
/// The driver does not answer, or the browser does not start.
pub async fn connect(port: u16, capabilities: Value) -> Result<Client> {
    let Value::Object(capabilities) = capabilities else { bail!("capabilities are an object") };
    let address = format!("http://127.0.0.1:{port}");
    until("the driver answers", || async {
        Ok(reqwest::get(format!("{address}/status")).await.ok().map(drop))
    })
    .await?;
    let mut driver = ClientBuilder::new(HttpConnector::new());
    let session = driver.capabilities(capabilities).connect(&address);
    // A driver whose browser never calls back waits for ever, and so would a test.
    Ok(timeout(PATIENCE * 2, session).await.context("the driver opens no session")??)
}
