//! Chromium's virtual authenticator (WebDriver's extension in WebAuthn L3 §11): a security key or a platform's passkey,
//! with the browser's own checks around it.

use anyhow::{Context, Result};
use serde_json::{Value, json};

use crate::browser::Browser;

/// One that is plugged into the tab that was open then.
pub struct VirtualAuthenticator {
    address: String,
}

impl Browser {
    /// Plugs one in: `usb` for a security key, `internal` for the platform's.
    ///
    /// # Errors
    /// The driver refuses.
    pub async fn plug_in(&self, transport: &str) -> Result<VirtualAuthenticator> {
        let options = json!({
            "protocol": "ctap2", "transport": transport, "hasResidentKey": true, "hasUserVerification": true,
            "isUserConsenting": true, "isUserVerified": true,
        });
        let all = format!("{}/webauthn/authenticator", self.session_address());
        let id = send(&all, &options).await?;
        Ok(VirtualAuthenticator { address: format!("{all}/{}", id.as_str().context("it has an id")?) })
    }
}

impl VirtualAuthenticator {
    /// Whether it can make sure who holds it, from now on.
    ///
    /// # Errors
    /// The driver refuses.
    pub async fn verify_user(&self, verified: bool) -> Result<()> {
        send(&format!("{}/uv", self.address), &json!({ "isUserVerified": verified })).await.map(drop)
    }

    /// What it holds, with private keys and counters.
    ///
    /// # Errors
    /// The driver does not answer.
    pub async fn credentials(&self) -> Result<Vec<Value>> {
        let answer = reqwest::get(format!("{}/credentials", self.address)).await?.error_for_status()?;
        let answer: Value = answer.json().await?;
        answer["value"].as_array().cloned().context("a list of credentials")
    }

    /// Puts a credential in.
    ///
    /// # Errors
    /// The driver refuses.
    pub async fn add(&self, credential: &Value) -> Result<()> {
        send(&format!("{}/credential", self.address), credential).await.map(drop)
    }
}

async fn send(address: &str, body: &Value) -> Result<Value> {
    let answer = reqwest::Client::new().post(address).json(body).send().await?;
    let answer: Value = answer.error_for_status()?.json().await?;
    Ok(answer["value"].clone())
}
