use anyhow::{Context, Result, bail};
use reqwest::{Client, RequestBuilder, Response};
use serde_json::{Value, json};

use crate::service::Service;
use crate::session_key::SessionKey;

/// What became of a request.
pub(super) enum Reply {
    Done(Value),
    /// A rule said no.
    Refused,
    /// Nobody answered: the power was cut.
    Gone,
}

/// A shopper with a session and a card.
pub(super) struct Shopper {
    pub(super) number: usize,
    url: String,
    token: String,
    client: Client,
}

impl Shopper {
    /// Signs up with the mailed code and links a card.
    ///
    /// # Errors
    /// The service refuses.
    pub(super) async fn sign_up(service: &Service, number: usize) -> Result<Self> {
        let email = format!("shopper{number}@example.jp");
        let client = Client::new();
        let mut shopper = Self { number, url: service.http.clone(), token: String::new(), client };
        let started = shopper.done("/v1/sign-ups", &json!({ "name": "佐藤 美咲", "email": email })).await?;
        let id = started["signUpId"].as_str().context("a sign-up")?;
        let confirm = json!({ "code": service.mailed_code(&email).await?, "deviceName": "torture" });
        let url = format!("{}/v1/sign-ups/{id}/confirm", shopper.url);
        let proof = SessionKey::new(1).proof("POST", &url, "1");
        let confirmed = shopper.client.post(url).header("dpop", proof).json(&confirm).send().await?;
        let session: Value = confirmed.error_for_status()?.json().await?;
        session["accessToken"].as_str().context("a token")?.clone_into(&mut shopper.token);
        shopper.link_card().await?;
        Ok(shopper)
    }

    async fn link_card(&self) -> Result<()> {
        let status = self.get("/v1/status").await?;
        let (url, key) = (&status["processorUrl"], &status["processorPublishableKey"]);
        let card =
            "type=card&card[number]=4242424242424242&card[exp_month]=12&card[exp_year]=2030&card[cvc]=123";
        let made =
            form(self.client.post(format!("{}/v1/payment_methods", url.as_str().context("a url")?)), card)
                .bearer_auth(key.as_str().context("a key")?);
        let made: Value = made.send().await?.error_for_status()?.json().await?;
        self.done("/v1/cards", &json!({ "paymentMethodId": made["id"] })).await?;
        Ok(())
    }

    /// # Errors
    /// The service refuses or does not answer.
    pub(super) async fn get(&self, path: &str) -> Result<Value> {
        let request = self.client.get(format!("{}{path}", self.url)).bearer_auth(&self.token);
        Ok(request.send().await?.error_for_status()?.json().await?)
    }

    async fn done(&self, path: &str, body: &Value) -> Result<Value> {
        match self.post(path, body).await? {
            Reply::Done(value) => Ok(value),
            _ => bail!("{path} is refused"),
        }
    }

    /// # Errors
    /// The service fails, other than by being gone.
    pub(super) async fn post(&self, path: &str, body: &Value) -> Result<Reply> {
        let request = self.client.post(format!("{}{path}", self.url)).bearer_auth(&self.token).json(body);
        let Ok(answer) = request.send().await else { return Ok(Reply::Gone) };
        let status = answer.status();
        if status.as_u16() == 500 {
            bail!("{path}: {}", answer.text().await.unwrap_or_default());
        }
        // A body that is cut off is no acknowledgement.
        let Ok(body) = answer.json().await else { return Ok(Reply::Gone) };
        Ok(if status.is_success() { Reply::Done(body) } else { Reply::Refused })
    }

    /// The store takes the cash of a slip; `false`: the power was cut.
    ///
    /// # Errors
    /// The sandbox's store fails, other than by being gone.
    pub(super) async fn pay_at_store(&self, top_up_id: &str) -> Result<bool> {
        let press = self.client.post(format!("{}/sandbox/store?top_up={top_up_id}", self.url));
        let answer: Result<Response, _> = form(press, "outcome=paid").send().await;
        Ok(answer.is_ok())
    }
}

fn form(request: RequestBuilder, body: &'static str) -> RequestBuilder {
    request.header("content-type", "application/x-www-form-urlencoded").body(body)
}
