use std::ops::RangeInclusive;

use aws_lc_rs::{rsa::PublicEncryptingKey, signature::ParsedPublicKey};
use rustls_pki_types::{SubjectPublicKeyInfoDer, pem::PemObject};
use thiserror::Error;

use super::Algorithm;

/// A merchant's public key, parsed once and kept: parsing costs as much as verifying.
///
/// A parsed key carries its parameters, so there is one for each [`Algorithm`].
#[derive(Clone, Debug)]
pub struct MerchantKey {
    pss: ParsedPublicKey,
    pss_v2: ParsedPublicKey,
}

/// Why a public key was not accepted.
#[derive(Debug, Clone, PartialEq, Eq, Error)]
pub enum KeyError {
    /// The text is no PEM block `PUBLIC KEY`.
    #[error("not a public key in PEM form (-----BEGIN PUBLIC KEY-----)")]
    NotPem,
    /// The block holds something else than an RSA key of 2048 to 8192 bits.
    #[error("not an RSA key of 2048 to 8192 bits")]
    NotRsa,
}

impl MerchantKey {
    /// Reads a SubjectPublicKeyInfo (RFC 5280, 4.1.2.7) in PEM form, as merchants upload it.
    ///
    /// # Errors
    /// [`KeyError`]: no such PEM block, or no RSA key of 2048 to 8192 bits in it.
    pub fn parse(pem: &str) -> Result<Self, KeyError> {
        let spki = SubjectPublicKeyInfoDer::from_pem_slice(pem.as_bytes()).map_err(|_| KeyError::NotPem)?;
        check_size(spki.as_ref())?;
        let parsed = |algorithm: Algorithm| {
            ParsedPublicKey::new(algorithm.parameters(), spki.as_ref()).map_err(|_| KeyError::NotRsa)
        };
        Ok(Self { pss: parsed(Algorithm::Pss)?, pss_v2: parsed(Algorithm::PssV2)? })
    }

    /// Whether `signature` is this key's over `message`, with the salt that the algorithm names.
    pub(super) fn verifies(&self, algorithm: Algorithm, message: &[u8], signature: &[u8]) -> bool {
        let key = match algorithm {
            Algorithm::Pss => &self.pss,
            Algorithm::PssV2 => &self.pss_v2,
        };
        key.verify_sig(message, signature).is_ok()
    }
}

/// A verification key is measured only when it verifies; a merchant should hear of it on upload.
fn check_size(spki: &[u8]) -> Result<(), KeyError> {
    const BITS: RangeInclusive<usize> = 2048..=8192;
    let key = PublicEncryptingKey::from_der(spki).map_err(|_| KeyError::NotRsa)?;
    if BITS.contains(&key.key_size_bits()) { Ok(()) } else { Err(KeyError::NotRsa) }
}
