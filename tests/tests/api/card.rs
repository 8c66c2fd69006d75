//! Cards over HTTP: 3-D Secure when one is linked, names, order, and one that something still needs.

use reqwest::Method;
use saifu_tests::wait::until;
use serde_json::json;

use crate::payment::approved;
use crate::service::Service;
use crate::shopper::Shopper;

#[tokio::test]
async fn a_bank_that_wants_to_see_the_shopper_is_asked_first() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    for (outcome, expected) in [("fail", (422, "card.authentication_failed")), ("succeed", (200, ""))] {
        let asked = shopper.link("4000002500003155").await;
        assert_eq!(asked.status, 202, "{asked:?}");
        let id = asked.body["confirmationId"].as_str().unwrap();
        let early = shopper.post("/v1/cards/confirmations", &json!({ "confirmationId": id })).await;
        assert_eq!(
            (early.status, &early.body["confirmationId"]),
            (202, &json!(id)),
            "nobody was at the bank"
        );
        let page = reqwest::get(asked.body["url"].as_str().unwrap()).await.unwrap();
        assert!(page.status().is_success());
        at_bank(&service, id, outcome).await;
        let linked = shopper.post("/v1/cards/confirmations", &json!({ "confirmationId": id })).await;
        assert_eq!(linked.code(), expected, "{linked:?}");
        let other = Shopper::sign_up(&service.url, &format!("{outcome}@example.jp")).await;
        let strange = other.post("/v1/cards/confirmations", &json!({ "confirmationId": id })).await;
        assert_eq!(strange.code(), (404, "card.not_found"), "another's link");
    }
    let cards = shopper.get("/v1/instruments").await.body["cards"].clone();
    assert_eq!((cards.as_array().unwrap().len(), cards[0]["last4"].as_str()), (1, Some("3155")));
    let back = reqwest::get(format!("{}/card/returned", service.url)).await.unwrap().text().await.unwrap();
    assert!(back.contains("saifu://card/returned"));
}

#[tokio::test]
async fn a_payment_waits_for_the_shopper_at_the_bank_and_goes_on_by_itself() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, _) = service.demo().await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    let asked = shopper.link("4000002760003184").await;
    let id = asked.body["confirmationId"].as_str().unwrap().to_owned();
    at_bank(&service, &id, "succeed").await;
    shopper.post("/v1/cards/confirmations", &json!({ "confirmationId": id })).await;

    let (_, proposal, order) = approved(&shop, &mut shopper).await;
    assert_eq!(proposal.body["funding"][0]["kind"], "card");
    let path = format!("/v1/orders/{order}/approval");
    let waits = shopper.get(&path).await;
    assert_eq!(waits.body["outcome"], "atBank", "{waits:?}");
    let page = waits.body["bankPage"].as_str().unwrap().to_owned();
    assert_eq!(shopper.get(&format!("/v1/orders/{order}")).await.body["bankPage"], page);
    at_bank(&service, page.rsplit('/').next().unwrap(), "succeed").await;
    // The processor tells by a webhook.
    let decided = until("the payment goes on", async || {
        let outcome = shopper.get(&path).await;
        Ok((outcome.body["outcome"] != "atBank").then_some(outcome))
    });
    assert_eq!(decided.await.unwrap().body["outcome"], "authorized");
    let other = Shopper::sign_up(&service.url, "other@example.jp").await;
    assert_eq!(other.get(&path).await.code(), (404, "order.not_found"));
}

/// What the shopper does on the bank's page.
async fn at_bank(service: &Service, id: &str, outcome: &str) {
    let chosen = reqwest::Client::new()
        .post(format!("{}/sandbox/processor/v1/test_helpers/authenticate/{id}", service.url))
        .bearer_auth("sk_test_sandbox")
        .header("content-type", "application/x-www-form-urlencoded")
        .body(format!("outcome={outcome}"));
    assert!(chosen.send().await.unwrap().status().is_success());
}

#[tokio::test]
async fn cards_have_kinds_names_and_an_order() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    let mut ids = Vec::new();
    for number in ["4242424242424242", "4000056655665556", "5105105105105100"] {
        let linked = shopper.link(number).await;
        ids.push(linked.body["cardId"].as_str().unwrap().to_owned());
    }
    let path = format!("/v1/cards/{}", ids[1]);
    let named = shopper.send(Method::PATCH, &path, Some(&json!({ "nickname": " 家計 " }))).await;
    assert_eq!((named.body["nickname"].as_str(), named.body["kind"].as_str()), (Some("家計"), Some("debit")));
    let long = json!({ "nickname": "あ".repeat(21) });
    assert_eq!(shopper.send(Method::PATCH, &path, Some(&long)).await.code(), (422, "card.nickname_invalid"));
    let order = json!({ "cardIds": [ids[2], ids[1], ids[0]] });
    assert_eq!(shopper.send(Method::PUT, "/v1/cards/order", Some(&order)).await.status, 204);
    let part = json!({ "cardIds": [ids[2], ids[2], ids[0]] });
    let refused = shopper.send(Method::PUT, "/v1/cards/order", Some(&part)).await;
    assert_eq!(refused.code(), (422, "card.order_invalid"));
    let cards = shopper.get("/v1/instruments").await.body["cards"].clone();
    let shown: Vec<&str> =
        cards.as_array().unwrap().iter().map(|it| it["cardId"].as_str().unwrap()).collect();
    assert_eq!(shown, [&ids[0], &ids[2], &ids[1]], "the default card, then the shopper's order");
}

#[tokio::test]
async fn a_card_that_a_shop_may_still_charge_says_so_before_it_goes() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, _) = service.demo().await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    let card = shopper.link("4242424242424242").await.body["cardId"].as_str().unwrap().to_owned();
    let (session, _, order) = approved(&shop, &mut shopper).await;
    let path = format!("/v1/cards/{card}");
    let refused = shopper.send(Method::DELETE, &path, None).await;
    assert_eq!(refused.code(), (409, "card.in_use"));
    let used = &refused.body["inUse"][0];
    assert_eq!((used["kind"].as_str(), used["orderId"].as_str()), (Some("permission"), Some(order.as_str())));
    assert_eq!(shopper.send(Method::DELETE, &format!("{path}?force=true"), None).await.status, 204);
    // What was approved goes on.
    let amount = json!({ "chargeAmount": { "amount": "5880", "currencyCode": "JPY" } });
    let done = shop.post(&format!("/v2/checkoutSessions/{session}/complete"), &amount).await;
    assert_eq!(done.status, 200, "{done:?}");
    assert_eq!(shopper.send(Method::DELETE, &path, None).await.code(), (404, "card.not_found"));
}
