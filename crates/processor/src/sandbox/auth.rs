//! Who asks: the account's server with its secret key, or a device with the publishable one.

use axum::http::{HeaderMap, Method, header};
use base64::Engine;
use base64::prelude::BASE64_STANDARD;

use super::error::ApiError;

/// The sandbox's secret key: all of the API.
pub const SECRET_KEY: &str = "sk_test_sandbox";
/// The sandbox's publishable key, for devices: it can turn a card into a token and nothing else.
pub const PUBLISHABLE_KEY: &str = "pk_test_sandbox";

/// Lets a request in, or says why not.
pub(super) fn admit(headers: &HeaderMap, method: &Method, path: &str) -> Result<(), ApiError> {
    let key = read_key(headers).ok_or_else(|| {
        ApiError::unauthorized(
            "You did not provide an API key in the Authorization header (Bearer or Basic).",
        )
    })?;
    let makes_token = method == Method::POST && path == "/v1/payment_methods";
    match key.as_str() {
        SECRET_KEY => Ok(()),
        PUBLISHABLE_KEY if makes_token => Ok(()),
        PUBLISHABLE_KEY => Err(ApiError::secret_key_required()),
        _ => Err(ApiError::unauthorized("Invalid API Key provided.")),
    }
}

/// `Bearer <key>`, or `Basic` with the key as the user's name (<https://docs.stripe.com/api/authentication>).
fn read_key(headers: &HeaderMap) -> Option<String> {
    let (scheme, credentials) = headers.get(header::AUTHORIZATION)?.to_str().ok()?.split_once(' ')?;
    if scheme.eq_ignore_ascii_case("bearer") {
        return Some(credentials.to_owned());
    }
    if !scheme.eq_ignore_ascii_case("basic") {
        return None;
    }
    let user = String::from_utf8(BASE64_STANDARD.decode(credentials).ok()?).ok()?;
    user.split(':').next().map(str::to_owned)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn admitted(authorization: &str, method: Method, path: &str) -> bool {
        let mut headers = HeaderMap::new();
        headers.insert(header::AUTHORIZATION, authorization.parse().unwrap());
        admit(&headers, &method, path).is_ok()
    }

    #[test]
    fn the_secret_key_opens_everything_in_either_scheme() {
        let basic = format!("Basic {}", BASE64_STANDARD.encode(format!("{SECRET_KEY}:")));
        for authorization in [&format!("Bearer {SECRET_KEY}"), &basic] {
            assert!(admitted(authorization, Method::POST, "/v1/refunds"), "{authorization}");
        }
    }

    #[test]
    fn the_publishable_key_makes_tokens_only() {
        let authorization = format!("Bearer {PUBLISHABLE_KEY}");
        assert!(admitted(&authorization, Method::POST, "/v1/payment_methods"));
        assert!(!admitted(&authorization, Method::GET, "/v1/payment_methods"));
        assert!(!admitted(&authorization, Method::POST, "/v1/payment_methods/pm_1/attach"));
        assert!(!admitted(&authorization, Method::POST, "/v1/payment_intents"));
    }

    #[test]
    fn other_keys_open_nothing() {
        for authorization in ["Bearer sk_live_x", "Basic !!", "sk_test_sandbox", "Digest x"] {
            assert!(!admitted(authorization, Method::POST, "/v1/payment_methods"), "{authorization}");
        }
    }
}
