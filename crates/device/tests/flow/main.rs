//! The device against a service in memory that speaks the wallet API and verifies like the real one.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod holdings;
mod service;

use std::sync::{Arc, Mutex};
use std::time::Duration;

use saifu_api::wallet::{ApprovalOutcome, ApprovalView, EventKind, FundingPreference, SignUpRequest};
use saifu_device::passkey::Verification;
use saifu_device::{Device, DeviceError, Language, OpenedFrom, Options, Stage};
use saifu_money::Amount;
use service::{CODE, SESSION, Service};

const PIN: &str = "402913";

struct Bench {
    home: tempfile::TempDir,
    service: Service,
    keyring: Arc<keyring_core::CredentialStore>,
    device: Arc<Device>,
}

impl Bench {
    async fn new() -> Self {
        let home = tempfile::tempdir().unwrap();
        let service = Service::start().await;
        let keyring: Arc<keyring_core::CredentialStore> = keyring_core::mock::Store::new().unwrap();
        let device = open(&home, &service, &keyring);
        Self { home, service, keyring, device }
    }

    /// A device with a session.
    async fn confirmed() -> Self {
        let bench = Self::new().await;
        let request = SignUpRequest { name: "佐藤 花".into(), email: "hana@example.jp".into() };
        let sign_up = bench.device.sign_up(&request).await.unwrap();
        bench.device.confirm_email(&sign_up.sign_up_id, CODE.into()).await.unwrap();
        assert_eq!(bench.device.stage().unwrap(), Stage::Passkey);
        bench
    }

    /// A device with session and passkey.
    async fn ready() -> Self {
        let bench = Self::confirmed().await;
        bench.device.create_passkey(PIN.into()).await.unwrap();
        bench
    }

    /// A payment is on the screen.
    async fn shown() -> Self {
        let bench = Self::ready().await;
        assert!(bench.device.open_checkout(SESSION.parse().unwrap(), OpenedFrom::Link).unwrap());
        bench.device.approval_terms().await.unwrap();
        bench
    }

    /// Approves what the service froze last, as a page does that has drawn it.
    async fn approve(&self, pin: &str) -> Result<ApprovalView, DeviceError> {
        self.device.approve(by(pin), &self.service.last_proposal(), None).await
    }

    fn restart(&mut self) {
        self.device = open(&self.home, &self.service, &self.keyring);
    }
}

fn open(
    home: &tempfile::TempDir,
    service: &Service,
    keyring: &Arc<keyring_core::CredentialStore>,
) -> Arc<Device> {
    let options = Options {
        service_url: service.url(),
        home: home.path().join("data"),
        downloads: home.path().join("downloads"),
        device_name: "test".into(),
    };
    Arc::new(Device::open_with(options, Arc::clone(keyring)).unwrap())
}

/// A PIN, as it is typed.
fn by(pin: &str) -> Verification {
    Device::by_pin(pin.to_owned()).unwrap()
}

fn code<T>(answer: Result<T, DeviceError>) -> String {
    answer.err().map_or_else(|| "ok".to_owned(), |error| error.code().to_owned())
}

#[tokio::test]
async fn a_shopper_signs_up_and_approves_a_payment() {
    let bench = Bench::ready().await;
    assert_eq!(bench.device.app_state().await.unwrap().stage, Stage::Ready);
    bench.device.open_checkout(SESSION.parse().unwrap(), OpenedFrom::Link).unwrap();
    let screen = bench.device.approval_terms().await.unwrap();
    assert_eq!(screen.proposal.terms.amount, Amount::yen(5880));
    assert_eq!(screen.language, Language::Ja);
    let approved = bench.approve(PIN).await.unwrap();
    assert_eq!(approved.outcome, ApprovalOutcome::Authorized);
    assert_eq!(bench.service.verified(), 1);
    assert_eq!(code(bench.approve(PIN).await), "request.invalid", "nothing is open any more");
}

#[tokio::test]
async fn terms_that_the_service_alters_after_they_were_shown_get_no_valid_signature() {
    let bench = Bench::shown().await;
    bench.service.alter_frozen_terms(|terms| terms.amount = Amount::yen(58_800));
    assert_eq!(code(bench.approve(PIN).await), "approval.assertion_refused");
    assert_eq!(bench.service.verified(), 0);
}

#[tokio::test]
async fn a_page_that_still_shows_the_terms_before_is_not_signed_for() {
    let bench = Bench::shown().await;
    let before = bench.service.last_proposal();
    bench.device.change_funding(FundingPreference::default()).await.unwrap();
    assert_eq!(code(bench.device.approve(by(PIN), &before, None).await), "approval.terms_changed");
    assert_eq!(bench.service.approvals(), 0, "nothing was sent");
    bench.approve(PIN).await.unwrap();
}

