//! Who may come in, over HTTP: recovery and its page, another address and its page, the history of sign-ins, limits.

use reqwest::{Client, StatusCode};
use saifu_tests::wait::until;
use serde_json::{Value, json};

use crate::device::joined;
use crate::service::Service;
use crate::shopper::{Shopper, mailed_code};

const EMAIL: &str = "misaki@example.jp";

/// The link of a mail that leads to this path.
async fn mailed_link(url: &str, email: &str, path: &str) -> String {
    let mailbox = format!("{url}/dev/mailbox.json?to={email}");
    let look = async || {
        let mails: Value = reqwest::get(&mailbox).await?.json().await?;
        let texts = mails.as_array().into_iter().flatten().filter_map(|it| it["text"].as_str());
        let link = texts.flat_map(str::split_whitespace).find(|it| it.contains(path));
        Ok(link.map(str::to_owned))
    };
    until("the mail", look).await.unwrap()
}

/// A device that waits for the account, with the recovery's id.
async fn waiting(service: &Service, owner: &mut Shopper) -> (Shopper, String) {
    let assertion = owner.prove_again("recovery-codes").await;
    let codes = owner.post("/v1/factors/recovery-codes", &json!({ "assertion": assertion })).await;
    let recovery_code = codes.body["codes"][0].as_str().unwrap().to_owned();
    let new = Shopper::new(&service.url, 9);
    let started = new.prove("/v1/recoveries", &json!({ "email": EMAIL, "deviceName": "new phone" })).await;
    assert_eq!((started.status, started.body["readyAt"].is_null()), (202, true), "{started:?}");
    let id = started.body["recoveryId"].as_str().unwrap().to_owned();
    let path = format!("/v1/recoveries/{id}/codes");
    let wrong = new.prove(&path, &json!({ "code": "000000", "recoveryCode": recovery_code })).await;
    assert_eq!((wrong.code(), wrong.body["triesLeft"].as_u64()), ((422, "recovery.codes_wrong"), Some(4)));
    let code = mailed_code(&service.url, EMAIL).await;
    let proved = new.prove(&path, &json!({ "code": code, "recoveryCode": recovery_code })).await;
    assert!(proved.body["readyAt"].is_string(), "{proved:?}");
    (new, id)
}

#[tokio::test]
async fn the_owner_stops_a_recovery_on_the_page_of_the_mail() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let mut owner = Shopper::sign_up(&service.url, EMAIL).await;
    let (new, id) = waiting(&service, &mut owner).await;
    let come_in = format!("/v1/recoveries/{id}/completion");
    let early = new.prove(&come_in, &json!({})).await;
    assert_eq!((early.code(), early.body["retryAt"].is_string()), ((409, "recovery.waiting"), true));
    let seen = owner.get("/v1/recovery").await;
    assert_eq!(seen.body["recovery"]["deviceName"], "new phone");

    let link = mailed_link(&service.url, EMAIL, "/recovery/stop?t=").await;
    let page = reqwest::get(&link).await.unwrap();
    assert!(page.headers()["content-security-policy"].to_str().unwrap().contains("form-action 'self'"));
    assert!(page.text().await.unwrap().contains("new phone"));
    assert!(owner.get("/v1/recovery").await.body["recovery"].is_object(), "a scanner opens links too");
    let (address, token) = link.split_once("?t=").unwrap();
    let press =
        async || Client::new().post(address).form(&[("t", token), ("lang", "en")]).send().await.unwrap();
    assert!(press().await.text().await.unwrap().contains("The recovery was stopped"));
    assert_eq!(press().await.status(), StatusCode::NOT_FOUND);
    assert_eq!(new.prove(&come_in, &json!({})).await.code(), (422, "recovery.stopped"));
    assert!(owner.get("/v1/recovery").await.body["recovery"].is_null());
}

#[tokio::test]
async fn after_the_wait_the_new_device_is_in_and_the_old_one_out() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start_with(dir.path(), |it| it.recovery_wait = "1s".parse().unwrap()).await;
    let mut owner = Shopper::sign_up(&service.url, EMAIL).await;
    let (mut new, id) = waiting(&service, &mut owner).await;
    let come_in = format!("/v1/recoveries/{id}/completion");
    let look = async || {
        let answer = new.prove(&come_in, &json!({})).await;
        Ok((answer.status == 200).then_some(answer))
    };
    let session = until("the end of the wait", look).await.unwrap();
    new.keep(&session);
    new.register().await;
    assert_eq!(owner.get("/v1/home").await.code(), (401, "session.invalid"));
    let history = new.get("/v1/sign-in-history").await.body["signIns"].clone();
    assert_eq!((&history[0]["method"], &history[0]["current"]), (&json!("recovery"), &json!(true)));
    assert_eq!(history[0]["network"], "127.0.0.0/24");
}

