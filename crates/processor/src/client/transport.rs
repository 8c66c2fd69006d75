//! One request and its answer.

use std::net::IpAddr;
use std::time::Duration;

use reqwest::header::{AUTHORIZATION, HeaderMap, HeaderName, HeaderValue};
use reqwest::{RequestBuilder, Url, redirect};
use saifu_wallet::port::processor::ProcessorError;
use serde::de::DeserializeOwned;

use super::error::{ClientError, read_refusal};
use super::form::Form;

const CONNECT_TIMEOUT: Duration = Duration::from_secs(3);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(15);
const IDEMPOTENCY_KEY: HeaderName = HeaderName::from_static("idempotency-key");

/// The account's address and key over a pool of connections. The key is marked sensitive: `Debug` hides it.
#[derive(Clone, Debug)]
pub(super) struct Transport {
    http: reqwest::Client,
    base: Url,
    timeout: Duration,
}

impl Transport {
    pub(super) fn new(base_url: &str, secret_key: &str) -> Result<Self, ClientError> {
        let base = read_base(base_url).ok_or_else(|| ClientError::BaseUrl(base_url.to_owned()))?;
        let mut authorization =
            HeaderValue::try_from(format!("Bearer {secret_key}")).map_err(|_| ClientError::SecretKey)?;
        authorization.set_sensitive(true);
        let builder = reqwest::Client::builder();
        // A proxy that the environment names leads out; what listens on this machine is not out there.
        let builder = if is_loopback(&base) { builder.no_proxy() } else { builder };
        let http = builder
            .default_headers(HeaderMap::from_iter([(AUTHORIZATION, authorization)]))
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(redirect::Policy::none())
            .build()
            .map_err(ClientError::Http)?;
        Ok(Self { http, base, timeout: ANSWER_TIMEOUT })
    }

    pub(super) fn with_timeout(self, timeout: Duration) -> Self {
        Self { timeout, ..self }
    }

    /// Posts a form to `/v1/<path>` and reads the object that answers.
    pub(super) async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        form: &Form,
        key: Option<&str>,
    ) -> Result<T, ProcessorError> {
        let request = self.http.post(self.address(path)?).form(form.pairs());
        let request = match key {
            Some(key) => request.header(IDEMPOTENCY_KEY, key),
            None => request,
        };
        read_answer(request.timeout(self.timeout)).await
    }

    /// Reads an object.
    pub(super) async fn get<T: DeserializeOwned>(&self, path: &[&str]) -> Result<T, ProcessorError> {
        read_answer(self.http.get(self.address(path)?).timeout(self.timeout)).await
    }

    /// Reads a list, narrowed by a query.
    pub(super) async fn list<T: DeserializeOwned>(
        &self,
        path: &[&str],
        query: &[(&str, String)],
    ) -> Result<T, ProcessorError> {
        read_answer(self.http.get(self.address(path)?).query(query).timeout(self.timeout)).await
    }

    fn address(&self, path: &[&str]) -> Result<Url, ProcessorError> {
        if let Some(odd) = path.iter().find(|segment| !is_plain(segment)) {
            return Err(ProcessorError::Refused(format!("{odd:?} is no processor's id")));
        }
        let mut address = self.base.clone();
        let refused = |()| ProcessorError::Refused("the base URL takes no path".to_owned());
        address.path_segments_mut().map_err(refused)?.pop_if_empty().push("v1").extend(path);
        Ok(address)
    }
}

/// Only http(s), and only addresses that paths can be added to.
fn read_base(text: &str) -> Option<Url> {
    Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.query().is_none())
}

fn is_loopback(url: &Url) -> bool {
    let host = url.host_str().unwrap_or_default();
    let ip: Option<IpAddr> = host.trim_matches(['[', ']']).parse().ok();
    host == "localhost" || ip.is_some_and(|ip| ip.is_loopback())
}

/// Ids come from devices: none may walk the URL to another object or operation.
fn is_plain(segment: &str) -> bool {
    !segment.is_empty() && segment.bytes().all(|b| b.is_ascii_alphanumeric() || b == b'_')
}

async fn read_answer<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, ProcessorError> {
    let answer = request.send().await.map_err(lost)?;
    let status = answer.status();
    let body = answer.bytes().await.map_err(lost)?;
    if !status.is_success() {
        return Err(read_refusal(status, &body));
    }
    // Something was done, and the answer does not say what: the outcome is unknown.
    serde_json::from_slice(&body).map_err(|error| ProcessorError::Unavailable(format!("unreadable: {error}")))
}

/// A request that could not be built was our mistake; whatever was sent may have arrived.
fn lost(error: reqwest::Error) -> ProcessorError {
    let text = describe(&error);
    if error.is_builder() { ProcessorError::Refused(text) } else { ProcessorError::Unavailable(text) }
}

/// The error with its causes, which reqwest's own text leaves out.
fn describe(error: &reqwest::Error) -> String {
    let causes = std::iter::successors(std::error::Error::source(error), |cause| cause.source());
    causes.fold(error.to_string(), |text, cause| format!("{text}: {cause}"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn paths_are_added_to_the_base_however_it_ends() {
        for base in ["http://localhost:1/sandbox/processor", "http://localhost:1/sandbox/processor/"] {
            let transport = Transport::new(base, "sk_test").unwrap();
            let address = transport.address(&["payment_intents", "pi_1", "capture"]).unwrap();
            assert_eq!(address.path(), "/sandbox/processor/v1/payment_intents/pi_1/capture");
        }
    }

    #[test]
    fn an_id_cannot_leave_its_place() {
        let transport = Transport::new("http://localhost:1", "sk_test").unwrap();
        for id in ["..", "pm_1/detach", "pm_1?x", "", "pm_%2e", "カード"] {
            assert!(
                matches!(transport.address(&["payment_methods", id]), Err(ProcessorError::Refused(_))),
                "{id}"
            );
        }
    }

    #[test]
    fn only_this_machine_is_reached_past_the_proxy() {
        let loopback = |url: &str| is_loopback(&Url::parse(url).unwrap());
        assert!(["http://localhost:1", "http://127.0.0.1", "http://[::1]:2"].into_iter().all(loopback));
        assert!(!["https://api.stripe.com", "http://localhost.example"].into_iter().any(loopback));
    }

    #[test]
    fn the_secret_key_is_not_shown() {
        let transport = Transport::new("http://localhost:1", "sk_live_hidden").unwrap();
        assert!(!format!("{transport:?}").contains("sk_live_hidden"));
        assert!(matches!(Transport::new("http://localhost:1", "sk\n"), Err(ClientError::SecretKey)));
        assert!(matches!(Transport::new("ftp://localhost", "sk"), Err(ClientError::BaseUrl(_))));
    }
}
