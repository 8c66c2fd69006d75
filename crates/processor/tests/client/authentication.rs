//! 3-D Secure: the bank wants to see the shopper.

use reqwest::StatusCode;
use reqwest::header::LOCATION;
use saifu_money::Amount;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{
    Link, LinkedCard, PaymentRequest, PaymentStatus, Processor, ProcessorError,
};

use crate::server::{RETURN_URL, Server, VISA, declined, hold, http, shopper};

/// Wants to see the shopper once.
const ONCE: &str = "4000002500003155";
/// Wants to see the shopper each time.
const ALWAYS: &str = "4000002760003184";
/// The same, and has no money.
const ALWAYS_POOR: &str = "4000008260003178";

/// A link that waits for the shopper, and the bank's page.
async fn wait(server: &Server, number: &str) -> (String, String) {
    match server.start_link(number).await.unwrap() {
        Link::ActionRequired { setup_intent_id, redirect_url } => (setup_intent_id, redirect_url.unwrap()),
        Link::Linked(card) => panic!("{card:?}"),
    }
}

async fn link(server: &Server, number: &str) -> LinkedCard {
    let (id, _) = wait(server, number).await;
    server.state.authenticate(&id, true).await.unwrap();
    match server.client.confirm_link(&shopper(), &id).await.unwrap() {
        Link::Linked(card) => card,
        other => panic!("{other:?}"),
    }
}

fn waits(outcome: Result<impl std::fmt::Debug, ProcessorError>) -> (String, String) {
    match outcome {
        Err(ProcessorError::ActionRequired { hold_id, redirect_url }) => (hold_id, redirect_url.unwrap()),
        other => panic!("{other:?}"),
    }
}

#[tokio::test]
async fn a_card_is_linked_once_the_bank_has_seen_the_shopper() {
    let server = Server::start().await;
    for number in [ONCE, ALWAYS] {
        let token = server.token(number).await;
        let ask = async || server.client.link_card(&shopper(), &token, &token).await;
        let Link::ActionRequired { setup_intent_id, .. } = ask().await.unwrap() else { panic!("{number}") };
        let waiting = server.client.confirm_link(&shopper(), &setup_intent_id).await.unwrap();
        assert_eq!(waiting, ask().await.unwrap(), "while it waits it is the same link");

        server.state.authenticate(&setup_intent_id, true).await.unwrap();
        let linked = server.client.confirm_link(&shopper(), &setup_intent_id).await.unwrap();
        assert!(matches!(&linked, Link::Linked(card) if card.last4 == number[12..]), "{linked:?}");
        assert_eq!(ask().await.unwrap(), linked, "the same key says where it stands by now");
        assert!(server.state.authenticate(&setup_intent_id, true).await.is_err(), "once");
    }
}

#[tokio::test]
async fn a_shopper_who_fails_at_the_bank_links_nothing() {
    let server = Server::start().await;
    let (id, _) = wait(&server, ONCE).await;
    server.state.authenticate(&id, false).await.unwrap();
    let outcome = server.client.confirm_link(&shopper(), &id).await;
    assert_eq!(declined(outcome), "setup_intent_authentication_failure");
}

#[tokio::test]
async fn nobody_reads_another_shoppers_link() {
    let server = Server::start().await;
    let (id, _) = wait(&server, ONCE).await;
    let outcome = server.client.confirm_link(&ShopperId::new("shopper-2"), &id).await;
    assert!(matches!(outcome, Err(ProcessorError::Refused(_))), "{outcome:?}");
    let unknown = server.client.confirm_link(&shopper(), "seti_unknown").await;
    assert!(matches!(unknown, Err(ProcessorError::Refused(_))), "{unknown:?}");
}

#[tokio::test]
async fn the_banks_page_sends_the_shopper_back() {
    let server = Server::start().await;
    let browser = reqwest::Client::builder().no_proxy().redirect(reqwest::redirect::Policy::none());
    let browser = browser.build().unwrap();
    for (outcome, status) in [("succeed", "succeeded"), ("fail", "failed")] {
        let (id, page) = wait(&server, ONCE).await;
        assert!(page.starts_with(&server.base), "{page}");
        let shown = browser.get(&page).send().await.unwrap().text().await.unwrap();
        assert!(shown.contains("本人認証") && shown.contains("サンドボックス"), "{shown}");
        let chosen = browser.post(&page).form(&[("outcome", outcome)]).send().await.unwrap();
        assert_eq!(chosen.status(), StatusCode::SEE_OTHER);
        let back = format!("{RETURN_URL}?setup_intent={id}&redirect_status={status}");
        assert_eq!(chosen.headers()[LOCATION], back.as_str());
        let over = browser.get(&page).send().await.unwrap().text().await.unwrap();
        assert!(over.contains("終わりました") && !over.contains("<form"), "{over}");
        let again = browser.post(&page).form(&[("outcome", "succeed")]).send().await.unwrap();
        assert!(again.status().is_client_error(), "what is over cannot be chosen again");
    }
}

