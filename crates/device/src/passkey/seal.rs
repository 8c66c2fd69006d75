//! Sealing of the credential's private key: it takes the keyring of this device *and* the PIN.
//!
//! KEK = HKDF-SHA-256(device secret ‖ Argon2id(PIN, salt; 64 MiB, t = 3, p = 1)), then
//! XChaCha20-Poly1305 with the credential id as associated data. Who has the file alone learns
//! nothing; who has file and keyring pays the Argon2id for each of the million PINs.

use argon2::{Algorithm, Argon2, Params, Version};
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use hkdf::Hkdf;
use passkey_crypto::CoseKey;
use passkey_crypto::coset::CborSerializable;
use serde::{Deserialize, Serialize};
use sha2::Sha256;
use zeroize::Zeroizing;

use super::{Pin, base64url};
use crate::DeviceError;

const KEK_INFO: &[u8] = b"saifu.passkey.kek.v1";
const ALONE_INFO: &[u8] = b"saifu.passkey.fingerprint.v1";
const MEMORY_KIB: u32 = 64 * 1024;
const PASSES: u32 = 3;
const LANES: u32 = 1;

/// The device's half of the KEK: 32 random bytes of the keyring.
pub type DeviceSecret = Zeroizing<Vec<u8>>;

/// A sealed private key, as it lies on disk.
#[derive(Clone, Serialize, Deserialize)]
pub struct SealedKey {
    #[serde(with = "base64url")]
    salt: Vec<u8>,
    #[serde(with = "base64url")]
    nonce: Vec<u8>,
    #[serde(with = "base64url")]
    ciphertext: Vec<u8>,
}

/// Random bytes of the system.
///
/// # Errors
/// [`DeviceError::Internal`]: the system gives none.
pub fn random<const N: usize>() -> Result<Zeroizing<[u8; N]>, DeviceError> {
    let mut bytes = Zeroizing::new([0; N]);
    getrandom::fill(bytes.as_mut_slice()).map_err(|error| DeviceError::Internal(error.to_string()))?;
    Ok(bytes)
}

/// Seals a key under secret and PIN. Slow on purpose (about 0.3 s), blocking.
///
/// # Errors
/// [`DeviceError::Internal`]: no randomness or no memory.
pub fn seal(
    key: &CoseKey,
    credential_id: &[u8],
    pin: &Pin,
    secret: &DeviceSecret,
) -> Result<SealedKey, DeviceError> {
    let salt = random::<16>()?.to_vec();
    let cipher = cipher(KEK_INFO, secret, &*stretch(pin, &salt)?)?;
    seal_with(&cipher, key, credential_id, salt)
}

/// Seals a key under the secret alone: for what opens it there is no cipher, such as a finger.
///
/// # Errors
/// As [`seal`].
pub fn seal_alone(
    key: &CoseKey,
    credential_id: &[u8],
    secret: &DeviceSecret,
) -> Result<SealedKey, DeviceError> {
    let salt = random::<16>()?.to_vec();
    let cipher = cipher(ALONE_INFO, secret, &salt)?;
    seal_with(&cipher, key, credential_id, salt)
}

fn seal_with(
    cipher: &XChaCha20Poly1305,
    key: &CoseKey,
    credential_id: &[u8],
    salt: Vec<u8>,
) -> Result<SealedKey, DeviceError> {
    let nonce = random::<24>()?.to_vec();
    let plain =
        Zeroizing::new(key.clone().to_vec().map_err(|error| DeviceError::Internal(error.to_string()))?);
    let payload = Payload { msg: &plain, aad: credential_id };
    let ciphertext = cipher
        .encrypt(XNonce::from_slice(&nonce), payload)
        .map_err(|_| DeviceError::Internal("the key could not be sealed".to_owned()))?;
    Ok(SealedKey { salt, nonce, ciphertext })
}

impl SealedKey {
    /// Opens the seal; `None` where the PIN, the device secret, the credential or the file is not
    /// the one that it was sealed with: which of them, nobody can tell. Slow, blocking.
    ///
    /// # Errors
    /// [`DeviceError::Internal`]: no memory.
    pub fn open(
        &self,
        credential_id: &[u8],
        pin: &Pin,
        secret: &DeviceSecret,
    ) -> Result<Option<CoseKey>, DeviceError> {
        self.open_with(&cipher(KEK_INFO, secret, &*stretch(pin, &self.salt)?)?, credential_id)
    }

