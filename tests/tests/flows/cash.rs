//! Gift balance for cash: whatever happens on the way, every yen is booked once, and nothing is spent before
//! it is there.

use saifu_ledger::{AccountId, AccountKind, TransferKind};
use saifu_money::{Amount, Currency};
use saifu_processor::sandbox::{CashPayment, Outage};
use saifu_wallet::Outcome;
use saifu_wallet::gift::{LotKind, LotOrigin};
use saifu_wallet::id::ShopperId;
use saifu_wallet::outbox::{Audience, EventKind};
use saifu_wallet::port::processor::{CashKind, CashRequest, Payer, Processor};
use saifu_wallet::port::store::Store;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::top_up::{
    Ask, CashMethod, Counter, Instructions, POLICY, StoreChain, TopUp, TopUpState, ask, cancel, drive, look,
    usage,
};

use crate::stories;
use crate::world::World;

stories!(
    cash_at_a_counter_becomes_balance_once,
    a_bank_transfer_becomes_balance,
    each_chain_gets_its_own_numbers,
    the_processor_is_down_when_it_is_asked,
    the_answer_is_lost_and_the_same_payment_is_found,
    the_service_stops_before_it_asks,
    a_webhook_comes_before_the_answer,
    a_webhook_comes_twice_and_is_read_again,
    a_slip_that_is_paid_twice_owes_the_second,
    a_slip_that_is_paid_late_is_owed_back,
    another_sum_is_owed_or_completed,
    what_nobody_pays_expires_and_the_shopper_hears_of_it,
    what_was_paid_in_time_and_told_late_is_balance,
    the_shopper_calls_it_off,
    calling_off_and_paying_at_once_has_one_outcome,
    what_was_asked_for_late_is_looked_at_as_long,
);

pub const DAY: i64 = 24 * 3600;
pub const LAWSON: CashMethod = CashMethod::Slip(StoreChain::Lawson);

async fn asked<S: Store>(world: &World<S>, yen: u32, method: CashMethod) -> TopUp {
    let counter = world.counter();
    let (shopper, amount) = (&world.shopper.id, Amount::yen(yen));
    let asked = Ask { shopper, amount, method, policy: &POLICY, counter: &counter };
    ask(&world.store, &world.moment(), &asked).await.unwrap()
}

pub async fn driven<S: Store>(world: &World<S>, top_up: &TopUp) -> TopUp {
    drive(&world.store, &world.processor, &world.counter(), &world.moment(), &top_up.id).await.unwrap()
}

/// Asked for, and answered by the processor.
pub async fn waiting<S: Store>(world: &World<S>, yen: u32, method: CashMethod) -> TopUp {
    let top_up = driven(world, &asked(world, yen, method).await).await;
    assert_eq!(top_up.state, TopUpState::Pending);
    top_up
}

pub fn payment(top_up: &TopUp) -> &str {
    top_up.cash.as_ref().unwrap().payment_id.as_deref().unwrap()
}

pub async fn pay<S: Store>(world: &World<S>, top_up: &TopUp, how: CashPayment) {
    world.sandbox.pay_cash(payment(top_up), how).await.unwrap();
}

pub async fn told<S: Store>(world: &World<S>, top_up: &TopUp) -> Outcome<TopUp> {
    look(&world.store, &world.processor, &world.moment(), &top_up.id, payment(top_up)).await
}

pub async fn now<S: Store>(world: &World<S>, top_up: &TopUp) -> TopUp {
    world.store.find::<TopUp>(top_up.id.as_str()).await.unwrap().unwrap().value
}

/// Gift balance, and what is owed back, in yen.
pub async fn holds<S: Store>(world: &World<S>) -> (i64, i64) {
    let owed = AccountId::new(format!("return:{}:JPY", world.shopper.id));
    let owed = world.store.balance(&owed).await.unwrap().unwrap_or_default();
    (world.total(LotKind::Gift).await.minor(), owed.available())
}

pub async fn house<S: Store>(world: &World<S>, kind: AccountKind) -> i64 {
    let id = AccountId::house(kind, Currency::Jpy);
    world.store.balance(&id).await.unwrap().unwrap_or_default().available()
}

