//! The sandbox tells, and what it tells is believed.

use std::sync::{Arc, Mutex};
use std::time::Duration;

use axum::Router;
use axum::body::Bytes;
use axum::http::{HeaderMap, StatusCode};
use axum::routing::post;
use saifu_money::Amount;
use saifu_processor::sandbox::{CashPayment, WEBHOOK_SECRET};
use saifu_processor::{SIGNATURE_HEADER, TOLERANCE, verify_webhook};
use saifu_wallet::port::processor::{
    Link, PaymentStatus, Processor, ProcessorError, ProcessorEvent, ProcessorEventKind,
};
use tokio::net::TcpListener;
use tokio::sync::watch;

use crate::cash::{cash, konbini};
use crate::server::{Server, VISA, hold, shopper};

/// A wallet service that listens: it refuses as often as it is told to, then keeps what it hears.
struct Listener {
    heard: watch::Receiver<Vec<ProcessorEvent>>,
}

impl Listener {
    async fn start(server: &Server, refuse: usize) -> Self {
        let (told, heard) = watch::channel(Vec::new());
        let left = Arc::new(Mutex::new(refuse));
        let clock = server.clock();
        let hear = async move |headers: HeaderMap, body: Bytes| {
            let header = headers[SIGNATURE_HEADER].to_str().unwrap();
            let event = verify_webhook(&body, header, &[WEBHOOK_SECRET], clock(), TOLERANCE).unwrap();
            let mut left = left.lock().unwrap();
            if *left > 0 {
                *left -= 1;
                return StatusCode::SERVICE_UNAVAILABLE;
            }
            told.send_modify(|events| events.push(event));
            StatusCode::NO_CONTENT
        };
        let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://{}/hooks", listener.local_addr().unwrap());
        let routes = Router::new().route("/hooks", post(hear));
        tokio::spawn(async move { axum::serve(listener, routes).await.unwrap() });
        server.state.set_webhook(&url, WEBHOOK_SECRET);
        tokio::spawn(server.state.clone().run());
        Self { heard }
    }

    /// The first event that fits.
    async fn wait(&mut self, fits: impl Fn(&ProcessorEventKind) -> bool) -> ProcessorEvent {
        let heard = self.heard.wait_for(|events| events.iter().any(|event| fits(&event.kind))).await.unwrap();
        heard.iter().find(|event| fits(&event.kind)).unwrap().clone()
    }

    async fn wait_for_status(&mut self, id: &str, status: PaymentStatus) -> ProcessorEvent {
        let fits = |kind: &ProcessorEventKind| matches!(kind, ProcessorEventKind::Payment(it) if it.payment_id == id && it.status == status);
        self.wait(fits).await
    }
}

/// Waits for what the sandbox does beside the test.
async fn until(is_so: impl Fn() -> bool) {
    while !is_so() {
        tokio::time::sleep(Duration::from_millis(5)).await;
    }
}

#[tokio::test]
async fn each_step_of_a_payment_is_told() {
    let server = Server::start().await;
    let mut listener = Listener::start(&server, 0).await;
    let card = server.link(VISA).await.unwrap();
    let held = server.client.authorize(&hold(&card, 5880, "S03-1-C1")).await.unwrap();
    listener.wait_for_status(&held.hold_id, PaymentStatus::RequiresCapture).await;
    server.client.capture(&held.hold_id, Amount::yen(5000), "S03-1-C1").await.unwrap();
    let told = listener.wait_for_status(&held.hold_id, PaymentStatus::Succeeded).await;
    let ProcessorEventKind::Payment(payment) = told.kind else { panic!() };
    assert_eq!(payment, server.client.payment(&held.hold_id).await.unwrap());
    server.client.refund(&held.hold_id, Amount::yen(1), "R1").await.unwrap();
    let id = Some(held.hold_id.clone());
    listener.wait(|kind| *kind == ProcessorEventKind::Refund { payment_id: id.clone() }).await;

    let poor = server.link("4000000000009995").await.unwrap();
    server.client.authorize(&hold(&poor, 1, "S03-2-C1")).await.unwrap_err();
    let fits = |kind: &ProcessorEventKind| matches!(kind, ProcessorEventKind::Payment(it) if it.failure.as_deref() == Some("insufficient_funds"));
    listener.wait(fits).await;
}

