use saifu_service::serve::open;
use serde_json::{Value, json};

use crate::service::Service;
use crate::shop::{Reply, Shop};
use crate::shopper::Shopper;

pub fn order(shop: &Shop) -> Value {
    let items = json!({ "lineItems": [
        { "name": "深煎りブレンド 豆 200g", "quantity": 2, "unitPrice": "1480", "taxRate": "reduced" },
        { "name": "円すいドリッパー 白磁", "quantity": 1, "unitPrice": "2420", "taxRate": "standard" },
        { "name": "送料", "quantity": 1, "unitPrice": "500", "taxRate": "standard" },
    ]});
    json!({
        "storeId": shop.store_id,
        "webCheckoutDetails": {
            "checkoutReviewReturnUrl": "https://shop.example/review",
            "checkoutResultReturnUrl": "https://shop.example/result?lang=ja",
        },
        "paymentDetails": {
            "paymentIntent": "AuthorizeWithCapture",
            "chargeAmount": { "amount": "5880", "currencyCode": "JPY" },
        },
        "merchantMetadata": { "merchantReferenceId": "1001", "noteToBuyer": "ありがとう" },
        "supplementaryData": items.to_string(),
    })
}

/// The shop changes its mind: 9,880 yen for something else.
pub async fn asks_more(shop: &Shop, session: &str) {
    let items = json!({ "lineItems": [
        { "name": "電動ミル", "quantity": 1, "unitPrice": "9880", "taxRate": "standard" },
    ]});
    let change = json!({
        "paymentDetails": { "chargeAmount": { "amount": "9880", "currencyCode": "JPY" } },
        "supplementaryData": items.to_string(),
    });
    let path = format!("/v2/checkoutSessions/{session}");
    let changed = shop.send(reqwest::Method::PATCH, &path, Some(&change), None).await;
    assert_eq!(changed.status, 200, "{changed:?}");
}

/// A session that waits for an approval.
pub async fn opened(shop: &Shop) -> String {
    let session = shop.post("/v2/checkoutSessions", &order(shop)).await;
    session.body["checkoutSessionId"].as_str().unwrap().to_owned()
}

/// The shopper approves an order; answers with session, proposal and order id.
pub async fn approved(shop: &Shop, shopper: &mut Shopper) -> (String, Reply, String) {
    let id = opened(shop).await;
    let proposal = shopper.propose(&id).await;
    let approved = shopper.approve(&proposal).await;
    (id, proposal, approved.body["orderId"].as_str().unwrap().to_owned())
}

#[tokio::test]
async fn the_main_job_from_sign_up_to_receipt_over_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    assert_eq!(shopper.link("4242424242424242").await.status, 200);
    shopper.redeem(&codes[0]).await;

    let session = shop.post("/v2/checkoutSessions", &order(&shop)).await;
    assert_eq!(session.status, 201, "{session:?}");
    let id = session.body["checkoutSessionId"].as_str().unwrap().to_owned();
    let redirect = session.body["webCheckoutDetails"]["amazonPayRedirectUrl"].as_str().unwrap();
    let page = reqwest::get(redirect).await.unwrap().text().await.unwrap();
    assert!(page.contains("山ねこ珈琲") && page.contains(&format!("saifu://checkout/{id}")));

    let proposal = shopper.propose(&id).await;
    assert_eq!(proposal.body["terms"]["payee"]["name"], "山ねこ珈琲", "{proposal:?}");
    let approved = shopper.approve(&proposal).await;
    assert_eq!(approved.body["outcome"], "authorized", "{approved:?}");

    // Stopped in the middle and started again: the approval stands.
    let service = service.restart().await;
    let path = format!("/v2/checkoutSessions/{id}/complete");
    let charge = json!({ "chargeAmount": { "amount": 5880, "currencyCode": "JPY" } });
    let completed = shop.post(&path, &charge).await;
    assert_eq!((completed.status, &completed.body["statusDetails"]["state"]), (200, &json!("Completed")));
    let again = shop.post(&path, &charge).await;
    assert_eq!(again.reason(), (422, "InvalidCheckoutSessionStatus"));

    check_order(&shopper, approved.body["orderId"].as_str().unwrap()).await;
    let database = saifu_service::settings::Database { data_dir: dir.path().to_owned(), database_url: None };
    let findings = saifu_store::audit(&open(&database).await.unwrap()).await.unwrap();
    assert!(findings.is_empty(), "{findings:?}");
    drop(service);
}

