//! Devices over HTTP.

use reqwest::Method;
use serde_json::{Value, json};

use crate::service::Service;
use crate::shopper::Shopper;

async fn devices(shopper: &Shopper) -> Vec<Value> {
    shopper.get("/v1/devices").await.body["devices"].as_array().unwrap().clone()
}

/// A second device that joined, at another process, with a passkey of its own.
pub async fn joined(first: &mut Shopper, url: &str) -> Shopper {
    let opened = first.post("/v1/device-joins", &json!({})).await.body;
    let mut second = Shopper::new(url, 2);
    let code = opened["link"].as_str().unwrap().strip_prefix("saifu://join/").unwrap();
    let presented = json!({ "code": code, "deviceName": "phone" });
    let seen = second.prove("/v1/device-joins/presentations", &presented).await;
    assert_eq!(seen.body["state"], "presented", "{seen:?}");
    let finish = json!({ "code": code });
    let early = second.prove("/v1/device-joins/completions", &finish).await;
    assert_eq!(early.code(), (409, "device.join_waiting"));
    let id = opened["joinId"].as_str().unwrap();
    let shown = first.get(&format!("/v1/device-joins/{id}")).await;
    assert_eq!((&shown.body["deviceName"], &shown.body["check"]), (&json!("phone"), &seen.body["check"]));
    let assertion = first.prove_again(&format!("device-join:{id}")).await;
    let confirm = json!({ "assertion": assertion });
    let confirmed = first.post(&format!("/v1/device-joins/{id}/confirm"), &confirm).await;
    assert_eq!(confirmed.body["state"], "confirmed", "{confirmed:?}");
    let session = second.prove("/v1/device-joins/completions", &finish).await;
    second.keep(&session);
    second.register().await;
    second
}

#[tokio::test]
async fn a_lost_device_is_revoked_from_another() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let mut first = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    let own = format!("/v1/devices/{}", first.device_id);
    let last = first.post(&format!("{own}/revoke"), &json!({})).await;
    assert_eq!(last.code(), (409, "device.last_way_in"));

    let mut second = joined(&mut first, &service.url).await;
    let known = devices(&second).await;
    let seen: Vec<_> = known.iter().map(|it| (&it["name"], it["current"] == true)).collect();
    assert_eq!(seen, [(&json!("phone"), true), (&json!("test"), false)]);

    let policy = json!({ "verify": "fingerprint", "secondFactorFrom": null,
        "lockAfterSeconds": 60, "storeCodesUnverified": false });
    let change = json!({ "name": "書斎", "policy": policy });
    let changed = second.send(Method::PATCH, &own, Some(&change)).await;
    assert_eq!((&changed.body["name"], &changed.body["policy"]), (&json!("書斎"), &policy), "{changed:?}");
    assert_eq!(devices(&second).await[0]["policy"], known[0]["policy"], "the other keeps its own");

    let mut loose = policy.clone();
    loose["storeCodesUnverified"] = true.into();
    let mut change = json!({ "policy": loose });
    let alone = second.send(Method::PATCH, &own, Some(&change)).await;
    assert_eq!(alone.code(), (422, "device.proof_required"));
    change["assertion"] = second.prove_again(&format!("device-policy:{}", second.device_id)).await;
    let other = second.send(Method::PATCH, &own, Some(&change)).await;
    assert_eq!(other.code(), (422, "passkey.ceremony_expired"), "proved for another device");
    change["assertion"] = second.prove_again(&format!("device-policy:{}", first.device_id)).await;
    let proven = second.send(Method::PATCH, &own, Some(&change)).await;
    assert_eq!(proven.body["policy"], loose, "{proven:?}");

    assert_eq!(second.post(&format!("{own}/revoke"), &json!({})).await.status, 204);
    assert_eq!(first.get("/v1/home").await.code(), (401, "session.invalid"));
    let refresh = json!({ "refreshToken": first.refresh });
    assert_eq!(first.prove("/v1/session/refresh", &refresh).await.code(), (401, "session.invalid"));
    let gone = devices(&second).await;
    assert!(gone[1]["revokedAt"].is_string() && gone[0]["revokedAt"].is_null());
}
