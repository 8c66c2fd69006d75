use axum::http::StatusCode;
use axum::http::request::Parts;
use saifu_wallet::merchant::{Merchant, MerchantKey as StoredKey};
use saifu_wallet::port::store::Find;

use super::error::{Answer, MerchantError};
use crate::app::App;
use crate::clock;
use crate::signature::{Environment, MerchantKey, SignedRequest, verify};

/// Which merchant signed the request, and for which environment.
#[derive(Clone)]
pub struct Caller {
    /// The merchant.
    pub merchant: Merchant,
    /// Signed with a sandbox key.
    pub sandbox: bool,
}

/// Checks the signature over the raw request, before anything in it is believed.
pub async fn identify(app: &App, parts: &Parts, body: &[u8]) -> Answer<Caller> {
    let query = parts.uri.query().unwrap_or_default();
    let request = SignedRequest::read(&parts.method, parts.uri.path(), query, &parts.headers, body)?;
    let sandbox = request.environment()? == Environment::Sandbox;
    if sandbox != app.site.sandbox {
        // One processor stands behind one environment.
        let message = "This service does not serve the environment of the key.";
        return Err(MerchantError::new(StatusCode::FORBIDDEN, "InvalidAuthentication", message));
    }
    let key = app.store.find::<StoredKey>(request.public_key_id().as_str()).await?;
    let key = key.ok_or_else(unknown_key)?.value;
    let parsed = MerchantKey::parse(&key.public_key_pem).map_err(|error| {
        tracing::error!(%error, key = %key.id, "a stored key cannot be read");
        unknown_key()
    })?;
    let hosts: Vec<&str> = app.host_names.iter().map(String::as_str).collect();
    verify(&request, &parsed, &hosts, clock::now())?;
    let merchant = app.store.find::<Merchant>(key.merchant_id.as_str()).await?.ok_or_else(unknown_key)?;
    Ok(Caller { merchant: merchant.value, sandbox })
}

fn unknown_key() -> MerchantError {
    MerchantError::new(StatusCode::FORBIDDEN, "InvalidAuthentication", "The public key id is not known.")
}
