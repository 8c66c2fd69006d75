use http::{HeaderValue, StatusCode};

use super::*;
use crate::signature::vectors::{HEADERS, KEY_ID, SIGNATURE_SALT_20};

fn vector() -> Parts {
    Parts::vector(Algorithm::Pss, SIGNATURE_SALT_20)
}

#[test]
fn a_header_that_is_gone_is_named() {
    for (name, _) in HEADERS {
        let mut parts = vector();
        parts.headers.remove(name);
        let error = verdict(&parts).unwrap_err();
        assert_eq!(error, SignatureError::MissingHeader(name.to_owned()));
        assert_eq!((error.status(), error.reason_code()), (StatusCode::BAD_REQUEST, "MissingHeader"));
    }
}

#[test]
fn a_signed_header_that_stands_twice_is_refused() {
    for (name, value) in HEADERS {
        let mut parts = vector();
        parts.headers.append(name, HeaderValue::from_static(value));
        assert_eq!(verdict(&parts), Err(SignatureError::RepeatedHeader(name.to_owned())));
    }
}

#[test]
fn what_must_be_signed_has_to_be_in_the_list() {
    for (gone, _) in HEADERS.into_iter().filter(|(name, _)| *name != "user-agent") {
        let mut parts = vector();
        let list: Vec<&str> =
            HEADERS.into_iter().map(|(name, _)| name).filter(|name| *name != gone).collect();
        parts.authorize(Algorithm::Pss, KEY_ID, &list.join(";"), SIGNATURE_SALT_20);
        let error = verdict(&parts).unwrap_err();
        assert!(matches!(error, SignatureError::Unsigned(name) if name == gone), "{gone}: {error:?}");
        assert_eq!(error.reason_code(), "InvalidRequestSignature");
    }
}

#[test]
fn acting_for_another_merchant_is_refused() {
    let mut parts = vector();
    parts.set("x-amz-pay-authtoken", "token");
    let error = parts.request().unwrap_err();
    assert_eq!((error.status(), error.reason_code()), (StatusCode::FORBIDDEN, "InvalidAuthorizationToken"));
}

#[test]
fn unsigned_headers_of_the_php_sdk_do_no_harm() {
    let mut parts = vector();
    parts.set("x-amz-pay-sdk-type", "PHP");
    assert_eq!(verdict(&parts), Ok(()));
}

#[test]
fn the_environment_is_the_key_prefixs_or_the_paths_and_they_agree() {
    let environment = |key_id: &str, path: &str| {
        let mut parts = vector();
        parts.authorize(Algorithm::Pss, key_id, "accept", "");
        parts.path = path.to_owned();
        parts.request().unwrap().environment()
    };
    let (sandbox, live) = (Ok(Environment::Sandbox), Ok(Environment::Live));
    assert_eq!(environment("SANDBOX-A", "/v2/charges"), sandbox);
    assert_eq!(environment("sandbox-A", "/sandbox/v2/charges"), sandbox);
    assert_eq!(environment("A", "/sandbox/v2/charges"), sandbox);
    assert_eq!(environment("LIVE-A", "/v2/charges"), live);
    assert_eq!(environment("A", "/live/v2/charges"), live);
    for (key_id, path) in [("A", "/v2/x"), ("LIVE-A", "/sandbox/v2/x"), ("SANDBOX-A", "/live/v2/x")] {
        assert_eq!(environment(key_id, path), Err(SignatureError::Environment), "{key_id} {path}");
    }
}
