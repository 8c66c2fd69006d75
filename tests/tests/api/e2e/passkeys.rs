//! A browser's passkey and a security key on the hosted pages, with Chromium's virtual authenticator.

use std::path::PathBuf;

use fantoccini::Client;
use fantoccini::wd::WindowHandle;
use saifu_tests::app::Scheme;
use saifu_tests::browser::{Browser, Size};
use saifu_tests::page::{Target, at_rest, click, fill, reads, see};
use saifu_tests::place;
use saifu_tests::virtual_authenticator::VirtualAuthenticator;
use saifu_tests::wait::until;
use serde_json::{Value, json};

use crate::browser::code;
use crate::payment::{asks_more, order};
use crate::service::Service;
use crate::shop::Shop;
use crate::shopper::Shopper;

/// A service with a shop and a shopper who has balance, and a browser.
struct Scene {
    folder: PathBuf,
    service: Service,
    shop: Shop,
    shopper: Shopper,
    browser: Browser,
}

const APPROVE: Target<'_> = Target::Css("#in-browser");
const PAY: Target<'_> = Target::Css("#pay");
const NOTE: Target<'_> = Target::Css("[data-refused]");

impl Scene {
    async fn new(test: &str) -> Self {
        let folder = place::target().join("e2e").join(test);
        if folder.exists() {
            std::fs::remove_dir_all(&folder).unwrap();
        }
        std::fs::create_dir_all(&folder).unwrap();
        let service = Service::start(&folder.join("data")).await;
        let (shop, codes) = service.demo().await;
        let shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
        shopper.redeem(&codes[2]).await;
        let browser = Browser::start(&folder.join("chromium"), &folder.join("logs")).await.unwrap();
        Self { folder, service, shop, shopper, browser }
    }

    fn page(&self) -> &Client {
        &self.browser.client
    }

    /// Adds what is plugged in, by the link that the app shows.
    async fn add(&mut self, name: &str) {
        let code = code(&mut self.shopper).await;
        self.page().goto(&format!("{}/passkeys/add#{code}", self.service.url)).await.unwrap();
        fill(self.page(), Target::Css("input[name=name]"), name).await.unwrap();
        self.photograph("add").await;
        click(self.page(), Target::Css("form button")).await.unwrap();
        reads(self.page(), Target::Css("#panel"), "追加しました").await.unwrap();
        let address = self.page().current_url().await.unwrap();
        assert_eq!(address.fragment(), None, "the code does not stay in the address");
    }

    /// A checkout that comes back to a page of this service.
    async fn checkout(&self) -> String {
        let mut order = order(&self.shop);
        order["webCheckoutDetails"]["checkoutResultReturnUrl"] = self.result().into();
        let session = self.shop.post("/v2/checkoutSessions", &order).await;
        session.body["checkoutSessionId"].as_str().unwrap().to_owned()
    }

    fn result(&self) -> String {
        format!("{}/passkeys/add?from=shop", self.service.url)
    }

    async fn open(&self, checkout: &str) {
        let path = format!("/checkout/processing?amazonCheckoutSessionId={checkout}");
        self.page().goto(&format!("{}{path}", self.service.url)).await.unwrap();
    }

    /// Opens a checkout and signs in: the terms are shown.
    async fn shown(&self) -> String {
        let checkout = self.checkout().await;
        self.open(&checkout).await;
        click(self.page(), APPROVE).await.unwrap();
        reads(self.page(), PAY, "5,880").await.unwrap();
        checkout
    }

    /// What the note says, by its code.
    async fn refused(&self, code: &str) {
        reads(self.page(), NOTE, code).await.unwrap();
    }

    async fn back_at_shop(&self) {
        let there = || async {
            let address = self.page().current_url().await?;
            Ok(address.as_str().starts_with(&self.result()).then_some(()))
        };
        until("the browser returns to the shop", there).await.unwrap();
    }

    async fn paid(&self) -> usize {
        self.shopper.get("/v1/orders").await.body["orders"].as_array().unwrap().len()
    }

