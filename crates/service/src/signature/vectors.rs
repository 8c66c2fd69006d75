//! A request that the official Node SDK 2.3.4 signed with either algorithm, its clock held at
//! 2026-11-01T03:04:05Z. The key signs nothing else.

use http::{HeaderMap, HeaderName, HeaderValue, Method};

use super::{Algorithm, SignedRequest};

pub(super) const KEY_ID: &str = "SANDBOX-TESTKEY1";
pub(super) const PUBLIC_KEY: &str = "\
-----BEGIN PUBLIC KEY-----\n\
MIIBIjANBgkqhkiG9w0BAQEFAAOCAQ8AMIIBCgKCAQEAulc4aZ9U3U9yEDsz/UXt\n\
0VJSyo8j8RfV3LQfslpE+gI45RQlA7axrWNRUuvR+h9MNde4d0S7vWlM3wlUPXIF\n\
TA3o+yiHRnZeAvZlNFoZzNOqY6e7TYLgO5LC0LKK8x8H1IzBrZCoVOTRuaxl4VUq\n\
ujifIbkXZB7YiqSwAsur04keDRObK0lfqKHaeXcKwfwrQUjyrBk0SJvjvNmd0u92\n\
0HRVThBIG/ydoRybMDbNSoxLUzJwvMvqUCmlg0VYIAzizKB3Yj/STVQtMSQlTO/K\n\
9DGX2zGo1sRIxfwjKefM5yUU70fKdhUBK/9AjytFatVlnLFroeqmkkRGp4WHVRR8\n\
6wIDAQAB\n\
-----END PUBLIC KEY-----\n";
pub(super) const PATH: &str = "/v2/checkoutSessions";
pub(super) const BODY: &str = r#"{"webCheckoutDetails":{"checkoutReviewReturnUrl":"https://merchant.example/review"},"storeId":"store-1","merchantMetadata":{"noteToBuyer":"ありがとう"}}"#;
pub(super) const HEADERS: [(&str, &str); 7] = [
    ("accept", "application/json"),
    ("content-type", "application/json"),
    ("user-agent", "amazon-pay-api-sdk-nodejs/2.3.4 (JS/20.20.2; linux)"),
    ("x-amz-pay-date", "2026-11-01T03:04:05Z"),
    ("x-amz-pay-host", "localhost:8443"),
    ("x-amz-pay-idempotency-key", "abc123"),
    ("x-amz-pay-region", "jp"),
];
/// SHA-256 of the canonical request.
pub(super) const CANONICAL_HASH: &str = "622bb0eaf6dae665a5febeae83f4090e1be68367daad6bd2701be8b66791891c";
pub(super) const SIGNATURE_SALT_20: &str = "\
    UQuqrt7Kgyd9Xhp+wwxF3lJ88k9Yv77Yc0nwcjKWqv+6NXTYLkWYIKhASBYtZRl+p7ZZjg4F3rf8KQqJXGiEY72+mU\
    gL1aixrR8U+r3MdgYFdqUA7s8fkUu6hT5v2FIc0LlwTrEZZGVTsiXbwj8LQ4VTfP6VUISX9jB4dkSfJeTLmybuOnwk\
    9c9ASUOSBY9pQQFqSW4GB+3ptl0UMjLrcCWU+CCBlM6WvRod2HV2IpLQKwALxk5KXT1Zmnt3DUwMLCo8anE8wNcsx1\
    UFkbQY8m53pO55IMBQd6Lkn3gUluHveYbZOZ6J7e8/MqkjOEvNzWfL3zvszoH5Yd0o0HylIw==";
pub(super) const SIGNATURE_SALT_32: &str = "\
    rYfqlBaLTTMTNscp0DY5zm6l7t5rfriWZ5O9WJP+0sor62fYjJDsyiM/ZRQo2L9aGy2F/B9C1Odh9wKB/QO6WR4+Ey\
    Q0PG9pAuxwEx62+bxu/qe6Suweq3xEbqbRLky0hlENvjOVSYz/cgm/k4w3HOnsqIxcpPMxk0SluL9HAC6widt5umQU\
    1z6pwrhMO/gOTqdf0VojsFTUWvlAcaimP0VnzL4BFOdaV9axA/6vYn0SclTsDm0Rm8cvj6xhGIwWQC18ju4+8C5mgD\
    Tp8P9BsCymsoeqnl0wNIsr9ExgsfnoifV2W9hVnTi6t/ude67BWNZq2/5hcbBrCGTSr1Zlpw==";

/// The signature that the SDK made with that algorithm.
pub(super) fn signature(algorithm: Algorithm) -> &'static str {
    match algorithm {
        Algorithm::Pss => SIGNATURE_SALT_20,
        Algorithm::PssV2 => SIGNATURE_SALT_32,
    }
}

/// A request in parts, to be altered.
#[derive(Clone)]
pub(super) struct Parts {
    pub(super) method: Method,
    pub(super) path: String,
    pub(super) query: String,
    pub(super) headers: HeaderMap,
    pub(super) body: Vec<u8>,
}

impl Parts {
    /// The vector, with an `authorization` header that names `algorithm` and carries `signature`.
    pub(super) fn vector(algorithm: Algorithm, signature: &str) -> Self {
        let mut parts = Self {
            method: Method::POST,
            path: PATH.to_owned(),
            query: String::new(),
            headers: HeaderMap::new(),
            body: BODY.as_bytes().to_vec(),
        };
        for (name, value) in HEADERS {
            parts.set(name, value);
        }
        let list = HEADERS.map(|(name, _)| name).join(";");
        parts.authorize(algorithm, KEY_ID, &list, signature);
        parts
    }

    pub(super) fn set(&mut self, name: &'static str, value: &str) {
        self.headers.insert(HeaderName::from_static(name), HeaderValue::from_str(value).unwrap());
    }

    pub(super) fn authorize(&mut self, algorithm: Algorithm, key_id: &str, list: &str, signature: &str) {
        let name = algorithm.name();
        let value = format!("{name} PublicKeyId={key_id}, SignedHeaders={list}, Signature={signature}");
        self.set("authorization", &value);
    }

    pub(super) fn request(&self) -> Result<SignedRequest<'_>, super::SignatureError> {
        SignedRequest::read(&self.method, &self.path, &self.query, &self.headers, &self.body)
    }
}
