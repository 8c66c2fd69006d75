use http::{Method, StatusCode};
use jiff::ToSpan;

use super::*;
use crate::signature::vectors::{CANONICAL_HASH, SIGNATURE_SALT_20, SIGNATURE_SALT_32, signature};

const ALGORITHMS: [Algorithm; 2] = [Algorithm::Pss, Algorithm::PssV2];

fn vector() -> Parts {
    Parts::vector(Algorithm::PssV2, SIGNATURE_SALT_32)
}

#[test]
fn what_the_node_sdk_signs_is_accepted_with_either_salt() {
    for algorithm in ALGORITHMS {
        assert_eq!(verdict(&Parts::vector(algorithm, signature(algorithm))), Ok(()), "{algorithm:?}");
    }
}

#[test]
fn a_signature_fails_under_the_other_algorithms_name() {
    assert_mismatch(&Parts::vector(Algorithm::Pss, SIGNATURE_SALT_32), "salt 32 named 20");
    assert_mismatch(&Parts::vector(Algorithm::PssV2, SIGNATURE_SALT_20), "salt 20 named 32");
}

#[test]
fn a_mismatch_shows_the_merchant_what_we_would_have_signed() {
    let parts = Parts::vector(Algorithm::Pss, SIGNATURE_SALT_32);
    let error = verdict(&parts).unwrap_err();
    assert_eq!(error.status(), StatusCode::FORBIDDEN);
    assert_eq!(error.reason_code(), "InvalidRequestSignature");
    let message = format!(
        "Unable to verify signature, signing String [AMZN-PAY-RSASSA-PSS\n{CANONICAL_HASH}] , \
         signature [{SIGNATURE_SALT_32}]"
    );
    assert_eq!(error.to_string(), message);
}

#[test]
fn anything_altered_fails() {
    let alter = |what: &str, change: &dyn Fn(&mut Parts)| {
        let mut parts = vector();
        change(&mut parts);
        assert_mismatch(&parts, what);
    };
    alter("method", &|parts| parts.method = Method::PATCH);
    alter("path", &|parts| parts.path.push('/'));
    alter("query", &|parts| parts.query = "a=b".to_owned());
    alter("body", &|parts| parts.body.push(b'\n'));
    alter("no body", &|parts| parts.body.clear());
    for (name, value) in vectors::HEADERS {
        alter(name, &|parts| parts.set(name, &format!("{value}0")));
    }
}

#[test]
fn any_flipped_bit_of_the_body_fails() {
    for place in (0..vectors::BODY.len()).step_by(7) {
        let mut parts = vector();
        parts.body[place] ^= 1;
        assert_mismatch(&parts, "flipped bit");
    }
}

#[test]
fn a_request_is_fresh_for_five_minutes_either_way() {
    let key = MerchantKey::parse(vectors::PUBLIC_KEY).unwrap();
    let at = |seconds: i64| verdict_at(&vector(), &key, vector_time() + seconds.seconds());
    for fresh in [-300, -1, 0, 299, 300] {
        assert_eq!(at(fresh), Ok(()), "{fresh}");
    }
    let date = "2026-11-01T03:04:05Z".to_owned();
    assert_eq!(at(301), Err(SignatureError::DatePast(date.clone())));
    assert_eq!(at(-301), Err(SignatureError::DateFuture(date)));
    let future = at(-301).unwrap_err();
    assert_eq!((future.status(), future.reason_code()), (StatusCode::BAD_REQUEST, "InvalidHeaderValue"));
    assert_eq!(
        future.to_string(),
        "The value 2026-11-01T03:04:05Z provided for x-amz-pay-date should not be in future"
    );
}

#[test]
fn a_stale_request_with_a_bad_signature_learns_only_of_the_signature() {
    let mut parts = vector();
    parts.body.clear();
    let key = MerchantKey::parse(vectors::PUBLIC_KEY).unwrap();
    let verdict = verdict_at(&parts, &key, vector_time() + 1.hours());
    assert!(matches!(verdict, Err(SignatureError::Mismatch { .. })));
}

#[test]
fn a_signature_for_another_host_is_worth_nothing_here() {
    let key = MerchantKey::parse(vectors::PUBLIC_KEY).unwrap();
    let parts = vector();
    let verdict = verify(&parts.request().unwrap(), &key, &["pay.saifu.example"], vector_time());
    assert_eq!(verdict, Err(SignatureError::Host("localhost:8443".to_owned())));
}

#[test]
fn a_button_is_signed_over_its_payload() {
    // Of the vector only the key serves here: `own_signer` has the buttons that verify.
    let key = MerchantKey::parse(vectors::PUBLIC_KEY).unwrap();
    let button =
        ButtonSignature { payload_json: vectors::BODY, signature: SIGNATURE_SALT_20, algorithm: None };
    assert!(matches!(verify_button(&button, &key), Err(SignatureError::Mismatch { .. })));
}

#[test]
fn keys_that_cannot_serve_are_refused_on_upload() {
    let parse = |pem: &str| MerchantKey::parse(pem).err();
    assert_eq!(parse(""), Some(KeyError::NotPem));
    assert_eq!(parse(&vectors::PUBLIC_KEY.replace("PUBLIC", "PRIVATE")), Some(KeyError::NotPem));
    let cut = vectors::PUBLIC_KEY.replace("9K0f", "").replace("6wIDAQAB", "");
    assert_eq!(parse(&cut), Some(KeyError::NotRsa));
    assert_eq!(parse(RSA_1024), Some(KeyError::NotRsa));
    assert_eq!(parse(P_256), Some(KeyError::NotRsa));
}

const RSA_1024: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MIGfMA0GCSqGSIb3DQEBAQUAA4GNADCBiQKBgQDVTITMNdm6grCk4VHsyz1FaQE0\n\
kehA6cpdmjgs/3UC1aybfzWXE02Uv54NWqIzRFmHTda/8KfUX8SL3aD4H9r8IP2w\n\
wj4poeKbgmQWQH+JuCtsRSndzqwVLsJukIreEbuMosYFxTc5AM6BYZend5jv2iQ+\n\
MGbTuFPx2bWbLg+e0wIDAQAB\n\
-----END PUBLIC KEY-----\n";

const P_256: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MFkwEwYHKoZIzj0CAQYIKoZIzj0DAQcDQgAEHKrZzABnkOBoZQ3epMmEk4jTAu8K\n\
YhAfOhRRU7y7FnK3UaRlLmmUsa/qmIKzqDBMwbNmBpg1mTDlGxY4X5GupA==\n\
-----END PUBLIC KEY-----\n";