    async fn photograph(&self, name: &str) {
        for (size, scheme, tag) in [
            (Size::PHONE, Scheme::Light, "phone"),
            (Size::PHONE, Scheme::Dark, "phone-dark"),
            (Size::DESKTOP, Scheme::Dark, "desk-dark"),
            (Size::DESKTOP, Scheme::Light, "desk"),
        ] {
            self.browser.show_as(size, scheme).await.unwrap();
            at_rest(self.page()).await.unwrap();
            let png = self.page().screenshot().await.unwrap();
            std::fs::write(self.folder.join(format!("{name}.{tag}.png")), png).unwrap();
        }
    }

    async fn run(&self, script: &str) -> Value {
        self.page().execute_async(script, Vec::new()).await.unwrap()
    }
}

/// Keeps what the page sends for the approval, so that it can be sent again.
const LISTEN: &str = "
    const send = window.fetch;
    window.fetch = (path, request) => {
        if (path.endsWith('/approvals')) {
            sessionStorage.path = path;
            sessionStorage.body = request.body;
            sessionStorage.count = Number(sessionStorage.count ?? 0) + 1;
        }
        return send(path, request);
    };
    arguments[arguments.length - 1](null);";

const REPLAY: &str = "
    const done = arguments[arguments.length - 1];
    const { path, body } = sessionStorage;
    fetch(path, { method: 'POST', headers: { 'content-type': 'application/json' }, body })
        .then((answer) => answer.json()).then((answer) => done(answer.code));";

#[tokio::test]
async fn a_browser_is_added_and_pays_in_the_page_once() {
    let mut scene = Scene::new("passkey-pays").await;
    let _platform = scene.browser.plug_in("internal").await.unwrap();
    scene.add("Chrome（Linux）").await;
    let listed = scene.shopper.get("/v1/passkeys").await.body;
    assert_eq!(
        (&listed["passkeys"][0]["name"], &listed["passkeys"][0]["kind"]),
        (&json!("Chrome（Linux）"), &json!("browser"))
    );
    let checkout = scene.checkout().await;
    scene.open(&checkout).await;
    see(scene.page(), APPROVE).await.unwrap();
    scene.photograph("checkout").await;
    click(scene.page(), APPROVE).await.unwrap();
    reads(scene.page(), PAY, "5,880").await.unwrap();
    for shown in ["山ねこ珈琲", "深煎りブレンド 豆 200g", "ギフト残高", "登録済みのお店", "もらえるポイント"]
    {
        reads(scene.page(), Target::Css("main"), shown).await.unwrap();
    }
    scene.photograph("terms").await;
    scene.run(LISTEN).await;
    // Pressed twice, as a double click does.
    let twice = "const pay = document.querySelector('#pay'); pay.click(); pay.click(); arguments[arguments.length - 1]();";
    scene.run(twice).await;
    scene.back_at_shop().await;
    assert_eq!(scene.run("arguments[arguments.length - 1](sessionStorage.count)").await, json!("1"));
    assert_eq!(scene.run(REPLAY).await, json!("approval.replayed"));
    assert_eq!(scene.paid().await, 1);
    // The same browser is not added twice.
    let code = code(&mut scene.shopper).await;
    scene.page().goto("about:blank").await.unwrap();
    scene.page().goto(&format!("{}/passkeys/add#{code}", scene.service.url)).await.unwrap();
    click(scene.page(), Target::Css("form button")).await.unwrap();
    scene.refused("browser.exists").await;
}

