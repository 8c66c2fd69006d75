use std::sync::atomic::{AtomicU32, Ordering};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use reqwest::{Client, Method};
use saifu_terms::ChargeTerms;
use saifu_tests::session_key::SessionKey;
use serde_json::{Value, json};
use url::Url;
use webauthn_authenticator_rs::AuthenticatorBackend;
use webauthn_authenticator_rs::softpasskey::SoftPasskey;

use crate::shop::Reply;

/// A shopper's device: a token, and a passkey in software.
pub struct Shopper {
    url: String,
    pub token: String,
    pub refresh: String,
    pub device_id: String,
    pub key: SessionKey,
    proofs: AtomicU32,
    pub passkey: SoftPasskey,
}

impl Shopper {
    /// A device that nobody has signed in on.
    pub fn new(url: &str, key: u8) -> Self {
        Self {
            url: url.to_owned(),
            token: String::new(),
            refresh: String::new(),
            device_id: String::new(),
            key: SessionKey::new(key),
            proofs: AtomicU32::default(),
            passkey: SoftPasskey::new(true),
        }
    }

    /// Signs up with the mailed code and registers a passkey.
    pub async fn sign_up(url: &str, email: &str) -> Self {
        let mut shopper = Self::new(url, 1);
        let started = shopper.post("/v1/sign-ups", &json!({ "name": "佐藤 美咲", "email": email })).await;
        assert_eq!(started.status, 202, "{started:?}");
        let id = started.body["signUpId"].as_str().unwrap();
        let confirm = format!("/v1/sign-ups/{id}/confirm");
        let wrong = shopper.prove(&confirm, &json!({ "code": "no", "deviceName": "test" })).await;
        assert_eq!((wrong.code(), wrong.body["triesLeft"].as_u64()), ((422, "sign_up.code_wrong"), Some(4)));
        let code = mailed_code(url, email).await;
        let answer = json!({ "code": code, "deviceName": "test" });
        let keyless = shopper.post(&confirm, &answer).await;
        assert_eq!(keyless.code(), (401, "session.key_required"));
        let session = shopper.prove(&confirm, &answer).await;
        shopper.keep(&session);
        shopper.register().await;
        shopper
    }

    /// A request with a proof of the session key.
    pub async fn prove(&self, path: &str, body: &Value) -> Reply {
        let jti = self.proofs.fetch_add(1, Ordering::Relaxed).to_string();
        self.prove_as(&self.key, path, &jti, body).await
    }

    /// As [`Shopper::prove`], with any key.
    pub async fn prove_as(&self, key: &SessionKey, path: &str, jti: &str, body: &Value) -> Reply {
        let proof = key.proof("POST", &format!("{}{path}", self.url), jti);
        self.send_proof(&proof, path, body).await
    }

    /// The same device at another process of the service.
    pub fn at(&self, url: &str) -> Self {
        let mut same = Self::new(url, 1);
        (same.token, same.refresh, same.key) = (self.token.clone(), self.refresh.clone(), self.key.clone());
        same
    }

    pub async fn send_proof(&self, proof: &str, path: &str, body: &Value) -> Reply {
        let request = Client::new().post(format!("{}{path}", self.url)).header("dpop", proof);
        let answer = request.json(body).send().await.unwrap();
        Reply { status: answer.status().as_u16(), body: answer.json().await.unwrap_or_default() }
    }

    /// Goes on with the tokens of a session.
    pub fn keep(&mut self, session: &Reply) {
        assert_eq!(session.status, 200, "{session:?}");
        let text = |name: &str| session.body[name].as_str().unwrap().to_owned();
        (self.token, self.refresh, self.device_id) =
            (text("accessToken"), text("refreshToken"), text("deviceId"));
    }

    pub async fn register(&mut self) {
        let started = self.post("/v1/passkeys/registrations", &json!({})).await;
        let options = serde_json::from_value(started.body["options"]["publicKey"].clone()).unwrap();
        let origin = Url::parse(&self.url).unwrap();
        let answer = self.passkey.perform_register(origin, options, 60_000).unwrap();
        let id = started.body["ceremonyId"].as_str().unwrap();
        let body = json!({ "credential": serde_json::to_value(&answer).unwrap() });
        let made = self.post(&format!("/v1/passkeys/registrations/{id}"), &body).await;
        assert_eq!(made.status, 200, "{made:?}");
    }

