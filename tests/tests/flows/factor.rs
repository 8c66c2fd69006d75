//! Second factors: an authenticator app, recovery codes, and what asks for them.

use saifu_money::Amount;
use saifu_wallet::Outcome;
use saifu_wallet::charge::{Charge, ChargeState, Signed, approve, drive};
use saifu_wallet::device::{self, Device, DeviceChange, DevicePolicy};
use saifu_wallet::factor::{
    FactorKey, FactorKind, NewTotp, confirm_totp, factors, remove_totp, renew_recovery_codes, start_totp,
};
use saifu_wallet::port::store::{Store, Versioned};
use saifu_wallet::proposal::{Approval, ChargeProposal};
use saifu_wallet::refusal::retry_stale;
use totp_rs::{Builder, Secret};

use crate::stories;
use crate::world::World;

stories!(
    from_its_amount_on_a_payment_needs_the_app,
    a_code_works_once,
    two_payments_with_one_code_are_one,
    wrong_codes_are_counted_over_payments_and_wait,
    a_recovery_code_stands_in_once,
    what_was_asked_when_it_was_frozen_is_asked,
    a_device_asks_only_for_what_there_is,
    what_is_asked_for_cannot_be_taken_away,
    the_owner_is_told,
    the_database_alone_opens_no_secret,
);

const FROM: u32 = 5000;

fn code<T>(outcome: Outcome<T>) -> Option<&'static str> {
    outcome.err().and_then(|refusal| refusal.code())
}

/// The shopper's phone.
struct App(totp_rs::Totp);

impl App {
    fn of(new: &NewTotp) -> Self {
        let secret = Secret::try_from_base32(&new.secret).unwrap();
        Self(Builder::new().with_secret(secret).with_account_name("x").build().unwrap())
    }

    fn shows<S: Store>(&self, world: &World<S>) -> String {
        self.0.generate(u64::try_from(world.now().as_second()).unwrap()).to_string()
    }
}

/// An authenticator app that is set up, with its first code used.
async fn set_up<S: Store>(world: &World<S>) -> App {
    let (store, moment) = (&world.store, world.moment());
    let app = App::of(&start_totp(store, &world.factor_key, &moment, &world.shopper).await.unwrap());
    let shown = app.shows(world);
    confirm_totp(store, &world.factor_key, &moment, &world.shopper, &shown).await.unwrap();
    world.pass(30);
    app
}

async fn ask_from<S: Store>(world: &World<S>, from: Option<u32>) -> Outcome<Device> {
    let policy = DevicePolicy { second_factor_from: from.map(Amount::yen), ..DevicePolicy::default() };
    let change = DeviceChange { policy: Some(policy), ..DeviceChange::default() };
    device::change(&world.store, &world.shopper.id, &world.device.id, &change, true).await
}

async fn proposed<S: Store>(world: &World<S>, yen: u32) -> ChargeProposal {
    let session = world.session(yen).await;
    world.propose(&session.id).await.unwrap()
}

async fn pay<S: Store>(world: &World<S>, proposal: &ChargeProposal, factor: Option<&str>) -> Outcome<Charge> {
    let assertion = world.sign(proposal).await;
    let (store, moment, verifier) = (&world.store, world.moment(), world.verifier());
    let signed = Signed { assertion: &assertion, second_factor: factor };
    let run = || approve(store, &verifier, &moment, &world.shopper.id, &proposal.id, &signed);
    let charge = retry_stale(run).await?;
    drive(store, &world.processor, &moment, &charge.id).await
}