#[tokio::test]
async fn a_dearer_payment_behind_a_change_of_funding_is_refused_by_the_device() {
    let bench = Bench::shown().await;
    bench.service.price_next(6_880);
    let changed = bench.device.change_funding(FundingPreference::default()).await;
    assert_eq!(code(changed), "approval.terms_changed");
    assert_eq!(code(bench.approve(PIN).await), "approval.terms_changed");
    assert_eq!(bench.service.approvals(), 0, "nothing was signed, nothing was sent");
}

#[tokio::test]
async fn a_wrong_pin_sends_nothing_and_the_terms_stay() {
    let bench = Bench::shown().await;
    assert_eq!(code(bench.approve("000000").await), "approval.pin_wrong");
    assert_eq!(bench.service.approvals(), 0);
    bench.approve(PIN).await.unwrap();
}

#[tokio::test]
async fn an_approval_that_did_not_get_through_is_sent_again() {
    let bench = Bench::shown().await;
    bench.service.lose_requests(1);
    bench.approve(PIN).await.unwrap();
    assert_eq!((bench.service.approvals(), bench.service.verified()), (2, 1));
}

#[tokio::test]
async fn an_approval_whose_answer_is_lost_pays_once_and_is_not_called_a_failure() {
    let bench = Bench::shown().await;
    bench.service.lose_answers(1);
    assert_eq!(code(bench.approve(PIN).await), "charge.processing");
    assert_eq!((bench.service.approvals(), bench.service.verified()), (2, 1));
    assert_eq!(code(bench.approve(PIN).await), "request.invalid", "it is not paid again");
}

#[tokio::test]
async fn a_service_that_stays_away_leaves_the_outcome_open() {
    let bench = Bench::shown().await;
    bench.service.lose_requests(usize::MAX);
    assert_eq!(code(bench.approve(PIN).await), "charge.processing");
}

#[tokio::test]
async fn the_wallet_is_still_there_after_a_restart() {
    let mut bench = Bench::ready().await;
    bench.restart();
    assert_eq!(bench.device.stage().unwrap(), Stage::Ready);
    bench.device.open_checkout(SESSION.parse().unwrap(), OpenedFrom::Wallet).unwrap();
    bench.device.approval_terms().await.unwrap();
    bench.approve(PIN).await.unwrap();
}

#[tokio::test]
async fn a_session_that_is_over_is_begun_again_with_the_pin() {
    let bench = Bench::ready().await;
    bench.service.end_sessions();
    assert_eq!(code(bench.device.orders(None).await), "session.invalid");
    assert_eq!(bench.device.stage().unwrap(), Stage::Welcome, "the passkey is still here, and closed");
    assert_eq!(code(bench.device.sign_in(by("000000")).await), "approval.pin_wrong");
    bench.device.sign_in(by(PIN)).await.unwrap();
    assert_eq!(bench.device.stage().unwrap(), Stage::Ready);
    assert_eq!(code(bench.device.orders(None).await), "ok");
}

#[tokio::test]
async fn a_locked_wallet_reads_and_pays_nothing_until_the_pin_opens_it() {
    let bench = Bench::ready().await;
    assert!(!bench.device.lock_if_idle().unwrap(), "it was just used");
    bench.device.lock();
    assert_eq!(bench.device.stage().unwrap(), Stage::Locked);
    assert_eq!(code(bench.device.orders(None).await), "device.locked");
    assert_eq!(code(bench.device.issue_store_code().await), "device.locked");
    assert!(!bench.device.open_checkout(SESSION.parse().unwrap(), OpenedFrom::Link).unwrap(), "it waits");
    bench.device.touch().unwrap();
    assert!(bench.device.is_locked(), "a touch opens nothing");
    assert_eq!(code(bench.device.unlock(by("000000")).await), "approval.pin_wrong");
    assert_eq!(bench.device.stage().unwrap(), Stage::Locked);
    bench.device.unlock(by(PIN)).await.unwrap();
    assert_eq!(bench.device.stage().unwrap(), Stage::Ready);
    assert_eq!(code(bench.device.orders(None).await), "ok");
    assert!(bench.device.take_remembered().is_some(), "the link that came meanwhile");
}

