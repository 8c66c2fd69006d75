//! Browsers and security keys over HTTP: what a page's script asks, and what no browser would.

use reqwest::Client;
use reqwest::header::{COOKIE, SET_COOKIE};
use saifu_api::wallet::SignUpRequest;
use saifu_device::{Device, Options};
use saifu_service::routes::{BROWSER_ROUTES, Who};
use serde_json::{Value, json};

use crate::authenticator::Authenticator;
use crate::payment::{asks_more, opened};
use crate::service::Service;
use crate::shop::{Reply, Shop};
use crate::shopper::{Shopper, mailed_code};

/// A browser with the pages of one service open, and its cookies.
#[derive(Clone)]
struct Browser {
    /// Where the service listens.
    at: String,
    origin: Option<String>,
    cookies: Vec<String>,
}

impl Browser {
    fn new(url: &str) -> Self {
        Self { at: url.to_owned(), origin: Some(url.to_owned()), cookies: Vec::new() }
    }

    async fn post(&mut self, path: &str, body: &Value) -> Reply {
        let mut request = Client::new().post(format!("{}{path}", self.at)).json(body);
        if let Some(origin) = &self.origin {
            request = request.header("origin", origin);
        }
        let answer = request.header(COOKIE, self.cookies.join("; ")).send().await.unwrap();
        let set = answer.headers().get(SET_COOKIE).map(|it| it.to_str().unwrap().to_owned());
        self.cookies.extend(set.iter().map(|it| it.split(';').next().unwrap().to_owned()));
        let status = answer.status().as_u16();
        let mut body: Value = answer.json().await.unwrap_or_default();
        if let (Some(set), Some(body)) = (set, body.as_object_mut()) {
            body.insert("setCookie".to_owned(), set.into());
        }
        Reply { status, body }
    }

    async fn sign_in(&mut self, checkout: &str, key: &mut Authenticator) -> Reply {
        let base = format!("/checkout/{checkout}/browser/sign-ins");
        let started = self.post(&base, &json!({})).await;
        assert_eq!(started.status, 200, "{started:?}");
        assert_eq!(started.body["options"]["publicKey"]["allowCredentials"], json!([]), "it names nobody");
        let credential = key.sign(&started.body["options"]);
        let id = started.body["signInId"].as_str().unwrap();
        self.post(&format!("{base}/{id}"), &json!({ "credential": credential })).await
    }

    async fn propose(&mut self, checkout: &str) -> Reply {
        self.post(&format!("/checkout/{checkout}/browser/proposals"), &json!({})).await
    }

    async fn approve(&mut self, checkout: &str, proposal: &Value, credential: &Value) -> Reply {
        let body = json!({ "proposalId": proposal, "credential": credential });
        self.post(&format!("/checkout/{checkout}/browser/approvals"), &body).await
    }
}

/// A link that the app shows, after its passkey was used.
pub async fn code(shopper: &mut Shopper) -> String {
    let assertion = shopper.prove_again("passkey-add").await;
    let invited = shopper.post("/v1/passkeys/invitations", &json!({ "assertion": assertion })).await;
    let link = invited.body["link"].as_str().unwrap_or_else(|| panic!("{invited:?}"));
    assert!(link.contains("/passkeys/add#") && link.ends_with(invited.body["code"].as_str().unwrap()));
    invited.body["code"].as_str().unwrap().to_owned()
}

async fn add(browser: &mut Browser, code: &str, key: &mut Authenticator) -> Reply {
    let path = "/passkeys/add/registrations";
    let started = browser.post(path, &json!({ "code": code })).await;
    if started.status != 200 {
        return started;
    }
    let selection = &started.body["options"]["publicKey"]["authenticatorSelection"];
    assert_eq!(
        (&selection["residentKey"], &selection["userVerification"]),
        (&json!("required"), &json!("required"))
    );
    let credential = key.register(&started.body["options"]);
    let id = started.body["ceremonyId"].as_str().unwrap();
    let body = json!({ "code": code, "name": "机のキー", "credential": credential });
    browser.post(&format!("{path}/{id}"), &body).await
}

