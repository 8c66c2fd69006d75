//! Permissions that stand, over HTTP: the merchant's side and the shopper's.

use reqwest::Method;
use serde_json::{Value, json};

use crate::payment::{approved, order};
use crate::service::Service;
use crate::shop::Shop;
use crate::shopper::Shopper;

fn yen(amount: u32) -> Value {
    json!({ "amount": amount.to_string(), "currencyCode": "JPY" })
}

fn subscription(shop: &Shop) -> Value {
    let mut sent = order(shop);
    sent["chargePermissionType"] = json!("Recurring");
    sent["recurringMetadata"] = json!({ "frequency": { "unit": "Month", "value": 1 }, "amount": yen(5880) });
    sent
}

/// A shopper who has subscribed, and the permission.
async fn subscribed(service: &Service, shop: &Shop, codes: &[String]) -> (Shopper, String) {
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    shopper.redeem(&codes[2]).await;
    let id = subscribe(shop, &mut shopper).await;
    (shopper, id)
}

/// The shopper subscribes; answers with the permission.
pub async fn subscribe(shop: &Shop, shopper: &mut Shopper) -> String {
    let session = shop.post("/v2/checkoutSessions", &subscription(shop)).await;
    assert_eq!(session.body["recurringMetadata"]["frequency"], json!({ "unit": "Month", "value": "1" }));
    let id = session.body["checkoutSessionId"].as_str().unwrap().to_owned();
    let proposal = shopper.propose(&id).await;
    assert_eq!(proposal.body["terms"]["standing"]["month"]["amount"], "5880", "{proposal:?}");
    let approved = shopper.approve(&proposal).await;
    assert_eq!(approved.body["outcome"], "authorized", "{approved:?}");
    let path = format!("/v2/checkoutSessions/{id}/complete");
    let completed = shop.post(&path, &json!({ "chargeAmount": yen(5880) })).await;
    assert_eq!(completed.status, 200, "{completed:?}");
    completed.body["chargePermissionId"].as_str().unwrap().to_owned()
}

async fn charge(shop: &Shop, permission: &str, amount: u32, key: &str) -> crate::shop::Reply {
    let body = json!({ "chargePermissionId": permission, "chargeAmount": yen(amount), "captureNow": true });
    shop.send(Method::POST, "/v2/charges", Some(&body), Some(key)).await
}

#[tokio::test]
async fn a_shop_charges_a_subscription_and_the_shopper_has_the_last_word() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let (mut shopper, id) = subscribed(&service, &shop, &codes).await;
    let path = format!("/v2/chargePermissions/{id}");
    let permission = shop.get(&path).await.body;
    assert_eq!(permission["chargePermissionType"], "Recurring");
    assert_eq!(permission["statusDetails"]["state"], "Chargeable");
    assert_eq!(permission["limits"]["amountBalance"]["amount"], "0", "the first month is paid");
    assert_eq!(charge(&shop, &id, 1, "a").await.reason(), (400, "PeriodicAmountExceeded"));

    let mine = shopper.get("/v1/permissions").await.body["permissions"][0].clone();
    assert_eq!((&mine["state"], &mine["merchant"]["name"]), (&json!("active"), &json!("山ねこ珈琲")));
    let wallet = format!("/v1/permissions/{id}");
    let mut raise = json!({ "month": yen(9000) });
    let refused = shopper.send(Method::PATCH, &wallet, Some(&raise)).await;
    assert_eq!(refused.code(), (422, "permission.proof_required"));
    raise["assertion"] = shopper.prove_again(&format!("permission:{id}:-:8000")).await;
    let other = shopper.send(Method::PATCH, &wallet, Some(&raise)).await;
    assert_ne!(other.status, 200, "the passkey said yes to another limit");
    raise["assertion"] = shopper.prove_again(&format!("permission:{id}:-:9000")).await;
    let raised = shopper.send(Method::PATCH, &wallet, Some(&raise)).await;
    assert_eq!(raised.status, 200, "{raised:?}");

    let first = charge(&shop, &id, 3000, "b").await;
    assert_eq!((first.status, &first.body["statusDetails"]["state"]), (201, &json!("Captured")), "{first:?}");
    let again = charge(&shop, &id, 3000, "b").await;
    assert_eq!(again.body["chargeId"], first.body["chargeId"], "a retry is the same charge");
    assert_eq!(charge(&shop, &id, 5881, "c").await.reason(), (400, "TransactionAmountExceeded"));

    shopper.send(Method::PATCH, &wallet, Some(&json!({ "paused": true }))).await;
    assert_eq!(shop.get(&path).await.body["statusDetails"]["state"], "NonChargeable");
    assert_eq!(charge(&shop, &id, 100, "d").await.reason(), (422, "InvalidChargePermissionStatus"));
    assert_eq!(shopper.post(&format!("{wallet}/end"), &json!({})).await.body["state"], "ended");
    let closed = shop.get(&path).await.body["statusDetails"].clone();
    assert_eq!(
        (&closed["state"], &closed["reasons"][0]["reasonCode"]),
        (&json!("Closed"), &json!("BuyerClosed"))
    );
}