async fn cash_at_a_counter_becomes_balance_once<S: Store>(world: World<S>) {
    let top_up = waiting(&world, 5000, LAWSON).await;
    assert_eq!(holds(&world).await, (0, 0), "nothing pending is spendable");
    let refused = world.pay(&world.session(1000).await.id).await.unwrap_err();
    assert_eq!(refused.code(), Some("funding.card_required"));
    assert_eq!(world.store.top_ups_waiting(&world.shopper.id).await.unwrap().len(), 1);
    pay(&world, &top_up, CashPayment::Paid).await;
    assert_eq!(holds(&world).await, (0, 0), "not before it is booked");
    world.pass(10);
    world.round().await;
    let settled = now(&world, &top_up).await;
    assert_eq!((settled.state, settled.settled_at), (TopUpState::Settled, Some(world.now())));
    assert_eq!(holds(&world).await, (5000, 0));
    assert_eq!(house(&world, AccountKind::CashClearing).await, -5000, "the processor owes it to us");
    for _ in 0..3 {
        world.pass(DAY);
        world.round().await;
    }
    assert_eq!(holds(&world).await, (5000, 0));
    assert_eq!(world.mails().await, ["【Saifu】5000円をチャージしました"]);
    let lot = &world.holdings().await.lots[0].lot;
    assert_eq!((lot.origin, lot.source.as_str()), (LotOrigin::TopUpSlip, "ローソン"));
    assert_eq!(settled.lot_id.as_ref(), Some(&lot.account_id));
    let moved = world.store.movements_of(&world.shopper.id, LotKind::Gift, None, 9).await.unwrap();
    assert_eq!((moved.len(), moved[0].transfer.kind), (1, TransferKind::TopUp));
    let events = world.store.events_after(&Audience::Shopper(world.shopper.id.clone()), 0, 50).await.unwrap();
    assert!(events.iter().any(|it| it.kind == EventKind::TopUpChanged && it.object_id == top_up.id.as_str()));
    let session = world.session(1000).await;
    world.pay(&session.id).await.unwrap();
}

async fn a_bank_transfer_becomes_balance<S: Store>(world: World<S>) {
    let top_up = waiting(&world, 30_000, CashMethod::BankTransfer).await;
    let Some(Instructions::BankTransfer(bank)) = &top_up.cash.as_ref().unwrap().instructions else {
        panic!("{top_up:?}")
    };
    assert_eq!((bank.account_type.as_str(), bank.account_number.len()), ("普通", 7));
    assert!(!bank.reference.is_empty());
    pay(&world, &top_up, CashPayment::Paid).await;
    world.pass(10);
    assert_eq!(driven(&world, &top_up).await.state, TopUpState::Settled);
    assert_eq!(holds(&world).await, (30_000, 0));
    assert_eq!(world.holdings().await.lots[0].lot.origin, LotOrigin::TopUpBankTransfer);
}

async fn each_chain_gets_its_own_numbers<S: Store>(world: World<S>) {
    for (chain, has_confirmation) in [
        (StoreChain::SevenEleven, false),
        (StoreChain::Lawson, true),
        (StoreChain::FamilyMart, true),
        (StoreChain::Ministop, true),
        (StoreChain::Seicomart, true),
    ] {
        let top_up = waiting(&world, 500, CashMethod::Slip(chain)).await;
        let Some(Instructions::Slip(slip)) = &top_up.cash.as_ref().unwrap().instructions else {
            panic!("{top_up:?}")
        };
        assert!(!slip.number.is_empty() && slip.number.bytes().all(|byte| byte.is_ascii_digit()));
        assert_eq!((slip.chain, slip.confirmation_number.is_some()), (chain, has_confirmation));
        assert_eq!(slip.barcode.is_some(), chain == StoreChain::SevenEleven, "where the till scans");
    }
    let counter = Counter::default();
    let (shopper, amount) = (&world.shopper.id, Amount::yen(500));
    let method = CashMethod::Slip(StoreChain::SevenEleven);
    let without = Ask { shopper, amount, method, policy: &POLICY, counter: &counter };
    let refused = ask(&world.store, &world.moment(), &without).await.unwrap_err();
    assert_eq!(refused.code(), Some("top_up.chain_unavailable"));
}

