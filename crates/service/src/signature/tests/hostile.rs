use http::{HeaderMap, HeaderValue, header::AUTHORIZATION};
use proptest::prelude::*;

use super::*;
use crate::signature::{authorization::Authorization, vectors::SIGNATURE_SALT_20};

const GOOD: &str = "AMZN-PAY-RSASSA-PSS PublicKeyId=SANDBOX-A, SignedHeaders=a;b, Signature=QUJD";

#[test]
fn the_one_form_is_read() {
    let read = Authorization::parse(GOOD).unwrap();
    assert_eq!(read.algorithm, Algorithm::Pss);
    assert_eq!(read.public_key_id.as_str(), "SANDBOX-A");
    assert_eq!(read.signed_headers, "a;b");
    assert_eq!(read.signature, b"ABC");
}

#[test]
fn anything_near_the_one_form_is_refused() {
    let replaced = |from: &str, to: &str| GOOD.replace(from, to);
    let bad = [
        String::new(),
        "AMZN-PAY-RSASSA-PSS".to_owned(),
        replaced("PSS ", "PSS-V3 "),
        replaced("AMZN", "amzn"),
        replaced("PublicKeyId", "publickeyid"),
        replaced("SANDBOX-A", ""),
        replaced("SANDBOX-A", "SANDBOX A"),
        replaced("SANDBOX-A", "../A"),
        replaced("SANDBOX-A", &"A".repeat(129)),
        replaced("a;b", ""),
        replaced("a;b", "a;"),
        replaced("a;b", "a b"),
        replaced("a;b", &["a"; 65].join(";")),
        replaced("QUJD", "QUJ"),
        replaced("QUJD", "QUJ-"),
        replaced("QUJD", "QUJD QUJD"),
        replaced(", Signature=QUJD", ""),
        replaced(", Signature", ", Extra=1, Signature"),
        format!("{GOOD}, Signature=QUJD"),
        format!("{GOOD},"),
        format!("Bearer {GOOD}"),
    ];
    for text in bad {
        let read = Authorization::parse(&text);
        assert!(matches!(read, Err(SignatureError::Authorization(_))), "{text}: {read:?}");
    }
}

#[test]
fn none_two_or_binary_authorizations_are_refused() {
    let refused = |headers: &HeaderMap| {
        assert!(matches!(Authorization::read(headers), Err(SignatureError::Authorization(_))));
    };
    let mut headers = HeaderMap::new();
    refused(&headers);
    headers.append(AUTHORIZATION, HeaderValue::from_static(GOOD));
    assert!(Authorization::read(&headers).is_ok());
    headers.append(AUTHORIZATION, HeaderValue::from_static(GOOD));
    refused(&headers);
    headers.insert(AUTHORIZATION, HeaderValue::from_bytes(&[0xff, 0xfe]).unwrap());
    refused(&headers);
}

proptest! {
    #[test]
    fn no_authorization_makes_a_panic(text in "\\PC*") {
        let _ = Authorization::parse(&text);
    }

    #[test]
    fn no_cut_or_mixed_authorization_makes_a_panic(
        parts in prop::collection::vec("(AMZN-PAY-RSASSA-PSS(-V2)? ?)|(PublicKeyId|SignedHeaders|Signature)=|[,;= ]|[A-Za-z0-9+/]{0,9}", 0..12),
    ) {
        let _ = Authorization::parse(&parts.concat());
    }

    #[test]
    fn no_header_value_makes_a_panic(value in prop::collection::vec(32_u8..=255, 0..40), which in 0_usize..7) {
        let mut parts = Parts::vector(Algorithm::Pss, SIGNATURE_SALT_20);
        if let Ok(value) = HeaderValue::from_bytes(&value) {
            parts.headers.insert(vectors::HEADERS[which].0, value);
        }
        let _ = verdict(&parts);
    }

    #[test]
    fn no_date_makes_a_panic(date in "[0-9TZ:+-]{0,22}") {
        let mut parts = Parts::vector(Algorithm::Pss, SIGNATURE_SALT_20);
        parts.set("x-amz-pay-date", &date);
        prop_assert!(verdict(&parts).is_err());
    }
}
