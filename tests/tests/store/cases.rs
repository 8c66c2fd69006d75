use std::sync::Arc;

use jiff::{SignedDuration, Timestamp};
use saifu_ledger::{
    Account, AccountId, AccountKind, Balance, LedgerError, Phase, Transfer, TransferId, TransferKind,
};
use saifu_money::{Amount, Currency};
use saifu_tests::wait::until;
use saifu_wallet::ChangeSet;
use saifu_wallet::charge::{Channel, Charge, ChargeState};
use saifu_wallet::gift::{Lot, LotKind, LotOrigin, LotStage, house_account};
use saifu_wallet::house::Purpose;
use saifu_wallet::id::{ChargeId, ChargePermissionId, MerchantId, ShopperId};
use saifu_wallet::outbox::{Audience, Event, EventKind};
use saifu_wallet::port::store::{Before, Store, StoreError, Versioned};
use saifu_wallet::shopper::Shopper;
use saifu_wallet::transfer::expire_overdue;

const START: i64 = 1_795_000_000_000;

fn at(seconds: i64) -> Timestamp {
    let start = Timestamp::from_millisecond(START).unwrap();
    start.checked_add(SignedDuration::from_secs(seconds)).unwrap()
}

fn shopper(id: &str) -> Shopper {
    let email = format!("{id}@example.jp");
    Shopper { id: ShopperId::new(id), name: "美咲".to_owned(), email, created_at: at(0) }
}

pub fn lot() -> Account {
    Account {
        id: AccountId::new("gift:1"),
        owner: "s".to_owned(),
        kind: AccountKind::GiftLot,
        currency: Currency::Jpy,
    }
}

fn payable() -> Account {
    Account {
        id: AccountId::merchant_payable("M1", Currency::Jpy),
        owner: "M1".to_owned(),
        kind: AccountKind::MerchantPayable,
        currency: Currency::Jpy,
    }
}

pub fn spend(id: &str, yen: u32, phase: Phase) -> Transfer {
    Transfer {
        id: TransferId::new(id),
        debit: lot().id,
        credit: payable().id,
        amount: Amount::yen(yen),
        kind: TransferKind::Charge,
        phase,
        at: at(0),
    }
}

pub async fn fill(store: &impl Store, yen: u32) {
    let house = house_account(AccountKind::GiftIssued, Currency::Jpy);
    let fill = Transfer { debit: house.id.clone(), credit: lot().id, ..spend("fill", yen, Phase::Single) };
    let changes = ChangeSet::new().open(house).open(lot()).open(payable()).transfers([fill]);
    store.commit(changes).await.unwrap();
}

pub async fn available(store: &impl Store) -> i64 {
    store.balance(&lot().id).await.unwrap().unwrap().available()
}

pub async fn post(store: &impl Store, transfer: Transfer) -> Result<(), StoreError> {
    store.commit(ChangeSet::new().transfers([transfer])).await
}

pub async fn a_key_is_new_once(store: impl Store) {
    store.commit(ChangeSet::new().insert(shopper("a"))).await.unwrap();
    let again = store.commit(ChangeSet::new().insert(shopper("a"))).await;
    assert!(matches!(again, Err(StoreError::Stale(..))), "{again:?}");
    let found = store.find::<Shopper>("a").await.unwrap().unwrap();
    assert_eq!((found.value, found.version), (shopper("a"), 1));
    assert!(store.find::<Shopper>("b").await.unwrap().is_none());
}

pub async fn an_address_has_one_shopper(store: impl Store) {
    store.commit(ChangeSet::new().insert(shopper("a"))).await.unwrap();
    let taken = Shopper { id: ShopperId::new("b"), ..shopper("a") };
    let again = store.commit(ChangeSet::new().insert(taken)).await;
    assert!(matches!(again, Err(StoreError::Stale(..))), "{again:?}");
    let found = store.shopper_by_email("a@example.jp").await.unwrap();
    assert_eq!(found, Some(shopper("a")));
}

pub async fn a_version_is_replaced_once(store: impl Store) {
    store.commit(ChangeSet::new().insert(shopper("a"))).await.unwrap();
    let read = store.find::<Shopper>("a").await.unwrap().unwrap();
    let renamed =
        Versioned { value: Shopper { name: "髙﨑".to_owned(), ..read.value }, version: read.version };
    store.commit(ChangeSet::new().update(renamed.clone())).await.unwrap();
    let again = store.commit(ChangeSet::new().update(renamed)).await;
    assert!(matches!(again, Err(StoreError::Stale(..))), "{again:?}");
    let found = store.find::<Shopper>("a").await.unwrap().unwrap();
    assert_eq!((found.value.name.as_str(), found.version), ("髙﨑", 2));
}

