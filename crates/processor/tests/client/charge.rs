use saifu_money::Amount;
use saifu_wallet::port::processor::{PaymentRequest, PaymentStatus, Processor, ProcessorError};

use crate::server::{Server, VISA, declined, hold};

#[tokio::test]
async fn a_hold_is_captured_in_part_and_refunded_in_parts() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let held = server.client.authorize(&hold(&card, 5880, "S03-1-C1")).await.unwrap();
    let intent = server.intent(&held.hold_id).await;
    assert_eq!((&intent["status"], &intent["amount_capturable"]), (&"requires_capture".into(), &5880.into()));
    assert_eq!((&intent["currency"], &intent["metadata"]["reference"]), (&"jpy".into(), &"S03-1-C1".into()));
    assert_eq!(intent["metadata"]["description"], "Saifu 焙煎所");

    server.client.capture(&held.hold_id, Amount::yen(5000), "S03-1-C1").await.unwrap();
    assert_eq!(server.intent(&held.hold_id).await["amount_received"], 5000);

    let refund = |yen, key: &'static str| server.client.refund(&held.hold_id, Amount::yen(yen), key);
    refund(2000, "R1").await.unwrap();
    assert!(matches!(refund(3001, "R2").await, Err(ProcessorError::Refused(_))));
    refund(3000, "R3").await.unwrap();
    assert!(matches!(refund(1, "R4").await, Err(ProcessorError::Refused(_))));
}

#[tokio::test]
async fn each_bank_refusal_has_its_code() {
    let server = Server::start().await;
    for (number, code) in [
        ("4000000000000341", "generic_decline"),
        ("4000000000009995", "insufficient_funds"),
        ("4000000000009987", "lost_card"),
        ("4000000000006975", "card_velocity_exceeded"),
        ("4000000000008708", "withdrawal_count_limit_exceeded"),
    ] {
        let card = server.link(number).await.unwrap();
        let request = hold(&card, 500, code);
        assert_eq!(declined(server.client.authorize(&request).await), code);
        assert_eq!(declined(server.client.authorize(&request).await), code, "again with the same key");
    }
}

#[tokio::test]
async fn what_is_repeated_happens_once() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let request = hold(&card, 5880, "S03-1-C1");
    let held = server.client.authorize(&request).await.unwrap();
    assert_eq!(server.client.authorize(&request).await.unwrap(), held);
    assert_ne!(server.client.authorize(&hold(&card, 5880, "S03-1-C2")).await.unwrap(), held);

    for _ in 0..2 {
        server.client.capture(&held.hold_id, Amount::yen(5880), "S03-1-C1").await.unwrap();
    }
    for _ in 0..2 {
        server.client.refund(&held.hold_id, Amount::yen(5000), "S03-1-R1").await.unwrap();
    }
    server.client.refund(&held.hold_id, Amount::yen(880), "S03-1-R2").await.unwrap();
}

#[tokio::test]
async fn two_at_once_with_one_key_hold_once() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let request = hold(&card, 5880, "S03-1-C1");
    let (one, two) = tokio::join!(server.client.authorize(&request), server.client.authorize(&request));
    assert_eq!(one.unwrap(), two.unwrap());
}

/// A day later, when the key is forgotten, or at a processor that knows no keys.
#[tokio::test]
async fn what_was_done_under_a_forgotten_key_counts_as_done() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let held = server.client.authorize(&hold(&card, 5880, "S03-1-C1")).await.unwrap();
    server.client.capture(&held.hold_id, Amount::yen(5000), "S03-1-C1").await.unwrap();
    server.client.capture(&held.hold_id, Amount::yen(5000), "another key").await.unwrap();
    let other = server.client.capture(&held.hold_id, Amount::yen(5880), "a third key").await;
    assert!(matches!(other, Err(ProcessorError::Refused(_))), "{other:?}");

    let released = server.client.authorize(&hold(&card, 5880, "S03-2-C1")).await.unwrap();
    for key in ["S03-2-C1", "another key"] {
        server.client.cancel(&released.hold_id, key).await.unwrap();
    }
    assert!(server.client.cancel(&held.hold_id, "S03-1-C1").await.is_err());
}

#[tokio::test]
async fn one_key_for_two_amounts_is_our_mistake() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    server.client.authorize(&hold(&card, 100, "S03-1-C1")).await.unwrap();
    let other = server.client.authorize(&hold(&card, 101, "S03-1-C1")).await;
    assert!(
        matches!(&other, Err(ProcessorError::Refused(text)) if text.contains("idempotency_error")),
        "{other:?}"
    );
}

#[tokio::test]
async fn a_canceled_hold_cannot_be_captured() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let held = server.client.authorize(&hold(&card, 100, "S03-1-C1")).await.unwrap();
    for _ in 0..2 {
        server.client.cancel(&held.hold_id, "S03-1-C1").await.unwrap();
    }
    let capture = server.client.capture(&held.hold_id, Amount::yen(100), "S03-1-C1").await;
    assert!(matches!(&capture, Err(ProcessorError::Refused(text)) if text.contains("unexpected_state")));
}

#[tokio::test]
async fn no_more_is_captured_than_was_held() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let held = server.client.authorize(&hold(&card, 100, "S03-1-C1")).await.unwrap();
    let capture = server.client.capture(&held.hold_id, Amount::yen(101), "S03-1-C1").await;
    assert!(matches!(capture, Err(ProcessorError::Refused(_))), "{capture:?}");
    assert_eq!(server.intent(&held.hold_id).await["status"], "requires_capture");
}

#[tokio::test]
async fn a_card_pays_for_its_own_customer_only() {
    let server = Server::start().await;
    let mut card = server.link(VISA).await.unwrap();
    let customer: serde_json::Value =
        server.post("/v1/customers", &[]).send().await.unwrap().json().await.unwrap();
    card.customer_id = customer["id"].as_str().unwrap().to_owned();
    let outcome = server.client.authorize(&hold(&card, 100, "S03-1-C1")).await;
    assert!(matches!(outcome, Err(ProcessorError::Refused(_))), "{outcome:?}");
}

#[tokio::test]
async fn what_is_charged_now_needs_no_capture() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let request = PaymentRequest { shopper_present: false, ..hold(&card, 5000, "T1") };
    let paid = server.client.charge_now(&request).await.unwrap();
    assert_eq!((paid.status, paid.received), (PaymentStatus::Succeeded, Amount::yen(5000)));
    assert_eq!(paid.reference.as_deref(), Some("T1"));
    assert_eq!(server.client.charge_now(&request).await.unwrap(), paid);
    assert_eq!(server.client.payment(&paid.payment_id).await.unwrap(), paid);
    assert_eq!(server.payments().await, 1);

    let poor = server.link("4000000000009995").await.unwrap();
    assert_eq!(declined(server.client.charge_now(&hold(&poor, 1, "T2")).await), "insufficient_funds");
}