#[tokio::test]
async fn a_test_can_be_the_shopper_over_http() {
    let server = Server::start().await;
    let (id, _) = wait(&server, ONCE).await;
    let path = format!("/v1/test_helpers/authenticate/{id}");
    let odd = server.post(&path, &[("outcome", "maybe")]).send().await.unwrap();
    assert_eq!(odd.status(), StatusCode::BAD_REQUEST);
    let stranger = http().post(format!("{}{path}", server.base)).form(&[("outcome", "succeed")]);
    assert_eq!(stranger.send().await.unwrap().status(), StatusCode::UNAUTHORIZED);
    let done = server.post(&path, &[("outcome", "succeed")]).send().await.unwrap();
    assert_eq!(done.status(), StatusCode::OK);
    assert!(matches!(server.client.confirm_link(&shopper(), &id).await, Ok(Link::Linked(_))));
}

#[tokio::test]
async fn a_card_that_was_set_up_pays_without_the_shopper() {
    let server = Server::start().await;
    let card = link(&server, ONCE).await;
    let request = PaymentRequest { shopper_present: false, ..hold(&card, 500, "S03-1-C1") };
    server.client.authorize(&request).await.unwrap();
}

#[tokio::test]
async fn a_hold_stands_once_the_bank_has_seen_the_shopper() {
    let server = Server::start().await;
    let card = link(&server, ALWAYS).await;
    let request = hold(&card, 500, "S03-1-C1");
    let (id, page) = waits(server.client.authorize(&request).await);
    assert_eq!(server.client.payment(&id).await.unwrap().status, PaymentStatus::RequiresAction);
    assert_eq!(waits(server.client.authorize(&request).await), (id.clone(), page), "the same one");

    server.state.authenticate(&id, true).await.unwrap();
    let held = server.client.authorize(&request).await.unwrap();
    assert_eq!(held.hold_id, id);
    server.client.capture(&id, Amount::yen(500), "S03-1-C1").await.unwrap();
    assert_eq!(server.payments().await, 1);
}

#[tokio::test]
async fn what_comes_of_the_bank_is_told_under_the_same_key() {
    let server = Server::start().await;
    let (card, poor) = (link(&server, ALWAYS).await, link(&server, ALWAYS_POOR).await);
    for (card, key, succeeds, code) in [
        (&card, "S03-1-C1", false, "payment_intent_authentication_failure"),
        (&poor, "S03-2-C1", true, "insufficient_funds"),
    ] {
        let request = hold(card, 500, key);
        let (id, _) = waits(server.client.charge_now(&request).await);
        server.state.authenticate(&id, succeeds).await.unwrap();
        assert_eq!(declined(server.client.charge_now(&request).await), code);
        assert_eq!(server.client.payment(&id).await.unwrap().failure.as_deref(), Some(code));
    }
}

#[tokio::test]
async fn without_the_shopper_the_bank_declines() {
    let server = Server::start().await;
    let card = link(&server, ALWAYS).await;
    let request = PaymentRequest { shopper_present: false, ..hold(&card, 500, "T1") };
    assert_eq!(declined(server.client.charge_now(&request).await), "authentication_required");
    assert_eq!(declined(server.client.charge_now(&request).await), "authentication_required");
}

#[tokio::test]
async fn a_hold_that_waits_can_be_given_up() {
    let server = Server::start().await;
    let card = link(&server, ALWAYS).await;
    let request = hold(&card, 500, "S03-1-C1");
    let (id, _) = waits(server.client.authorize(&request).await);
    server.client.cancel(&id, "S03-1-C1").await.unwrap();
    assert!(server.state.authenticate(&id, true).await.is_err(), "the bank's page is over");
    let outcome = server.client.authorize(&request).await;
    assert!(matches!(outcome, Err(ProcessorError::Refused(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_shopper_at_the_bank_outlives_a_restart() {
    let server = Server::start().await;
    let (id, _) = wait(&server, ONCE).await;
    let server = server.restart().await;
    server.state.authenticate(&id, true).await.unwrap();
    assert!(matches!(server.client.confirm_link(&shopper(), &id).await, Ok(Link::Linked(_))));
    server.link(VISA).await.unwrap();
}
