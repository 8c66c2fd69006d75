//! What a shop's mistakes and a stranger's requests get.

use reqwest::Method;
use serde_json::{Value, json};

use crate::service::Service;
use crate::shop::Shop;

fn body(shop: &Shop) -> Value {
    json!({ "storeId": shop.store_id, "webCheckoutDetails": {} })
}

#[tokio::test]
async fn a_wrong_signature_is_refused_before_anything_is_read() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, _) = service.demo().await;
    let sent = body(&shop);
    let altered =
        shop.send_signed_over(Method::POST, "/v2/checkoutSessions", Some(&sent), None, Some("{}")).await;
    assert_eq!(altered.reason(), (403, "InvalidRequestSignature"));
    let stranger = Shop::new().known_as(&shop.key_id, &shop.store_id, &shop.url);
    let refused = stranger.post("/v2/checkoutSessions", &sent).await;
    assert_eq!(refused.reason(), (403, "InvalidRequestSignature"));
    let unknown = Shop::new().known_as("SANDBOX-UNKNOWN", &shop.store_id, &shop.url);
    let refused = unknown.get("/v2/checkoutSessions/x").await;
    assert_eq!(refused.reason(), (403, "InvalidAuthentication"));
}

#[tokio::test]
async fn every_form_of_the_path_is_one_operation() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, _) = service.demo().await;
    for path in ["/v2/checkoutSessions", "/v2/checkoutSessions/", "/sandbox/v2/checkoutSessions"] {
        let made = shop.post(path, &body(&shop)).await;
        assert_eq!(made.status, 201, "{path} {made:?}");
        let id = made.body["checkoutSessionId"].as_str().unwrap();
        assert_eq!(shop.get(&format!("{path}/{id}").replace("//", "/")).await.status, 200);
    }
    let live = shop.post("/live/v2/checkoutSessions", &body(&shop)).await;
    assert_eq!(live.status, 403, "a sandbox key is none of the live environment");
    let other = shop.get("/v2/disputes/x").await;
    assert_eq!(other.reason(), (405, "UnsupportedOperation"));
}

#[tokio::test]
async fn a_shops_mistakes_have_reason_codes() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, _) = service.demo().await;
    let with = |field: &str, value: Value| {
        let mut body = body(&shop);
        body[field] = value;
        body
    };
    let price = |amount: Value| json!({ "chargeAmount": { "amount": amount, "currencyCode": "JPY" } });
    for (sent, expected) in [
        (json!({ "webCheckoutDetails": {} }), (400, "MissingParameterValue")),
        (json!({ "storeId": shop.store_id }), (400, "MissingParameterValue")),
        (with("storeId", json!("other")), (400, "InvalidParameterValue")),
        (with("checkoutMode", json!("ProcessOrder")), (400, "UnrecognizedField")),
        (with("paymentDetails", price(json!("705.00"))), (400, "InvalidParameterValue")),
        (with("paymentDetails", price(json!(-1))), (400, "InvalidParameterValue")),
        (with("paymentDetails", price(json!("10000001"))), (400, "InvalidParameterValue")),
        (with("paymentDetails", json!({ "paymentIntent": "Pay" })), (400, "InvalidParameterValue")),
        (
            with("webCheckoutDetails", json!({ "checkoutCancelUrl": "javascript:1" })),
            (400, "InvalidParameterValue"),
        ),
        (with("webCheckoutDetails", json!(7)), (400, "InvalidRequestFormat")),
    ] {
        let refused = shop.post("/v2/checkoutSessions", &sent).await;
        assert_eq!(refused.reason(), expected, "{sent}");
    }
    assert_eq!(shop.get("/v2/charges/S03-0000000-0000000-C000000").await.reason(), (404, "ResourceNotFound"));
}

#[tokio::test]
async fn the_redirect_comes_when_only_the_shopper_is_missing() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, _) = service.demo().await;
    let made = shop.post("/v2/checkoutSessions", &body(&shop)).await;
    assert_eq!(made.body["webCheckoutDetails"]["amazonPayRedirectUrl"], Value::Null);
    assert_eq!(made.body["constraints"].as_array().unwrap().len(), 4);
    let path = format!("/v2/checkoutSessions/{}", made.body["checkoutSessionId"].as_str().unwrap());
    let update = json!({
        "webCheckoutDetails": { "checkoutResultReturnUrl": "https://shop.example/done" },
        "paymentDetails": {
            "paymentIntent": "Authorize",
            "chargeAmount": { "amount": 500, "currencyCode": "JPY" },
        },
    });
    let updated = shop.send(Method::PATCH, &path, Some(&update), None).await;
    assert_eq!(updated.status, 200, "{updated:?}");
    assert!(updated.body["webCheckoutDetails"]["amazonPayRedirectUrl"].is_string());
    assert_eq!(updated.body["constraints"][0]["constraintId"], "BuyerNotAssociated");
    let early = json!({ "chargeAmount": { "amount": "500", "currencyCode": "JPY" } });
    let early = shop.post(&format!("{path}/complete"), &early).await;
    assert_eq!(early.reason(), (422, "InvalidCheckoutSessionStatus"));
}

#[tokio::test]
async fn an_idempotency_key_makes_one_session() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, _) = service.demo().await;
    let (path, sent) = ("/v2/checkoutSessions", body(&shop));
    let create = || shop.send(Method::POST, path, Some(&sent), Some("abc-123_X"));
    let (one, two) = tokio::join!(create(), create());
    let third = create().await;
    assert_eq!([one.status, two.status, third.status], [201; 3]);
    assert_eq!(one.body["checkoutSessionId"], two.body["checkoutSessionId"]);
    assert_eq!(one.body["checkoutSessionId"], third.body["checkoutSessionId"]);
    let mut other = sent.clone();
    other["supplementaryData"] = json!("other");
    let refused = shop.send(Method::POST, path, Some(&other), Some("abc-123_X")).await;
    assert_eq!(refused.reason(), (400, "DuplicateIdempotencyKey"));
    let long = shop.send(Method::POST, path, Some(&sent), Some(&"a".repeat(33))).await;
    assert_eq!(long.reason(), (400, "InvalidHeaderValue"));
}