#[tokio::test]
async fn another_address_is_taken_back_on_the_page_of_the_mail() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let mut owner = Shopper::sign_up(&service.url, EMAIL).await;
    let new = "misaki@new.example";
    let other = owner.prove_again("email-change:thief@example.jp").await;
    let refused = owner.post("/v1/email-changes", &json!({ "email": new, "assertion": other })).await;
    assert_eq!(refused.code(), (422, "passkey.ceremony_expired"), "proved for another address");
    let assertion = owner.prove_again(&format!("email-change:{new}")).await;
    let asked = json!({ "email": " Misaki@new.example", "assertion": assertion });
    let started = owner.post("/v1/email-changes", &asked).await;
    assert_eq!(started.status, 202, "{started:?}");
    let confirm = format!("/v1/email-changes/{}/confirm", started.body["emailChangeId"].as_str().unwrap());
    let code = mailed_code(&service.url, new).await;
    let changed = owner.post(&confirm, &json!({ "code": code })).await;
    assert_eq!(changed.body["email"], new, "{changed:?}");

    let link = mailed_link(&service.url, EMAIL, "/email/undo?t=").await;
    let page = reqwest::get(format!("{link}&lang=en")).await.unwrap().text().await.unwrap();
    assert!(page.contains(new) && page.contains(EMAIL));
    let (address, token) = link.split_once("?t=").unwrap();
    let pressed = Client::new().post(address).form(&[("t", token)]).send().await.unwrap();
    assert!(pressed.text().await.unwrap().contains("メールアドレスを元に戻しました"));
    assert_eq!(owner.get("/v1/home").await.code(), (401, "session.invalid"));
}

#[tokio::test]
async fn that_was_not_me_puts_the_other_device_out() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let mut owner = Shopper::sign_up(&service.url, EMAIL).await;
    let thief = joined(&mut owner, &service.url).await;
    let history = owner.get("/v1/sign-in-history?limit=1").await.body;
    let bad = &history["signIns"][0];
    assert_eq!(
        (&bad["name"], &bad["method"], &bad["thisDevice"]),
        (&json!("phone"), &json!("join"), &json!(false))
    );
    let cursor = history["cursor"].as_str().unwrap();
    let before = owner.get(&format!("/v1/sign-in-history?cursor={cursor}")).await.body["signIns"].clone();
    assert_eq!((&before[0]["method"], &before[0]["current"]), (&json!("mailedCode"), &json!(true)));
    let path = format!("/v1/sign-in-history/{}/disown", bad["signInId"].as_str().unwrap());
    let ended = owner.post(&path, &json!({})).await;
    assert_eq!(ended.body, json!({ "sessionsEnded": 1, "revoked": "phone" }));
    assert_eq!(thief.get("/v1/home").await.code(), (401, "session.invalid"));
    assert_eq!(owner.get("/v1/home").await.status, 200);
}

/// Mails, and the address that asks, are counted in the store: by two processes together, and after a restart.
#[tokio::test]
async fn limits_hold_over_two_processes_and_a_restart() {
    let dir = tempfile::tempdir().unwrap();
    let one = Service::start(dir.path()).await;
    let two = Service::start(dir.path()).await;
    let ask = async |url: &str| {
        let body = json!({ "name": "佐藤 美咲", "email": EMAIL });
        Client::new().post(format!("{url}/v1/sign-ups")).json(&body).send().await.unwrap()
    };
    for turn in 0..5 {
        let url = if turn % 2 == 0 { &one.url } else { &two.url };
        assert_eq!(ask(url).await.status(), StatusCode::ACCEPTED);
    }
    for url in [&one.url, &two.url] {
        let refused = ask(url).await;
        assert_eq!(refused.status(), StatusCode::TOO_MANY_REQUESTS);
        let seconds: u64 = refused.headers()["retry-after"].to_str().unwrap().parse().unwrap();
        assert!((1..=601).contains(&seconds), "{seconds}");
        let body: Value = refused.json().await.unwrap();
        assert_eq!((&body["code"], body["retryAt"].is_string()), (&json!("limit.too_many_tries"), true));
    }
    let one = one.restart().await;
    assert_eq!(ask(&one.url).await.status(), StatusCode::TOO_MANY_REQUESTS);
}

/// One address that hammers is stopped on whatever nobody is signed in for; another address goes on.
#[tokio::test]
async fn an_address_that_hammers_is_stopped() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start_with(dir.path(), |it| it.proxies = 1).await;
    let ask = async |address: &str| {
        let request =
            Client::new().post(format!("{}/v1/sign-ins", service.url)).header("x-forwarded-for", address);
        request.json(&json!({ "credentialId": "x" })).send().await.unwrap().status()
    };
    // A slow machine lets some more through, as the bucket leaks meanwhile.
    let until_stopped = async |address: &str| {
        let mut tries = 0;
        while ask(address).await == StatusCode::UNAUTHORIZED {
            tries += 1;
            assert!(tries < 2000, "nothing stops it");
        }
        tries
    };
    assert!(until_stopped("6.6.6.6, 203.0.113.7").await >= 300);
    assert!(until_stopped("1.2.3.4, 203.0.113.7").await < 100, "what it says itself is nothing");
    assert_eq!(ask("203.0.113.7, 203.0.113.8").await, StatusCode::UNAUTHORIZED, "another address");
}
