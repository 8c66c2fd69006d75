use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{CardFunding, Link, Processor, ProcessorError};

use crate::server::{Server, VISA, declined, shopper};

#[tokio::test]
async fn a_linked_card_is_told_by_brand_and_last_four() {
    let server = Server::start().await;
    for (number, brand) in [
        (VISA, "visa"),
        ("5555555555554444", "mastercard"),
        ("3566002020360505", "jcb"),
        ("378282246310005", "amex"),
    ] {
        let card = server.link(number).await.unwrap();
        assert_eq!((card.brand.as_str(), card.last4.as_str()), (brand, &number[number.len() - 4..]));
        assert_eq!((card.expiry_month, card.expiry_year), (12, 2050));
    }
}

#[tokio::test]
async fn a_shopper_is_one_customer_and_a_number_one_fingerprint() {
    let server = Server::start().await;
    let (first, again) = (server.link(VISA).await.unwrap(), server.link(VISA).await.unwrap());
    let other = server.link("5555555555554444").await.unwrap();
    assert_eq!(first.customer_id, again.customer_id);
    assert_ne!(first.payment_method_id, again.payment_method_id);
    assert_eq!(first.fingerprint, again.fingerprint);
    assert_ne!(first.fingerprint, other.fingerprint);

    let token = server.token(VISA).await;
    let stranger = server.client.link_card(&ShopperId::new("shopper-2"), &token, "link-2").await.unwrap();
    let Link::Linked(stranger) = stranger else { panic!("{stranger:?}") };
    assert_ne!(stranger.customer_id, first.customer_id);
}

#[tokio::test]
async fn a_card_that_the_bank_refuses_is_not_linked() {
    let server = Server::start().await;
    assert_eq!(declined(server.link("4000000000000002").await), "generic_decline");
    assert_eq!(declined(server.link("4000000000000069").await), "expired_card");
    assert_eq!(declined(server.link("4000000000000127").await), "incorrect_cvc");
}

#[tokio::test]
async fn linking_twice_with_one_key_links_once() {
    let server = Server::start().await;
    let token = server.token(VISA).await;
    let shopper = shopper();
    let first = server.client.link_card(&shopper, &token, "link-1").await.unwrap();
    assert_eq!(server.client.link_card(&shopper, &token, "link-1").await, Ok(first));
}

#[tokio::test]
async fn an_unlinked_card_cannot_come_back() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    server.client.unlink_card(&card.payment_method_id).await.unwrap();
    let shopper = shopper();
    let again = server.client.link_card(&shopper, &card.payment_method_id, "link-2").await;
    assert!(matches!(again, Err(ProcessorError::Refused(_))), "{again:?}");
}

#[tokio::test]
async fn a_token_of_nobody_is_our_mistake() {
    let server = Server::start().await;
    for token in ["pm_unknown", "../customers", ""] {
        let outcome = server.client.link_card(&shopper(), token, token).await;
        assert!(matches!(outcome, Err(ProcessorError::Refused(_))), "{token}: {outcome:?}");
    }
}

#[tokio::test]
async fn card_numbers_are_not_kept() {
    let server = Server::start().await;
    let numbers = [VISA, "4000000000009995", "378282246310005"];
    for number in numbers {
        server.link(number).await.unwrap();
    }
    let live = "4111111111111111";
    assert_eq!(server.send_card(live, "12", "2050", "123").await.status(), 402);
    let file = server.file();
    assert!(file.contains("4242"), "the last four digits are kept");
    for number in numbers.iter().chain(&[live]) {
        assert!(!file.contains(&number[..number.len() - 4]), "{number}");
    }
}

#[tokio::test]
async fn a_card_says_where_its_money_comes_from() {
    let server = Server::start().await;
    for (number, funding) in [
        (VISA, CardFunding::Credit),
        ("4000056655665556", CardFunding::Debit),
        ("5200828282828210", CardFunding::Debit),
        ("5105105105105100", CardFunding::Prepaid),
    ] {
        assert_eq!(server.link(number).await.unwrap().funding, funding, "{number}");
    }
}

/// Stripe forgets a key after a day: a link that is asked for again is another one, of the same card.
#[tokio::test]
async fn a_link_under_another_key_is_the_same_card() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let again = server.client.link_card(&shopper(), &card.payment_method_id, "another key").await;
    assert_eq!(again.unwrap(), Link::Linked(card));
}
