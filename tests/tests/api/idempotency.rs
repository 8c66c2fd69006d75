//! The first answer to a request with a key is the answer to each copy of it.

use reqwest::Method;
use serde_json::{Value, json};

use crate::payment::{approved, order};
use crate::permission::subscribe;
use crate::service::Service;
use crate::shop::{Reply, Shop};
use crate::shopper::Shopper;

fn yen(amount: u32) -> Value {
    json!({ "amount": amount.to_string(), "currencyCode": "JPY" })
}

async fn keyed(shop: &Shop, path: &str, body: &Value, key: &str) -> Reply {
    shop.send(Method::POST, path, Some(body), Some(key)).await
}

#[tokio::test]
async fn a_copy_is_answered_as_the_first_was_whatever_happened_since() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, _) = service.demo().await;
    let sent = order(&shop);
    let first = keyed(&shop, "/v2/checkoutSessions", &sent, "one").await;
    let path = format!("/v2/checkoutSessions/{}", first.body["checkoutSessionId"].as_str().unwrap());
    let change = json!({ "merchantMetadata": { "merchantReferenceId": "1002" } });
    let changed = shop.send(Method::PATCH, &path, Some(&change), None).await;
    assert_eq!(changed.body["merchantMetadata"]["merchantReferenceId"], "1002");
    let service = service.restart().await;
    let shop = shop.at(&service.url);
    let copy = keyed(&shop, "/v2/checkoutSessions", &sent, "one").await;
    assert_eq!((copy.status, &copy.body), (first.status, &first.body));
}

#[tokio::test]
async fn a_completion_that_is_sent_again_is_answered_again() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    shopper.redeem(&codes[2]).await;
    let (id, _, _) = approved(&shop, &mut shopper).await;
    let path = format!("/v2/checkoutSessions/{id}/complete");
    let body = json!({ "chargeAmount": yen(5880) });
    let complete = || keyed(&shop, &path, &body, "done");
    let (one, two, three) = tokio::join!(complete(), complete(), complete());
    for copy in [&one, &two, &three] {
        assert_eq!((copy.status, &copy.body), (200, &one.body));
    }
    let other = keyed(&shop, &path, &json!({ "chargeAmount": yen(5881) }), "done").await;
    assert_eq!(other.reason(), (400, "DuplicateIdempotencyKey"));
    let keyless = shop.post(&path, &body).await;
    assert_eq!(keyless.reason(), (422, "InvalidCheckoutSessionStatus"));
}

#[tokio::test]
async fn what_a_rule_refused_stays_refused_and_what_was_not_understood_may_be_corrected() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    shopper.redeem(&codes[2]).await;
    let id = subscribe(&shop, &mut shopper).await;
    shopper.raise_month(&id, 20_000).await;
    let charge = |yen: Value| json!({ "chargePermissionId": id, "chargeAmount": yen, "captureNow": true });
    let poor = keyed(&shop, "/v2/charges", &charge(yen(5000)), "a").await;
    assert_eq!(poor.reason(), (422, "SoftDeclined"));
    shopper.redeem(&codes[0]).await;
    let late = keyed(&shop, "/v2/charges", &charge(yen(5000)), "a").await;
    assert_eq!((late.status, &late.body), (poor.status, &poor.body), "the first answer stands");
    let wrong =
        keyed(&shop, "/v2/charges", &charge(json!({ "amount": "1.50", "currencyCode": "JPY" })), "b").await;
    assert_eq!(wrong.reason(), (400, "InvalidParameterValue"));
    let right = keyed(&shop, "/v2/charges", &charge(yen(5000)), "b").await;
    assert_eq!(right.status, 201, "{right:?}");
}