async fn check_order(shopper: &Shopper, id: &str) {
    let orders = shopper.get("/v1/orders").await;
    assert_eq!(orders.body["orders"][0]["orderId"], id);
    assert_eq!(orders.body["monthTotal"]["amount"], "5880");
    let order = shopper.get(&format!("/v1/orders/{id}")).await;
    assert_eq!(order.body["row"]["state"], "captured", "{order:?}");
    assert_eq!(order.body["rewards"]["total"]["amount"], "58");
    let legs = order.body["funding"].as_array().unwrap();
    let legs: Vec<_> =
        legs.iter().map(|leg| (leg["kind"].as_str(), leg["amount"]["amount"].as_str())).collect();
    assert_eq!(legs, [(Some("gift"), Some("3000")), (Some("card"), Some("2880"))]);
    let receipt = shopper.get(&format!("/v1/orders/{id}/receipt")).await;
    let taxes = receipt.body["taxTotals"].as_array().unwrap();
    let taxes: Vec<_> = taxes.iter().map(|it| it["tax"]["amount"].as_str().unwrap()).collect();
    assert_eq!(taxes, ["219", "265"], "one rounding a rate: 2960 at 8 %, 2920 at 10 %");
    let home = shopper.get("/v1/home").await;
    assert_eq!((&home.body["gift"]["amount"], &home.body["points"]["amount"]), (&json!("0"), &json!("58")));
}

#[tokio::test]
async fn a_refund_that_a_shop_sends_again_and_again_is_one_refund() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    shopper.redeem(&codes[2]).await;
    let (id, _, _) = approved(&shop, &mut shopper).await;
    let charge = json!({ "chargeAmount": { "amount": 5880, "currencyCode": "JPY" } });
    let completed = shop.post(&format!("/v2/checkoutSessions/{id}/complete"), &charge).await;
    let charge_id = completed.body["chargeId"].clone();
    let sent = json!({ "chargeId": charge_id, "refundAmount": { "amount": "880", "currencyCode": "JPY" } });
    let refund = || shop.send(reqwest::Method::POST, "/v2/refunds", Some(&sent), Some("one-key"));
    let (one, two, three, four) = tokio::join!(refund(), refund(), refund(), refund());
    let answers = [one, two, three, four];
    assert!(answers.iter().all(|it| it.status == 201), "{answers:?}");
    assert!(answers.iter().all(|it| it.body["refundId"] == answers[0].body["refundId"]));
    let charge = shop.get(&format!("/v2/charges/{}", charge_id.as_str().unwrap())).await;
    assert_eq!(charge.body["refundedAmount"]["amount"], "880");
}

#[tokio::test]
async fn another_shopper_sees_nothing() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    shopper.redeem(&codes[2]).await;
    let (id, proposal, order) = approved(&shop, &mut shopper).await;

    let other = Shopper::sign_up(&service.url, "other@example.jp").await;
    assert_eq!(other.get(&format!("/v1/orders/{order}")).await.code(), (404, "order.not_found"));
    assert_eq!(other.get(&format!("/v1/orders/{order}/receipt")).await.code(), (404, "order.not_found"));
    assert_eq!(other.propose(&id).await.code(), (422, "checkout.taken"));
    let declined = other.post(&format!("/v1/checkout-sessions/{id}/decline"), &json!({})).await;
    assert_eq!(declined.code(), (404, "checkout.not_found"));
    // Another account cannot approve, even with the terms in hand.
    let path = format!("/v1/proposals/{}/approval", proposal.body["terms"]["proposalId"].as_str().unwrap());
    assert_eq!(
        other.post(&path, &json!({ "credential": {} })).await.code(),
        (422, "approval.proposal_expired")
    );
    let fresh = shop.post("/v2/checkoutSessions", &self::order(&shop)).await;
    let poor = other.propose(fresh.body["checkoutSessionId"].as_str().unwrap()).await;
    assert_eq!(poor.code(), (422, "funding.card_required"));
}

#[tokio::test]
async fn odd_requests_get_an_answer_in_json() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    for path in ["/v1/orders/%ff", "/v1/orders?limit=x", "/v1/orders?cursor=x", "/v1/orders?cursor=9e9_x"] {
        assert_eq!(shopper.get(path).await.code(), (400, "request.invalid"), "{path}");
    }
    let hostile = json!({ "name": "a", "email": "\"a b\"@example.jp" });
    assert_eq!(shopper.post("/v1/sign-ups", &hostile).await.code(), (422, "sign_up.email_invalid"));
}

#[tokio::test]
async fn a_till_charges_the_code_on_the_shoppers_screen() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (_, codes) = service.demo().await;
    let shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    shopper.redeem(&codes[0]).await;
    let code = shopper.post("/v1/store-codes", &json!({})).await;
    let scan = json!({ "code": code.body["digits"], "amount": "1284" });
    let paid = shopper.post("/dev/till", &scan).await;
    assert_eq!((paid.status, &paid.body["state"]), (200, &json!("Captured")), "{paid:?}");
    assert_eq!(shopper.post("/dev/till", &scan).await.code(), (422, "store_code.used"));
    let home = shopper.get("/v1/home").await;
    assert_eq!(home.body["gift"]["amount"], "1716");
    assert_eq!(home.body["recent"][0]["channel"], "store");
}
