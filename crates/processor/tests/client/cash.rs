//! Convenience stores and bank transfers.

use jiff::{SignedDuration, Timestamp};
use reqwest::StatusCode;
use saifu_money::Amount;
use saifu_processor::sandbox::{CashPayment, SandboxRefusal};
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{
    CashAsked, CashInstructions, CashKind, CashRequest, KonbiniChain, Payer, PaymentStatus, Processor,
    ProcessorError,
};

use crate::server::{Server, now, shopper};

pub fn in_days(days: i64) -> Timestamp {
    now().checked_add(SignedDuration::from_hours(24 * days)).unwrap()
}

pub fn cash(yen: u32, key: &str, kind: CashKind) -> CashRequest {
    CashRequest {
        payer: Payer::Shopper(shopper()),
        name: "佐藤 美咲".to_owned(),
        email: "misaki@example.jp".to_owned(),
        amount: Amount::yen(yen),
        key: key.to_owned(),
        kind,
        reference: key.to_owned(),
        asked_since: None,
    }
}

pub fn konbini() -> CashKind {
    CashKind::Konbini { due_at: in_days(3) }
}

async fn ask(server: &Server, yen: u32, key: &str, kind: CashKind) -> CashAsked {
    server.client.ask_for_cash(&cash(yen, key, kind)).await.unwrap()
}

#[tokio::test]
async fn each_chain_has_its_numbers() {
    let server = Server::start().await;
    let due_at = in_days(3);
    let asked = ask(&server, 10_000, "T1", CashKind::Konbini { due_at }).await;
    assert_eq!(asked.payment.status, PaymentStatus::RequiresAction);
    assert_eq!((asked.payment.amount, asked.payment.received), (Amount::yen(10_000), Amount::yen(0)));
    let Some(CashInstructions::Konbini { stores, expires_at, .. }) = asked.instructions else { panic!() };
    assert_eq!(expires_at.as_second(), due_at.as_second());
    let chains: Vec<_> = stores.iter().map(|store| store.chain).collect();
    use KonbiniChain::{FamilyMart, Lawson, Ministop, Seicomart};
    assert_eq!(chains, [FamilyMart, Lawson, Ministop, Seicomart]);
    for store in stores {
        let digits = |text: &str| !text.is_empty() && text.bytes().all(|byte| byte.is_ascii_digit());
        assert!(digits(&store.payment_code) && digits(&store.confirmation_number.unwrap()));
    }
}

#[tokio::test]
async fn a_slip_is_paid_once() {
    let server = Server::start().await;
    let request = cash(10_000, "T1", konbini());
    let asked = server.client.ask_for_cash(&request).await.unwrap();
    assert_eq!(server.client.ask_for_cash(&request).await.unwrap(), asked, "the same key, the same slip");
    let id = &asked.payment.payment_id;
    server.state.pay_cash(id, CashPayment::Paid).await.unwrap();
    let paid = server.client.payment(id).await.unwrap();
    assert_eq!((paid.status, paid.received), (PaymentStatus::Succeeded, Amount::yen(10_000)));
    let refused = server.state.pay_cash(id, CashPayment::Paid).await;
    assert!(matches!(refused, Err(SandboxRefusal::NotPossible(_))), "the till says that it is paid");
    let again = server.client.ask_for_cash(&request).await.unwrap();
    assert_eq!((again.payment, again.instructions), (paid, None));
    assert_eq!(server.payments().await, 1);
}

#[tokio::test]
async fn what_is_paid_twice_is_seen_and_can_be_given_back() {
    let server = Server::start().await;
    for (key, kind) in [("T1", konbini()), ("T2", CashKind::BankTransfer)] {
        let asked = ask(&server, 10_000, key, kind).await;
        let id = &asked.payment.payment_id;
        server.state.pay_cash(id, CashPayment::PaidTwice).await.unwrap();
        let paid = server.client.payment(id).await.unwrap();
        assert_eq!((paid.status, paid.received), (PaymentStatus::Succeeded, Amount::yen(20_000)));
        for _ in 0..2 {
            server.client.refund(id, Amount::yen(10_000), &format!("{key}-twice")).await.unwrap();
        }
        let all = server.client.refund(id, Amount::yen(10_001), "more").await;
        assert!(matches!(all, Err(ProcessorError::Refused(_))), "one half went back, once: {all:?}");
    }
}

#[tokio::test]
async fn a_slip_that_nobody_pays_expires() {
    let server = Server::start().await;
    let asked = ask(&server, 10_000, "T1", konbini()).await;
    let id = &asked.payment.payment_id;
    server.state.pay_cash(id, CashPayment::Expired).await.unwrap();
    let over = server.client.payment(id).await.unwrap();
    assert_eq!((over.status, over.received), (PaymentStatus::RequiresPaymentMethod, Amount::yen(0)));
    assert_eq!(over.failure.as_deref(), Some("payment_intent_payment_attempt_expired"));
    assert!(server.state.pay_cash(id, CashPayment::Paid).await.is_err(), "the till takes nothing");
    assert_eq!(server.client.cancel_cash(id, "T1").await.unwrap().status, PaymentStatus::Canceled);
}

#[tokio::test]
async fn time_alone_ends_a_slip() {
    let server = Server::start().await;
    let asked = ask(&server, 10_000, "T1", konbini()).await;
    let id = &asked.payment.payment_id;
    server.pass_days(4);
    let over = server.client.payment(id).await.unwrap();
    assert_eq!(over.status, PaymentStatus::RequiresPaymentMethod);
    assert!(server.state.pay_cash(id, CashPayment::Paid).await.is_err());
}

