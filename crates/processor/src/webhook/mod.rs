//! What Stripe tells by itself (<https://docs.stripe.com/webhooks>).

mod event;
mod signature;

use jiff::{SignedDuration, Timestamp};
use saifu_wallet::port::processor::ProcessorEvent;
use thiserror::Error;

pub(crate) use signature::sign;

/// The header that carries time and signatures, in lower case.
pub const SIGNATURE_HEADER: &str = "stripe-signature";

/// Stripe's own tolerance: a signature is of use for five minutes, so that a delivery that somebody recorded cannot
/// be sent again later.
pub const TOLERANCE: SignedDuration = SignedDuration::from_mins(5);

/// Why a delivery is not believed.
#[derive(Debug, Error)]
pub enum WebhookError {
    /// The header has no time or no `v1` signature.
    #[error("the signature header is malformed")]
    Header,
    /// None of the signatures is of the body under one of the secrets.
    #[error("no signature fits")]
    Signature,
    /// Signed too long ago, or in the future.
    #[error("signed at {0}, out of tolerance")]
    Time(Timestamp),
    /// Signed, but no event.
    #[error("the event cannot be read")]
    Event(#[source] serde_json::Error),
}

/// Reads a delivery, if it is from the processor: `Stripe-Signature` is `t=<unix>,v1=<hex>,…`, each `v1` an
/// HMAC-SHA256 under a secret over `<t>.<payload>` (<https://docs.stripe.com/webhooks#verify-manually>), compared in
/// constant time. While a secret is replaced there are two: any signature under any of them will do.
///
/// `payload` is the body as it came, byte for byte. `tolerance` is [`TOLERANCE`] but in tests.
///
/// # Errors
/// [`WebhookError`]; the sender gets 400 and tries again later.
pub fn verify_webhook(
    payload: &[u8],
    header: &str,
    secrets: &[&str],
    now: Timestamp,
    tolerance: SignedDuration,
) -> Result<ProcessorEvent, WebhookError> {
    let signed = signature::Signed::read(header).ok_or(WebhookError::Header)?;
    if !signed.fits(payload, secrets) {
        return Err(WebhookError::Signature);
    }
    if now.duration_since(signed.at).abs() > tolerance {
        return Err(WebhookError::Time(signed.at));
    }
    event::read(payload).map_err(WebhookError::Event)
}

#[cfg(test)]
mod tests;