#[tokio::test]
async fn a_shop_closes_what_it_was_permitted() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let (_, id) = subscribed(&service, &shop, &codes).await;
    let close = format!("/v2/chargePermissions/{id}/close");
    let long = json!({ "closureReason": "長".repeat(256), "cancelPendingCharges": false });
    assert_eq!(
        shop.send(Method::DELETE, &close, Some(&long), None).await.reason(),
        (400, "InvalidParameterValue")
    );
    let reason = json!({ "closureReason": "退会", "cancelPendingCharges": false });
    let closed = shop.send(Method::DELETE, &close, Some(&reason), None).await;
    let reasons = &closed.body["statusDetails"]["reasons"][0];
    assert_eq!((closed.status, &reasons["reasonDescription"]), (200, &json!("退会")), "{closed:?}");
    let again = shop.send(Method::DELETE, &close, Some(&reason), None).await;
    assert_eq!(again.reason(), (422, "InvalidChargePermissionStatus"));
    let nobody = shop.send(Method::DELETE, "/v2/chargePermissions/C03-0-0/close", Some(&reason), None).await;
    assert_eq!(nobody.reason(), (404, "ResourceNotFound"));
}

#[tokio::test]
async fn a_shop_keeps_its_own_data_and_says_what_it_means_to_charge() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let (_, id) = subscribed(&service, &shop, &codes).await;
    let path = format!("/v2/chargePermissions/{id}");
    let patch = |body: Value| {
        let (shop, path) = (&shop, path.clone());
        async move { shop.send(Method::PATCH, &path, Some(&body), None).await }
    };
    assert_eq!(shop.get(&path).await.body["merchantMetadata"]["merchantReferenceId"], "1001");
    let change = json!({
        "merchantMetadata": { "customInformation": "棚 7" },
        "recurringMetadata": { "frequency": { "unit": "Week", "value": 2 }, "amount": yen(2000) },
    });
    let changed = patch(change).await;
    assert_eq!(changed.status, 200, "{changed:?}");
    let metadata = &changed.body["merchantMetadata"];
    assert_eq!(
        (&metadata["merchantReferenceId"], &metadata["customInformation"]),
        (&json!("1001"), &json!("棚 7"))
    );
    let recurring = &changed.body["recurringMetadata"];
    assert_eq!(recurring["frequency"], json!({ "unit": "Week", "value": "2" }));
    assert_eq!(recurring["amount"]["amount"], "2000");
    assert_eq!(changed.body["limits"]["amountLimit"]["amount"], "5880", "what was signed stays");
    let more = patch(json!({ "recurringMetadata": { "amount": yen(5881) } })).await;
    assert_eq!(more.reason(), (400, "TransactionAmountExceeded"));
    let closed = json!({ "closureReason": "退会" });
    shop.send(Method::DELETE, &format!("{path}/close"), Some(&closed), None).await;
    let late = patch(json!({ "merchantMetadata": { "noteToBuyer": "遅い" } })).await;
    assert_eq!(late.reason(), (422, "ChargePermissionNotModifiable"));
}

#[tokio::test]
async fn a_closed_permission_of_one_payment_takes_what_is_still_empty() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    shopper.redeem(&codes[2]).await;
    let (session, _, _) = approved(&shop, &mut shopper).await;
    let path = format!("/v2/checkoutSessions/{session}/complete");
    let completed = shop.post(&path, &json!({ "chargeAmount": yen(5880) })).await.body;
    let path = format!("/v2/chargePermissions/{}", completed["chargePermissionId"].as_str().unwrap());
    let patch = |metadata: Value| {
        let (shop, path) = (&shop, path.clone());
        async move { shop.send(Method::PATCH, &path, Some(&json!({ "merchantMetadata": metadata })), None).await }
    };
    assert_eq!(shop.get(&path).await.body["statusDetails"]["state"], "Closed");
    let filled = patch(json!({ "customInformation": "棚 7" })).await;
    assert_eq!(filled.body["merchantMetadata"]["customInformation"], "棚 7", "{filled:?}");
    let full = patch(json!({ "merchantReferenceId": "1002" })).await;
    assert_eq!(full.reason(), (422, "ChargePermissionNotModifiable"));
    let rhythm = json!({ "recurringMetadata": { "amount": yen(1) } });
    let rhythm = shop.send(Method::PATCH, &path, Some(&rhythm), None).await;
    assert_eq!(rhythm.reason(), (422, "ChargePermissionNotModifiable"));

    let path = format!("/v2/charges/{}", completed["chargeId"].as_str().unwrap());
    let named = json!({ "merchantMetadata": { "merchantStoreName": "松本店" } });
    let named = shop.send(Method::PATCH, &path, Some(&named), None).await;
    let metadata = &named.body["merchantMetadata"];
    assert_eq!(
        (&metadata["merchantStoreName"], &metadata["merchantReferenceId"]),
        (&json!("松本店"), &json!("1001"))
    );
    let canceled = json!({ "statusDetails": { "state": "Canceled", "reasonCode": "ExpiredUnused" } });
    let canceled = shop.send(Method::PATCH, &path, Some(&canceled), None).await;
    assert_eq!(canceled.reason(), (422, "InvalidChargeStatus"), "it is captured");
    let captured = json!({ "statusDetails": { "state": "Captured" } });
    let captured = shop.send(Method::PATCH, &path, Some(&captured), None).await;
    assert_eq!(captured.reason(), (400, "InvalidParameterValue"));
}

