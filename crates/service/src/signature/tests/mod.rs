mod headers;
mod hostile;
mod own_signer;
mod vector;

use jiff::Timestamp;

use super::{SignatureError, vectors::Parts, *};

const HOSTS: [&str; 2] = ["localhost", "pay.saifu.example"];

fn vector_time() -> Timestamp {
    "2026-11-01T03:04:05Z".parse().unwrap()
}

/// The verdict over `parts` by `key` at `now`.
fn verdict_at(parts: &Parts, key: &MerchantKey, now: Timestamp) -> Result<(), SignatureError> {
    verify(&parts.request()?, key, &HOSTS, now)
}

/// The verdict by the vector's key at the vector's time.
fn verdict(parts: &Parts) -> Result<(), SignatureError> {
    verdict_at(parts, &MerchantKey::parse(vectors::PUBLIC_KEY).unwrap(), vector_time())
}

#[track_caller]
fn assert_mismatch(parts: &Parts, what: &str) {
    let verdict = verdict(parts);
    assert!(matches!(verdict, Err(SignatureError::Mismatch { .. })), "{what}: {verdict:?}");
}
