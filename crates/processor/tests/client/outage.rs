use saifu_money::Amount;
use saifu_processor::StripeClient;
use saifu_processor::sandbox::{Outage, SECRET_KEY, SandboxError, SandboxState};
use saifu_wallet::port::processor::{Processor, ProcessorError};
use tokio::net::TcpListener;

use crate::server::{Server, VISA, declined, hold};

#[tokio::test]
async fn a_restart_keeps_cards_holds_and_keys() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let poor = server.link("4000000000009995").await.unwrap();
    let request = hold(&card, 5880, "S03-1-C1");
    let held = server.client.authorize(&request).await.unwrap();
    assert_eq!(declined(server.client.authorize(&hold(&poor, 1, "S03-2-C1")).await), "insufficient_funds");

    let server = server.restart().await;
    assert_eq!(server.client.authorize(&request).await.unwrap(), held);
    assert_eq!(declined(server.client.authorize(&hold(&poor, 2, "S03-3-C1")).await), "insufficient_funds");
    server.client.capture(&held.hold_id, Amount::yen(5880), "S03-1-C1").await.unwrap();
    assert_eq!(server.link(VISA).await.unwrap().fingerprint, card.fingerprint);
}

#[tokio::test]
async fn an_answer_lost_on_the_way_is_found_by_its_key() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let request = hold(&card, 5880, "S03-1-C1");
    server.state.set_outage(Outage::AnswerLost);
    let lost = server.client.authorize(&request).await;
    assert!(matches!(lost, Err(ProcessorError::Unavailable(_))), "{lost:?}");

    server.state.set_outage(Outage::None);
    let held = server.client.authorize(&request).await.unwrap();
    assert_eq!(server.payments().await, 1, "one hold, not two");
    server.client.capture(&held.hold_id, Amount::yen(5880), "S03-1-C1").await.unwrap();
}

#[tokio::test]
async fn a_processor_that_is_down_did_nothing() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    server.state.set_outage(Outage::Down);
    let outcome = server.client.authorize(&hold(&card, 5880, "S03-1-C1")).await;
    assert!(matches!(outcome, Err(ProcessorError::Unavailable(_))), "{outcome:?}");
    assert!(!server.file().contains("S03-1-C1"));
}

/// The process dies in the middle of writing: what it had not answered never was.
#[tokio::test]
async fn a_line_torn_by_a_crash_is_forgotten() {
    let server = Server::start().await;
    let card = server.link(VISA).await.unwrap();
    let (kept, torn) = (hold(&card, 5880, "S03-1-C1"), hold(&card, 5880, "S03-2-C1"));
    let held = server.client.authorize(&kept).await.unwrap();
    server.client.authorize(&torn).await.unwrap();
    let file = server.file();
    std::fs::write(server.path(), &file[..file.len() - 20]).unwrap();

    let server = server.restart().await;
    assert!(!server.file().contains("S03-2-C1"));
    assert_eq!(server.client.authorize(&kept).await.unwrap(), held);
    let again = server.client.authorize(&torn).await.unwrap();
    assert_eq!(server.intent(&again.hold_id).await["status"], "requires_capture");
}

#[tokio::test]
async fn another_accounts_key_leaves_the_charge_open() {
    let server = Server::start().await;
    let client = StripeClient::new(&server.base, "sk_test_other").unwrap();
    let outcome = client.capture("pi_1", Amount::yen(1), "S03-1-C1").await;
    assert!(matches!(outcome, Err(ProcessorError::Unavailable(_))), "{outcome:?}");
}

#[tokio::test]
async fn nobody_listening_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let base = format!("http://{}", listener.local_addr().unwrap());
    drop(listener);
    let client = StripeClient::new(&base, SECRET_KEY).unwrap();
    let outcome = client.capture("pi_1", Amount::yen(1), "S03-1-C1").await;
    assert!(matches!(outcome, Err(ProcessorError::Unavailable(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_connection_cut_before_the_answer_is_unavailable() {
    let listener = TcpListener::bind("127.0.0.1:0").await.unwrap();
    let client =
        StripeClient::new(&format!("http://{}", listener.local_addr().unwrap()), SECRET_KEY).unwrap();
    let cutting = tokio::spawn(async move {
        loop {
            drop(listener.accept().await);
        }
    });
    let outcome = client.cancel("pi_1", "S03-1-C1").await;
    cutting.abort();
    assert!(matches!(outcome, Err(ProcessorError::Unavailable(_))), "{outcome:?}");
}

#[tokio::test]
async fn a_file_of_something_else_is_not_overwritten() {
    let file = std::env::temp_dir().join(format!("saifu-processor-{}.json", uuid::Uuid::new_v4()));
    std::fs::write(&file, "{\"some\":\"thing\"}\n").unwrap();
    let opened = SandboxState::open(&file);
    assert!(matches!(opened, Err(SandboxError::Malformed(..))));
    assert_eq!(std::fs::read_to_string(&file).unwrap(), "{\"some\":\"thing\"}\n");
    std::fs::remove_file(&file).unwrap();
}