    /// Opens what [`seal_alone`] sealed; `None` as in [`SealedKey::open`].
    ///
    /// # Errors
    /// As [`SealedKey::open`].
    pub fn open_alone(
        &self,
        credential_id: &[u8],
        secret: &DeviceSecret,
    ) -> Result<Option<CoseKey>, DeviceError> {
        self.open_with(&cipher(ALONE_INFO, secret, &self.salt)?, credential_id)
    }

    fn open_with(
        &self,
        cipher: &XChaCha20Poly1305,
        credential_id: &[u8],
    ) -> Result<Option<CoseKey>, DeviceError> {
        if self.nonce.len() != 24 {
            return Ok(None);
        }
        let payload = Payload { msg: &self.ciphertext, aad: credential_id };
        let opened = cipher.decrypt(XNonce::from_slice(&self.nonce), payload);
        let Ok(plain) = opened.map(Zeroizing::new) else { return Ok(None) };
        CoseKey::from_slice(&plain).map(Some).map_err(|error| DeviceError::Internal(error.to_string()))
    }
}

fn stretch(pin: &Pin, salt: &[u8]) -> Result<Zeroizing<[u8; 32]>, DeviceError> {
    let internal = |error: &dyn std::fmt::Display| DeviceError::Internal(error.to_string());
    let params = Params::new(MEMORY_KIB, PASSES, LANES, Some(32)).map_err(|error| internal(&error))?;
    let mut stretched = Zeroizing::new([0; 32]);
    Argon2::new(Algorithm::Argon2id, Version::V0x13, params)
        .hash_password_into(pin.as_bytes(), salt, stretched.as_mut_slice())
        .map_err(|error| internal(&error))?;
    Ok(stretched)
}

fn cipher(info: &[u8], secret: &DeviceSecret, with: &[u8]) -> Result<XChaCha20Poly1305, DeviceError> {
    let material = Zeroizing::new([secret.as_slice(), with].concat());
    let mut kek = Zeroizing::new([0; 32]);
    Hkdf::<Sha256>::new(None, &material)
        .expand(info, kek.as_mut_slice())
        .map_err(|error| DeviceError::Internal(error.to_string()))?;
    Ok(XChaCha20Poly1305::new(Key::from_slice(kek.as_slice())))
}

#[cfg(test)]
mod tests {
    use passkey_crypto::rust_crypto::RustCryptoBackend;
    use passkey_crypto::{CryptoBackend, SecretKeyT, iana};

    use super::*;

    fn pin(text: &str) -> Pin {
        Pin::new(text.to_owned()).unwrap()
    }

    fn key() -> CoseKey {
        RustCryptoBackend.generate_key(iana::Algorithm::ES256).unwrap().to_cose_key()
    }

    #[test]
    fn it_opens_with_pin_secret_and_credential_and_with_nothing_less() {
        let (key, secret) = (key(), Zeroizing::new(vec![7; 32]));
        let sealed = seal(&key, b"credential", &pin("402913"), &secret).unwrap();
        let open = |id: &[u8], digits: &str, secret: &DeviceSecret| sealed.open(id, &pin(digits), secret);
        assert_eq!(open(b"credential", "402913", &secret).unwrap(), Some(key));
        assert_eq!(open(b"credential", "402914", &secret).unwrap(), None);
        assert_eq!(open(b"another", "402913", &secret).unwrap(), None);
        assert_eq!(open(b"credential", "402913", &Zeroizing::new(vec![8; 32])).unwrap(), None);
    }

    #[test]
    fn the_seal_without_a_pin_opens_with_its_own_secret_and_is_no_other_seal() {
        let (key, secret) = (key(), Zeroizing::new(vec![7; 32]));
        let sealed = seal_alone(&key, b"credential", &secret).unwrap();
        assert_eq!(sealed.open_alone(b"credential", &secret).unwrap(), Some(key));
        assert_eq!(sealed.open_alone(b"another", &secret).unwrap(), None);
        assert_eq!(sealed.open_alone(b"credential", &Zeroizing::new(vec![8; 32])).unwrap(), None);
        assert_eq!(sealed.open(b"credential", &pin("402913"), &secret).unwrap(), None);
    }

    #[test]
    fn one_flipped_bit_of_the_file_opens_nothing() {
        let secret = Zeroizing::new(vec![7; 32]);
        let mut sealed = seal(&key(), b"c", &pin("402913"), &secret).unwrap();
        sealed.ciphertext[0] ^= 1;
        assert_eq!(sealed.open(b"c", &pin("402913"), &secret).unwrap(), None);
    }
}
