//! Attacks on an approval, with the real device and the real service, and somebody on the wire between them:
//! each is refused, and nothing is paid.

mod wire;

use std::path::Path;
use std::sync::Arc;

use saifu_api::wallet::{ApprovalOutcome, ApprovalView, SignUpRequest};
use saifu_device::passkey::Verification;
use saifu_device::{CardInput, Device, DeviceError, OpenedFrom, Options};
use serde_json::{Value, json};

use crate::payment::order;
use crate::service::Service;
use crate::shop::Shop;
use crate::shopper::mailed_code;
use wire::Wire;

const PIN: &str = "402913";

/// What somebody makes of the terms, and its name.
type Swap = (&'static str, fn(&mut Value));

type Keyring = Arc<keyring_core::CredentialStore>;

/// A service, a shop, and a shopper's device whose requests go over the wire.
struct Scene {
    _folder: tempfile::TempDir,
    service: Service,
    shop: Shop,
    wire: Wire,
    device: Device,
}

fn open(folder: &Path, service_url: &str, keyring: &Keyring) -> Device {
    let options = Options {
        service_url: service_url.to_owned(),
        home: folder.join("home"),
        downloads: folder.join("downloads"),
        device_name: "test".to_owned(),
    };
    Device::open_with(options, Arc::clone(keyring)).unwrap()
}

/// Signs up with a card; the next requests go over `wire`.
async fn shopper(folder: &Path, service: &str, wire: &Wire, email: &str) -> Device {
    let keyring: Keyring = keyring_core::mock::Store::new().unwrap();
    let device = open(folder, service, &keyring);
    let request = SignUpRequest { name: "佐藤 美咲".into(), email: email.into() };
    let sign_up = device.sign_up(&request).await.unwrap();
    device.confirm_email(&sign_up.sign_up_id, mailed_code(service, email).await).await.unwrap();
    device.create_passkey(PIN.into()).await.unwrap();
    let number = "4242424242424242".to_owned();
    device
        .link_card(CardInput { number, expiry_month: 12, expiry_year: 2030, cvc: "123".into() })
        .await
        .unwrap();
    open(folder, &wire.url, &keyring)
}

impl Scene {
    async fn new() -> Self {
        let folder = tempfile::tempdir().unwrap();
        let service = Service::start(&folder.path().join("service")).await;
        let (shop, _) = service.demo().await;
        let wire = Wire::to(&service.url).await;
        let device = shopper(folder.path(), &service.url, &wire, "misaki@example.jp").await;
        Self { _folder: folder, service, shop, wire, device }
    }

    /// A checkout of the shop, on the screen of `device`.
    async fn shown_on(&self, device: &Device) -> Result<(String, String), DeviceError> {
        let session = self.shop.post("/v2/checkoutSessions", &order(&self.shop)).await;
        let id = session.body["checkoutSessionId"].as_str().unwrap().to_owned();
        device.open_checkout(id.parse().unwrap(), OpenedFrom::Link).unwrap();
        let screen = device.approval_terms().await?;
        Ok((id, screen.proposal.terms.proposal_id))
    }

    async fn approve(&self, drawn: &str) -> Result<ApprovalView, DeviceError> {
        self.device.approve(by_pin(), drawn, None).await
    }

    async fn orders(&self) -> usize {
        self.device.orders(None).await.unwrap().orders.len()
    }
}

fn by_pin() -> Verification {
    Device::by_pin(PIN.into()).unwrap()
}

fn code<T>(answer: Result<T, DeviceError>) -> String {
    answer.err().map_or_else(|| "ok".to_owned(), |error| error.code().to_owned())
}

#[tokio::test]
async fn without_an_attack_it_is_paid() {
    let scene = Scene::new().await;
    let (_, drawn) = scene.shown_on(&scene.device).await.unwrap();
    assert_eq!(scene.approve(&drawn).await.unwrap().outcome, ApprovalOutcome::Authorized);
    assert_eq!(scene.orders().await, 1);
}

/// Terms that hold together and are not the service's: the shopper signs what is shown, and the service,
/// which computes the challenge from its own, refuses.
#[tokio::test]
async fn swapped_payee_amount_funding_order_or_time_is_refused_by_the_service() {
    let swaps: [Swap; 6] = [
        ("payee", |it| {
            it["terms"]["payee"]["name"] = json!("山ねこ珈琲 本店");
            it["merchant"]["name"] = json!("山ねこ珈琲 本店");
        }),
        ("shop", |it| {
            it["terms"]["payee"]["merchantId"] = json!("another");
            it["merchant"]["merchantId"] = json!("another");
        }),
        ("amount", |it| {
            it["terms"]["amount"]["amount"] = json!("1");
            it["terms"]["funding"][0]["amount"]["amount"] = json!("1");
            it["funding"][0]["amount"]["amount"] = json!("1");
            it["terms"]["items"] = json!([]);
        }),
        ("funding", |it| {
            it["terms"]["funding"][0]["instrumentId"] = json!("another-card");
            it["funding"][0]["instrumentId"] = json!("another-card");
        }),
        ("order", |it| it["terms"]["items"][0]["name"] = json!("ギフト券")),
        ("time", |it| it["terms"]["expiresAt"] = json!("2099-01-01T00:00:00Z")),
    ];
    let scene = Scene::new().await;
    for (what, swap) in swaps {
        scene.wire.alters_terms(swap);
        let (_, drawn) = scene.shown_on(&scene.device).await.unwrap();
        assert_eq!(code(scene.approve(&drawn).await), "approval.assertion_refused", "{what}");
        scene.device.close_approval();
    }
    assert_eq!(scene.orders().await, 0);
}

#[tokio::test]
async fn terms_for_another_session_or_that_contradict_themselves_are_not_even_shown() {
    let swaps: [Swap; 4] = [
        ("session", |it| it["terms"]["checkoutSessionId"] = json!("8d2cbe4e-8ed0-4e58-9f5a-6f5a4b1f5a11")),
        ("amount", |it| it["terms"]["amount"]["amount"] = json!("1")),
        ("name", |it| it["merchant"]["name"] = json!("山ねこ珈琲 本店")),
        ("funding", |it| it["funding"][0]["instrumentId"] = json!("another-card")),
    ];
    let scene = Scene::new().await;
    for (what, swap) in swaps {
        scene.wire.alters_terms(swap);
        assert_eq!(code(scene.shown_on(&scene.device).await), "approval.terms_changed", "{what}");
        assert_eq!(code(scene.approve("any").await), "approval.terms_changed", "{what}");
        scene.device.close_approval();
    }
    assert_eq!((scene.wire.approvals().len(), scene.orders().await), (0, 0));
}

#[tokio::test]
async fn a_proposal_that_the_shop_made_stale_is_refused() {
    let scene = Scene::new().await;
    let (id, drawn) = scene.shown_on(&scene.device).await.unwrap();
    let dearer = json!({ "paymentDetails": { "paymentIntent": "AuthorizeWithCapture",
        "chargeAmount": { "amount": "6880", "currencyCode": "JPY" } }, "supplementaryData": "" });
    let path = format!("/v2/checkoutSessions/{id}");
    let changed = scene.shop.send(reqwest::Method::PATCH, &path, Some(&dearer), None).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    assert_eq!(code(scene.approve(&drawn).await), "approval.terms_changed");
    assert_eq!(scene.orders().await, 0);
}

#[tokio::test]
async fn two_approvals_of_one_proposal_at_once_are_one_charge() {
    let scene = Scene::new().await;
    let (_, drawn) = scene.shown_on(&scene.device).await.unwrap();
    scene.wire.sends_approvals(4);
    let (one, two) = tokio::join!(scene.approve(&drawn), scene.approve(&drawn));
    let mut codes = [code(one), code(two)];
    codes.sort();
    assert_eq!(codes, ["ok", "request.invalid"], "the device signs once at a time");
    assert_eq!(scene.wire.approvals().len(), 1);
    assert_eq!(scene.wire.answers().len(), 4);
    assert_eq!(scene.orders().await, 1, "{:?}", scene.wire.answers());
}

#[tokio::test]
async fn a_replay_for_the_next_payment_is_refused() {
    let scene = Scene::new().await;
    let (_, first) = scene.shown_on(&scene.device).await.unwrap();
    scene.approve(&first).await.unwrap();
    let replayed = scene.wire.approvals().remove(0);
    scene.wire.alters_approvals(move |it| *it = replayed.clone());
    let (_, second) = scene.shown_on(&scene.device).await.unwrap();
    assert_eq!(code(scene.approve(&second).await), "approval.assertion_refused");
    assert_eq!(scene.orders().await, 1);
}

#[tokio::test]
async fn another_accounts_credential_is_refused() {
    let scene = Scene::new().await;
    let folder = tempfile::tempdir().unwrap();
    let other = shopper(folder.path(), &scene.service.url, &scene.wire, "ken@example.jp").await;
    // The other account signs the very terms of this one, as far as its own device lets it.
    scene.wire.alters_approvals(|it| it["credential"]["response"]["signature"] = json!("AAAA"));
    let (_, drawn) = scene.shown_on(&other).await.unwrap();
    assert_eq!(code(other.approve(by_pin(), &drawn, None).await), "approval.assertion_refused");
    let foreign = scene.wire.approvals().remove(0);
    scene.wire.alters_approvals(move |it| *it = foreign.clone());
    let (_, drawn) = scene.shown_on(&scene.device).await.unwrap();
    assert_eq!(code(scene.approve(&drawn).await), "approval.assertion_refused");
    assert_eq!(scene.orders().await, 0);
}

/// Bit 2 of the flags, the 33rd byte, says that the user was verified (WebAuthn § 6.1).
#[tokio::test]
async fn an_approval_without_verification_is_refused() {
    use base64::Engine;
    use base64::engine::general_purpose::URL_SAFE_NO_PAD;
    let scene = Scene::new().await;
    scene.wire.alters_approvals(|it| {
        let data = &mut it["credential"]["response"]["authenticatorData"];
        let mut bytes = URL_SAFE_NO_PAD.decode(data.as_str().unwrap()).unwrap();
        assert_eq!(bytes[32] & 4, 4, "the device verified");
        bytes[32] &= !4;
        *data = json!(URL_SAFE_NO_PAD.encode(bytes));
    });
    let (_, drawn) = scene.shown_on(&scene.device).await.unwrap();
    assert_eq!(code(scene.approve(&drawn).await), "approval.assertion_refused");
    assert_eq!(scene.orders().await, 0);
}

#[tokio::test]
async fn a_revoked_device_approves_nothing_more() {
    let scene = Scene::new().await;
    let (url, first) = (&scene.service.url, &scene.device);
    let (_, drawn) = scene.shown_on(first).await.unwrap();
    let folder = tempfile::tempdir().unwrap();
    let keyring: Keyring = keyring_core::mock::Store::new().unwrap();
    let second = open(folder.path(), url, &keyring);
    let joining = first.open_join().await.unwrap();
    second.present_join(&joining.code).await.unwrap();
    first.confirm_join(&joining.join_id, by_pin()).await.unwrap();
    second.finish_join().await.unwrap().expect("it is in");
    second.create_passkey("738264".into()).await.unwrap();

    let devices = second.devices().await.unwrap().devices;
    let lost = devices.iter().find(|device| !device.current).unwrap();
    second.revoke_device(&lost.device_id, false).await.unwrap();
    assert_eq!(code(first.approve(by_pin(), &drawn, None).await), "session.invalid");
    assert_ne!(code(first.sign_in(by_pin()).await), "ok", "its passkey is gone too");
    assert_eq!(second.orders(None).await.unwrap().orders.len(), 0);
}