#[tokio::test]
async fn a_slip_is_withdrawn_or_was_paid_first() {
    let server = Server::start().await;
    let asked = ask(&server, 10_000, "T1", konbini()).await;
    let id = &asked.payment.payment_id;
    for key in ["T1", "T1", "another key"] {
        assert_eq!(server.client.cancel_cash(id, key).await.unwrap().status, PaymentStatus::Canceled);
    }
    assert!(server.state.pay_cash(id, CashPayment::Paid).await.is_err());

    let asked = ask(&server, 10_000, "T2", konbini()).await;
    let id = &asked.payment.payment_id;
    server.state.pay_cash(id, CashPayment::Paid).await.unwrap();
    let paid = server.client.cancel_cash(id, "T2").await.unwrap();
    assert_eq!((paid.status, paid.received), (PaymentStatus::Succeeded, Amount::yen(10_000)));
}

#[tokio::test]
async fn a_transfer_can_come_in_parts_and_be_too_much() {
    let server = Server::start().await;
    let asked = ask(&server, 10_000, "T1", CashKind::BankTransfer).await;
    let id = &asked.payment.payment_id;
    let Some(CashInstructions::BankTransfer { accounts, reference, remaining }) = asked.instructions else {
        panic!("no account");
    };
    assert_eq!((accounts.len(), remaining), (1, Amount::yen(10_000)));
    assert_eq!((accounts[0].account_number.len(), accounts[0].branch_code.len()), (7, 3));
    assert!(reference.is_some());
    for (sum, status, received) in [
        (4000, PaymentStatus::RequiresAction, 4000),
        (5000, PaymentStatus::RequiresAction, 9000),
        (3000, PaymentStatus::Succeeded, 12_000),
        (1, PaymentStatus::Succeeded, 12_001),
    ] {
        server.state.pay_cash(id, CashPayment::Sum(Amount::yen(sum))).await.unwrap();
        let payment = server.client.payment(id).await.unwrap();
        assert_eq!((payment.status, payment.received), (status, Amount::yen(received)));
    }
    let none = server.state.pay_cash(id, CashPayment::Sum(Amount::yen(0))).await;
    assert!(none.is_err(), "nothing is no transfer");
}

#[tokio::test]
async fn a_payer_keeps_their_account() {
    let server = Server::start().await;
    let account = |asked: CashAsked| match asked.instructions {
        Some(CashInstructions::BankTransfer { accounts, .. }) => accounts[0].account_number.clone(),
        other => panic!("{other:?}"),
    };
    let one = account(ask(&server, 10_000, "T1", CashKind::BankTransfer).await);
    let two = account(ask(&server, 500, "T2", CashKind::BankTransfer).await);
    assert_eq!(one, two);
    let payer = Payer::Shopper(ShopperId::new("shopper-2"));
    let request = CashRequest { payer, ..cash(500, "T3", CashKind::BankTransfer) };
    assert_ne!(account(server.client.ask_for_cash(&request).await.unwrap()), one);
}

#[tokio::test]
async fn stores_take_neither_little_nor_much_nor_late() {
    let server = Server::start().await;
    for (yen, days, code) in [
        (119, 3, "amount_too_small"),
        (300_001, 3, "amount_too_large"),
        (1000, 61, "parameter_invalid"),
        (1000, -1, "parameter_invalid"),
    ] {
        let request = cash(yen, "T1", CashKind::Konbini { due_at: in_days(days) });
        let outcome = server.client.ask_for_cash(&request).await;
        assert!(matches!(&outcome, Err(ProcessorError::Refused(text)) if text.contains(code)), "{outcome:?}");
    }
    assert_eq!(server.payments().await, 0);
    let asked = ask(&server, 120, "T1", CashKind::Konbini { due_at: in_days(60) }).await;
    let sum = server.state.pay_cash(&asked.payment.payment_id, CashPayment::Sum(Amount::yen(60))).await;
    assert!(sum.is_err(), "a till takes the slip's sum only");
}

#[tokio::test]
async fn a_test_can_be_the_store_over_http() {
    let server = Server::start().await;
    let asked = ask(&server, 10_000, "T1", CashKind::BankTransfer).await;
    let path = format!("/v1/test_helpers/payment_intents/{}/cash", asked.payment.payment_id);
    let pay = async |form: &[(&str, &str)]| server.post(&path, form).send().await.unwrap().status();
    assert_eq!(pay(&[("outcome", "stolen")]).await, StatusCode::BAD_REQUEST);
    assert_eq!(pay(&[("outcome", "sum"), ("amount", "-5")]).await, StatusCode::BAD_REQUEST);
    assert_eq!(pay(&[("outcome", "sum"), ("amount", "4000")]).await, StatusCode::OK);
    assert_eq!(pay(&[("outcome", "paid")]).await, StatusCode::OK);
    let paid = server.client.payment(&asked.payment.payment_id).await.unwrap();
    assert_eq!((paid.status, paid.received), (PaymentStatus::Succeeded, Amount::yen(10_000)));
    let unknown = server.state.pay_cash("pi_unknown", CashPayment::Paid).await;
    assert!(matches!(unknown, Err(SandboxRefusal::NotFound(_))));
}

#[tokio::test]
async fn what_waits_for_cash_outlives_a_restart() {
    let server = Server::start().await;
    let asked = ask(&server, 10_000, "T1", CashKind::BankTransfer).await;
    let id = &asked.payment.payment_id;
    server.state.pay_cash(id, CashPayment::Sum(Amount::yen(1))).await.unwrap();
    let server = server.restart().await;
    server.state.pay_cash(id, CashPayment::Paid).await.unwrap();
    assert_eq!(server.client.payment(id).await.unwrap().received, Amount::yen(10_000));
}
