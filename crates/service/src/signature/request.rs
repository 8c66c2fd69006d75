use http::{HeaderMap, Method};
use jiff::Timestamp;

use super::{
    Algorithm, Environment, MerchantKey, PublicKeyId, SignatureError,
    authorization::Authorization,
    canonical::{Canonical, clean_list, only_value},
    date::check_date,
};

const DATE: &str = "x-amz-pay-date";
const HOST: &str = "x-amz-pay-host";
const IDEMPOTENCY_KEY: &str = "x-amz-pay-idempotency-key";
const AUTH_TOKEN: &str = "x-amz-pay-authtoken";
/// What every SDK signs on every request.
const REQUIRED: [&str; 5] = ["accept", "content-type", DATE, HOST, "x-amz-pay-region"];

/// A request as it came over the wire, of which nothing but the `authorization` header is parsed.
#[derive(Debug)]
pub struct SignedRequest<'a> {
    method: &'a Method,
    path: &'a str,
    query: &'a str,
    headers: &'a HeaderMap,
    body: &'a [u8],
    authorization: Authorization,
}

impl<'a> SignedRequest<'a> {
    /// Takes the raw path, the raw query (without `?`, empty for none) and the raw body.
    ///
    /// # Errors
    /// [`SignatureError::Authorization`]: that header is not there once, or not of the one form.
    /// [`SignatureError::AuthToken`]: the request wants to act for another merchant.
    pub fn read(
        method: &'a Method,
        path: &'a str,
        query: &'a str,
        headers: &'a HeaderMap,
        body: &'a [u8],
    ) -> Result<Self, SignatureError> {
        let authorization = Authorization::read(headers)?;
        if headers.contains_key(AUTH_TOKEN) {
            return Err(SignatureError::AuthToken);
        }
        Ok(Self { method, path, query, headers, body, authorization })
    }

    /// Whose key has to verify the request.
    #[must_use]
    pub const fn public_key_id(&self) -> &PublicKeyId {
        &self.authorization.public_key_id
    }

    /// Where the request belongs: by the key id's prefix, or else by the path's (`/sandbox`, `/live`).
    ///
    /// # Errors
    /// [`SignatureError::Environment`]: the two disagree, or neither is there.
    pub fn environment(&self) -> Result<Environment, SignatureError> {
        let by_path = match self.path.split('/').nth(1) {
            Some("sandbox") => Some(Environment::Sandbox),
            Some("live") => Some(Environment::Live),
            _ => None,
        };
        match (self.public_key_id().environment(), by_path) {
            (Some(key), Some(path)) if key != path => Err(SignatureError::Environment),
            (Some(environment), _) | (None, Some(environment)) => Ok(environment),
            (None, None) => Err(SignatureError::Environment),
        }
    }

    fn check_headers(&self) -> Result<(), SignatureError> {
        let with_key = self.headers.contains_key(IDEMPOTENCY_KEY).then_some(IDEMPOTENCY_KEY);
        for name in REQUIRED.into_iter().chain(with_key) {
            only_value(self.headers, name)?;
            let mut signed = self.authorization.signed_headers.split(';');
            if !signed.any(|listed| listed.eq_ignore_ascii_case(name)) {
                return Err(SignatureError::Unsigned(name));
            }
        }
        Ok(())
    }

    /// The list of headers verbatim, and once more in lower case without repeats: the Node SDK signs
    /// the caller's spelling, the Python client signs the clean list but sends another.
    fn check_signature(&self, key: &MerchantKey) -> Result<(), SignatureError> {
        let Authorization { algorithm, signed_headers: verbatim, signature, .. } = &self.authorization;
        let first = self.string_to_sign(*algorithm, verbatim)?;
        if key.verifies(*algorithm, first.as_bytes(), signature) {
            return Ok(());
        }
        let clean = clean_list(verbatim);
        if clean != *verbatim {
            let second = self.string_to_sign(*algorithm, &clean)?;
            if key.verifies(*algorithm, second.as_bytes(), signature) {
                return Ok(());
            }
        }
        Err(SignatureError::Mismatch {
            string_to_sign: first,
            signature: self.authorization.signature_text.clone(),
        })
    }

    fn string_to_sign(&self, algorithm: Algorithm, list: &str) -> Result<String, SignatureError> {
        let method = self.method.as_str();
        let Self { path, query, headers, body, .. } = self;
        Canonical { method, path, query, headers, body }.string_to_sign(algorithm, list)
    }

    fn check_host(&self, host_names: &[&str]) -> Result<(), SignatureError> {
        let value = String::from_utf8_lossy(only_value(self.headers, HOST)?).into_owned();
        let name = without_port(&value);
        if host_names.iter().any(|own| own.eq_ignore_ascii_case(name)) {
            Ok(())
        } else {
            Err(SignatureError::Host(value))
        }
    }
}

/// Checks that the holder of `key` sent `request` to one of `host_names` (names without port) within
/// five minutes of `now`.
///
/// The signature comes before the date and the host, so that nobody without a key learns our clock.
///
/// # Errors
/// The first of [`SignatureError`] that applies.
pub fn verify(
    request: &SignedRequest<'_>,
    key: &MerchantKey,
    host_names: &[&str],
    now: Timestamp,
) -> Result<(), SignatureError> {
    request.check_headers()?;
    request.check_signature(key)?;
    check_date(only_value(request.headers, DATE)?, now)?;
    request.check_host(host_names)
}

/// `localhost:8443` → `localhost`, `[::1]:8443` → `[::1]`; the Node SDK signs the port, the others do not.
fn without_port(host: &str) -> &str {
    match host.rsplit_once(':') {
        Some((name, port)) if port.bytes().all(|b| b.is_ascii_digit()) => name,
        _ => host,
    }
}
