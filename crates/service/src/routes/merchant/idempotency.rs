use axum::http::{HeaderMap, Method};
use saifu_wallet::Outcome;
use saifu_wallet::merchant::{IdempotencyKey, IdempotentAnswer};
use saifu_wallet::moment::{digest, hex};
use saifu_wallet::port::store::Find;

use super::caller::Caller;
use super::error::{Answer, MerchantError};
use crate::app::App;

const HEADER: &str = "x-amz-pay-idempotency-key";

/// The idempotency key of a POST: per merchant, kept for ever, 1 to 32 of `a-z A-Z 0-9 - _`.
pub fn key(
    headers: &HeaderMap,
    caller: &Caller,
    method: &Method,
    path: &str,
    body: &[u8],
) -> Answer<Option<IdempotencyKey>> {
    let Some(value) = headers.get(HEADER) else { return Ok(None) };
    let text = value.to_str().unwrap_or_default();
    let known = |byte: u8| byte.is_ascii_alphanumeric() || byte == b'-' || byte == b'_';
    if !(1..=32).contains(&text.len()) || !text.bytes().all(known) {
        let message = format!("The value {text} provided for {HEADER} is invalid.");
        return Err(MerchantError::bad("InvalidHeaderValue", message));
    }
    let request_digest = digest(&format!("{method}\n{path}\n{}", hex(body)));
    Ok(Some(IdempotencyKey { key: format!("{}:{text}", caller.merchant.id), request_digest }))
}

/// What a use-case made. Where it was refused, a copy of the request with the same key may have been
/// first: then that one's answer is this one's.
pub async fn made_by(app: &App, key: Option<&IdempotencyKey>, outcome: Outcome<String>) -> Answer<String> {
    match outcome {
        Ok(id) => Ok(id),
        Err(refusal) => match made_before(app, key).await? {
            Some(id) => Ok(id),
            None => Err(refusal.into()),
        },
    }
}

/// What this key made before; the same key with another request is refused.
pub async fn made_before(app: &App, key: Option<&IdempotencyKey>) -> Answer<Option<String>> {
    let Some(key) = key else { return Ok(None) };
    match app.store.find::<IdempotentAnswer>(&key.key).await? {
        None => Ok(None),
        Some(before) if before.value.request_digest == key.request_digest => Ok(Some(before.value.object_id)),
        Some(_) => {
            let message = "The idempotency key was used with another request.";
            Err(MerchantError::bad("DuplicateIdempotencyKey", message))
        }
    }
}
