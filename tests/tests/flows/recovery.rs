//! An account whose devices are gone.

use jiff::SignedDuration;
use saifu_wallet::Outcome;
use saifu_wallet::device::{Device, revoke};
use saifu_wallet::factor::renew_recovery_codes;
use saifu_wallet::passkey::start_sign_in;
use saifu_wallet::port::store::{Store, Versioned};
use saifu_wallet::recovery::{self, Given, Recovery, RecoveryState, finish, prove, stop_own, under_way};
use saifu_wallet::session::{Begun, Proof, authenticate};
use saifu_wallet::shopper;

use crate::stories;
use crate::world::World;

stories!(
    two_codes_and_three_days_open_the_account_again,
    everything_before_it_ends,
    the_owner_stops_it_by_the_link_or_in_the_app,
    which_code_was_wrong_is_not_told,
    an_address_without_account_looks_the_same,
    it_works_for_the_device_that_began_it,
    one_at_a_time,
    recovery_codes_may_be_the_last_way_in,
    mail_alone_opens_no_account_that_had_a_passkey,
);

const WAIT_S: i64 = 72 * 3600;

fn proof(key: &str) -> Proof {
    Proof { key: key.to_owned(), jti: key.to_owned(), network: "198.51.100.0/24".to_owned() }
}

fn code<T>(answer: Outcome<T>) -> Option<&'static str> {
    answer.err().and_then(|refusal| refusal.code())
}

async fn start<S: Store>(world: &World<S>, email: &str, key: &str) -> Recovery {
    // Mails of one second are told apart by the file system's clock only.
    world.pass(1);
    let (store, moment) = (&world.store, world.moment());
    recovery::start(store, &world.mailer(), &moment, email, "new phone", &proof(key)).await.unwrap()
}

/// The digits of the last mail's subject.
async fn mailed<S: Store>(world: &World<S>) -> String {
    let mails = world.mailbox().await;
    mails
        .iter()
        .find(|it| it.subject.contains("確認コード"))
        .unwrap()
        .subject
        .rsplit(' ')
        .next()
        .unwrap()
        .to_owned()
}

async fn give<S: Store>(
    world: &World<S>,
    begun: &Recovery,
    key: &str,
    code: &str,
    recovery_code: &str,
) -> Outcome<Recovery> {
    let (wait, stop_page) = (SignedDuration::from_secs(WAIT_S), "https://pay.example/recovery/stop");
    let given = Given { code, recovery_code, wait, stop_page };
    prove(&world.store, &world.moment(), &begun.id, &given, &proof(key)).await
}

async fn recovery_codes<S: Store>(world: &World<S>) -> Vec<String> {
    renew_recovery_codes(&world.store, &world.moment(), &world.shopper).await.unwrap()
}

/// Both codes were right; it waits.
async fn waiting<S: Store>(world: &World<S>) -> Recovery {
    let codes = recovery_codes(world).await;
    let begun = start(world, &world.shopper.email, "new").await;
    give(world, &begun, "new", &mailed(world).await, &codes[0]).await.unwrap()
}

async fn come_in<S: Store>(world: &World<S>, it: &Recovery) -> Outcome<Begun> {
    finish(&world.store, &world.moment(), &it.id, &proof("new")).await
}

async fn two_codes_and_three_days_open_the_account_again<S: Store>(world: World<S>) {
    let it = waiting(&world).await;
    assert_eq!(it.state(world.now()), RecoveryState::Waiting);
    world.pass(WAIT_S - 1);
    assert_eq!(code(come_in(&world, &it).await), Some("recovery.waiting"));
    world.pass(1);
    let begun = come_in(&world, &it).await.unwrap();
    assert_eq!((begun.shopper.id, begun.device.name.as_str()), (world.shopper.id.clone(), "new phone"));
    let token = begun.tokens.access.reveal();
    authenticate(&world.store, &world.moment(), token).await.unwrap();
    assert_eq!(code(come_in(&world, &it).await), Some("recovery.not_found"), "once");
    world.round().await;
    assert!(world.mails().await.iter().any(|it| it.contains("財布を新しい端末で回復しました")));
}

async fn everything_before_it_ends<S: Store>(world: World<S>) {
    let before = world.sign_in("old").await;
    let it = waiting(&world).await;
    world.pass(WAIT_S);
    let old = world.store.credentials_of(&world.shopper.id).await.unwrap().remove(0);
    come_in(&world, &it).await.unwrap();
    let (store, moment) = (&world.store, world.moment());
    let token = before.tokens.access.reveal();
    assert_eq!(code(authenticate(store, &moment, token).await), Some("session.invalid"));
    let sign_in = start_sign_in(store, &world.party, &moment, &old.id).await;
    assert_eq!(code(sign_in), Some("session.invalid"));
    let device: Versioned<Device> = store.find(world.device.id.as_str()).await.unwrap().unwrap();
    assert!(!device.value.is_live());
    assert_eq!(world.holdings().await.lots.len(), 0, "the money is where it was");
}