#[tokio::test]
async fn a_session_is_refreshed_before_its_access_ends() {
    let mut bench = Bench::ready().await;
    assert_eq!(bench.service.refreshes(), 0);
    bench.service.let_access_live(30);
    bench.service.end_sessions();
    assert_eq!(code(bench.device.orders(None).await), "session.invalid");
    bench.device.sign_in(by(PIN)).await.unwrap();
    for count in 1..=2 {
        assert_eq!(code(bench.device.orders(None).await), "ok");
        assert_eq!(bench.service.refreshes(), count);
    }
    bench.restart();
    assert_eq!(code(bench.device.orders(None).await), "ok");
    assert_eq!(bench.service.refreshes(), 3, "tokens and key lie in the keyring");
}

#[tokio::test]
async fn requests_that_meet_the_end_share_one_refresh() {
    let bench = Bench::ready().await;
    bench.service.expire_access();
    let ask = || bench.device.orders(None);
    let answers = tokio::join!(ask(), ask(), ask(), ask());
    for answer in [answers.0, answers.1, answers.2, answers.3] {
        assert_eq!(code(answer), "ok");
    }
    assert_eq!(bench.service.refreshes(), 1);
}

#[tokio::test]
async fn a_refresh_whose_answer_is_lost_is_asked_for_again_by_the_same_proof() {
    let bench = Bench::ready().await;
    bench.service.expire_access();
    bench.service.lose_refreshes(2);
    assert_eq!(code(bench.device.orders(None).await), "ok");
    assert_eq!(bench.service.refreshes(), 3);
}

#[tokio::test]
async fn signing_out_ends_the_session_and_keeps_the_passkey() {
    let mut bench = Bench::ready().await;
    bench.device.sign_out().await.unwrap();
    bench.restart();
    assert_eq!(bench.device.stage().unwrap(), Stage::Welcome);
    assert_eq!(code(bench.device.orders(None).await), "session.invalid");
    bench.device.sign_in(by(PIN)).await.unwrap();
    assert_eq!(bench.device.stage().unwrap(), Stage::Ready);
}

#[tokio::test]
async fn whoever_sits_there_cannot_replace_the_pin() {
    let bench = Bench::ready().await;
    assert_eq!(code(bench.device.create_passkey("735208".into()).await), "request.invalid");
}

#[tokio::test]
async fn a_pin_that_is_guessed_first_makes_no_passkey() {
    let bench = Bench::confirmed().await;
    assert_eq!(code(bench.device.create_passkey("199004".into()).await), "device.pin_weak");
    assert_eq!(bench.device.stage().unwrap(), Stage::Passkey);
    bench.device.create_passkey(PIN.into()).await.unwrap();
}

#[tokio::test]
async fn the_pin_is_changed_by_the_one_before_and_pays_after_a_restart() {
    const NEXT: &str = "738264";
    let mut bench = Bench::ready().await;
    let change = |before: &str, next: &str| bench.device.change_pin(before.into(), next.into());
    assert_eq!(code(change("000000", NEXT).await), "approval.pin_wrong");
    assert_eq!(code(change(PIN, "123456").await), "device.pin_weak");
    change(PIN, NEXT).await.unwrap();
    bench.restart();
    bench.device.open_checkout(SESSION.parse().unwrap(), OpenedFrom::Wallet).unwrap();
    bench.device.approval_terms().await.unwrap();
    assert_eq!(code(bench.approve(PIN).await), "approval.pin_wrong");
    bench.approve(NEXT).await.unwrap();
}

#[tokio::test]
async fn a_link_before_sign_up_is_remembered_until_the_wallet_is_ready() {
    let bench = Bench::new().await;
    assert!(!bench.device.open_checkout(SESSION.parse().unwrap(), OpenedFrom::Link).unwrap());
    assert_eq!(bench.device.take_remembered(), Some(SESSION.parse().unwrap()));
    assert_eq!(bench.device.take_remembered(), None);
}

#[tokio::test]
async fn events_go_on_where_the_stream_broke() {
    let bench = Bench::ready().await;
    let seen = Arc::new(Mutex::new(Vec::new()));
    let (device, sink) = (Arc::clone(&bench.device), Arc::clone(&seen));
    let follower = tokio::spawn(async move {
        device.follow_events(|event| sink.lock().unwrap().push((event.kind, event.object_id))).await;
    });
    let all_three = async {
        while seen.lock().unwrap().len() < 3 {
            tokio::task::yield_now().await;
        }
    };
    tokio::time::timeout(Duration::from_secs(20), all_three).await.unwrap();
    follower.abort();
    let expected = ["1", "2", "3"].map(|id| (EventKind::OrderChanged, id.to_owned()));
    assert_eq!(*seen.lock().unwrap(), expected, "each once, across the break after the second");
}