async fn the_processor_is_down_when_it_is_asked<S: Store>(world: World<S>) {
    world.outage(Outage::Down);
    let top_up = driven(&world, &asked(&world, 5000, LAWSON).await).await;
    assert_eq!(top_up.state, TopUpState::Initiated);
    let counts = usage(&world.store, &world.shopper.id, world.now()).await.unwrap();
    assert_eq!(counts.today, Amount::yen(5000), "what is on its way counts");
    world.outage(Outage::None);
    assert!(world.store.top_ups_due(world.now()).await.unwrap().is_empty(), "not at once");
    world.pass(10);
    world.round().await;
    assert_eq!(now(&world, &top_up).await.state, TopUpState::Pending);
}

async fn the_answer_is_lost_and_the_same_payment_is_found<S: Store>(world: World<S>) {
    let top_up = asked(&world, 5000, LAWSON).await;
    let made = answer_lost(&world, &top_up).await;
    world.round().await;
    let found = now(&world, &top_up).await;
    assert_eq!((found.state, payment(&found)), (TopUpState::Pending, made.as_str()));

    let late = asked(&world, 600, LAWSON).await;
    let made = answer_lost(&world, &late).await;
    // Long after the processor has forgotten the key.
    world.pass(2 * DAY);
    world.round().await;
    let found = now(&world, &late).await;
    assert_eq!((found.state, payment(&found)), (TopUpState::Pending, made.as_str()));
}

/// What the service asks, answered to nobody. Answers with the payment that it made.
async fn answer_lost<S: Store>(world: &World<S>, top_up: &TopUp) -> String {
    let request = CashRequest {
        payer: Payer::Shopper(world.shopper.id.clone()),
        name: world.shopper.name.clone(),
        email: world.shopper.email.clone(),
        amount: top_up.amount,
        key: format!("{}:ask", top_up.id),
        kind: CashKind::Konbini { due_at: top_up.pay_by },
        reference: top_up.id.to_string(),
        asked_since: None,
    };
    world.processor.ask_for_cash(&request).await.unwrap().payment.payment_id
}

async fn the_service_stops_before_it_asks<S: Store>(world: World<S>) {
    // Committed, and then nobody drives it: the process is gone.
    let top_up = asked(&world, 5000, LAWSON).await;
    world.round().await;
    assert_eq!(now(&world, &top_up).await.state, TopUpState::Pending);
}

async fn a_webhook_comes_before_the_answer<S: Store>(world: World<S>) {
    let top_up = asked(&world, 5000, LAWSON).await;
    let made = answer_lost(&world, &top_up).await;
    let (store, processor, moment) = (&world.store, &world.processor, world.moment());
    let waits = look(store, processor, &moment, &top_up.id, &made).await.unwrap();
    assert_eq!(waits.state, TopUpState::Initiated, "the numbers are still to come");
    world.sandbox.pay_cash(&made, CashPayment::Paid).await.unwrap();
    let settled = look(store, processor, &moment, &top_up.id, &made).await.unwrap();
    assert_eq!((settled.state, payment(&settled)), (TopUpState::Settled, made.as_str()));
    world.pass(10);
    world.round().await;
    assert_eq!((driven(&world, &top_up).await.state, holds(&world).await), (TopUpState::Settled, (5000, 0)));
}

async fn a_webhook_comes_twice_and_is_read_again<S: Store>(world: World<S>) {
    let top_up = waiting(&world, 5000, LAWSON).await;
    assert_eq!(told(&world, &top_up).await.unwrap().state, TopUpState::Pending, "it was not paid");
    pay(&world, &top_up, CashPayment::Paid).await;
    let (first, second) = tokio::join!(told(&world, &top_up), told(&world, &top_up));
    assert_eq!((first.unwrap().state, second.unwrap().state), (TopUpState::Settled, TopUpState::Settled));
    told(&world, &top_up).await.unwrap();
    assert_eq!(holds(&world).await, (5000, 0));
    let other = waiting(&world, 600, LAWSON).await;
    let (store, processor, moment) = (&world.store, &world.processor, world.moment());
    let strange = look(store, processor, &moment, &other.id, payment(&top_up)).await.unwrap_err();
    assert_eq!(strange.code(), Some("top_up.not_found"), "another's payment settles nothing");
    assert_eq!(holds(&world).await, (5000, 0));
}

