//! A sandbox on a loopback port, with its file in a folder of its own.

use std::path::PathBuf;

use axum::Router;
use reqwest::{RequestBuilder, Response};
use saifu_money::Amount;
use saifu_processor::StripeClient;
use saifu_processor::sandbox::{PUBLISHABLE_KEY, SECRET_KEY, SandboxState, router};
use saifu_wallet::id::{ChargeId, ShopperId};
use saifu_wallet::port::processor::{HoldRequest, LinkedCard, Processor, ProcessorError};
use serde_json::Value;
use tokio::net::TcpListener;
use tokio::task::JoinHandle;

pub const VISA: &str = "4242424242424242";

pub struct Server {
    pub state: SandboxState,
    pub client: StripeClient,
    pub base: String,
    folder: PathBuf,
    task: JoinHandle<()>,
}

impl Server {
    pub async fn start() -> Self {
        let folder = std::env::temp_dir().join(format!("saifu-processor-{}", uuid::Uuid::new_v4()));
        Self::open(folder).await
    }

    /// Another process on the same file: nothing of the first one's memory is left.
    pub async fn restart(mut self) -> Self {
        self.task.abort();
        Self::open(std::mem::take(&mut self.folder)).await
    }

    async fn open(folder: PathBuf) -> Self {
        let state = SandboxState::open(folder.join("processor.json")).unwrap();
        let routes = Router::new().nest("/sandbox/processor", router(state.clone()));
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let base = format!("http://{}/sandbox/processor", listener.local_addr().unwrap());
        let task = tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        let client = StripeClient::new(&base, SECRET_KEY).unwrap();
        Self { state, client, base, folder, task }
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
        let token = self.token(number).await;
        self.client.link_card(&ShopperId::new("shopper-1"), &token, &token).await
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

/// A client that no proxy of the environment comes between.
pub fn http() -> reqwest::Client {
    reqwest::Client::builder().no_proxy().build().unwrap()
}

/// A hold on a linked card; the charge's id is its key.
pub fn hold(card: &LinkedCard, yen: u32, key: &str) -> HoldRequest {
    HoldRequest {
        customer_id: card.customer_id.clone(),
        payment_method_id: card.payment_method_id.clone(),
        amount: Amount::yen(yen),
        key: key.to_owned(),
        description: "Saifu 焙煎所".to_owned(),
        charge_id: ChargeId::new(key),
    }
}

/// The code of a decline.
pub fn declined<T: std::fmt::Debug>(outcome: Result<T, ProcessorError>) -> String {
    match outcome {
        Err(ProcessorError::Declined { code }) => code,
        other => panic!("{other:?} is no decline"),
    }
}
