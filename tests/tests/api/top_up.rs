//! Gift balance over HTTP: a slip that the sandbox's store takes, twice and late too, a bank transfer, a
//! card, what the limits leave, and who may look.

use anyhow::Result;
use saifu_service::serve::open;
use saifu_tests::wait::until;
use serde_json::{Value, json};

use crate::service::{Service, database};
use crate::shop::Reply;
use crate::shopper::Shopper;

fn yen(amount: u32) -> Value {
    json!({ "amount": amount.to_string(), "currencyCode": "JPY" })
}

async fn slip(shopper: &Shopper, amount: u32, chain: &str) -> Reply {
    shopper.post("/v1/top-ups/slips", &json!({ "amount": yen(amount), "chain": chain })).await
}

/// Presses a button of the store's page.
async fn at_store(service: &Service, top_up: &str, form: &str) {
    let client = reqwest::Client::builder().redirect(reqwest::redirect::Policy::none()).build().unwrap();
    let press = client
        .post(format!("{}/sandbox/store?top_up={top_up}", service.url))
        .header("content-type", "application/x-www-form-urlencoded")
        .body(form.to_owned());
    let back = press.send().await.unwrap();
    let back = back.headers()["location"].to_str().unwrap().to_owned();
    assert!(back.ends_with("done=true"), "{form}: {back}");
    let page = reqwest::get(format!("{}{back}", service.url)).await.unwrap().text().await.unwrap();
    assert!(page.contains("受け付けました"), "{page}");
}

async fn until_state(shopper: &Shopper, id: &str, state: &str) -> Reply {
    let look = async || -> Result<Option<Reply>> {
        let seen = shopper.get(&format!("/v1/top-ups/{id}")).await;
        Ok((seen.body["state"] == state).then_some(seen))
    };
    until(state, look).await.unwrap()
}

#[tokio::test]
async fn a_slip_is_paid_at_the_store_and_the_processor_tells_of_it() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    let made = slip(&shopper, 5000, "sevenEleven").await;
    assert_eq!((made.status, made.body["state"].as_str()), (200, Some("pending")), "{made:?}");
    let id = made.body["topUpId"].as_str().unwrap();
    let paper = &made.body["slip"];
    assert_eq!((paper["number"].as_str().unwrap().len(), paper["barcode"].as_str().unwrap().len()), (13, 44));
    assert_eq!(paper["amount"], yen(5000));
    let home = shopper.get("/v1/home").await.body;
    assert_eq!((&home["waiting"], &home["gift"]), (&yen(5000), &yen(0)), "never spendable while pending");

    at_store(&service, id, "outcome=paid_twice").await;
    let settled = until_state(&shopper, id, "settled").await;
    assert_eq!(settled.body["toReturn"], yen(5000), "the second payment waits to be given back");
    let instruments = shopper.get("/v1/instruments").await.body;
    let lot = &instruments["gifts"][0];
    assert_eq!((&lot["left"], lot["origin"].as_str()), (&yen(5000), Some("topUpSlip")));
    let history = shopper.get("/v1/gift-balance").await.body;
    assert_eq!(history["movements"][0]["reason"], "toppedUp");
    let list = shopper.get("/v1/top-ups?limit=1").await.body;
    assert_eq!((&list["topUps"][0]["topUpId"], &list["limits"]["leftToday"]), (&json!(id), &yen(195_000)));

    let store = open(&database(dir.path())).await.unwrap();
    assert_eq!(saifu_store::audit(&store).await.unwrap(), []);
    store.close().await;
}

#[tokio::test]
async fn limits_say_what_is_left_and_lists_go_on_by_cursor() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    let refused = slip(&shopper, 100_001, "lawson").await;
    assert_eq!((refused.code(), &refused.body["left"]), ((422, "top_up.limit_transaction"), &yen(100_000)));
    for chain in ["lawson", "familyMart"] {
        assert_eq!(slip(&shopper, 100_000, chain).await.status, 200);
    }
    let card = shopper.post("/v1/top-ups/card", &json!({ "amount": yen(500) })).await;
    assert_eq!((card.code(), &card.body["left"]), ((422, "top_up.limit_day"), &yen(0)), "cards count too");
    let first = shopper.get("/v1/top-ups?limit=1").await.body;
    let cursor = first["cursor"].as_str().unwrap();
    let second = shopper.get(&format!("/v1/top-ups?limit=1&cursor={cursor}")).await.body;
    let chain = |page: &Value| page["topUps"][0]["slip"]["chain"].clone();
    assert_eq!((chain(&first), chain(&second)), (json!("familyMart"), json!("lawson")));
    assert_eq!(shopper.get("/v1/top-ups?cursor=x").await.code(), (400, "request.invalid"));

    let id = first["topUps"][0]["topUpId"].as_str().unwrap();
    let off = shopper.post(&format!("/v1/top-ups/{id}/cancel"), &json!({})).await;
    assert_eq!(off.body["state"], "canceled", "{off:?}");
    let card = shopper.post("/v1/top-ups/card", &json!({ "amount": yen(500) })).await;
    assert_eq!(card.status, 200, "{card:?}");
    let id = card.body["id"].as_str().unwrap();
    let off = shopper.post(&format!("/v1/top-ups/{id}/cancel"), &json!({})).await;
    assert_eq!((off.status, off.body["state"].as_str()), (200, Some("canceled")));

    at_store(&service, first["topUps"][0]["topUpId"].as_str().unwrap(), "outcome=late").await;
}

#[tokio::test]
async fn a_bank_transfer_of_another_sum_and_what_others_may_see() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    let made = shopper.post("/v1/top-ups/bank-transfers", &json!({ "amount": yen(3000) })).await;
    let id = made.body["topUpId"].as_str().unwrap();
    assert_eq!(made.body["bankTransfer"]["accountNumber"].as_str().unwrap().len(), 7, "{made:?}");
    at_store(&service, id, "outcome=sum&amount=3500").await;
    let settled = until_state(&shopper, id, "settled").await;
    assert_eq!(settled.body["toReturn"], yen(500));
    let late = shopper.post(&format!("/v1/top-ups/{id}/cancel"), &json!({})).await;
    assert_eq!(late.code(), (422, "top_up.status_invalid"));

    let other = Shopper::sign_up(&service.url, "other@example.jp").await;
    assert_eq!(other.get(&format!("/v1/top-ups/{id}")).await.code(), (404, "top_up.not_found"));
    let strange = other.post(&format!("/v1/top-ups/{id}/cancel"), &json!({})).await;
    assert_eq!(strange.code(), (404, "top_up.not_found"));
    let told = reqwest::Client::new().post(format!("{}/webhooks/processor", service.url)).body("{}");
    assert_eq!(told.send().await.unwrap().status(), 400, "nobody signed that");
    let nothing = reqwest::get(format!("{}/sandbox/store?top_up=T-0", service.url)).await.unwrap();
    assert!(nothing.text().await.unwrap().contains("支払うものがありません"));
}

#[tokio::test]
async fn what_the_law_asks_to_tell_is_told_to_everybody() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let terms: Value = reqwest::get(format!("{}/v1/terms", service.url)).await.unwrap().json().await.unwrap();
    assert_eq!(terms["terms"].as_array().unwrap().len(), 9);
    assert_eq!(
        (terms["terms"][6]["kind"].as_str(), terms["sandbox"].as_bool()),
        (Some("refund"), Some(true))
    );
    assert!(terms["terms"][6]["article"].as_str().unwrap().contains("第20条第5項"));
    assert!(!terms["issuer"].as_str().unwrap().is_empty());
}