async fn a_slip_that_is_paid_twice_owes_the_second<S: Store>(world: World<S>) {
    let at_once = waiting(&world, 5000, LAWSON).await;
    pay(&world, &at_once, CashPayment::PaidTwice).await;
    told(&world, &at_once).await.unwrap();
    assert_eq!(holds(&world).await, (5000, 5000));
    let later = waiting(&world, 600, LAWSON).await;
    pay(&world, &later, CashPayment::Paid).await;
    told(&world, &later).await.unwrap();
    pay(&world, &later, CashPayment::PaidTwice).await;
    // No webhook: the daily look finds it.
    world.pass(DAY);
    world.round().await;
    let later = now(&world, &later).await;
    assert_eq!((later.state, later.to_return()), (TopUpState::Settled, Some(Amount::yen(600))));
    assert_eq!(holds(&world).await, (5600, 5600));
    assert!(world.mails().await.contains(&"【Saifu】600円をお返しします".to_owned()));
}

async fn a_slip_that_is_paid_late_is_owed_back<S: Store>(world: World<S>) {
    let top_up = waiting(&world, 5000, LAWSON).await;
    world.pass(4 * DAY);
    world.round().await;
    assert_eq!(now(&world, &top_up).await.state, TopUpState::Expired);
    pay(&world, &top_up, CashPayment::Late).await;
    let late = told(&world, &top_up).await.unwrap();
    assert_eq!((late.state, late.to_return()), (TopUpState::Expired, Some(Amount::yen(5000))));
    assert_eq!(holds(&world).await, (0, 5000));
}

async fn another_sum_is_owed_or_completed<S: Store>(world: World<S>) {
    let more = waiting(&world, 5000, CashMethod::BankTransfer).await;
    pay(&world, &more, CashPayment::Sum(Amount::yen(7000))).await;
    assert_eq!(told(&world, &more).await.unwrap().to_return(), Some(Amount::yen(2000)));
    assert_eq!(holds(&world).await, (5000, 2000));

    let parts = waiting(&world, 3000, CashMethod::BankTransfer).await;
    pay(&world, &parts, CashPayment::Sum(Amount::yen(1000))).await;
    assert_eq!(told(&world, &parts).await.unwrap().state, TopUpState::Pending, "the rest may come");
    pay(&world, &parts, CashPayment::Sum(Amount::yen(2000))).await;
    assert_eq!(told(&world, &parts).await.unwrap().state, TopUpState::Settled);
    assert_eq!(holds(&world).await, (8000, 2000));

    let less = waiting(&world, 4000, CashMethod::BankTransfer).await;
    pay(&world, &less, CashPayment::Sum(Amount::yen(1500))).await;
    world.pass(8 * DAY);
    world.round().await;
    let less = now(&world, &less).await;
    assert_eq!((less.state, less.to_return()), (TopUpState::Expired, Some(Amount::yen(1500))));
    assert_eq!(holds(&world).await, (8000, 3500));
}

async fn what_nobody_pays_expires_and_the_shopper_hears_of_it<S: Store>(world: World<S>) {
    let top_up = waiting(&world, 5000, LAWSON).await;
    // The last second of the third day in Japan, told by the service's clock.
    world.pass(top_up.pay_by.as_second() - world.now().as_second() - 1);
    world.round().await;
    assert_eq!(now(&world, &top_up).await.state, TopUpState::Pending);
    world.pass(2);
    world.round().await;
    assert_eq!(now(&world, &top_up).await.state, TopUpState::Expired);
    assert_eq!(world.mails().await, ["【Saifu】チャージの支払期限が過ぎました"]);
    let counts = usage(&world.store, &world.shopper.id, world.now()).await.unwrap();
    assert_eq!((counts.this_month, counts.held), (Amount::yen(0), Amount::yen(0)));
    for _ in 0..40 {
        world.pass(DAY);
        world.round().await;
    }
    assert_eq!(now(&world, &top_up).await.cash.unwrap().due_at, None, "nobody looks at it for ever");
}

