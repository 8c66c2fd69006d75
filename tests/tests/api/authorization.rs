//! Every route of the wallet API, for everybody whom it is not for. The list is the router's own: a new route with a
//! name in its path stops this test until it says what a stranger is told.

use reqwest::{Client, Method};
use saifu_service::routes::{Route, WALLET_ROUTES, Who};
use serde_json::{Value, json};

use crate::device::joined;
use crate::payment::{approved, opened};
use crate::permission::subscribe;
use crate::service::Service;
use crate::shop::Reply;
use crate::shopper::Shopper;

/// What the owner has, and what a stranger who names it is told.
struct Owned {
    /// The path begins so.
    path: &'static str,
    id: String,
    told: (u16, &'static str),
}

/// What fits any of the bodies.
fn body() -> Value {
    json!({ "usePoints": true, "useGift": true, "cardId": null, "nickname": "x", "credential": {},
        "code": "x", "assertion": { "ceremonyId": "x", "credential": {} } })
}

async fn owned(service: &Service, owner: &mut Shopper) -> Vec<Owned> {
    let (shop, codes) = service.demo().await;
    owner.redeem(&codes[2]).await;
    let card = owner.link("4242424242424242").await.body["cardId"].as_str().unwrap().to_owned();
    let (_, _, order) = approved(&shop, owner).await;
    let permission = subscribe(&shop, owner).await;
    let session = opened(&shop).await;
    let proposal = owner.propose(&session).await.body["terms"]["proposalId"].as_str().unwrap().to_owned();
    let made = |reply: Reply, name: &str| reply.body[name].as_str().unwrap().to_owned();
    let slip = json!({ "amount": { "amount": "5000", "currencyCode": "JPY" }, "chain": "lawson" });
    let top_up = made(owner.post("/v1/top-ups/slips", &slip).await, "topUpId");
    let gift = json!({ "amount": { "amount": "3000", "currencyCode": "JPY" }, "recipientName": "健太",
        "recipientEmail": "kenta@example.jp", "message": "", "design": "ume", "deliverOn": null });
    let gift = made(owner.post("/v1/gifts", &gift).await, "id");
    let join = made(owner.post("/v1/device-joins", &json!({})).await, "joinId");
    let ceremony = json!({ "purpose": "second-factor" });
    let ceremony = made(owner.post("/v1/passkeys/assertions", &ceremony).await, "ceremonyId");
    let history = owner.get("/v1/sign-in-history").await;
    let sign_in = history.body["signIns"][0]["signInId"].as_str().unwrap().to_owned();
    let assertion = owner.prove_again("email-change:new@example.jp").await;
    let change = json!({ "email": "new@example.jp", "assertion": assertion });
    let email_change = made(owner.post("/v1/email-changes", &change).await, "emailChangeId");
    let of = |path, id: &str, told| Owned { path, id: id.to_owned(), told };
    vec![
        of("/cards/", &card, (404, "card.not_found")),
        of("/orders/", &order, (404, "order.not_found")),
        of("/top-ups/", &top_up, (404, "top_up.not_found")),
        of("/gifts/", &gift, (404, "gift.not_found")),
        of("/devices/{id}/revoke", &owner.device_id, (404, "device.not_found")),
        of("/devices/", &owner.device_id, (422, "passkey.ceremony_expired")),
        of("/permissions/{id}/end", &permission, (404, "permission.not_found")),
        of("/permissions/", &permission, (422, "passkey.ceremony_expired")),
        of("/device-joins/", &join, (422, "device.join_invalid")),
        of("/checkout-sessions/{id}/proposals", &session, (422, "checkout.taken")),
        of("/checkout-sessions/{id}/decline", &session, (404, "checkout.not_found")),
        of("/proposals/", &proposal, (422, "approval.proposal_expired")),
        of("/passkeys/registrations/", &ceremony, (422, "passkey.ceremony_expired")),
        of("/sign-in-history/", &sign_in, (404, "sign_in.not_found")),
        of("/email-changes/", &email_change, (404, "email.not_found")),
        of("/passkeys/{id}/remove", "x", (422, "passkey.ceremony_expired")),
    ]
}

async fn ask(url: &str, route: &Route, path: &str, token: Option<&str>) -> Reply {
    let method: Method = route.method.to_uppercase().parse().unwrap();
    let mut request = Client::new().request(method, format!("{url}/v1{path}"));
    if let Some(token) = token {
        request = request.bearer_auth(token);
    }
    let answer = request.json(&body()).send().await.unwrap();
    Reply { status: answer.status().as_u16(), body: answer.json().await.unwrap_or_default() }
}

/// Tokens that open nothing, and what is said to them.
async fn dead_tokens(
    service: &Service,
    owner: &mut Shopper,
    data: &std::path::Path,
) -> Vec<(String, &'static str)> {
    let revoked = joined(owner, &service.url).await;
    let path = format!("/v1/devices/{}/revoke", revoked.device_id);
    assert_eq!(owner.post(&path, &json!({})).await.status, 204);
    let left = Shopper::sign_up(&service.url, "left@example.jp").await;
    assert_eq!(left.send(Method::DELETE, "/v1/session", None).await.status, 204);
    let old = Shopper::sign_up(&service.url, "old@example.jp").await;
    expire(data, &old.device_id).await;
    vec![
        ("x".to_owned(), "session.invalid"),
        (format!("{}x", owner.token), "session.invalid"),
        (owner.refresh.clone(), "session.invalid"),
        (revoked.token, "session.invalid"),
        (left.token, "session.invalid"),
        (old.token, "session.expired"),
    ]
}

/// No test waits ten minutes: the access token's end is moved to the past.
async fn expire(data: &std::path::Path, device: &str) {
    sqlx::any::install_default_drivers();
    let url = format!("sqlite://{}", data.join("wallet.db").display());
    let pool = sqlx::AnyPool::connect(&url).await.unwrap();
    let change = "UPDATE sessions SET body = json_set(body, '$.accesses[0].expires_at', '2026-01-01T00:00:00Z') \
        WHERE body LIKE '%' || $1 || '%'";
    let changed = sqlx::query(change).bind(device).execute(&pool).await.unwrap();
    assert_eq!(changed.rows_affected(), 1);
    pool.close().await;
}

#[tokio::test]
async fn every_route_refuses_whom_it_is_not_for() {
    let dir = tempfile::tempdir().unwrap();
    let service = Service::start(dir.path()).await;
    let mut owner = Shopper::sign_up(&service.url, "misaki@example.jp").await;
    let dead = dead_tokens(&service, &mut owner, dir.path()).await;
    let owned = owned(&service, &mut owner).await;
    let stranger = Shopper::sign_up(&service.url, "other@example.jp").await;
    for route in WALLET_ROUTES {
        let named = owned.iter().find(|it| route.path.starts_with(it.path));
        let path = route.path.replace("{id}", named.map_or("x", |it| it.id.as_str()));
        let what = format!("{} {path}", route.method);
        match route.who {
            // The pages' routes are tried in `browser.rs`.
            Who::Anybody | Who::Browser => {}
            Who::Device => {
                let answer = ask(&service.url, route, &path, Some(&owner.token)).await;
                assert_eq!(answer.code(), (401, "session.key_required"), "{what}: a token is no proof");
            }
            Who::Shopper => {
                let answer = ask(&service.url, route, &path, None).await;
                assert_eq!(answer.code(), (401, "session.invalid"), "{what}: nobody");
                for (token, told) in &dead {
                    let answer = ask(&service.url, route, &path, Some(token)).await;
                    assert_eq!(answer.code(), (401, *told), "{what}");
                }
                if route.path.contains("{id}") {
                    let named = named.unwrap_or_else(|| panic!("{what}: what is a stranger told?"));
                    let answer = ask(&service.url, route, &path, Some(&stranger.token)).await;
                    assert_eq!(answer.code(), named.told, "{what}: somebody else's");
                }
            }
        }
    }
    untouched(&owner, &owned).await;
}

/// After all that the owner has what was there before.
async fn untouched(owner: &Shopper, owned: &[Owned]) {
    let id = |path: &str| &owned.iter().find(|it| it.path == path).unwrap().id;
    let top_up = owner.get(&format!("/v1/top-ups/{}", id("/top-ups/"))).await;
    assert_eq!(top_up.body["state"], "pending");
    let join = owner.get(&format!("/v1/device-joins/{}", id("/device-joins/"))).await;
    assert_eq!(join.body["state"], "open");
    let card = &owner.get("/v1/instruments").await.body["cards"][0];
    assert_eq!((&card["cardId"], &card["nickname"]), (&json!(id("/cards/")), &json!("")));
    let order = owner.get(&format!("/v1/orders/{}", id("/orders/"))).await;
    assert_eq!(order.status, 200);
    let permission = owner.get("/v1/permissions").await.body["permissions"][0].clone();
    assert_eq!(permission["state"], "active");
}