    /// Uses the passkey once more, for one purpose.
    pub async fn prove_again(&mut self, purpose: &str) -> Value {
        let started = self.post("/v1/passkeys/assertions", &json!({ "purpose": purpose })).await;
        assert_eq!(started.status, 200, "{started:?}");
        let options = serde_json::from_value(started.body["options"]["publicKey"].clone()).unwrap();
        let origin = Url::parse(&self.url).unwrap();
        let answer = self.passkey.perform_auth(origin, options, 60_000).unwrap();
        json!({ "ceremonyId": started.body["ceremonyId"], "credential": serde_json::to_value(&answer).unwrap() })
    }

    /// Lets a permission charge more a month.
    pub async fn raise_month(&mut self, permission: &str, yen: u32) {
        let assertion = self.prove_again(&format!("permission:{permission}:-:{yen}")).await;
        let raise = json!({
            "month": { "amount": yen.to_string(), "currencyCode": "JPY" },
            "assertion": assertion,
        });
        let raised = self.send(Method::PATCH, &format!("/v1/permissions/{permission}"), Some(&raise)).await;
        assert_eq!(raised.status, 200, "{raised:?}");
    }

    pub async fn redeem(&self, code: &str) {
        let lot = self.post("/v1/gift-cards/redemptions", &json!({ "code": code })).await;
        assert_eq!(lot.status, 200, "{lot:?}");
    }

    /// Sends the number to the processor and links the token.
    pub async fn link(&self, number: &str) -> Reply {
        let status = self.get("/v1/status").await.body;
        let form =
            format!("type=card&card[number]={number}&card[exp_month]=12&card[exp_year]=2030&card[cvc]=123");
        let made = Client::new()
            .post(format!("{}/v1/payment_methods", status["processorUrl"].as_str().unwrap()))
            .bearer_auth(status["processorPublishableKey"].as_str().unwrap())
            .header("content-type", "application/x-www-form-urlencoded")
            .body(form);
        let made: Value = made.send().await.unwrap().json().await.unwrap();
        self.post("/v1/cards", &json!({ "paymentMethodId": made["id"] })).await
    }

    pub async fn propose(&self, session: &str) -> Reply {
        let preference = json!({ "usePoints": true, "useGift": true, "cardId": null });
        self.post(&format!("/v1/checkout-sessions/{session}/proposals"), &preference).await
    }

    /// Signs a proposal and approves it.
    pub async fn approve(&mut self, proposal: &Reply) -> Reply {
        let terms: ChargeTerms = serde_json::from_value(proposal.body["terms"].clone()).unwrap();
        let allowed = proposal.body["credentialIds"].as_array().unwrap();
        let allowed: Vec<Value> =
            allowed.iter().map(|id| json!({ "type": "public-key", "id": id })).collect();
        let options = json!({
            "challenge": URL_SAFE_NO_PAD.encode(terms.challenge()),
            "rpId": "localhost",
            "userVerification": "required",
            "allowCredentials": allowed,
        });
        let origin = Url::parse(&self.url).unwrap();
        let options = serde_json::from_value(options).unwrap();
        let answer = self.passkey.perform_auth(origin, options, 60_000).unwrap();
        let body = json!({ "credential": serde_json::to_value(&answer).unwrap() });
        self.post(&format!("/v1/proposals/{}/approval", terms.proposal_id), &body).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None).await
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(Method::POST, path, Some(body)).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>) -> Reply {
        let mut request =
            Client::new().request(method, format!("{}{path}", self.url)).bearer_auth(&self.token);
        if let Some(body) = body {
            request = request.json(body);
        }
        let answer = request.send().await.unwrap();
        Reply { status: answer.status().as_u16(), body: answer.json().await.unwrap_or_default() }
    }
}

impl Reply {
    pub fn code(&self) -> (u16, &str) {
        (self.status, self.body["code"].as_str().unwrap_or_default())
    }
}

pub async fn mailed_code(url: &str, email: &str) -> String {
    let mails = reqwest::get(format!("{url}/dev/mailbox.json?to={email}")).await.unwrap();
    let mails: Value = mails.json().await.unwrap();
    let subject = mails[0]["subject"].as_str().unwrap();
    subject.rsplit(' ').next().unwrap().to_owned()
}
