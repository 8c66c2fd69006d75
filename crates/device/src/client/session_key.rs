//! The key that a session is bound to, and its proofs (RFC 9449, DPoP).

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use serde_json::{Value, json};
use zeroize::Zeroizing;

use crate::DeviceError;

/// An ES256 key of one session. It wipes itself when dropped.
#[derive(Clone)]
pub struct SessionKey(SigningKey);

impl SessionKey {
    /// A new key.
    ///
    /// # Errors
    /// [`DeviceError::Internal`]: the system gives no random bytes.
    pub fn generate() -> Result<Self, DeviceError> {
        loop {
            let bytes = random::<32>()?;
            // Out of 2³² draws one or none is no scalar of the curve.
            if let Some(key) = Self::from_bytes(bytes.as_slice()) {
                return Ok(key);
            }
        }
    }

    /// A key that was kept.
    #[must_use]
    pub fn from_bytes(bytes: &[u8]) -> Option<Self> {
        SigningKey::from_slice(bytes).ok().map(Self)
    }

    /// To be kept in the keyring.
    #[must_use]
    pub fn to_bytes(&self) -> Zeroizing<Vec<u8>> {
        Zeroizing::new(self.0.to_bytes().to_vec())
    }

    /// The header `DPoP` of a request.
    #[must_use]
    pub fn prove(&self, method: &str, url: &str, jti: &str, now: Timestamp) -> String {
        let point = self.0.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        let jwk = json!({
            "kty": "EC", "crv": "P-256", "x": URL_SAFE_NO_PAD.encode(x), "y": URL_SAFE_NO_PAD.encode(y),
        });
        let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": jwk });
        let claims = json!({ "jti": jti, "htm": method, "htu": url, "iat": now.as_second() });
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(&header), part(&claims));
        let signature: Signature = self.0.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }
}

/// A `jti` that no other proof has.
///
/// # Errors
/// As [`SessionKey::generate`].
pub fn new_jti() -> Result<String, DeviceError> {
    Ok(URL_SAFE_NO_PAD.encode(random::<16>()?.as_slice()))
}

fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, DeviceError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| DeviceError::Internal(error.to_string()))?;
    Ok(bytes)
}
