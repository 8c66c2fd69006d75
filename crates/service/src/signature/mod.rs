//! Signatures of a merchant's requests, as the Amazon Pay API v2 SDKs make them.
//!
//! Pure functions: the clock, the keys and our host names are arguments. The order of a request's
//! life is fixed by the types: [`SignedRequest::read`] takes the raw parts and parses nothing but
//! the `authorization` header; the caller looks the key up by [`SignedRequest::public_key_id`];
//! [`verify`] says whether the rest may be looked at.

mod algorithm;
mod authorization;
mod button;
mod canonical;
mod date;
mod error;
mod key;
mod request;

#[cfg(test)]
mod tests;
#[cfg(test)]
mod vectors;

pub use algorithm::Algorithm;
pub use authorization::{Environment, PublicKeyId};
pub use button::{ButtonSignature, verify_button};
pub use error::SignatureError;
pub use key::{KeyError, MerchantKey};
pub use request::{SignedRequest, verify};
