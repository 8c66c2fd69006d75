//! The wallet API (`/v1`) as a client sees it: one method a route, refusals decoded, times bounded.

mod access;
mod account;
mod card;
mod checkout;
mod device;
mod events;
mod factor;
mod gift;
mod movement;
mod passkey;
mod permission;
mod session_key;
mod top_up;
mod wallet;

use std::sync::Arc;
use std::sync::atomic::{AtomicI64, Ordering};
use std::time::Duration;

use jiff::SignedDuration;
use reqwest::redirect::Policy;
use reqwest::{Client, Method, RequestBuilder, Response, StatusCode};
use saifu_api::wallet::ErrorView;
use serde::Serialize;
use serde::de::DeserializeOwned;
use url::{Host, Url};
use zeroize::Zeroizing;

pub use self::card::CardAnswer;
pub use self::session_key::{SessionKey, new_jti};
use crate::{DeviceError, clock};

const CONNECT_TIMEOUT: Duration = Duration::from_secs(5);
const ANSWER_TIMEOUT: Duration = Duration::from_secs(20);

/// The bearer token of a session; wiped when dropped, never printed.
pub type AccessToken = Zeroizing<String>;

/// Speaks to one wallet service.
#[derive(Clone)]
pub struct ServiceClient {
    http: Client,
    base: Url,
    /// How far the service's clock is ahead of ours, in seconds: proofs are made by its clock.
    ahead_s: Arc<AtomicI64>,
}

impl ServiceClient {
    /// A client of the service at `base`.
    ///
    /// # Errors
    /// [`DeviceError::Request`]: no URL, or one that would carry a token in the clear over a network.
    pub fn new(base: &str) -> Result<Self, DeviceError> {
        let base = Url::parse(base).map_err(|_| DeviceError::Request("the service's address is no URL"))?;
        if !is_private(&base) {
            return Err(DeviceError::Request("the service must be reached by https"));
        }
        let mut builder = Client::builder()
            .connect_timeout(CONNECT_TIMEOUT)
            .redirect(Policy::none())
            .user_agent(concat!("saifu-device/", env!("CARGO_PKG_VERSION")));
        if is_loopback(&base) {
            builder = builder.no_proxy();
        }
        Ok(Self { http: builder.build().map_err(DeviceError::Unreachable)?, base, ahead_s: Arc::default() })
    }

    /// The address, as it is shown.
    #[must_use]
    pub fn address(&self) -> &str {
        self.base.as_str().trim_end_matches('/')
    }

    /// The HTTP client, for the processor.
    #[must_use]
    pub const fn http(&self) -> &Client {
        &self.http
    }

    fn request(&self, method: Method, path: &[&str], token: Option<&AccessToken>) -> RequestBuilder {
        let mut url = self.base.clone();
        if let Ok(mut segments) = url.path_segments_mut() {
            // Pushed one by one, so that an id with a slash stays one segment.
            segments.pop_if_empty().push("v1").extend(path);
        }
        let request = self.http.request(method, url);
        match token {
            Some(token) => request.bearer_auth(token.as_str()),
            None => request,
        }
    }

    /// A request with a proof of the session's key (RFC 9449).
    fn prove(&self, path: &[&str], key: &SessionKey, jti: &str) -> RequestBuilder {
        let request = self.request(Method::POST, path, None);
        let url = request.try_clone().and_then(|it| it.build().ok()).map(|it| it.url().to_string());
        let ahead = SignedDuration::from_secs(self.ahead_s.load(Ordering::Relaxed));
        let now = clock::now().checked_add(ahead).unwrap_or_else(|_| clock::now());
        request.header("dpop", key.prove("POST", &url.unwrap_or_default(), jti, now))
    }

    async fn get<T: DeserializeOwned>(&self, path: &[&str], token: &AccessToken) -> Result<T, DeviceError> {
        receive(self.request(Method::GET, path, Some(token))).await
    }