#[tokio::test]
async fn a_slip_tells_that_it_was_paid_or_expired() {
    let server = Server::start().await;
    let mut listener = Listener::start(&server, 0).await;
    let ask = async |key: &str| {
        server.client.ask_for_cash(&cash(10_000, key, konbini())).await.unwrap().payment.payment_id
    };
    let (paid, dropped, forgotten) = (ask("T1").await, ask("T2").await, ask("T3").await);
    server.state.pay_cash(&paid, CashPayment::PaidTwice).await.unwrap();
    let fits = |kind: &ProcessorEventKind| matches!(kind, ProcessorEventKind::Payment(it) if it.received == Amount::yen(20_000));
    let first = listener.wait_for_status(&paid, PaymentStatus::Succeeded).await;
    let second = listener.wait(fits).await;
    assert_ne!(first.id, second.id, "each time that somebody pays is an event of its own");
    let listed = server.get("/v1/events?limit=2").await;
    let received = |place: usize| listed["data"][place]["data"]["object"]["amount_received"].clone();
    assert_eq!((received(0), received(1)), (20_000.into(), 10_000.into()), "the newest first");
    server.client.cancel_cash(&dropped, "T2").await.unwrap();
    listener.wait_for_status(&dropped, PaymentStatus::Canceled).await;
    // What is on its way would be signed too long ago.
    until(|| server.state.deliveries().iter().all(|it| !it.is_open)).await;
    server.pass_days(4);
    listener.wait_for_status(&forgotten, PaymentStatus::RequiresPaymentMethod).await;
}

#[tokio::test]
async fn a_link_tells_what_the_bank_said() {
    let server = Server::start().await;
    let mut listener = Listener::start(&server, 0).await;
    for succeeds in [true, false] {
        let Link::ActionRequired { setup_intent_id, .. } =
            server.start_link("4000002500003155").await.unwrap()
        else {
            panic!("the bank wants nothing")
        };
        server.state.authenticate(&setup_intent_id, succeeds).await.unwrap();
        let code = "setup_intent_authentication_failure".to_owned();
        let expected = match succeeds {
            true => ProcessorEventKind::LinkSucceeded { setup_intent_id },
            false => ProcessorEventKind::LinkFailed { setup_intent_id, code },
        };
        listener.wait(|kind| *kind == expected).await;
    }
    assert!(matches!(
        server.client.confirm_link(&shopper(), "seti_x").await,
        Err(ProcessorError::Refused(_))
    ));
}

#[tokio::test]
async fn an_event_is_told_again_until_it_is_acknowledged() {
    let server = Server::start().await;
    let mut listener = Listener::start(&server, 2).await;
    let card = server.link(VISA).await.unwrap();
    let paid = server.client.charge_now(&hold(&card, 100, "T1")).await.unwrap();
    let attempts = || server.state.deliveries().into_iter().flat_map(|it| it.attempts).collect::<Vec<_>>();
    let count = |status: u16| attempts().iter().filter(|it| it.status == Some(status)).count();
    // The link and the payment were each told once and refused.
    until(|| count(503) == 2).await;
    assert!(server.state.deliveries().iter().all(|it| it.is_open));
    server.pass_seconds(1);
    listener.wait_for_status(&paid.payment_id, PaymentStatus::Succeeded).await;
    until(|| server.state.deliveries().iter().all(|it| !it.is_open)).await;
    assert_eq!((count(503), count(204), attempts().len()), (2, 2, 4));
    assert_eq!(listener.heard.borrow().len(), 2);
}

#[tokio::test]
async fn what_was_not_acknowledged_before_a_crash_is_told_after_it() {
    let server = Server::start().await;
    // Nobody listens there, and nobody runs yet: the event waits in the file.
    server.state.set_webhook("http://127.0.0.1:1/hooks", WEBHOOK_SECRET);
    let card = server.link(VISA).await.unwrap();
    let paid = server.client.charge_now(&hold(&card, 100, "T1")).await.unwrap();
    let server = server.restart().await;
    assert!(server.state.deliveries().iter().any(|it| it.is_open && it.object_id == paid.payment_id));
    let mut listener = Listener::start(&server, 0).await;
    listener.wait_for_status(&paid.payment_id, PaymentStatus::Succeeded).await;
    let listed = server.get("/v1/events?type=payment_intent.succeeded").await;
    assert_eq!(listed["data"][0]["data"]["object"]["id"], paid.payment_id.as_str());
}
