//! A sandbox on a loopback port, with its file in a folder of its own.

use std::path::PathBuf;
use std::sync::{Arc, Mutex};

use axum::Router;
use jiff::{SignedDuration, Timestamp};
use reqwest::{RequestBuilder, Response};
use saifu_money::Amount;
use saifu_processor::StripeClient;
use saifu_processor::sandbox::{PUBLISHABLE_KEY, SECRET_KEY, SandboxState, router};
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{Link, LinkedCard, PaymentRequest, Processor, ProcessorError};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub const VISA: &str = "4242424242424242";
pub const RETURN_URL: &str = "https://wallet.example/back";

pub struct Server {
    pub state: SandboxState,
    pub client: StripeClient,
    pub base: String,
    folder: PathBuf,
    task: JoinHandle<()>,
    clock: Arc<Mutex<Timestamp>>,
}

impl Server {
    pub async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("saifu-processor-{}", uuid::Uuid::new_v4()));
        Self::open(folder, Arc::new(Mutex::new(now()))).await
    }

    /// Another process on the same file: nothing of the first one's memory is left.
    pub async fn restart(mut self) -> Self {
        self.task.abort();
        let clock = self.clock.clone();
        Self::open(std::mem::take(&mut self.folder), clock).await
    }

    async fn open(folder: PathBuf, clock: Arc<Mutex<Timestamp>>) -> Self {
        let file = folder.join("processor.json");
        let state = SandboxState::open_with_clock(file, ticking(clock.clone())).unwrap();
        let routes = Router::new().nest("/sandbox/processor", router(state.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/sandbox/processor", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let client = StripeClient::new(&base, SECRET_KEY).unwrap().with_return_url(RETURN_URL);
        Self { state, client, base, folder, task, clock }
    }

    /// The sandbox's clock, which only a test moves.
    pub fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    pub fn clock(&self) -> impl Fn() -> Timestamp + Clone + Send + Sync + 'static {
        ticking(self.clock.clone())
    }

    pub fn pass_seconds(&self, seconds: i64) {
        let mut clock = self.clock.lock().unwrap();
        *clock = clock.checked_add(SignedDuration::from_secs(seconds)).unwrap();
    }

    pub fn pass_days(&self, days: i64) {
        self.pass_seconds(days * 24 * 60 * 60);
    }

    /// Where the state is kept.
    pub fn path(&self) -> PathBuf {
        self.folder.join("processor.json")
    }

    /// What the file holds.
    pub fn file(&self) -> String {
        std::fs::read_to_string(self.path()).unwrap()
    }

    /// A request as a shop's server would write it.
    pub fn post(&self, path: &str, form: &[(&str, &str)]) -> RequestBuilder {
        http().post(format!("{}{path}", self.base)).bearer_auth(SECRET_KEY).form(form)
    }

    pub async fn get(&self, path: &str) -> Value {
        let request = http().get(format!("{}{path}", self.base)).bearer_auth(SECRET_KEY);
        request.send().await.unwrap().json().await.unwrap()
    }

    /// A card as a device sends it.
    pub async fn send_card(&self, number: &str, month: &str, year: &str, cvc: &str) -> Response {
        let form = [
            ("type", "card"),
            ("card[number]", number),
            ("card[exp_month]", month),
            ("card[exp_year]", year),
            ("card[cvc]", cvc),
        ];
        let request = http().post(format!("{}/v1/payment_methods", self.base)).bearer_auth(PUBLISHABLE_KEY);
        request.form(&form).send().await.unwrap()
    }

    /// The token of a test number.
    pub async fn token(&self, number: &str) -> String {
        let cvc = if number.len() == 15 { "1234" } else { "123" };
        let answer: Value = self.send_card(number, "12", "2050", cvc).await.json().await.unwrap();
        answer["id"].as_str().unwrap_or_else(|| panic!("{answer}")).to_owned()
    }

    pub async fn link(&self, number: &str) -> Result<LinkedCard, ProcessorError> {
        match self.start_link(number).await? {
            Link::Linked(card) => Ok(card),
            other => panic!("{other:?}"),
        }
    }

    /// As [`Server::link`], for cards whose bank may want to see the shopper.
    pub async fn start_link(&self, number: &str) -> Result<Link, ProcessorError> {
        let token = self.token(number).await;
        self.client.link_card(&shopper(), &token, &token).await
    }

    /// How many payments the processor knows.
    pub async fn payments(&self) -> usize {
        self.get("/v1/payment_intents?limit=100").await["data"].as_array().unwrap().len()
    }

    /// An intent as the processor's console would show it.
    pub async fn intent(&self, id: &str) -> Value {
        self.get(&format!("/v1/payment_intents/{id}")).await
    }
}

impl Drop for Server {
    fn drop(&mut self) {
        self.task.abort();
        if !self.folder.as_os_str().is_empty() {
            let _ = std::fs::remove_dir_all(&self.folder);
        }
    }
}

fn ticking(clock: Arc<Mutex<Timestamp>>) -> impl Fn() -> Timestamp + Clone + Send + Sync + 'static {
    move || *clock.lock().unwrap()
}

/// When each test begins.
pub fn now() -> Timestamp {
    Timestamp::from_second(1_795_000_000).unwrap()
}

/// A client that no proxy of the environment comes between.
pub fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

pub fn shopper() -> ShopperId {
    ShopperId::new("shopper-1")
}

/// A payment by a linked card, the shopper being there; the charge's id is its key.
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

/// The code of a decline.
pub fn declined<T: std::fmt::Debug>(outcome: Result<T, ProcessorError>) -> String {
    match outcome {
        Err(ProcessorError::Declined { code }) => code,
        other => panic!("{other:?} is no decline"),
    }
}