async fn the_owner_stops_it_by_the_link_or_in_the_app<S: Store>(world: World<S>) {
    let it = waiting(&world).await;
    world.round().await;
    let mails = world.mailbox().await;
    let mail = mails.iter().find(|it| it.text.contains("/recovery/stop?t=")).unwrap();
    let link = mail.text.split("/recovery/stop?t=").nth(1).unwrap().split_whitespace().next().unwrap();
    let forged = format!("{}.{}", it.id, "0".repeat(32));
    let (store, moment) = (&world.store, world.moment());
    let stopped = recovery::stop_by_link(store, &moment, &forged).await;
    assert_eq!(code(stopped), Some("recovery.not_found"));
    assert_eq!(recovery::stoppable(store, &moment, link).await.unwrap().value.device_name, "new phone");
    recovery::stop_by_link(store, &moment, link).await.unwrap();
    assert_eq!(code(recovery::stop_by_link(store, &moment, link).await), Some("recovery.not_found"));
    world.pass(WAIT_S);
    assert_eq!(code(come_in(&world, &it).await), Some("recovery.stopped"));

    let again = waiting(&world).await;
    // The owner may be late: it can be stopped until the device has come in.
    world.pass(WAIT_S + 3600);
    let seen = under_way(&world.store, world.now(), &world.shopper.id).await.unwrap().unwrap();
    assert_eq!(seen.value.id, again.id);
    stop_own(&world.store, &world.moment(), &world.shopper.id).await.unwrap();
    assert_eq!(code(come_in(&world, &again).await), Some("recovery.stopped"));
    let none = stop_own(&world.store, &world.moment(), &world.shopper.id).await;
    assert_eq!(code(none), Some("recovery.not_found"));
}

async fn which_code_was_wrong_is_not_told<S: Store>(world: World<S>) {
    let codes = recovery_codes(&world).await;
    let begun = start(&world, &world.shopper.email, "new").await;
    let right = mailed(&world).await;
    let wrong = give(&world, &begun, "new", &right, "AAAA-AAAA").await;
    assert_eq!(code(wrong), Some("recovery.codes_wrong"));
    let wrong = give(&world, &begun, "new", "000000", &codes[0]).await;
    assert_eq!(code(wrong), Some("recovery.codes_wrong"));
    for _ in 0..3 {
        assert_eq!(code(give(&world, &begun, "new", "x", "x").await), Some("recovery.codes_wrong"));
    }
    let late = give(&world, &begun, "new", &right, &codes[0]).await;
    assert_eq!(code(late), Some("recovery.too_many_attempts"), "five in all");
    let begun = start(&world, &world.shopper.email, "new").await;
    let right = mailed(&world).await;
    world.pass(600);
    assert_eq!(code(give(&world, &begun, "new", &right, &codes[0]).await), Some("recovery.code_expired"));
    let begun = start(&world, &world.shopper.email, "new").await;
    let right = mailed(&world).await;
    give(&world, &begun, "new", &right, &codes[0]).await.unwrap();
}

async fn an_address_without_account_looks_the_same<S: Store>(world: World<S>) {
    let codes = recovery_codes(&world).await;
    let begun = start(&world, "nobody@example.jp", "new").await;
    assert!(
        world.mailbox().await.iter().any(|it| it.to == "nobody@example.jp" && it.text.contains("ありません"))
    );
    assert_eq!((begun.code.tries_left, begun.proved.is_none()), (5, true));
    let wrong = give(&world, &begun, "new", "000000", &codes[0]).await;
    assert_eq!(code(wrong), Some("recovery.codes_wrong"));
    assert_eq!(code(come_in(&world, &begun).await), Some("recovery.not_found"));
}

async fn it_works_for_the_device_that_began_it<S: Store>(world: World<S>) {
    let it = waiting(&world).await;
    world.pass(WAIT_S);
    let thief = finish(&world.store, &world.moment(), &it.id, &proof("thief")).await;
    assert_eq!(code(thief), Some("recovery.not_found"));
    world.pass(7 * 24 * 3600);
    assert_eq!(code(come_in(&world, &it).await), Some("recovery.over"));
}

async fn one_at_a_time<S: Store>(world: World<S>) {
    let it = waiting(&world).await;
    let codes = recovery_codes(&world).await;
    let other = start(&world, &world.shopper.email, "other").await;
    let right = mailed(&world).await;
    let second = give(&world, &other, "other", &right, &codes[0]).await;
    assert_eq!(code(second), Some("recovery.under_way"));
    stop_own(&world.store, &world.moment(), &world.shopper.id).await.unwrap();
    give(&world, &other, "other", &right, &codes[0]).await.unwrap();
    assert_eq!(code(come_in(&world, &it).await), Some("recovery.stopped"));
}

async fn recovery_codes_may_be_the_last_way_in<S: Store>(world: World<S>) {
    let leave = async |codes_only| {
        let (store, shopper, device) = (&world.store, &world.shopper.id, &world.device.id);
        revoke(store, &world.moment(), shopper, device, codes_only).await
    };
    assert_eq!(code(leave(true).await), Some("device.last_way_in"), "there are no codes");
    let codes = recovery_codes(&world).await;
    assert_eq!(code(leave(false).await), Some("device.last_way_in_unconfirmed"));
    leave(true).await.unwrap();
    let begun = start(&world, &world.shopper.email, "new").await;
    let it = give(&world, &begun, "new", &mailed(&world).await, &codes[9]).await.unwrap();
    world.pass(WAIT_S);
    come_in(&world, &it).await.unwrap();
}

async fn mail_alone_opens_no_account_that_had_a_passkey<S: Store>(world: World<S>) {
    recovery_codes(&world).await;
    let (store, shopper, device) = (&world.store, &world.shopper.id, &world.device.id);
    revoke(store, &world.moment(), shopper, device, true).await.unwrap();
    let begun =
        shopper::start(store, &world.mailer(), &world.moment(), "佐藤", &world.shopper.email).await.unwrap();
    let right = mailed(&world).await;
    let (moment, proof) = (world.moment(), proof("thief"));
    let confirmed = shopper::confirm(store, &moment, &begun.id, &right, "thief", &proof).await;
    assert_eq!(code(confirmed), Some("sign_up.account_exists"));
}
