//! A day later Stripe has forgotten the key: what it made is found, not made again.

use jiff::Timestamp;
use saifu_money::Amount;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{
    CashRequest, Payer, PaymentRequest, PaymentStatus, Processor, ProcessorError, RefundStatus, asked_since,
};

use crate::cash::{cash, konbini};
use crate::server::{Server, VISA, declined, hold, now, shopper};

fn long_ago() -> Option<Timestamp> {
    Some(now())
}

#[tokio::test]
async fn what_was_asked_long_ago_is_looked_for_first() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let request = hold(&card, 5880, "S03-1-C1");
    let held = server.client.authorize(&request).await.unwrap();
    let cash_request = cash(10_000, "T1", konbini());
    let slip = server.client.ask_for_cash(&cash_request).await.unwrap();
    let paid = server.client.charge_now(&hold(&card, 300, "T2")).await.unwrap();
    server.pass_days(2);

    let later = PaymentRequest { asked_since: long_ago(), ..request.clone() };
    assert_eq!(server.client.authorize(&later).await.unwrap(), held);
    let later = PaymentRequest { asked_since: long_ago(), ..hold(&card, 300, "T2") };
    assert_eq!(server.client.charge_now(&later).await.unwrap(), paid);
    let later = CashRequest { asked_since: long_ago(), ..cash_request };
    assert_eq!(server.client.ask_for_cash(&later).await.unwrap(), slip);
    assert_eq!(server.payments().await, 3);

    // Not looked for, it is made twice: that is what the look-up is for.
    assert_ne!(server.client.authorize(&request).await.unwrap(), held);
    assert_eq!(server.payments().await, 4);
}

#[tokio::test]
async fn what_never_arrived_is_asked_for() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let request = PaymentRequest { asked_since: long_ago(), ..hold(&card, 5880, "S03-1-C1") };
    let held = server.client.authorize(&request).await.unwrap();
    assert_eq!(server.client.authorize(&request).await.unwrap(), held);
    assert_eq!(server.payments().await, 1);
}

#[tokio::test]
async fn an_old_decline_stays_one() {
    let server = Server::start().await;
    let card = server.link("4000000000009995").await.unwrap();
    let request = hold(&card, 5880, "S03-1-C1");
    assert_eq!(declined(server.client.authorize(&request).await), "insufficient_funds");
    server.pass_days(2);
    let later = PaymentRequest { asked_since: long_ago(), ..request };
    assert_eq!(declined(server.client.authorize(&later).await), "insufficient_funds");
    assert_eq!(server.payments().await, 1);
}

#[tokio::test]
async fn payments_are_found_by_their_key_and_payer() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let mut ids = Vec::new();
    // More than a page of a list holds.
    for place in 0..103 {
        let request = hold(&card, 100 + place, &format!("key-{place}"));
        ids.push(server.client.charge_now(&request).await.unwrap().payment_id);
    }
    let payer = Payer::Customer(card.customer_id.clone());
    for payer in [payer.clone(), Payer::Shopper(shopper())] {
        for (place, id) in ids.iter().enumerate() {
            let key = format!("key-{place}");
            let found = server.client.find_payment(&payer, &key, now()).await.unwrap().unwrap();
            assert_eq!((&found.payment_id, found.status), (id, PaymentStatus::Succeeded));
        }
    }
    assert_eq!(server.client.find_payment(&payer, "key-103", now()).await, Ok(None));
    let stranger = Payer::Shopper(ShopperId::new("shopper-2"));
    assert_eq!(server.client.find_payment(&stranger, "key-0", now()).await, Ok(None), "not theirs");
    server.pass_days(2);
    let since = server.now();
    assert_eq!(server.client.find_payment(&payer, "key-0", since).await, Ok(None), "made before that");
}

#[tokio::test]
async fn a_refund_is_found_and_not_given_twice() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let paid = server.client.charge_now(&hold(&card, 1000, "T1")).await.unwrap();
    let id = &paid.payment_id;
    assert_eq!(server.client.find_refund(id, "R1").await, Ok(None));
    server.client.refund(id, Amount::yen(300), "R1").await.unwrap();
    server.pass_days(2);
    server.client.refund(id, Amount::yen(300), "R1").await.unwrap();
    let found = server.client.find_refund(id, "R1").await.unwrap().unwrap();
    assert_eq!((found.amount, found.status), (Amount::yen(300), RefundStatus::Succeeded));
    let rest = server.client.refund(id, Amount::yen(701), "R2").await;
    assert!(matches!(rest, Err(ProcessorError::Refused(_))), "{rest:?}");
    server.client.refund(id, Amount::yen(700), "R3").await.unwrap();
}

#[test]
fn a_key_is_trusted_for_half_of_its_life() {
    let at = |hour: i64| Timestamp::from_second(hour * 3600).unwrap();
    assert_eq!(asked_since(at(0), at(12)), None);
    assert_eq!(asked_since(at(0), at(13)), Some(at(0)));
    assert_eq!(asked_since(at(5), at(0)), None, "a clock that was set back");
}
