//! Requests that no vector covers, signed here the way the SDKs do it.

use std::sync::LazyLock;

use aws_lc_rs::{
    encoding::{AsDer, PublicKeyX509Der},
    rand::SystemRandom,
    rsa::{KeyPair, KeySize},
    signature::{KeyPair as _, RSA_PSS_SHA256, RsaPssSaltLength, RsaSignatureEncoding},
};
use base64::{Engine, prelude::BASE64_STANDARD};

use super::*;
use crate::signature::canonical::{Canonical, string_to_sign};

static SALT_20: RsaSignatureEncoding = RSA_PSS_SHA256.with_pss_salt_length(RsaPssSaltLength::Custom(20));
static SALT_32: RsaSignatureEncoding = RSA_PSS_SHA256.with_pss_salt_length(RsaPssSaltLength::Custom(32));
static PAIR: LazyLock<KeyPair> = LazyLock::new(|| KeyPair::generate(KeySize::Rsa2048).unwrap());

const LIST: &str = "accept;content-type;x-amz-pay-date;x-amz-pay-host;x-amz-pay-region";

fn key() -> MerchantKey {
    let der: PublicKeyX509Der<'_> = PAIR.public_key().as_der().unwrap();
    let base64 = BASE64_STANDARD.encode(der.as_ref());
    let lines: Vec<&str> =
        base64.as_bytes().chunks(64).map(|line| std::str::from_utf8(line).unwrap()).collect();
    let pem = format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"));
    MerchantKey::parse(&pem).unwrap()
}

fn sign(algorithm: Algorithm, message: &str) -> String {
    let encoding = if algorithm == Algorithm::Pss { &SALT_20 } else { &SALT_32 };
    let mut signature = vec![0; PAIR.public_modulus_len()];
    PAIR.sign(encoding, &SystemRandom::new(), message.as_bytes(), &mut signature).unwrap();
    BASE64_STANDARD.encode(signature)
}

/// A request whose header says `sent` and whose signature is over `signed`.
fn request(sent: &str, signed: &str, change: impl FnOnce(&mut Parts)) -> Parts {
    let mut parts = Parts::vector(Algorithm::Pss, "");
    parts.headers.remove("x-amz-pay-idempotency-key");
    change(&mut parts);
    let Parts { method, path, query, headers, body } = &parts;
    let canonical = Canonical { method: method.as_str(), path, query, headers, body };
    let message = canonical.string_to_sign(Algorithm::Pss, signed).unwrap();
    parts.authorize(Algorithm::Pss, "SANDBOX-OWN", sent, &sign(Algorithm::Pss, &message));
    parts
}

fn verdict(parts: &Parts) -> Result<(), SignatureError> {
    verdict_at(parts, &key(), vector_time())
}

#[test]
fn the_compact_date_of_the_other_sdks_is_read_too() {
    let parts = request(LIST, LIST, |parts| {
        parts.set("x-amz-pay-date", "20261101T030405Z");
        parts.set("x-amz-pay-host", "pay.saifu.example");
    });
    assert_eq!(verdict(&parts), Ok(()));
}

#[test]
fn get_delete_and_trailing_slashes_are_signed_as_sent() {
    let parts = request(LIST, LIST, |parts| {
        parts.method = http::Method::DELETE;
        parts.path = "/sandbox/v2/chargePermissions/S03-1-2/close/".to_owned();
        parts.query = "b=%20&a=1".to_owned();
    });
    assert_eq!(verdict(&parts), Ok(()));
}

#[test]
fn a_list_in_mixed_case_is_signed_verbatim_by_node() {
    let mixed = LIST.replace("x-amz-pay-region", "X-Amz-Pay-Region");
    assert_eq!(verdict(&request(&mixed, &mixed, |_| ())), Ok(()));
}

#[test]
fn a_list_in_mixed_case_may_be_signed_clean() {
    let mixed = LIST.replace("x-amz-pay-region", "X-Amz-Pay-Region");
    assert_eq!(verdict(&request(&mixed, LIST, |_| ())), Ok(()));
}

#[test]
fn python_repeats_names_in_the_header_and_signs_the_clean_list() {
    let repeated = format!("{LIST};x-amz-pay-date;x-amz-pay-host");
    assert_eq!(verdict(&request(&repeated, LIST, |_| ())), Ok(()));
}

#[test]
fn dropping_or_swapping_names_of_the_list_fails() {
    let swapped = "content-type;accept;x-amz-pay-date;x-amz-pay-host;x-amz-pay-region";
    let longer = format!("{LIST};user-agent");
    for sent in [swapped, &longer] {
        let verdict = verdict(&request(sent, LIST, |_| ()));
        assert!(matches!(verdict, Err(SignatureError::Mismatch { .. })), "{sent}: {verdict:?}");
    }
}

#[test]
fn dates_in_other_forms_are_malformed_even_when_signed() {
    let odd = [
        "2026-11-01T03:04:05+00:00",
        "2026-11-01 03:04:05Z",
        "20261101T030405",
        "2026-13-01T03:04:05Z",
        "20260230T030405Z",
        "+0261101T030405Z",
        "1793502245",
        "",
    ];
    for date in odd {
        let parts = request(LIST, LIST, |parts| parts.set("x-amz-pay-date", date));
        assert_eq!(verdict(&parts), Err(SignatureError::DateMalformed(date.to_owned())), "{date}");
    }
}

#[test]
fn hosts_are_compared_without_port_and_case() {
    let at = |host: &str| verdict(&request(LIST, LIST, |parts| parts.set("x-amz-pay-host", host)));
    for own in ["localhost", "LocalHost:1", "pay.saifu.example:443"] {
        assert_eq!(at(own), Ok(()), "{own}");
    }
    for other in ["", "localhost.evil.example", "evil.example:443", "localhost:evil", "[::1]:8443"] {
        assert_eq!(at(other), Err(SignatureError::Host(other.to_owned())), "{other}");
    }
}

#[test]
fn a_button_verifies_over_the_exact_payload_and_its_salt() {
    let payload = r#"{"storeId":"store-1","note":"ありがとう"}"#;
    for algorithm in [Algorithm::Pss, Algorithm::PssV2] {
        let signature = sign(algorithm, &string_to_sign(algorithm, payload.as_bytes()));
        let check = |payload_json: &str, algorithm: Option<&str>| {
            let button = ButtonSignature { payload_json, signature: &signature, algorithm };
            verify_button(&button, &key())
        };
        assert_eq!(check(payload, Some(algorithm.name())), Ok(()));
        assert_eq!(check(payload, None).is_ok(), algorithm == Algorithm::Pss);
        assert!(check(&payload.replace(':', ": "), Some(algorithm.name())).is_err());
        assert!(matches!(check(payload, Some("RSA")), Err(SignatureError::Authorization(_))));
    }
}