async fn from_its_amount_on_a_payment_needs_the_app<S: Store>(world: World<S>) {
    world.gift(20_000).await;
    let app = set_up(&world).await;
    ask_from(&world, Some(FROM)).await.unwrap();
    let small = proposed(&world, FROM - 1).await;
    assert!(!small.second_factor);
    pay(&world, &small, None).await.unwrap();
    let large = proposed(&world, FROM).await;
    assert!(large.second_factor);
    assert_eq!(code(pay(&world, &large, None).await), Some("approval.second_factor_required"));
    assert_eq!(code(pay(&world, &large, Some("000000")).await), Some("factor.code_wrong"));
    let paid = pay(&world, &large, Some(&app.shows(&world))).await.unwrap();
    assert_eq!(paid.state, ChargeState::Authorized, "the proposal was still live");
    let evidence: Versioned<Approval> = world.store.find(large.id.as_str()).await.unwrap().unwrap();
    assert_eq!(evidence.value.second_factor, Some(FactorKind::Totp));
}

async fn a_code_works_once<S: Store>(world: World<S>) {
    world.gift(20_000).await;
    let app = set_up(&world).await;
    ask_from(&world, Some(FROM)).await.unwrap();
    let shown = app.shows(&world);
    pay(&world, &proposed(&world, FROM).await, Some(&shown)).await.unwrap();
    let next = proposed(&world, FROM).await;
    assert_eq!(code(pay(&world, &next, Some(&shown)).await), Some("factor.code_wrong"));
    world.pass(30);
    pay(&world, &next, Some(&app.shows(&world))).await.unwrap();
}

async fn two_payments_with_one_code_are_one<S: Store>(world: World<S>) {
    world.gift(20_000).await;
    let app = set_up(&world).await;
    ask_from(&world, Some(FROM)).await.unwrap();
    let (one, two) = (proposed(&world, FROM).await, proposed(&world, FROM).await);
    let shown = app.shows(&world);
    let (one, two) = tokio::join!(pay(&world, &one, Some(&shown)), pay(&world, &two, Some(&shown)));
    let refused: Vec<_> = [one, two].into_iter().filter_map(code).collect();
    // The code, or the counter of the authenticator that signed both.
    assert!(matches!(refused[..], ["factor.code_wrong" | "approval.assertion_refused"]), "{refused:?}");
}

async fn wrong_codes_are_counted_over_payments_and_wait<S: Store>(world: World<S>) {
    world.gift(20_000).await;
    let app = set_up(&world).await;
    ask_from(&world, Some(FROM)).await.unwrap();
    for left in [4, 3, 2, 1, 0] {
        let refusal = pay(&world, &proposed(&world, FROM).await, Some("000000")).await.unwrap_err();
        assert!(matches!(refusal, saifu_wallet::Refusal::Rule { tries_left: Some(it), .. } if it == left));
    }
    let right = app.shows(&world);
    let next = proposed(&world, FROM).await;
    assert_eq!(code(pay(&world, &next, Some(&right)).await), Some("factor.too_many_tries"));
    world.pass(15 * 60);
    pay(&world, &proposed(&world, FROM).await, Some(&app.shows(&world))).await.unwrap();
}

async fn a_recovery_code_stands_in_once<S: Store>(world: World<S>) {
    world.gift(20_000).await;
    set_up(&world).await;
    ask_from(&world, Some(FROM)).await.unwrap();
    let (store, moment) = (&world.store, world.moment());
    let void = renew_recovery_codes(store, &moment, &world.shopper).await.unwrap();
    let codes = renew_recovery_codes(store, &moment, &world.shopper).await.unwrap();
    assert_eq!((codes.len(), codes[0].len()), (10, 29));
    let first = proposed(&world, FROM).await;
    assert_eq!(
        code(pay(&world, &first, Some(&void[0])).await),
        Some("factor.code_wrong"),
        "those before are void"
    );
    pay(&world, &first, Some(&codes[3].to_lowercase().replace('-', " "))).await.unwrap();
    let again = proposed(&world, FROM).await;
    assert_eq!(code(pay(&world, &again, Some(&codes[3])).await), Some("factor.code_wrong"));
    assert_eq!(factors(store, &world.shopper.id).await.unwrap().recovery_codes.unwrap().0, 9);
}

