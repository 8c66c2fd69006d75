//! Sessions over HTTP, on two processes that share a database.

use saifu_tests::session_key::SessionKey;
use serde_json::{Value, json};

use crate::service::Service;
use crate::shop::Reply;
use crate::shopper::Shopper;

const REFRESH: &str = "/v1/session/refresh";

fn token(of: &str) -> Value {
    json!({ "refreshToken": of })
}

async fn home(shopper: &Shopper) -> Reply {
    shopper.get("/v1/home").await
}

#[tokio::test]
async fn a_session_goes_on_with_its_key_only() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    let first = shopper.refresh.clone();

    let keyless = shopper.post(REFRESH, &token(&first)).await;
    assert_eq!(keyless.code(), (401, "session.key_required"));
    let thief = SessionKey::new(66);
    let stolen = shopper.prove_as(&thief, REFRESH, "1", &token(&first)).await;
    assert_eq!(stolen.code(), (401, "session.invalid"));
    let elsewhere = shopper.key.proof("POST", "https://elsewhere.example/v1/session/refresh", "2");
    let replayed = shopper.send_proof(&elsewhere, REFRESH, &token(&first)).await;
    assert_eq!(replayed.code(), (401, "session.proof_invalid"));
    assert_eq!(home(&shopper).await.status, 200, "none of that did anything");

    let second = shopper.prove(REFRESH, &token(&first)).await;
    shopper.keep(&second);
    assert_eq!(home(&shopper).await.status, 200);
    let reused = shopper.prove(REFRESH, &token(&first)).await;
    assert_eq!(reused.code(), (401, "session.invalid"));
    assert_eq!(home(&shopper).await.code(), (401, "session.invalid"), "the family ended");
    let last = shopper.prove(REFRESH, &token(&shopper.refresh)).await;
    assert_eq!(last.code(), (401, "session.invalid"));
}

#[tokio::test]
async fn two_processes_agree_about_a_session() {
    let dir = tempfile::tempdir().unwrap();
    let (one, two) = (Service::start(dir.path()).await, Service::start(dir.path()).await);
    let mut shopper = Shopper::sign_up(&one.url, "misaki@example.jp").await;
    let first = shopper.refresh.clone();
    let at_one = shopper.prove_as(&shopper.key, REFRESH, "7", &token(&first)).await;
    let at_two = shopper.at(&two.url).prove_as(&shopper.key, REFRESH, "7", &token(&first)).await;
    assert_eq!(at_two.status, 200, "{at_two:?}");
    assert_eq!(
        at_one.body["refreshToken"], at_two.body["refreshToken"],
        "a lost answer, asked for elsewhere"
    );
    shopper.keep(&at_two);
    assert_eq!(home(&shopper).await.status, 200);
    assert_eq!(shopper.at(&two.url).send(reqwest::Method::DELETE, "/v1/session", None).await.status, 204);
    assert_eq!(home(&shopper).await.code(), (401, "session.invalid"), "ended within one request");
}