pub async fn a_failed_guard_leaves_nothing_behind(store: impl Store) {
    fill(&store, 1000).await;
    let changes = ChangeSet::new()
        .insert(shopper("a"))
        .transfers([spend("t1", 400, Phase::Single), spend("t2", 601, Phase::Single)])
        .events([Event::to_shopper(&ShopperId::new("a"), EventKind::OrderChanged, "o")]);
    let refused = store.commit(changes).await;
    assert!(matches!(refused, Err(StoreError::Ledger(LedgerError::Overdrawn(_)))), "{refused:?}");
    assert!(store.find::<Shopper>("a").await.unwrap().is_none());
    assert_eq!(available(&store).await, 1000);
    assert_eq!(store.last_event().await.unwrap(), 0);
}

pub async fn nobody_is_overdrawn(store: impl Store) {
    fill(&store, 1000).await;
    post(&store, spend("t1", 700, Phase::Pending)).await.unwrap();
    assert_eq!(available(&store).await, 300);
    let refused = post(&store, spend("t2", 301, Phase::Single)).await;
    assert!(matches!(refused, Err(StoreError::Ledger(LedgerError::Overdrawn(_)))), "{refused:?}");
    post(&store, spend("t3", 300, Phase::Single)).await.unwrap();
    assert_eq!(available(&store).await, 0);
}

pub async fn a_reservation_is_resolved_once(store: impl Store) {
    fill(&store, 1000).await;
    let held = TransferId::new("t1");
    post(&store, spend("t1", 700, Phase::Pending)).await.unwrap();
    post(&store, spend("t2", 500, Phase::Post(held.clone()))).await.unwrap();
    assert_eq!(available(&store).await, 500);
    let again = post(&store, spend("t3", 700, Phase::Void(held))).await;
    assert!(matches!(again, Err(StoreError::Ledger(LedgerError::NotPending(_)))), "{again:?}");
    let unknown = post(&store, spend("t4", 1, Phase::Post(TransferId::new("none")))).await;
    assert!(matches!(unknown, Err(StoreError::Ledger(LedgerError::NotPending(_)))), "{unknown:?}");
    assert_eq!(available(&store).await, 500);
}

pub async fn a_transfer_has_one_content(store: impl Store) {
    fill(&store, 1000).await;
    post(&store, spend("t1", 100, Phase::Single)).await.unwrap();
    post(&store, spend("t1", 100, Phase::Single)).await.unwrap();
    assert_eq!(available(&store).await, 900, "the same again is a success and moves nothing");
    let other = post(&store, spend("t1", 101, Phase::Single)).await;
    assert!(matches!(other, Err(StoreError::Ledger(LedgerError::Conflict(_)))), "{other:?}");
}

pub async fn events_come_in_order_and_to_their_audience(store: impl Store) {
    let (mine, other) = (ShopperId::new("a"), ShopperId::new("b"));
    for (who, object) in [(&mine, "1"), (&other, "2"), (&mine, "3")] {
        let event = Event::to_shopper(who, EventKind::OrderChanged, object);
        store.commit(ChangeSet::new().events([event])).await.unwrap();
    }
    // On PostgreSQL an event is told once every older transaction of the server has ended, the other
    // tests' too.
    let all_are_told = || async {
        let told = store.events_after(&Audience::Shopper(mine.clone()), 0, 10).await?;
        Ok((told.len() >= 2).then_some(told))
    };
    let told = until("both events are told", all_are_told).await.unwrap();
    assert_eq!(told.iter().map(|it| it.object_id.as_str()).collect::<Vec<_>>(), ["1", "3"]);
    let rest = store.events_after(&Audience::Shopper(mine), told[0].sequence, 10).await.unwrap();
    assert_eq!(rest, told[1..]);
    assert_eq!(store.last_event().await.unwrap(), told[1].sequence);
}

fn charge(number: i64, seconds: i64) -> Charge {
    let permission = ChargePermissionId::new(format!("S03-0000000-{number:07}"));
    let zero = Amount::yen(0);
    Charge {
        id: ChargeId::new(format!("{permission}-C000001")),
        permission_id: permission,
        checkout_session_id: None,
        shopper_id: ShopperId::new("a"),
        merchant_id: MerchantId::new("M1"),
        channel: Channel::Store,
        amount: Amount::yen(100),
        items: Vec::new(),
        purpose: Purpose::Shop,
        legs: Vec::new(),
        state: ChargeState::Authorized,
        reason: None,
        metadata: None,
        soft_descriptor: None,
        decline_code: None,
        capture_now: false,
        card: None,
        hold_id: None,
        bank_page: None,
        due: None,
        captured: None,
        refunded: zero,
        reward: None,
        approved_at: at(seconds),
        captured_at: None,
        closed_at: None,
        updated_at: at(seconds),
        expires_at: at(seconds + 60),
    }
}

