use saifu_money::Amount;
use saifu_wallet::port::processor::{PaymentStatus, ProcessorEventKind};
use serde_json::{Value, json};

use super::*;

const SECRET: &str = "whsec_one";

fn at(second: i64) -> Timestamp {
    Timestamp::from_second(second).unwrap()
}

fn verify(payload: &str, header: &str, now: i64) -> Result<ProcessorEvent, WebhookError> {
    verify_webhook(payload.as_bytes(), header, &["whsec_two", SECRET], at(now), TOLERANCE)
}

fn event(kind: &str, object: Value) -> ProcessorEventKind {
    let payload = json!({ "id": "evt_1", "type": kind, "created": 1000, "data": { "object": object } });
    let payload = payload.to_string();
    let read = verify(&payload, &sign(SECRET, at(1000), payload.as_bytes()), 1000).unwrap();
    assert_eq!((read.id.as_str(), read.created_at), ("evt_1", at(1000)));
    read.kind
}

/// `printf '%s' '1000.{}' | openssl dgst -sha256 -hmac whsec_one`
#[test]
fn the_signature_is_what_openssl_makes() {
    let header = sign(SECRET, at(1000), b"{}");
    assert_eq!(header, "t=1000,v1=9b513e10de42405ffdcd07438057edaf3cc5e048574b7fed1b712ac08fe227e8");
}

#[test]
fn only_what_was_signed_is_believed() {
    let payload = json!({ "id": "evt_1", "type": "x", "created": 1, "data": { "object": {} } }).to_string();
    let header = sign(SECRET, at(1000), payload.as_bytes());
    assert!(verify(&payload, &header, 1000).is_ok());
    let other = payload.replace("evt_1", "evt_2");
    assert!(matches!(verify(&other, &header, 1000), Err(WebhookError::Signature)));
    let moved = header.replace("t=1000", "t=1001");
    assert!(matches!(verify(&payload, &moved, 1000), Err(WebhookError::Signature)));
    let unknown = sign("whsec_three", at(1000), payload.as_bytes());
    assert!(matches!(verify(&payload, &unknown, 1000), Err(WebhookError::Signature)));
    let without = verify_webhook(payload.as_bytes(), &sign("", at(1), b""), &[""], at(1), TOLERANCE);
    assert!(matches!(without, Err(WebhookError::Signature)), "an empty secret is none");
}

#[test]
fn any_of_several_signatures_will_do() {
    let payload = json!({ "id": "evt_1", "type": "x", "created": 1, "data": { "object": {} } }).to_string();
    let good = sign(SECRET, at(1000), payload.as_bytes());
    let header = good.replace("v1=", &format!("v0=00,v1={},v1=zz,v1=", "00".repeat(32)));
    assert!(verify(&payload, &header, 1000).is_ok());
}

#[test]
fn what_was_recorded_cannot_be_sent_again_later() {
    let header = sign(SECRET, at(1000), b"{}");
    for late in [1301, 699] {
        assert!(matches!(verify("{}", &header, late), Err(WebhookError::Time(_))), "{late}");
    }
    for soon in [1300, 700] {
        assert!(matches!(verify("{}", &header, soon), Err(WebhookError::Event(_))), "{soon}");
    }
}

#[test]
fn a_header_of_something_else_is_refused() {
    for odd in
        ["", "t=1000", "v1=00", "t=x,v1=00", "t=1000,v0=00", "t=99999999999999999,v1=00", "t=1000,v1=0"]
    {
        assert!(matches!(verify("{}", odd, 1000), Err(WebhookError::Header)), "{odd:?}");
    }
}

#[test]
fn events_have_types() {
    let intent = |status: &str| json!({ "id": "pi_1", "status": status, "amount": 500, "amount_received": 500, "currency": "jpy" });
    for (kind, name, status) in [
        ("payment_intent.succeeded", "succeeded", PaymentStatus::Succeeded),
        ("payment_intent.payment_failed", "requires_payment_method", PaymentStatus::RequiresPaymentMethod),
        ("payment_intent.canceled", "canceled", PaymentStatus::Canceled),
        ("payment_intent.processing", "processing", PaymentStatus::Processing),
        ("payment_intent.requires_action", "requires_action", PaymentStatus::RequiresAction),
    ] {
        let ProcessorEventKind::Payment(payment) = event(kind, intent(name)) else { panic!("{kind}") };
        assert_eq!((payment.status, payment.received), (status, Amount::yen(500)), "{kind}");
    }
    let setup = json!({ "id": "seti_1", "status": "requires_payment_method",
        "last_setup_error": { "code": "setup_intent_authentication_failure" } });
    let setup_intent_id = "seti_1".to_owned();
    let code = "setup_intent_authentication_failure".to_owned();
    let failed = ProcessorEventKind::LinkFailed { setup_intent_id: setup_intent_id.clone(), code };
    assert_eq!(event("setup_intent.setup_failed", setup.clone()), failed);
    let succeeded = ProcessorEventKind::LinkSucceeded { setup_intent_id };
    assert_eq!(event("setup_intent.succeeded", setup), succeeded);
    for kind in ["charge.refunded", "refund.updated"] {
        let refund = ProcessorEventKind::Refund { payment_id: Some("pi_1".to_owned()) };
        assert_eq!(event(kind, json!({ "payment_intent": "pi_1" })), refund, "{kind}");
    }
    let other = |kind: &str| ProcessorEventKind::Other { kind: kind.to_owned() };
    assert_eq!(event("customer.created", json!({})), other("customer.created"));
    let foreign = json!({ "id": "pi_1", "status": "succeeded", "amount": 500, "currency": "xxx" });
    assert_eq!(event("payment_intent.succeeded", foreign), other("payment_intent.succeeded"));
}
