//! What both WebDrivers have in common.

use anyhow::{Result, bail};
use fantoccini::{Client, ClientBuilder};
use hyper_util::client::legacy::connect::HttpConnector;
use serde_json::Value;

use crate::wait::until;

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
    let client =
        ClientBuilder::new(HttpConnector::new()).capabilities(capabilities).connect(&address).await?;
    Ok(client)
}
