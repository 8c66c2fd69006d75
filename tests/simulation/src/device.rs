//! A shopper's device: what it remembers, and the authenticator in it.

use anyhow::{Context, Result};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use saifu_wallet::id::{CredentialId, DeviceId, ProposalId, ShopperId, SignUpId};
use saifu_wallet::proposal::ChargeProposal;
use saifu_wallet::session::{Proof, Tokens};
use saifu_wallet::shopper::Shopper;
use serde_json::{Value, json};
use url::Url;
use webauthn_authenticator_rs::AuthenticatorBackend;
use webauthn_authenticator_rs::softpasskey::SoftPasskey;

/// Where the shopper approves.
pub const ORIGIN: &str = "http://localhost:8080";
const TIMEOUT_MS: u32 = 60_000;

/// A shopper's device.
pub struct Device {
    /// The shopper's name.
    pub name: &'static str,
    /// The shopper's address.
    pub email: String,
    /// A sign-up that waits for its code.
    pub sign_up: Option<SignUpId>,
    /// The account, once there is one.
    pub shopper: Option<Shopper>,
    /// The session.
    pub session: Option<Held>,
    /// The passkey that was registered, as far as the device knows.
    pub credential: Option<CredentialId>,
    /// Gift codes that somebody gave.
    pub gift_codes: Vec<String>,
    /// The store code on screen, and those before.
    pub store_codes: Vec<String>,
    /// Tokens of cards that it made.
    pub tokens: Vec<String>,
    /// Links that wait for the shopper at a card's bank.
    pub at_bank: Vec<String>,
    /// Proposals that were shown.
    pub shown: Vec<ChargeProposal>,
    /// What was signed and sent.
    pub signed: Vec<Signed>,
    authenticator: SoftPasskey,
}

/// What a device keeps of its session.
#[derive(Clone)]
pub struct Held {
    /// Which device it is to the service.
    pub device_id: DeviceId,
    /// The newest tokens.
    pub tokens: Tokens,
    /// The session key's thumbprint.
    pub key: String,
    /// The proof of a refresh whose answer has not come.
    pub refreshing: Option<Proof>,
    /// One refresh at a time.
    pub waits: bool,
}

/// An approval that was sent.
#[derive(Clone)]
pub struct Signed {
    /// Of what.
    pub proposal_id: ProposalId,
    /// The signature.
    pub assertion: Value,
    /// Whether the service said yes once.
    pub accepted: bool,
}

impl Device {
    /// A new device of a shopper who has no account.
    #[must_use]
    pub fn new(name: &'static str) -> Self {
        Self {
            name,
            email: format!("{name}@example.jp"),
            sign_up: None,
            shopper: None,
            session: None,
            credential: None,
            gift_codes: Vec::new(),
            store_codes: Vec::new(),
            tokens: Vec::new(),
            at_bank: Vec::new(),
            shown: Vec::new(),
            signed: Vec::new(),
            authenticator: SoftPasskey::new(true),
        }
    }

    /// Answers WebAuthn's creation options and remembers the credential.
    ///
    /// # Errors
    /// The authenticator refuses.
    pub fn register(&mut self, options: &Value) -> Result<Value> {
        let options = serde_json::from_value(options["publicKey"].clone())?;
        let answer = self.authenticator.perform_register(Url::parse(ORIGIN)?, options, TIMEOUT_MS);
        let answer = answer.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        self.credential = Some(CredentialId::new(answer.id.clone()));
        Ok(serde_json::to_value(&answer)?)
    }

    /// Signs a challenge with the credential of this device.
    ///
    /// # Errors
    /// There is none, or the authenticator refuses.
    pub fn sign(&mut self, challenge: &[u8]) -> Result<Value> {
        let credential = self.credential.as_ref().context("the device has no passkey")?;
        let options = json!({
            "challenge": URL_SAFE_NO_PAD.encode(challenge),
            "rpId": "localhost",
            "userVerification": "required",
            "allowCredentials": [{ "type": "public-key", "id": credential }],
        });
        let options = serde_json::from_value(options)?;
        let answer = self.authenticator.perform_auth(Url::parse(ORIGIN)?, options, TIMEOUT_MS);
        let answer = answer.map_err(|error| anyhow::anyhow!("{error:?}"))?;
        Ok(serde_json::to_value(&answer)?)
    }

    /// The account, if the device is signed in.
    #[must_use]
    pub fn signed_in(&self) -> Option<&ShopperId> {
        self.session.as_ref().and(self.credential.as_ref()).and(self.shopper.as_ref()).map(|it| &it.id)
    }
}
