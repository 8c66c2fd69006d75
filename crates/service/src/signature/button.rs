use base64::{Engine, prelude::BASE64_STANDARD};

use super::{Algorithm, MerchantKey, SignatureError, canonical::string_to_sign};

/// What a shop's page hands over with its button: a payload that the shop's server signed.
///
/// There is no date in it, so it never expires: it proves what the shop offers, not that the shop
/// offers it now.
#[derive(Clone, Copy, Debug)]
pub struct ButtonSignature<'a> {
    /// `payloadJSON`, exactly as received; it is parsed only after it verified.
    pub payload_json: &'a str,
    /// Base64, padded.
    pub signature: &'a str,
    /// The name of the algorithm; the SDKs' default is meant where there is none.
    pub algorithm: Option<&'a str>,
}

/// Checks that the holder of `key` signed the payload.
///
/// # Errors
/// [`SignatureError::Authorization`]: unknown algorithm, or the signature is not base64.
/// [`SignatureError::Mismatch`]: the key does not verify it.
pub fn verify_button(button: &ButtonSignature<'_>, key: &MerchantKey) -> Result<(), SignatureError> {
    let algorithm = button.algorithm.map_or(Some(Algorithm::Pss), Algorithm::named);
    let algorithm = algorithm.ok_or(SignatureError::Authorization("unknown algorithm"))?;
    let signature = BASE64_STANDARD
        .decode(button.signature)
        .map_err(|_| SignatureError::Authorization("Signature is not base64"))?;
    let string_to_sign = string_to_sign(algorithm, button.payload_json.as_bytes());
    if key.verifies(algorithm, string_to_sign.as_bytes(), &signature) {
        Ok(())
    } else {
        Err(SignatureError::Mismatch { string_to_sign, signature: button.signature.to_owned() })
    }
}