// Amazon Pay's fields of each object.
const SESSION: &str = "checkoutSessionId webCheckoutDetails productType chargePermissionType recurringMetadata \
    paymentDetails merchantMetadata supplementaryData buyer billingAddress shippingAddress \
    paymentPreferences statusDetails platformId chargePermissionId chargeId constraints \
    creationTimestamp expirationTimestamp storeId providerMetadata releaseEnvironment \
    deliverySpecifications";
const PERMISSION: &str = "chargePermissionId chargePermissionReferenceId chargePermissionType recurringMetadata \
    limits buyer shippingAddress billingAddress paymentPreferences merchantMetadata platformId \
    statusDetails creationTimestamp expirationTimestamp presentmentCurrency releaseEnvironment";
const CHARGE: &str = "chargeId chargePermissionId chargeAmount captureAmount refundedAmount convertedAmount \
    conversionRate softDescriptor platformId captureNow canHandlePendingAuthorization \
    providerMetadata merchantMetadata webCheckoutDetails statusDetails creationTimestamp \
    expirationTimestamp releaseEnvironment";
const REFUND: &str = "refundId chargeId refundAmount softDescriptor statusDetails creationTimestamp \
    releaseEnvironment";

#[tokio::test]
async fn what_is_not_set_is_null_and_not_missing() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, codes) = service.demo().await;
    let mut shopper = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    shopper.redeem(&codes[2]).await;
    let bare = json!({ "storeId": shop.store_id, "webCheckoutDetails": {} });
    let bare = shop.post("/v2/checkoutSessions", &bare).await.body;
    let (session, _, _) = approved(&shop, &mut shopper).await;
    let path = format!("/v2/checkoutSessions/{session}");
    let session = shop.post(&format!("{path}/complete"), &json!({ "chargeAmount": yen(5880) })).await.body;
    let id = |field: &str| session[field].as_str().unwrap().to_owned();
    let permission = shop.get(&format!("/v2/chargePermissions/{}", id("chargePermissionId"))).await.body;
    let charge = shop.get(&format!("/v2/charges/{}", id("chargeId"))).await.body;
    let refund = json!({ "chargeId": id("chargeId"), "refundAmount": yen(1) });
    let refund = shop.post("/v2/refunds", &refund).await.body;
    let objects = [
        (&bare, SESSION),
        (&session, SESSION),
        (&permission, PERMISSION),
        (&charge, CHARGE),
        (&refund, REFUND),
    ];
    for (object, fields) in objects {
        for field in fields.split_whitespace() {
            assert!(object.get(field).is_some(), "{field} is missing in {object}");
        }
    }
    assert_eq!(bare["providerMetadata"], json!({ "providerReferenceId": null }));
    assert_eq!(session["paymentPreferences"], json!([null]));
}

#[tokio::test]
async fn a_rhythm_that_is_none_is_refused() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let (shop, _) = service.demo().await;
    for (frequency, reason) in [
        (json!({ "unit": "Fortnight", "value": 1 }), "InvalidParameterValue"),
        (json!({ "unit": "Month", "value": 0 }), "InvalidParameterValue"),
        (json!({ "unit": "Month", "value": "x" }), "InvalidParameterValue"),
        (json!({ "unit": "Month" }), "MissingParameterValue"),
        (json!({ "value": 1 }), "MissingParameterValue"),
    ] {
        let mut sent = subscription(&shop);
        sent["recurringMetadata"]["frequency"] = frequency.clone();
        assert_eq!(shop.post("/v2/checkoutSessions", &sent).await.reason(), (400, reason), "{frequency}");
    }
    let mut without = subscription(&shop);
    without["recurringMetadata"] = Value::Null;
    let session = shop.post("/v2/checkoutSessions", &without).await;
    let missing = session.body["constraints"].as_array().unwrap().clone();
    assert!(missing.iter().any(|it| it["constraintId"] == "RecurringFrequencyNotSet"), "{missing:?}");
    let mut once = subscription(&shop);
    once["chargePermissionType"] = json!("OneTime");
    assert_eq!(shop.post("/v2/checkoutSessions", &once).await.reason(), (400, "InvalidParameterCombination"));
}