    /// One page of a list, newest first; `cursor` is of the page before.
    async fn page<T: DeserializeOwned>(
        &self,
        path: &[&str],
        token: &AccessToken,
        cursor: Option<&str>,
    ) -> Result<T, DeviceError> {
        let cursor: Vec<_> = cursor.map(|cursor| ("cursor", cursor)).into_iter().collect();
        receive(self.request(Method::GET, path, Some(token)).query(&cursor)).await
    }

    async fn post<T: DeserializeOwned>(
        &self,
        path: &[&str],
        token: Option<&AccessToken>,
        body: &(impl Serialize + Sync),
    ) -> Result<T, DeviceError> {
        receive(self.request(Method::POST, path, token).json(body)).await
    }
}

/// Whether what is sent there stays between the two ends: TLS, or this machine itself.
#[must_use]
pub fn is_private(url: &Url) -> bool {
    url.scheme() == "https" || (url.scheme() == "http" && is_loopback(url))
}

fn is_loopback(url: &Url) -> bool {
    match url.host() {
        Some(Host::Domain(name)) => name == "localhost" || name.ends_with(".localhost"),
        Some(Host::Ipv4(address)) => address.is_loopback(),
        Some(Host::Ipv6(address)) => address.is_loopback(),
        None => false,
    }
}

async fn receive<T: DeserializeOwned>(request: RequestBuilder) -> Result<T, DeviceError> {
    read(send(request).await?).await
}

async fn read<T: DeserializeOwned>(response: Response) -> Result<T, DeviceError> {
    let body = response.bytes().await.map_err(DeviceError::Unreachable)?;
    serde_json::from_slice(&body).map_err(|error| DeviceError::NotUnderstood(error.to_string()))
}

async fn receive_nothing(request: RequestBuilder) -> Result<(), DeviceError> {
    send(request).await.map(drop)
}

async fn send(request: RequestBuilder) -> Result<Response, DeviceError> {
    let response = request.timeout(ANSWER_TIMEOUT).send().await.map_err(DeviceError::Unreachable)?;
    accept(response).await
}

/// Passes an answer on, or decodes the refusal.
async fn accept(response: Response) -> Result<Response, DeviceError> {
    let status = response.status();
    if status.is_success() {
        return Ok(response);
    }
    let body = response.bytes().await.map_err(DeviceError::Unreachable)?;
    Err(refusal(status, &body))
}

fn refusal(status: StatusCode, body: &[u8]) -> DeviceError {
    match serde_json::from_slice::<ErrorView>(body) {
        Ok(view) => DeviceError::Refused(view),
        Err(_) => DeviceError::NotUnderstood(format!("status {status}")),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_token_never_crosses_a_network_in_the_clear() {
        for good in ["http://localhost:8080", "http://127.0.0.1:1", "http://[::1]:2", "https://saifu.example"]
        {
            assert!(ServiceClient::new(good).is_ok(), "{good}");
        }
        for bad in
            ["http://saifu.example", "http://localhost.example", "http://192.0.2.1", "ftp://localhost", "x"]
        {
            assert!(ServiceClient::new(bad).is_err(), "{bad}");
        }
    }

    #[test]
    fn an_id_cannot_leave_its_segment() {
        let client = ServiceClient::new("http://localhost:8080/").unwrap();
        let request = client.request(Method::GET, &["orders", "../home?x=1#y"], None).build().unwrap();
        assert_eq!(request.url().as_str(), "http://localhost:8080/v1/orders/..%2Fhome%3Fx=1%23y");
    }

    #[test]
    fn a_refusal_is_decoded_and_other_errors_are_not_trusted() {
        let body = br#"{"code":"sign_up.resend_too_soon","message":"wait","retryAt":"2026-11-23T10:00:00Z"}"#;
        let decoded = refusal(StatusCode::TOO_MANY_REQUESTS, body);
        assert!(matches!(&decoded, DeviceError::Refused(view) if view.retry_at.is_some()), "{decoded}");
        let page = refusal(StatusCode::BAD_GATEWAY, b"<html>nginx</html>");
        assert_eq!(page.code(), "device.service_not_understood");
    }
}
