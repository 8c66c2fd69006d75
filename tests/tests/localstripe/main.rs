//! The processor's client against localstripe 1.15, a Stripe double that is not ours: cards from link to refund,
//! declines, 3-D Secure and signed webhooks. It knows neither stores, transfers nor idempotency keys; those are tried
//! against our sandbox only.
#![allow(clippy::unwrap_used, reason = "tests")]

mod double;

use std::future::Future;

use double::{Double, hold, linked, shopper};
use saifu_money::Amount;
use saifu_wallet::port::processor::{
    CardFunding, Link, PaymentRequest, PaymentStatus, Processor, ProcessorError, ProcessorEventKind,
    RefundStatus,
};

const VISA: &str = "4242424242424242";
const WANTS_SHOPPER: &str = "4000002500003155";
const DECLINES_CHARGE: &str = "4000000000000341";
const DECLINES_LINK: &str = "4000000000000002";

fn run<F: Future>(story: impl FnOnce(Double) -> F) -> F::Output {
    let runtime = tokio::runtime::Runtime::new().unwrap();
    runtime.block_on(async { story(Double::start()).await })
}

#[test]
fn a_card_is_linked_held_captured_and_refunded() {
    run(async |double| {
        let card = double.link(VISA).await;
        assert_eq!((card.brand.as_str(), card.last4.as_str()), ("visa", "4242"));
        assert_eq!((card.expiry_month, card.expiry_year, card.funding), (12, 2050, CardFunding::Credit));
        let held = double.client.authorize(&hold(&card, 5880, "C1")).await.unwrap();
        let payment = double.client.payment(&held.hold_id).await.unwrap();
        assert_eq!((payment.status, payment.amount), (PaymentStatus::RequiresCapture, Amount::yen(5880)));
        assert_eq!(payment.reference.as_deref(), Some("C1"));
        double.client.capture(&held.hold_id, Amount::yen(5880), "C1").await.unwrap();
        let payment = double.client.payment(&held.hold_id).await.unwrap();
        assert_eq!((payment.status, payment.received), (PaymentStatus::Succeeded, Amount::yen(5880)));

        // Without idempotency keys the client's own look-up keeps the second refund away.
        for _ in 0..2 {
            double.client.refund(&held.hold_id, Amount::yen(300), "R1").await.unwrap();
        }
        let found = double.client.find_refund(&held.hold_id, "R1").await.unwrap().unwrap();
        assert_eq!((found.amount, found.status), (Amount::yen(300), RefundStatus::Succeeded));
        assert_eq!(double.client.find_refund(&held.hold_id, "R2").await, Ok(None));
        assert_eq!(double.refunds(&held.hold_id).await, 1);
        double.client.unlink_card(&card.payment_method_id).await.unwrap();
    });
}

#[test]
fn a_hold_is_released_and_a_charge_needs_none() {
    run(async |double| {
        let card = double.link(VISA).await;
        let held = double.client.authorize(&hold(&card, 500, "C1")).await.unwrap();
        for _ in 0..2 {
            double.client.cancel(&held.hold_id, "C1").await.unwrap();
        }
        assert_eq!(double.client.payment(&held.hold_id).await.unwrap().status, PaymentStatus::Canceled);

        let request = PaymentRequest { shopper_present: false, ..hold(&card, 700, "T1") };
        let paid = double.client.charge_now(&request).await.unwrap();
        assert_eq!((paid.status, paid.received), (PaymentStatus::Succeeded, Amount::yen(700)));
    });
}

#[test]
fn a_bank_that_says_no_is_a_decline() {
    run(async |double| {
        let token = double.token(DECLINES_LINK).await;
        let refused = double.client.link_card(&shopper(), &token, "link").await;
        assert!(matches!(&refused, Err(ProcessorError::Declined { code }) if code == "card_declined"));
        let card = double.link(DECLINES_CHARGE).await;
        let refused = double.client.authorize(&hold(&card, 500, "C1")).await;
        assert!(matches!(&refused, Err(ProcessorError::Declined { .. })), "{refused:?}");
        let unknown = double.client.payment("pi_unknown").await;
        assert!(matches!(unknown, Err(ProcessorError::Refused(_))), "{unknown:?}");
    });
}

#[test]
fn a_link_waits_for_the_shopper_at_the_bank() {
    run(async |double| {
        let token = double.token(WANTS_SHOPPER).await;
        let asked = double.client.link_card(&shopper(), &token, "link").await.unwrap();
        let Link::ActionRequired { setup_intent_id, redirect_url } = asked else { panic!("{asked:?}") };
        assert_eq!(redirect_url, None, "it has a script instead of a page");
        let waiting = double.client.confirm_link(&shopper(), &setup_intent_id).await.unwrap();
        assert!(matches!(waiting, Link::ActionRequired { .. }), "{waiting:?}");
        double.authenticate_link(&setup_intent_id).await;
        let card = linked(double.client.confirm_link(&shopper(), &setup_intent_id).await);
        assert_eq!(card.last4, "3155");
    });
}

#[test]
fn a_payment_waits_for_the_shopper_at_the_bank() {
    run(async |double| {
        let card = double.link_at_bank(WANTS_SHOPPER).await;
        for (key, succeeds, status) in [
            ("C1", true, PaymentStatus::RequiresCapture),
            ("C2", false, PaymentStatus::RequiresPaymentMethod),
        ] {
            let asked = double.client.authorize(&hold(&card, 500, key)).await;
            let Err(ProcessorError::ActionRequired { hold_id, .. }) = asked else { panic!("{asked:?}") };
            assert_eq!(double.client.payment(&hold_id).await.unwrap().status, PaymentStatus::RequiresAction);
            double.authenticate_payment(&hold_id, succeeds).await;
            let payment = double.client.payment(&hold_id).await.unwrap();
            assert_eq!(payment.status, status);
            let failure = (!succeeds).then(|| "payment_intent_authentication_failure".to_owned());
            assert_eq!(payment.failure, failure);
        }
    });
}

#[test]
fn its_webhooks_are_believed_and_no_others() {
    run(async |double| {
        let secret = "whsec_of_the_test";
        let mut hook = double.listen(secret).await;
        let card = double.link(VISA).await;
        let paid = double.client.charge_now(&hold(&card, 700, "T1")).await.unwrap();
        let delivery = hook.recv().await.unwrap();
        let told = delivery.verify(&[secret]).unwrap();
        let ProcessorEventKind::Payment(payment) = told.kind else { panic!("{told:?}") };
        assert_eq!((payment.payment_id, payment.status), (paid.payment_id.clone(), PaymentStatus::Succeeded));
        assert!(delivery.verify(&["whsec_other", secret]).is_ok(), "while a secret is replaced");
        assert!(delivery.verify(&["whsec_other"]).is_err());
        assert!(delivery.altered().verify(&[secret]).is_err());
        assert!(delivery.later().verify(&[secret]).is_err());

        let poor = double.link(DECLINES_CHARGE).await;
        double.client.charge_now(&hold(&poor, 700, "T2")).await.unwrap_err();
        let told = hook.recv().await.unwrap().verify(&[secret]).unwrap();
        let ProcessorEventKind::Payment(payment) = told.kind else { panic!("{told:?}") };
        assert_eq!(payment.status, PaymentStatus::RequiresPaymentMethod);
    });
}
