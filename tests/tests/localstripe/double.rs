//! The double, and what the shopper's device and the shopper do at it.

use axum::Router;
use axum::body::Bytes;
use axum::extract::State;
use axum::http::HeaderMap;
use axum::routing::post;
use jiff::{SignedDuration, Timestamp};
use saifu_money::Amount;
use saifu_processor::{SIGNATURE_HEADER, StripeClient, TOLERANCE, WebhookError, verify_webhook};
use saifu_tests::localstripe::Localstripe;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{
    Link, LinkedCard, PaymentRequest, Processor, ProcessorError, ProcessorEvent,
};
use serde_json::{Value, json};
use tokio::net::TcpListener;
use tokio::sync::mpsc::{Receiver, Sender, channel};

/// Any that begins so will do.
const SECRET_KEY: &str = "sk_test_12345";

/// A double of its own, and our client of it.
pub struct Double {
    pub client: StripeClient,
    http: reqwest::Client,
    process: Localstripe,
}

impl Double {
    pub fn start() -> Self {
        let process =
            Localstripe::start().unwrap_or_else(|error| panic!("localstripe does not run: {error:#}"));
        let client = StripeClient::new(&process.base, SECRET_KEY).unwrap();
        let http = reqwest::Client::builder().no_proxy().build().unwrap();
        Self { client, http, process }
    }

    /// A card as a device sends it. The double does so for the secret key only.
    pub async fn token(&self, number: &str) -> String {
        let card = json!({ "number": number, "exp_month": 12, "exp_year": 2050, "cvc": "123" });
        let made = self.post("/v1/payment_methods", json!({ "type": "card", "card": card })).await;
        made["id"].as_str().unwrap_or_else(|| panic!("{made}")).to_owned()
    }

    pub async fn link(&self, number: &str) -> LinkedCard {
        let token = self.token(number).await;
        linked(self.client.link_card(&shopper(), &token, &token).await)
    }

    /// Links a card whose bank wants to see the shopper.
    pub async fn link_at_bank(&self, number: &str) -> LinkedCard {
        let token = self.token(number).await;
        match self.client.link_card(&shopper(), &token, &token).await.unwrap() {
            Link::ActionRequired { setup_intent_id, .. } => {
                self.authenticate_link(&setup_intent_id).await;
                linked(self.client.confirm_link(&shopper(), &setup_intent_id).await)
            }
            other => panic!("{other:?}"),
        }
    }

    /// What its script in the browser does after the bank's page.
    pub async fn authenticate_link(&self, id: &str) {
        let done = self.post(&format!("/v1/setup_intents/{id}/confirm"), json!({})).await;
        assert_eq!(done["status"], "succeeded", "{done}");
    }

    pub async fn authenticate_payment(&self, id: &str, succeeds: bool) {
        let intent = self.get(&format!("/v1/payment_intents/{id}")).await;
        let answer = json!({ "client_secret": intent["client_secret"], "success": succeeds });
        let done = self.post(&format!("/v1/payment_intents/{id}/_authenticate"), answer).await;
        assert_eq!(done["id"], id, "{done}");
    }

    /// How many refunds a payment has.
    pub async fn refunds(&self, payment_id: &str) -> usize {
        let list = self.get(&format!("/v1/refunds?payment_intent={payment_id}")).await;
        list["data"].as_array().unwrap().len()
    }

    /// Deliveries of what becomes of payments.
    pub async fn listen(&self, secret: &str) -> Receiver<Delivery> {
        let (sender, receiver) = channel(16);
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/", listener.local_addr().unwrap());
        let routes = Router::new().route("/", post(hear)).with_state(sender);
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let events = ["payment_intent.succeeded", "payment_intent.payment_failed"];
        let hook = json!({ "url": url, "secret": secret, "events": events });
        let request = self.http.post(format!("{}/_config/webhooks/one", self.process.base)).json(&hook);
        assert!(request.send().await.unwrap().status().is_success());
        receiver
    }

    async fn get(&self, path: &str) -> Value {
        let request = self.http.get(format!("{}{path}", self.process.base)).bearer_auth(SECRET_KEY);
        request.send().await.unwrap().json().await.unwrap()
    }

    async fn post(&self, path: &str, body: Value) -> Value {
        let request = self.http.post(format!("{}{path}", self.process.base)).bearer_auth(SECRET_KEY);
        request.json(&body).send().await.unwrap().json().await.unwrap()
    }
}

/// One delivery as it came.
pub struct Delivery {
    header: String,
    body: Vec<u8>,
    at: Timestamp,
}

impl Delivery {
    pub fn verify(&self, secrets: &[&str]) -> Result<ProcessorEvent, WebhookError> {
        verify_webhook(&self.body, &self.header, secrets, self.at, TOLERANCE)
    }

    /// The same with another sum.
    pub fn altered(&self) -> Self {
        let body = String::from_utf8(self.body.clone()).unwrap();
        let altered = body.replace("700", "900");
        assert_ne!(altered, body);
        Self { header: self.header.clone(), body: altered.into_bytes(), at: self.at }
    }

    /// The same, sent again when nobody should.
    pub fn later(&self) -> Self {
        let at = self.at.checked_add(SignedDuration::from_mins(10)).unwrap();
        Self { header: self.header.clone(), body: self.body.clone(), at }
    }
}

#[expect(clippy::disallowed_methods, reason = "the double signs with the machine's clock")]
async fn hear(State(sender): State<Sender<Delivery>>, headers: HeaderMap, body: Bytes) {
    let header = headers[SIGNATURE_HEADER].to_str().unwrap().to_owned();
    let delivery = Delivery { header, body: body.to_vec(), at: Timestamp::now() };
    sender.send(delivery).await.unwrap();
}

pub fn shopper() -> ShopperId {
    ShopperId::new("shopper-1")
}

pub fn linked(outcome: Result<Link, ProcessorError>) -> LinkedCard {
    match outcome {
        Ok(Link::Linked(card)) => card,
        other => panic!("{other:?}"),
    }
}

/// A payment by a linked card; the charge's id is its key.
pub fn hold(card: &LinkedCard, yen: u32, key: &str) -> PaymentRequest {
    PaymentRequest {
        customer_id: card.customer_id.clone(),
        payment_method_id: card.payment_method_id.clone(),
        amount: Amount::yen(yen),
        key: key.to_owned(),
        description: "Saifu 焙煎所".to_owned(),
        reference: key.to_owned(),
        shopper_present: true,
        asked_since: None,
    }
}
