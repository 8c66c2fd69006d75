//! A device's session key, and its proofs (RFC 9449, DPoP).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};

/// A session key that a test knows.
#[derive(Clone)]
pub struct SessionKey(SigningKey);

impl SessionKey {
    /// One of 255 keys.
    ///
    /// # Panics
    /// On zero, which is no key.
    #[must_use]
    #[expect(clippy::expect_used, reason = "every other number is a key")]
    pub fn new(number: u8) -> Self {
        Self(SigningKey::from_slice(&[number; 32]).expect("not zero"))
    }

    /// The header `DPoP` of a request.
    #[must_use]
    pub fn proof(&self, method: &str, url: &str, jti: &str) -> String {
        let point = self.0.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let jwk = json!({
            "kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        });
        let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": jwk });
        let claims = json!({ "jti": jti, "htm": method, "htu": url, "iat": now_s() });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature: Signature = self.0.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

#[expect(clippy::disallowed_methods, reason = "a device has a clock")]
fn now_s() -> u64 {
    let since = std::time::SystemTime::now().duration_since(std::time::UNIX_EPOCH);
    since.unwrap_or_default().as_secs()
}