async fn what_was_asked_when_it_was_frozen_is_asked<S: Store>(world: World<S>) {
    world.gift(20_000).await;
    let app = set_up(&world).await;
    ask_from(&world, Some(FROM)).await.unwrap();
    let frozen = proposed(&world, FROM).await;
    ask_from(&world, None).await.unwrap();
    assert_eq!(code(pay(&world, &frozen, None).await), Some("approval.second_factor_required"));
    let free = proposed(&world, FROM).await;
    ask_from(&world, Some(FROM)).await.unwrap();
    let stricter = pay(&world, &free, None).await;
    assert_eq!(code(stricter), Some("approval.second_factor_required"), "asked for since");
    pay(&world, &frozen, Some(&app.shows(&world))).await.unwrap();
}

async fn a_device_asks_only_for_what_there_is<S: Store>(world: World<S>) {
    assert_eq!(code(ask_from(&world, Some(FROM)).await), Some("factor.totp_missing"));
    let (store, moment) = (&world.store, world.moment());
    start_totp(store, &world.factor_key, &moment, &world.shopper).await.unwrap();
    assert_eq!(code(ask_from(&world, Some(FROM)).await), Some("factor.totp_missing"), "not confirmed");
}

async fn what_is_asked_for_cannot_be_taken_away<S: Store>(world: World<S>) {
    let app = set_up(&world).await;
    ask_from(&world, Some(FROM)).await.unwrap();
    let (store, key) = (&world.store, &world.factor_key);
    assert_eq!(code(remove_totp(store, &world.moment(), &world.shopper).await), Some("factor.in_use"));
    ask_from(&world, None).await.unwrap();
    remove_totp(store, &world.moment(), &world.shopper).await.unwrap();
    assert_eq!(code(remove_totp(store, &world.moment(), &world.shopper).await), Some("factor.totp_missing"));
    let again = App::of(&start_totp(store, key, &world.moment(), &world.shopper).await.unwrap());
    world.pass(30);
    let (old, new) = (app.shows(&world), again.shows(&world));
    let confirmed = confirm_totp(store, key, &world.moment(), &world.shopper, &old).await;
    assert_eq!(code(confirmed), Some("factor.code_wrong"));
    confirm_totp(store, key, &world.moment(), &world.shopper, &new).await.unwrap();
    let twice = start_totp(store, key, &world.moment(), &world.shopper).await;
    assert_eq!(code(twice), Some("factor.totp_exists"));
}

async fn the_owner_is_told<S: Store>(world: World<S>) {
    set_up(&world).await;
    renew_recovery_codes(&world.store, &world.moment(), &world.shopper).await.unwrap();
    remove_totp(&world.store, &world.moment(), &world.shopper).await.unwrap();
    world.round().await;
    let mut told = world.mails().await;
    told.sort();
    let mut expected = [
        "【Saifu】認証アプリを設定しました",
        "【Saifu】回復コードを作りました",
        "【Saifu】認証アプリの設定を外しました",
    ];
    expected.sort_unstable();
    assert_eq!(told, expected);
}

async fn the_database_alone_opens_no_secret<S: Store>(world: World<S>) {
    world.gift(20_000).await;
    let app = set_up(&world).await;
    ask_from(&world, Some(FROM)).await.unwrap();
    let proposal = proposed(&world, FROM).await;
    let assertion = world.sign(&proposal).await;
    let other = FactorKey::new([8; 32].into());
    let verifier = saifu_wallet::charge::Verifier { party: &world.party, factor_key: &other };
    let shown = app.shows(&world);
    let signed = Signed { assertion: &assertion, second_factor: Some(&shown) };
    let (store, moment) = (&world.store, world.moment());
    let refused = approve(store, &verifier, &moment, &world.shopper.id, &proposal.id, &signed).await;
    assert!(
        matches!(refused, Err(saifu_wallet::Refusal::Stored(_))),
        "a mistake of the operator's, and no payment"
    );
}
