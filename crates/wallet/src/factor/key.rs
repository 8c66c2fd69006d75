use std::fmt;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use chacha20poly1305::aead::{Aead, Payload};
use chacha20poly1305::{Key, KeyInit, XChaCha20Poly1305, XNonce};
use zeroize::Zeroizing;

use crate::id::ShopperId;
use crate::{Moment, Outcome, Refusal};

const NONCE: usize = 24;

/// Seals what must be read again: the secrets of authenticator apps. The database alone is worth nothing without it.
#[derive(Clone)]
pub struct FactorKey(Zeroizing<[u8; 32]>);

impl FactorKey {
    /// 32 bytes that nobody can guess, the same for every process of the service.
    #[must_use]
    pub const fn new(bytes: Zeroizing<[u8; 32]>) -> Self {
        Self(bytes)
    }

    /// XChaCha20-Poly1305 with the shopper's id as associated data: nonce and ciphertext in base64url.
    pub(super) fn seal(&self, moment: &Moment<'_>, shopper: &ShopperId, secret: &[u8]) -> Outcome<String> {
        let nonce = moment.bytes::<NONCE>();
        let payload = Payload { msg: secret, aad: shopper.as_str().as_bytes() };
        let sealed = self.cipher().encrypt(XNonce::from_slice(&nonce), payload);
        let sealed = sealed.map_err(|_| Refusal::Stored("a secret cannot be sealed".to_owned()))?;
        Ok(URL_SAFE_NO_PAD.encode([&nonce[..], &sealed].concat()))
    }

    pub(super) fn open(&self, shopper: &ShopperId, sealed: &str) -> Outcome<Zeroizing<Vec<u8>>> {
        let unreadable = || Refusal::Stored(format!("the secret of {shopper} is under another key"));
        let bytes = URL_SAFE_NO_PAD.decode(sealed).map_err(|_| unreadable())?;
        let (nonce, sealed) = bytes.split_at_checked(NONCE).ok_or_else(unreadable)?;
        let payload = Payload { msg: sealed, aad: shopper.as_str().as_bytes() };
        let opened = self.cipher().decrypt(XNonce::from_slice(nonce), payload);
        opened.map(Zeroizing::new).map_err(|_| unreadable())
    }

    fn cipher(&self) -> XChaCha20Poly1305 {
        XChaCha20Poly1305::new(Key::from_slice(&*self.0))
    }
}

impl fmt::Debug for FactorKey {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("FactorKey")
    }
}