#[tokio::test]
async fn a_security_key_that_verifies_nobody_approves_nothing() {
    let mut scene = Scene::new("passkey-unverified").await;
    let key = scene.browser.plug_in("usb").await.unwrap();
    scene.add("机のキー").await;
    let listed = scene.shopper.get("/v1/passkeys").await.body;
    assert_eq!(listed["passkeys"][0]["kind"], "securityKey");
    key.verify_user(false).await.unwrap();
    let checkout = scene.checkout().await;
    scene.open(&checkout).await;
    click(scene.page(), APPROVE).await.unwrap();
    scene.refused("browser.canceled").await;
    scene.photograph("refused").await;
    key.verify_user(true).await.unwrap();
    click(scene.page(), APPROVE).await.unwrap();
    see(scene.page(), PAY).await.unwrap();
    key.verify_user(false).await.unwrap();
    click(scene.page(), PAY).await.unwrap();
    scene.refused("browser.canceled").await;
    assert_eq!(scene.paid().await, 0);
    key.verify_user(true).await.unwrap();
    click(scene.page(), PAY).await.unwrap();
    scene.back_at_shop().await;
    assert_eq!(scene.paid().await, 1);
}

#[tokio::test]
async fn swapped_terms_another_origin_and_another_account_pay_nothing_in_a_browser() {
    let mut scene = Scene::new("passkey-refused").await;
    let _key = scene.browser.plug_in("usb").await.unwrap();
    scene.add("机のキー").await;
    let checkout = scene.shown().await;
    asks_more(&scene.shop, &checkout).await;
    click(scene.page(), PAY).await.unwrap();
    scene.refused("approval.terms_changed").await;
    // What is read anew is shown anew, without another sign-in.
    scene.open(&checkout).await;
    click(scene.page(), APPROVE).await.unwrap();
    reads(scene.page(), PAY, "9,880").await.unwrap();

    // The same service under another name: no page of it may ask, and no passkey answers there.
    let elsewhere = scene.service.url.replace("localhost", "127.0.0.1");
    let path = format!("/checkout/processing?amazonCheckoutSessionId={checkout}");
    scene.page().goto(&format!("{elsewhere}{path}")).await.unwrap();
    click(scene.page(), APPROVE).await.unwrap();
    scene.refused("request.cross_origin").await;
    let asked = "
        const done = arguments[arguments.length - 1];
        const publicKey = { challenge: new Uint8Array(32), rpId: 'localhost', userVerification: 'required' };
        navigator.credentials.get({ publicKey }).then(() => done('signed'), (error) => done(error.name));";
    assert_eq!(scene.run(asked).await, json!("SecurityError"));

    // Somebody else has begun: the app of another account.
    let other = Shopper::sign_up(&scene.service.url, "other@example.jp").await;
    assert_eq!(other.link("4242424242424242").await.status, 200);
    let taken = scene.checkout().await;
    assert_eq!(other.propose(&taken).await.status, 200);
    scene.open(&taken).await;
    click(scene.page(), APPROVE).await.unwrap();
    scene.refused("checkout.taken").await;
    assert_eq!(scene.paid().await, 0);
}

/// A tab has authenticators of its own: the passkey is put into the second one as it is now.
async fn second_tab(scene: &Scene, first: &VirtualAuthenticator) -> WindowHandle {
    let held = first.credentials().await.unwrap();
    let tab = scene.page().new_window(true).await.unwrap().handle;
    scene.page().switch_to_window(tab.clone()).await.unwrap();
    let second = scene.browser.plug_in("internal").await.unwrap();
    for credential in &held {
        second.add(credential).await.unwrap();
    }
    tab
}

#[tokio::test]
async fn two_tabs_of_one_checkout_end_in_one_payment() {
    let mut scene = Scene::new("passkey-tabs").await;
    let platform = scene.browser.plug_in("internal").await.unwrap();
    scene.add("Chrome（Linux）").await;
    let checkout = scene.shown().await;
    let first = scene.page().window().await.unwrap();
    second_tab(&scene, &platform).await;
    scene.open(&checkout).await;
    // The session is the browser's: the second tab asks for no other sign-in.
    click(scene.page(), APPROVE).await.unwrap();
    see(scene.page(), PAY).await.unwrap();
    click(scene.page(), PAY).await.unwrap();
    scene.back_at_shop().await;
    // The first tab hears of it by itself.
    scene.page().switch_to_window(first).await.unwrap();
    scene.back_at_shop().await;
    assert_eq!(scene.paid().await, 1);
}
