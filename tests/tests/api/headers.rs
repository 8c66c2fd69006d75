//! What every answer says to a browser.

use reqwest::{Method, Response};

use crate::service::Service;

async fn asked(service: &Service, method: Method, path: &str) -> Response {
    let url = format!("http://127.0.0.1:{}{path}", service.port);
    reqwest::Client::new().request(method, url).send().await.unwrap()
}

fn says<'a>(answer: &'a Response, header: &str) -> &'a str {
    answer.headers().get(header).map_or("", |value| value.to_str().unwrap())
}

#[tokio::test]
async fn what_is_no_page_loads_and_frames_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    for path in ["/v1/status", "/v1/home", "/v2/charges/x", "/nowhere", "/webhooks/processor"] {
        let answer = asked(&service, Method::GET, path).await;
        let policy = says(&answer, "content-security-policy");
        assert_eq!(policy, "default-src 'none'; frame-ancestors 'none'", "{path}");
        assert_eq!(says(&answer, "x-content-type-options"), "nosniff", "{path}");
        assert_eq!(says(&answer, "cache-control"), "no-store", "{path}");
        assert_eq!(says(&answer, "referrer-policy"), "no-referrer", "{path}");
        assert_eq!(says(&answer, "strict-transport-security"), "", "{path}: localhost would lock itself out");
        assert_eq!(says(&answer, "access-control-allow-origin"), "", "{path}");
    }
    let page = asked(&service, Method::GET, "/checkout/processing?amazonCheckoutSessionId=x").await;
    assert!(says(&page, "content-security-policy").contains("style-src 'sha256-"), "a page has its own");
    assert_eq!(asked(&service, Method::TRACE, "/v1/status").await.status(), 405);
}

#[tokio::test]
async fn an_https_service_asks_for_https_for_two_years() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::behind(dir.path(), "https://pay.saifu.example").await;
    for path in ["/v1/status", "/checkout/processing", "/v2/charges/x"] {
        let answer = asked(&service, Method::GET, path).await;
        assert_eq!(
            says(&answer, "strict-transport-security"),
            "max-age=63072000; includeSubDomains",
            "{path}"
        );
    }
}