pub async fn pages_of_charges_do_not_overlap(store: impl Store) {
    // Three of one moment, as a busy till makes them.
    for (number, seconds) in [(1, 10), (2, 20), (3, 20), (4, 20), (5, 30)] {
        store.commit(ChangeSet::new().insert(charge(number, seconds))).await.unwrap();
    }
    let who = ShopperId::new("a");
    let mut seen = Vec::new();
    let mut place = None;
    loop {
        let page = store.charges_of(&who, place.as_ref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        place = Some(Before { at: last.approved_at, id: last.id.clone() });
        seen.extend(page.into_iter().map(|it| it.id));
    }
    let expected: Vec<_> = [5, 4, 3, 2, 1].map(|number| charge(number, 0).id).into();
    assert_eq!(seen, expected);
    let lapsed = store.charges_lapsed(at(79)).await.unwrap();
    assert_eq!(lapsed, [charge(1, 0).id]);
}

pub async fn many_at_once_never_overdraw(store: impl Store + 'static) {
    fill(&store, 1000).await;
    let store = Arc::new(store);
    let tasks: Vec<_> = (0..40)
        .map(|number| {
            let store = Arc::clone(&store);
            tokio::spawn(async move {
                post(&*store, spend(&format!("t{number}"), 100, Phase::Single)).await.is_ok()
            })
        })
        .collect();
    let mut done = 0;
    for task in tasks {
        done += i32::from(task.await.unwrap());
    }
    assert_eq!((done, available(&*store).await), (10, 0));
}

pub async fn no_sum_overflows(store: impl Store) {
    fill(&store, 1000).await;
    let house = house_account(AccountKind::CardClearing, Currency::Jpy);
    store.commit(ChangeSet::new().open(house.clone())).await.unwrap();
    let huge = |id: &str, minor, phase| Transfer {
        debit: house.id.clone(),
        amount: Amount::new(minor, Currency::Jpy).unwrap(),
        ..spend(id, 1, phase)
    };
    post(&store, huge("t1", 1000, Phase::Pending)).await.unwrap();
    let refused = post(&store, huge("t2", i64::MAX, Phase::Pending)).await;
    assert!(matches!(refused, Err(StoreError::Ledger(LedgerError::TooLarge(_)))), "{refused:?}");
    post(&store, huge("t3", Balance::MAX - 1000, Phase::Pending)).await.unwrap();
    let refused = post(&store, huge("t4", 1, Phase::Pending)).await;
    assert!(matches!(refused, Err(StoreError::Ledger(LedgerError::TooLarge(_)))), "{refused:?}");
    let balance = store.balance(&house.id).await.unwrap().unwrap();
    assert_eq!((balance.debits_pending, balance.debits_posted), (Balance::MAX, 0));
}

pub async fn one_refusal_harms_nobody_else(store: impl Store + 'static) {
    fill(&store, 1000).await;
    let store = Arc::new(store);
    let mut tasks = Vec::new();
    for number in 0..30 {
        let changes = match number % 3 {
            0 => ChangeSet::new().transfers([spend(&format!("good{number}"), 10, Phase::Single)]),
            1 => ChangeSet::new().transfers([spend(&format!("large{number}"), 5000, Phase::Single)]),
            _ => ChangeSet::new().insert(shopper("the same")),
        };
        let store = Arc::clone(&store);
        tasks.push(tokio::spawn(async move { (number % 3, store.commit(changes).await) }));
    }
    let (mut spent, mut inserted) = (0, 0);
    for task in tasks {
        match task.await.unwrap() {
            (0, done) => spent += i64::from(done.is_ok()),
            (1, refused) => assert!(matches!(refused, Err(StoreError::Ledger(LedgerError::Overdrawn(_))))),
            (_, Ok(())) => inserted += 1,
            (_, stale) => assert!(matches!(stale, Err(StoreError::Stale(..))), "{stale:?}"),
        }
    }
    assert_eq!((spent, inserted, available(&*store).await), (10, 1, 900));
}

/// The lot was emptied by the very transfer that is posted again, among others that are new.
pub async fn a_retry_among_others_is_told_that_it_was_done(store: impl Store + 'static) {
    fill(&store, 1000).await;
    let held = spend("held", 400, Phase::Pending);
    let once = [held.clone(), spend("all", 600, Phase::Single), spend("taken", 400, Phase::Post(held.id))];
    for transfer in once.clone() {
        post(&store, transfer).await.unwrap();
    }
    let store = Arc::new(store);
    let mut tasks = Vec::new();
    for number in 0..40 {
        let house = house_account(AccountKind::GiftIssued, Currency::Jpy).id;
        let other = Transfer { debit: house, ..spend(&format!("new{number}"), 10, Phase::Single) };
        let transfer = once.get(number % 4).cloned().unwrap_or(other);
        let store = Arc::clone(&store);
        tasks.push(tokio::spawn(async move { (transfer.id.clone(), post(&*store, transfer).await) }));
    }
    for task in tasks {
        let (id, told) = task.await.unwrap();
        assert!(told.is_ok(), "{id:?}: {told:?}");
    }
    assert_eq!(available(&*store).await, 0);
}

pub async fn what_the_database_refuses_harms_nobody_else(store: impl Store + 'static) {
    fill(&store, 1000).await;
    let store = Arc::new(store);
    let mut tasks = Vec::new();
    for number in 0..20 {
        // PostgreSQL's texts hold no zero bytes.
        let id = if number == 7 { "poison\0".to_owned() } else { format!("t{number}") };
        let store = Arc::clone(&store);
        tasks.push(tokio::spawn(async move { post(&*store, spend(&id, 10, Phase::Single)).await }));
    }
    let mut done = 0;
    for task in tasks {
        done += i64::from(task.await.unwrap().is_ok());
    }
    assert!(done >= 19, "{done} of 20");
    assert_eq!(available(&*store).await, 1000 - 10 * done);
}

pub async fn a_key_with_a_zero_byte_is_not_found(store: impl Store) {
    assert!(store.find::<Shopper>("a\0b").await.unwrap().is_none());
    assert!(store.shopper_by_email("a\0b@example.jp").await.unwrap().is_none());
}

pub async fn a_reservation_ends_by_time(store: impl Store) {
    struct Zeros;
    impl saifu_wallet::Random for Zeros {
        fn fill(&self, _: &mut [u8]) {}
    }
    let moment = |seconds| saifu_wallet::Moment { now: at(seconds), random: &Zeros };
    fill(&store, 1000).await;
    post(&store, spend("t1", 700, Phase::PendingUntil(at(60)))).await.unwrap();
    post(&store, spend("t2", 100, Phase::Pending)).await.unwrap();
    assert_eq!(expire_overdue(&store, &moment(59)).await.unwrap(), 0);
    assert_eq!(available(&store).await, 200);
    let late = Transfer { at: at(60), ..spend("t3", 700, Phase::Post(TransferId::new("t1"))) };
    let refused = post(&store, late).await;
    assert!(matches!(refused, Err(StoreError::Ledger(LedgerError::Timeout(_)))), "{refused:?}");
    assert_eq!(expire_overdue(&store, &moment(60)).await.unwrap(), 1);
    assert_eq!(expire_overdue(&store, &moment(61)).await.unwrap(), 0);
    assert_eq!(available(&store).await, 900);
}

pub async fn pages_of_movements_do_not_overlap(store: impl Store) {
    fill(&store, 1000).await;
    let row = Lot {
        account_id: lot().id,
        shopper_id: ShopperId::new("s"),
        kind: LotKind::Gift,
        origin: LotOrigin::Code,
        source: "田中さん".to_owned(),
        initial: Amount::yen(1000),
        opened_at: at(0),
        expires_at: at(1000),
        stage: LotStage::Open,
    };
    store.commit(ChangeSet::new().insert(row)).await.unwrap();
    let held = |id: &str| Phase::Post(TransferId::new(id));
    // Three of one moment; one reservation that stays, one that is posted in part, one that is released.
    for (id, yen, phase, seconds) in [
        ("a", 10, Phase::Single, 10),
        ("b", 20, Phase::Pending, 20),
        ("c", 30, Phase::Single, 20),
        ("d", 40, Phase::Pending, 20),
        ("e", 35, held("d"), 30),
        ("f", 50, Phase::Pending, 30),
        ("g", 50, Phase::Void(TransferId::new("f")), 40),
    ] {
        post(&store, Transfer { at: at(seconds), ..spend(id, yen, phase) }).await.unwrap();
    }
    let who = ShopperId::new("s");
    let mut seen = Vec::new();
    let mut place = None;
    loop {
        let page = store.movements_of(&who, LotKind::Gift, place.as_ref(), 2).await.unwrap();
        let Some(last) = page.last() else { break };
        place = Some(last.place());
        seen.extend(page.iter().map(|it| (it.transfer.id.as_str().to_owned(), it.incoming, it.is_pending())));
    }
    let expected = [("e", false), ("c", false), ("b", true), ("a", false)];
    let mut expected: Vec<_> = expected.map(|(id, pending)| (id.to_owned(), false, pending)).into();
    // Filled at second 0 like any transfer of `spend`, before all others.
    expected.push(("fill".to_owned(), true, false));
    assert_eq!(seen, expected);
    assert!(store.movements_of(&who, LotKind::Points, None, 9).await.unwrap().is_empty());
    assert!(store.movements_of(&ShopperId::new("t"), LotKind::Gift, None, 9).await.unwrap().is_empty());
}