/// What a key says that it should not, and its name.
type Lie = (&'static str, fn(&mut Authenticator));

/// A shopper with balance and a security key, in a browser.
struct Scene {
    _folder: tempfile::TempDir,
    service: Service,
    shop: Shop,
    shopper: Shopper,
    browser: Browser,
    key: Authenticator,
}

impl Scene {
    async fn new() -> Self {
        Self::with(Authenticator::new(9, "")).await
    }

    async fn with(mut key: Authenticator) -> Self {
        let folder = tempfile::tempdir().unwrap();
        let service = Service::start(folder.path()).await;
        let (shop, codes) = service.demo().await;
        let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
        shopper.redeem(&codes[2]).await;
        assert_eq!(shopper.link("4242424242424242").await.status, 200);
        let mut browser = Browser::new(&service.url);
        key.origin.clone_from(&service.url);
        let code = code(&mut shopper).await;
        let added = add(&mut browser, &code, &mut key).await;
        assert_eq!((added.status, &added.body["name"]), (200, &json!("机のキー")), "{added:?}");
        Self { _folder: folder, service, shop, shopper, browser, key }
    }

    /// A checkout at which the browser is signed in, with its terms.
    async fn shown(&mut self) -> (String, Reply) {
        let checkout = opened(&self.shop).await;
        let signed_in = self.browser.sign_in(&checkout, &mut self.key).await;
        assert_eq!(signed_in.status, 200, "{signed_in:?}");
        let proposal = self.browser.propose(&checkout).await;
        assert_eq!(proposal.status, 200, "{proposal:?}");
        (checkout, proposal)
    }

    async fn orders(&self) -> usize {
        self.shopper.get("/v1/orders").await.body["orders"].as_array().unwrap().len()
    }

    async fn newest_subject(&self) -> String {
        let url = format!("{}/dev/mailbox.json?to=misaki@example.jp", self.service.url);
        let mails: Value = reqwest::get(url).await.unwrap().json().await.unwrap();
        mails[0]["subject"].as_str().unwrap().to_owned()
    }

    async fn told(&self, subject: &str) {
        let newest = || async { Ok((self.newest_subject().await == subject).then_some(())) };
        saifu_tests::wait::until(subject, newest).await.unwrap();
    }

    async fn remove(&mut self) -> Reply {
        let listed = self.shopper.get("/v1/passkeys").await.body;
        let id = listed["passkeys"][0]["passkeyId"].as_str().unwrap();
        let assertion = self.shopper.prove_again(&format!("passkey-remove:{id}")).await;
        let path = format!("/v1/passkeys/{id}/remove");
        self.shopper.post(&path, &json!({ "assertion": assertion })).await
    }
}

#[tokio::test]
async fn a_security_key_is_added_pays_and_is_removed() {
    let mut scene = Scene::new().await;
    scene.told("【Saifu】セキュリティキーかブラウザーが追加されました").await;
    let (checkout, proposal) = scene.shown().await;
    let html = proposal.body["html"].as_str().unwrap();
    for shown in [
        "山ねこ珈琲",
        "5,880",
        "深煎りブレンド 豆 200g",
        "ギフト残高",
        "もらえるポイント",
        "登録済みのお店",
        "1回目のお支払い",
    ] {
        assert!(html.contains(shown), "{shown}: {html}");
    }
    let signed = scene.key.sign(&proposal.body["options"]);
    let paid = scene.browser.approve(&checkout, &proposal.body["proposalId"], &signed).await;
    assert_eq!((paid.status, &paid.body["outcome"]), (200, &json!("authorized")), "{paid:?}");
    assert_eq!(scene.orders().await, 1);
    let again = scene.browser.approve(&checkout, &proposal.body["proposalId"], &signed).await;
    assert_eq!(again.code(), (422, "approval.replayed"));

    let listed = scene.shopper.get("/v1/passkeys").await.body;
    let key = &listed["passkeys"][0];
    assert_eq!((&key["kind"], &key["name"]), (&json!("securityKey"), &json!("机のキー")));
    assert!(key["usedAt"].is_string() && listed["passkeys"].as_array().unwrap().len() == 1);

    let (other, proposal) = scene.shown().await;
    let signed = scene.key.sign(&proposal.body["options"]);
    assert_eq!(scene.remove().await.status, 204);
    let removed = scene.browser.approve(&other, &proposal.body["proposalId"], &signed).await;
    assert_eq!(removed.code(), (401, "session.invalid"), "within one request");
    let refused = scene.browser.sign_in(&other, &mut scene.key).await;
    assert_eq!(refused.code(), (422, "passkey.unknown"));
    scene.told("【Saifu】セキュリティキーかブラウザーが削除されました").await;
    assert_eq!(scene.orders().await, 1);
}

#[tokio::test]
async fn a_link_needs_the_passkey_and_works_once() {
    let mut scene = Scene::new().await;
    let alone = json!({ "assertion": { "ceremonyId": "x", "credential": {} } });
    let refused = scene.shopper.post("/v1/passkeys/invitations", &alone).await;
    assert_eq!(refused.code(), (422, "passkey.ceremony_expired"), "a session alone opens nothing");
    let other = scene.shopper.prove_again("second-factor").await;
    let refused = scene.shopper.post("/v1/passkeys/invitations", &json!({ "assertion": other })).await;
    assert_eq!(refused.code(), (422, "passkey.ceremony_expired"), "proved for something else");

    let code = code(&mut scene.shopper).await;
    let mut weak = Authenticator { verified: false, ..Authenticator::new(8, &scene.service.url) };
    let unverified = add(&mut scene.browser, &code, &mut weak).await;
    assert_eq!(unverified.code(), (422, "passkey.refused"), "no user verification");
    let mut framed = Authenticator { cross_origin: true, ..Authenticator::new(8, &scene.service.url) };
    assert_eq!(add(&mut scene.browser, &code, &mut framed).await.code(), (422, "passkey.refused"));
    let mut phished = Authenticator::new(8, "http://localhost.example");
    assert_eq!(add(&mut scene.browser, &code, &mut phished).await.code(), (422, "passkey.refused"));
    let mut key = Authenticator::new(8, &scene.service.url);
    assert_eq!(add(&mut scene.browser, &code.to_lowercase(), &mut key).await.status, 200, "as it is typed");
    let mut second = Authenticator::new(7, &scene.service.url);
    let used = add(&mut scene.browser, &code, &mut second).await;
    assert_eq!(used.code(), (422, "passkey.link_invalid"));
    let guessed = add(&mut scene.browser, "0000-0000-0000", &mut second).await;
    assert_eq!(guessed.code(), (422, "passkey.link_invalid"));
    let fresh = self::code(&mut scene.shopper).await;
    let (one, two) = (&mut scene.browser.clone(), &mut scene.browser);
    let (mut first, mut third) = (second, Authenticator::new(6, &scene.service.url));
    let (one, two) = tokio::join!(add(one, &fresh, &mut first), add(two, &fresh, &mut third));
    let made = [one.status, two.status].into_iter().filter(|it| *it == 200).count();
    assert_eq!(made, 1, "two browsers with one code: {one:?} {two:?}");
    // What was added opens no account: the device is still the last way in.
    let path = format!("/v1/devices/{}/revoke", scene.shopper.device_id);
    assert_eq!(scene.shopper.post(&path, &json!({})).await.code(), (409, "device.last_way_in"));
    let sign_in = json!({ "credentialId": "CAgICAgICAgICAgICAgICAgICAg" });
    assert_eq!(scene.shopper.post("/v1/sign-ins", &sign_in).await.code(), (401, "session.invalid"));
}

#[tokio::test]
async fn who_signs_in_is_verified_here_now_and_by_name() {
    let mut scene = Scene::new().await;
    let checkout = opened(&scene.shop).await;
    let good = scene.key.clone();
    let lies: [Lie; 6] = [
        ("not verified", |it| it.verified = false),
        ("no user handle", |it| it.handle = None),
        ("another's handle", |it| it.handle = Some("AAAAAAAAAAAAAAAAAAAAAA".to_owned())),
        ("another origin", |it| it.origin = "http://localhost.example".to_owned()),
        ("in a frame", |it| it.cross_origin = true),
        ("an old counter", |it| it.counter = 0),
    ];
    for (what, lie) in lies {
        let mut key = good.clone();
        lie(&mut key);
        let refused = scene.browser.sign_in(&checkout, &mut key).await;
        assert_eq!(refused.code(), (422, "passkey.refused"), "{what}");
    }
    assert!(scene.browser.cookies.is_empty(), "nobody got a session");

    // One start is one try, at its own checkout.
    let base = format!("/checkout/{checkout}/browser/sign-ins");
    let started = scene.browser.post(&base, &json!({})).await.body;
    let credential = json!({ "credential": scene.key.sign(&started["options"]) });
    let (other, id) = (opened(&scene.shop).await, started["signInId"].as_str().unwrap());
    let elsewhere = format!("/checkout/{other}/browser/sign-ins/{id}");
    assert_eq!(scene.browser.post(&elsewhere, &credential).await.code(), (422, "passkey.ceremony_expired"));
    assert_eq!(scene.browser.post(&format!("{base}/{id}"), &credential).await.status, 200);
    let replayed = scene.browser.post(&format!("{base}/{id}"), &credential).await;
    assert_eq!(replayed.code(), (422, "passkey.ceremony_expired"));
    // A device's passkey is the app's alone.
    let started = scene.browser.post(&base, &json!({})).await.body;
    let id = started["signInId"].as_str().unwrap();
    let proof = scene.shopper.prove_again("passkey-add").await;
    let body = json!({ "credential": {
        "id": proof["credential"]["id"], "response": { "userHandle": scene.key.handle },
    } });
    let device = scene.browser.post(&format!("{base}/{id}"), &body).await;
    assert_eq!(device.code(), (422, "passkey.unknown"));
    let nobody = scene.browser.post("/checkout/x/browser/sign-ins", &json!({})).await;
    assert_eq!(nobody.code(), (404, "checkout.not_found"));
}

#[tokio::test]
async fn a_cloned_key_is_refused_and_a_synced_one_without_counter_is_not() {
    let mut scene = Scene::new().await;
    let mut clone = scene.key.clone();
    let checkout = opened(&scene.shop).await;
    assert_eq!(scene.browser.sign_in(&checkout, &mut scene.key).await.status, 200);
    let cloned = scene.browser.sign_in(&checkout, &mut clone).await;
    assert_eq!(cloned.code(), (422, "passkey.refused"), "the counter stands still");

    let synced = Authenticator { counter: 0, synced: true, ..Authenticator::new(5, "") };
    let mut scene = Scene::with(synced).await;
    for _ in 0..2 {
        let (checkout, proposal) = scene.shown().await;
        let signed = scene.key.sign(&proposal.body["options"]);
        let paid = scene.browser.approve(&checkout, &proposal.body["proposalId"], &signed).await;
        assert_eq!(paid.status, 200, "{paid:?}");
    }
}

#[tokio::test]
async fn swapped_terms_another_credential_and_another_checkout_pay_nothing() {
    let mut scene = Scene::new().await;
    let (checkout, proposal) = scene.shown().await;
    let id = &proposal.body["proposalId"];
    // The shop asks for more after the terms were shown.
    asks_more(&scene.shop, &checkout).await;
    let signed = scene.key.sign(&proposal.body["options"]);
    let swapped = scene.browser.approve(&checkout, id, &signed).await;
    assert_eq!(swapped.code(), (422, "approval.terms_changed"));

    let (checkout, proposal) = scene.shown().await;
    let id = &proposal.body["proposalId"];
    let (other, elsewhere) = scene.shown().await;
    // A signature over the terms of one is none over another's.
    let signed = scene.key.sign(&elsewhere.body["options"]);
    let refused = scene.browser.approve(&checkout, id, &signed).await;
    assert_eq!(refused.code(), (422, "approval.assertion_refused"));
    // Signed in at one checkout is not at another, and its terms are not approved there.
    let refused = scene.browser.approve(&other, id, &signed).await;
    assert_eq!(refused.code(), (422, "approval.proposal_expired"));
    // Of the same account, but not what signed in; and the app takes no key.
    let mut second = Authenticator::new(4, &scene.service.url);
    let code = code(&mut scene.shopper).await;
    assert_eq!(add(&mut scene.browser, &code, &mut second).await.status, 200);
    let signed = second.sign(&proposal.body["options"]);
    let refused = scene.browser.approve(&checkout, id, &signed).await;
    assert_eq!(refused.code(), (422, "approval.assertion_refused"));
    let signed = scene.key.sign(&proposal.body["options"]);
    let path = format!("/v1/proposals/{}/approval", id.as_str().unwrap());
    let by_app = scene.shopper.post(&path, &json!({ "credential": signed })).await;
    assert_eq!(by_app.code(), (422, "approval.assertion_refused"));
    let mut weak = Authenticator { verified: false, ..scene.key.clone() };
    let signed = weak.sign(&proposal.body["options"]);
    let refused = scene.browser.approve(&checkout, id, &signed).await;
    assert_eq!(refused.code(), (422, "approval.assertion_refused"), "not verified");
    assert_eq!(scene.orders().await, 0);
}

#[tokio::test]
async fn another_accounts_key_neither_takes_a_checkout_nor_approves_it() {
    let mut scene = Scene::new().await;
    let (checkout, proposal) = scene.shown().await;
    let mut thief = Shopper::sign_up(&scene.service.url, "other@example.jp").await;
    let (mut browser, mut key) =
        (Browser::new(&scene.service.url), Authenticator::new(3, &scene.service.url));
    let code = code(&mut thief).await;
    assert_eq!(add(&mut browser, &code, &mut key).await.status, 200);
    assert_eq!(browser.sign_in(&checkout, &mut key).await.status, 200);
    assert_eq!(browser.propose(&checkout).await.code(), (422, "checkout.taken"));
    let signed = key.sign(&proposal.body["options"]);
    let refused = browser.approve(&checkout, &proposal.body["proposalId"], &signed).await;
    assert_eq!(refused.code(), (422, "approval.proposal_expired"));
    let refused = scene.browser.approve(&checkout, &proposal.body["proposalId"], &signed).await;
    assert_eq!(refused.code(), (422, "approval.assertion_refused"));
    // The key that another has cannot be added to a second account.
    let code = self::code(&mut thief).await;
    let taken = add(&mut browser, &code, &mut Authenticator::new(9, &scene.service.url)).await;
    assert_eq!(taken.code(), (422, "passkey.link_invalid"));
    assert_eq!(scene.orders().await, 0);
}

/// An authenticator app that is set up, and what it shows from now on.
async fn authenticator_app(shopper: &mut Shopper) -> totp_rs::Totp {
    let assertion = shopper.prove_again("totp").await;
    let made = shopper.post("/v1/factors/totp", &json!({ "assertion": assertion })).await;
    let secret = totp_rs::Secret::try_from_base32(made.body["secret"].as_str().unwrap()).unwrap();
    let app = totp_rs::Builder::new().with_secret(secret).with_account_name("x").build().unwrap();
    let now = u64::try_from(saifu_service::clock::now().as_second()).unwrap();
    // The step before is good too, and leaves this one for the payment.
    let first = json!({ "code": app.generate(now - 30).to_string() });
    assert_eq!(shopper.post("/v1/factors/totp/confirm", &first).await.status, 204);
    app
}

#[tokio::test]
async fn what_a_device_asks_for_is_asked_in_a_browser_too() {
    let mut scene = Scene::new().await;
    let app = authenticator_app(&mut scene.shopper).await;
    let policy = json!({ "verify": "pin", "secondFactorFrom": { "amount": "5000", "currencyCode": "JPY" },
        "lockAfterSeconds": 60, "storeCodesUnverified": false });
    let path = format!("/v1/devices/{}", scene.shopper.device_id);
    let changed = scene.shopper.send(reqwest::Method::PATCH, &path, Some(&json!({ "policy": policy }))).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let (checkout, proposal) = scene.shown().await;
    assert!(proposal.body["html"].as_str().unwrap().contains("id=\"second\""), "the page asks for it");
    let path = format!("/checkout/{checkout}/browser/approvals");
    let now = u64::try_from(saifu_service::clock::now().as_second()).unwrap();
    let right = app.generate(now).to_string();
    let told = [
        (Value::Null, (422, "approval.second_factor_required")),
        (json!("x"), (422, "factor.code_wrong")),
        (json!(right), (200, "")),
    ];
    for (code, told) in told {
        let credential = scene.key.sign(&proposal.body["options"]);
        let body = json!({ "proposalId": proposal.body["proposalId"], "credential": credential,
            "secondFactor": code });
        let answer = scene.browser.post(&path, &body).await;
        assert_eq!(answer.code(), told, "{code}");
    }
    assert_eq!(scene.orders().await, 1);
}

#[tokio::test]
async fn two_tabs_that_approve_at_once_pay_once() {
    let mut scene = Scene::new().await;
    let (checkout, one) = scene.shown().await;
    let two = scene.browser.propose(&checkout).await;
    let (first, second) = (scene.key.sign(&one.body["options"]), scene.key.sign(&two.body["options"]));
    let mut tab = scene.browser.clone();
    let (left, right) = tokio::join!(
        scene.browser.approve(&checkout, &one.body["proposalId"], &first),
        tab.approve(&checkout, &two.body["proposalId"], &second),
    );
    let paid = [&left, &right].into_iter().filter(|it| it.status == 200).count();
    assert_eq!(paid, 1, "{left:?} {right:?}");
    let told = [left, right].into_iter().find(|it| it.status != 200).unwrap();
    let known = ["checkout.already_approved", "approval.assertion_refused"];
    assert!(known.contains(&told.code().1), "{told:?}");
    assert_eq!(scene.orders().await, 1);
}

#[tokio::test]
async fn every_route_of_the_pages_asks_for_its_own_page_and_its_own_session() {
    let mut scene = Scene::new().await;
    let (checkout, proposal) = scene.shown().await;
    let other = opened(&scene.shop).await;
    let token = scene.browser.cookies[0].split_once('=').unwrap().1.to_owned();
    let body = json!({ "proposalId": proposal.body["proposalId"], "credential": {}, "code": "x",
        "name": "x" });
    for route in BROWSER_ROUTES {
        let at = |id: &str| route.path.replace("{id}", id).replace("{sign_in}", "x");
        let what = route.path;
        for origin in [None, Some("http://shop.example".to_owned()), Some("null".to_owned())] {
            let mut elsewhere = Browser { origin, ..scene.browser.clone() };
            let refused = elsewhere.post(&at(&checkout), &body).await;
            assert_eq!(refused.code(), (403, "request.cross_origin"), "{what}");
        }
        if route.who != Who::Browser {
            assert_eq!(route.who, Who::Anybody, "{what}");
            continue;
        }
        let mut nobody = Browser { cookies: Vec::new(), ..scene.browser.clone() };
        assert_eq!(nobody.post(&at(&checkout), &body).await.code(), (401, "session.invalid"), "{what}");
        // The token of one checkout is none for another, whatever the cookie is called.
        for cookie in [format!("checkout-{other}={token}"), format!("checkout-{other}={token}x")] {
            let mut moved = Browser { cookies: vec![cookie], ..scene.browser.clone() };
            assert_eq!(moved.post(&at(&other), &body).await.code(), (401, "session.invalid"), "{what}");
        }
        let mut bearer = Browser {
            cookies: vec![format!("checkout-{checkout}={}", scene.shopper.token)],
            ..scene.browser.clone()
        };
        assert_eq!(bearer.post(&at(&checkout), &body).await.code(), (401, "session.invalid"), "{what}");
    }
    assert_eq!(scene.orders().await, 0);
}

#[tokio::test]
async fn the_cookie_is_strict_and_under_tls_bound_to_the_host() {
    let mut scene = Scene::new().await;
    let checkout = opened(&scene.shop).await;
    let set = scene.browser.sign_in(&checkout, &mut scene.key).await.body["setCookie"].to_string();
    assert!(set.contains(&format!("checkout-{checkout}=")) && !set.contains("Secure"), "loopback: {set}");
    for part in ["HttpOnly", "SameSite=Strict", "Max-Age=600", "Path=/"] {
        assert!(set.contains(part), "{part}: {set}");
    }
    let plain = scene.service.url.clone();
    let behind = plain.replace("http://", "https://");
    let service = scene.service.restart_behind(&behind).await;
    scene.key.origin.clone_from(&behind);
    let mut browser = Browser { origin: Some(behind), ..Browser::new(&plain) };
    let set = browser.sign_in(&checkout, &mut scene.key).await.body["setCookie"].to_string();
    assert!(set.contains(&format!("__Host-checkout-{checkout}=")) && set.contains("; Secure;"), "{set}");
    assert_eq!(browser.propose(&checkout).await.status, 200);
    drop(service);
}

#[tokio::test]
async fn a_browser_is_signed_in_for_ten_minutes_and_a_link_good_for_five() {
    let mut scene = Scene::new().await;
    let checkout = opened(&scene.shop).await;
    scene.browser.sign_in(&checkout, &mut scene.key).await;
    let code = code(&mut scene.shopper).await;
    let started = scene.browser.post(&format!("/checkout/{checkout}/browser/sign-ins"), &json!({})).await;
    let url = format!("sqlite://{}", scene._folder.path().join("wallet.db").display());
    sqlx::any::install_default_drivers();
    let pool = sqlx::AnyPool::connect(&url).await.unwrap();
    for table in ["browser_sessions", "passkey_invitations"] {
        let change = format!(
            "UPDATE {table} SET body = json_set(body, '$.expires_at', \
             strftime('%Y-%m-%dT%H:%M:%SZ', json_extract(body, '$.expires_at'), '-10 minutes'))"
        );
        sqlx::query(sqlx::AssertSqlSafe(change)).execute(&pool).await.unwrap();
    }
    pool.close().await;
    assert_eq!(scene.browser.propose(&checkout).await.code(), (401, "session.expired"));
    let late = add(&mut scene.browser, &code, &mut Authenticator::new(2, &scene.service.url)).await;
    assert_eq!(late.code(), (422, "passkey.link_invalid"));
    let id = started.body["signInId"].as_str().unwrap();
    let credential = json!({ "credential": scene.key.sign(&started.body["options"]) });
    let path = format!("/checkout/{checkout}/browser/sign-ins/{id}");
    assert_eq!(scene.browser.post(&path, &credential).await.code(), (422, "passkey.ceremony_expired"));
}

const PIN: &str = "402913";

/// The app itself, signed up with a passkey.
async fn app(service: &Service, home: &std::path::Path) -> Device {
    let options = Options {
        service_url: service.url.clone(),
        home: home.join("home"),
        downloads: home.join("downloads"),
        device_name: "test".to_owned(),
    };
    let device = Device::open_with(options, keyring_core::mock::Store::new().unwrap()).unwrap();
    let request = SignUpRequest { name: "佐藤 美咲".into(), email: "misaki@example.jp".into() };
    let sign_up = device.sign_up(&request).await.unwrap();
    let code = mailed_code(&service.url, "misaki@example.jp").await;
    device.confirm_email(&sign_up.sign_up_id, code).await.unwrap();
    device.create_passkey(PIN.into()).await.unwrap();
    device
}

#[tokio::test]
async fn the_app_adds_and_removes_one_by_its_pin() {
    let folder = tempfile::tempdir().unwrap();
    let service = Service::start(&folder.path().join("service")).await;
    let device = app(&service, folder.path()).await;
    let by = |pin: &str| Device::by_pin(pin.to_owned()).unwrap();
    let wrong = device.invite_passkey(by("402914")).await.unwrap_err();
    assert_eq!(wrong.code(), "approval.pin_wrong");
    assert!(device.passkey_link().is_none());
    device.invite_passkey(by(PIN)).await.unwrap();
    let link = device.passkey_link().unwrap();
    assert_eq!(link.link, format!("{}/passkeys/add#{}", service.url, link.code));
    let mut key = Authenticator::new(9, &service.url);
    assert_eq!(add(&mut Browser::new(&service.url), &link.code, &mut key).await.status, 200);
    let listed = device.page_passkeys().await.unwrap().passkeys;
    assert_eq!((listed.len(), listed[0].name.as_str()), (1, "机のキー"));
    let id = &listed[0].passkey_id;
    assert_eq!(device.remove_passkey(id, by("402914")).await.unwrap_err().code(), "approval.pin_wrong");
    assert_eq!(device.page_passkeys().await.unwrap().passkeys.len(), 1);
    device.remove_passkey(id, by(PIN)).await.unwrap();
    assert!(device.page_passkeys().await.unwrap().passkeys.is_empty());
    let gone = device.remove_passkey(id, by(PIN)).await.unwrap_err();
    assert_eq!(gone.code(), "passkey.not_found");
}
