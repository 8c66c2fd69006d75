//! Whatever goes wrong on the way, asked again with the same key it happened once: at once, and days later.

use std::time::Duration;

use saifu_money::Amount;
use saifu_processor::StripeClient;
use saifu_processor::sandbox::Outage;
use saifu_wallet::port::processor::{
    CashRequest, Link, LinkedCard, PaymentRequest, PaymentStatus, Processor, ProcessorError,
};
use serde_json::Value;

use crate::cash::{cash, konbini};
use crate::server::{Server, VISA, hold, now, shopper};

/// The client gives up after this time, a slow processor answers after ten times of it.
const PATIENCE: Duration = Duration::from_millis(200);

const OUTAGES: [Outage; 3] = [Outage::Down, Outage::Slow(Duration::from_secs(2)), Outage::AnswerLost];

/// Asks while the processor has its trouble, then without, then two days later.
struct Story {
    server: Server,
    client: StripeClient,
    card: LinkedCard,
    outage: Outage,
}

impl Story {
    async fn begin(outage: Outage) -> Self {
        let server = Server::start().await;
        let card = server.link(VISA).await.unwrap();
        let client = server.client.clone().with_answer_timeout(PATIENCE);
        Self { server, client, card, outage }
    }

    /// `ask` is told whether it was asked long ago.
    async fn run<T: std::fmt::Debug + PartialEq>(
        &self,
        ask: impl AsyncFn(&StripeClient, bool) -> Result<T, ProcessorError>,
    ) -> T {
        self.server.state.set_outage(self.outage);
        let lost = ask(&self.client, false).await;
        assert!(matches!(lost, Err(ProcessorError::Unavailable(_))), "{:?}: {lost:?}", self.outage);
        self.server.state.set_outage(Outage::None);
        let first = ask(&self.server.client, false).await.unwrap();
        assert_eq!(ask(&self.server.client, false).await.unwrap(), first);
        self.server.pass_days(2);
        assert_eq!(ask(&self.server.client, true).await.unwrap(), first);
        first
    }

    fn request(&self, key: &str, is_old: bool) -> PaymentRequest {
        PaymentRequest { asked_since: is_old.then(now), ..hold(&self.card, 1000, key) }
    }

    /// What the processor has, by status, and how much was taken and given back.
    async fn books(&self) -> (Vec<String>, i64, i64) {
        let intents = self.server.get("/v1/payment_intents?limit=100").await;
        let refunds = self.server.get("/v1/refunds?limit=100").await;
        let sum = |list: &Value, name: &str| -> i64 {
            list["data"].as_array().unwrap().iter().map(|it| it[name].as_i64().unwrap()).sum()
        };
        let status = |intent: &Value| intent["status"].as_str().unwrap().to_owned();
        let statuses = intents["data"].as_array().unwrap().iter().map(status).collect();
        (statuses, sum(&intents, "amount_received"), sum(&refunds, "amount"))
    }
}

#[tokio::test]
async fn a_hold_its_capture_and_its_refund() {
    for outage in OUTAGES {
        let story = Story::begin(outage).await;
        let hold =
            story.run(async |client, is_old| client.authorize(&story.request("C1", is_old)).await).await;
        assert_eq!(story.books().await, (vec!["requires_capture".to_owned()], 0, 0), "{outage:?}");
        story.run(async |client, _| client.capture(&hold.hold_id, Amount::yen(800), "C1").await).await;
        story.run(async |client, _| client.refund(&hold.hold_id, Amount::yen(300), "R1").await).await;
        assert_eq!(story.books().await, (vec!["succeeded".to_owned()], 800, 300), "{outage:?}");
    }
}

#[tokio::test]
async fn a_hold_and_its_release() {
    for outage in OUTAGES {
        let story = Story::begin(outage).await;
        let hold =
            story.run(async |client, is_old| client.authorize(&story.request("C1", is_old)).await).await;
        story.run(async |client, _| client.cancel(&hold.hold_id, "C1").await).await;
        assert_eq!(story.books().await, (vec!["canceled".to_owned()], 0, 0), "{outage:?}");
    }
}

#[tokio::test]
async fn a_charge_at_once() {
    for outage in OUTAGES {
        let story = Story::begin(outage).await;
        story.run(async |client, is_old| client.charge_now(&story.request("T1", is_old)).await).await;
        assert_eq!(story.books().await, (vec!["succeeded".to_owned()], 1000, 0), "{outage:?}");
    }
}

#[tokio::test]
async fn a_slip_and_its_withdrawal() {
    for outage in OUTAGES {
        let story = Story::begin(outage).await;
        let request =
            |is_old: bool| CashRequest { asked_since: is_old.then(now), ..cash(1000, "T1", konbini()) };
        let asked = story.run(async |client, is_old| client.ask_for_cash(&request(is_old)).await).await;
        let id = &asked.payment.payment_id;
        let gone = story.run(async |client, _| client.cancel_cash(id, "T1").await).await;
        assert_eq!(gone.status, PaymentStatus::Canceled);
        assert_eq!(story.books().await, (vec!["canceled".to_owned()], 0, 0), "{outage:?}");
    }
}

#[tokio::test]
async fn a_link() {
    for outage in OUTAGES {
        let story = Story::begin(outage).await;
        let token = story.server.token("5555555555554444").await;
        let link = async |client: &StripeClient, _| client.link_card(&shopper(), &token, "link").await;
        story.run(link).await;
    }
}

/// Test numbers for the same, for people to try.
#[tokio::test]
async fn cards_with_trouble_on_the_way_are_charged_once() {
    let server = Server::start().await;
    let hasty = server.client.clone().with_answer_timeout(PATIENCE);
    for (number, first) in [
        ("4000000000008716", &server.client),
        // Only here it is the client that gives up.
        ("4000000000008724", &hasty),
        ("4000000000008732", &server.client),
    ] {
        let token = server.token(number).await;
        let link = async |client: &StripeClient| client.link_card(&shopper(), &token, &token).await;
        assert!(matches!(link(first).await, Err(ProcessorError::Unavailable(_))), "{number}");
        let Link::Linked(card) = link(&server.client).await.unwrap() else { panic!("{number}") };
        let request = hold(&card, 500, number);
        let lost = first.charge_now(&request).await;
        assert!(matches!(lost, Err(ProcessorError::Unavailable(_))), "{number}: {lost:?}");
        let paid = server.client.charge_now(&request).await.unwrap();
        assert_eq!((paid.status, paid.received), (PaymentStatus::Succeeded, Amount::yen(500)), "{number}");
    }
    assert_eq!(server.payments().await, 3);
}