async fn what_was_paid_in_time_and_told_late_is_balance<S: Store>(world: World<S>) {
    let top_up = waiting(&world, 5000, LAWSON).await;
    pay(&world, &top_up, CashPayment::Paid).await;
    // The service was down, and the webhook is long gone.
    world.pass(10 * DAY);
    world.round().await;
    assert_eq!((now(&world, &top_up).await.state, holds(&world).await), (TopUpState::Settled, (5000, 0)));
}

async fn call_off<S: Store>(world: &World<S>, top_up: &TopUp) -> Outcome<TopUp> {
    let (store, who) = (&world.store, &world.shopper.id);
    retry_stale(async || cancel(store, &world.moment(), who, &top_up.id).await).await?;
    drive(store, &world.processor, &world.counter(), &world.moment(), &top_up.id).await
}

async fn the_shopper_calls_it_off<S: Store>(world: World<S>) {
    let top_up = waiting(&world, 5000, LAWSON).await;
    let stranger = ShopperId::new("0191d7a4-0000-4000-8000-00000000ffff");
    let refused = cancel(&world.store, &world.moment(), &stranger, &top_up.id).await.unwrap_err();
    assert_eq!(refused.code(), Some("top_up.not_found"));
    world.outage(Outage::Down);
    assert_eq!(call_off(&world, &top_up).await.unwrap().state, TopUpState::Pending, "it could still be paid");
    world.outage(Outage::None);
    world.pass(10);
    world.round().await;
    assert_eq!(now(&world, &top_up).await.state, TopUpState::Canceled);
    assert!(world.sandbox.pay_cash(payment(&top_up), CashPayment::Paid).await.is_err(), "no store takes it");
    assert_eq!(call_off(&world, &top_up).await.unwrap().state, TopUpState::Canceled, "again is no error");
    assert_eq!(holds(&world).await, (0, 0));
    let counts = usage(&world.store, &world.shopper.id, world.now()).await.unwrap();
    assert_eq!(counts.today, Amount::yen(0), "what was called off does not count");

    let paid = waiting(&world, 600, LAWSON).await;
    pay(&world, &paid, CashPayment::Paid).await;
    told(&world, &paid).await.unwrap();
    assert_eq!(call_off(&world, &paid).await.unwrap_err().code(), Some("top_up.status_invalid"));

    // Called off before the processor answered: it is asked, and withdrawn.
    world.outage(Outage::Down);
    let early = driven(&world, &asked(&world, 700, LAWSON).await).await;
    call_off(&world, &early).await.unwrap();
    world.outage(Outage::None);
    world.pass(10);
    world.round().await;
    assert_eq!(now(&world, &early).await.state, TopUpState::Canceled);
}

async fn calling_off_and_paying_at_once_has_one_outcome<S: Store>(world: World<S>) {
    let mut balance = 0;
    for order in 0..3 {
        let top_up = waiting(&world, 1000, LAWSON).await;
        let paying = async || world.sandbox.pay_cash(payment(&top_up), CashPayment::Paid).await.is_ok();
        let (paid, called_off) = match order {
            0 => (paying().await, call_off(&world, &top_up).await),
            1 => {
                let called_off = call_off(&world, &top_up).await;
                (paying().await, called_off)
            }
            _ => tokio::join!(paying(), call_off(&world, &top_up)),
        };
        let state = called_off.unwrap().state;
        assert_eq!(state, if paid { TopUpState::Settled } else { TopUpState::Canceled });
        balance += if paid { 1000 } else { 0 };
        assert_eq!(holds(&world).await, (balance, 0));
    }
}

/// The service was away for weeks between writing down and asking: two weeks of looking begin when it ends.
async fn what_was_asked_for_late_is_looked_at_as_long<S: Store>(world: World<S>) {
    let top_up = asked(&world, 5000, CashMethod::BankTransfer).await;
    world.pass(40 * DAY);
    let made = driven(&world, &top_up).await;
    assert_eq!(made.state, TopUpState::Pending);
    pay(&world, &made, CashPayment::Paid).await;
    world.pass(10);
    assert_eq!(driven(&world, &made).await.state, TopUpState::Settled);
    pay(&world, &made, CashPayment::PaidTwice).await;
    world.pass(DAY);
    world.round().await;
    assert_eq!(now(&world, &made).await.to_return(), Some(Amount::yen(5000)));
}
