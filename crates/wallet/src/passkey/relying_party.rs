use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use saifu_terms::ChargeTerms;
use serde_json::{Value, json};
use webauthn_rs::prelude::{Url, Webauthn, WebauthnBuilder, WebauthnError};

use crate::id::CredentialId;

/// WebAuthn's relying party: this service, for one origin.
pub struct RelyingParty {
    pub(super) webauthn: Webauthn,
    /// The relying party id: the origin's registrable host.
    pub id: String,
    /// The origin that assertions must name.
    pub origin: String,
}

impl RelyingParty {
    /// For an origin such as `https://pay.saifu.example`; `http://localhost:8080` in a sandbox.
    ///
    /// # Errors
    /// The origin is no URL with a host, or webauthn-rs refuses it.
    pub fn new(origin: &str) -> Result<Self, WebauthnError> {
        let url = Url::parse(origin).map_err(|_| WebauthnError::Configuration)?;
        let id = url.host_str().ok_or(WebauthnError::Configuration)?.to_owned();
        let webauthn = WebauthnBuilder::new(&id, &url)?.rp_name("Saifu").build()?;
        Ok(Self { webauthn, id, origin: url.origin().ascii_serialization() })
    }

    /// WebAuthn's request options for the approval of these terms by one credential: their challenge is what binds the
    /// signature to them, and it lasts as long as they do.
    #[must_use]
    pub fn approval_options(&self, terms: &ChargeTerms, credential: &CredentialId, now: Timestamp) -> Value {
        let life_s = terms.expires_at.duration_since(now).as_secs().max(0);
        self.request_options(&URL_SAFE_NO_PAD.encode(terms.challenge()), credential, life_s)
    }

    /// WebAuthn's request options for whatever passkey of ours the browser finds.
    pub(crate) fn discovery_options(&self, challenge: &str, life_s: i64) -> Value {
        json!({ "publicKey": {
            "challenge": challenge,
            "rpId": self.id,
            "timeout": life_s * 1000,
            "userVerification": "required",
            "allowCredentials": [],
        }})
    }

    /// WebAuthn's request options for one credential.
    pub(super) fn request_options(&self, challenge: &str, credential: &CredentialId, life_s: i64) -> Value {
        json!({ "publicKey": {
            "challenge": challenge,
            "rpId": self.id,
            "timeout": life_s * 1000,
            "userVerification": "required",
            "allowCredentials": [{ "type": "public-key", "id": credential }],
        }})
    }
}
