//! Gift balance is bought for oneself, with a card, in Saifu's own shop.

use saifu_ledger::AccountId;
use saifu_money::{Amount, Currency, TaxRate};
use saifu_processor::sandbox::Outage;
use saifu_rewards::Rule;
use saifu_terms::InstrumentKind;
use saifu_wallet::ChangeSet;
use saifu_wallet::card::Card;
use saifu_wallet::charge::{Charge, ChargeState, OrderState, drive, spent_since, tax_of};
use saifu_wallet::checkout::{self, CheckoutSession, SessionState};
use saifu_wallet::funding::Preference;
use saifu_wallet::house::HOUSE_ID;
use saifu_wallet::id::ChargeId;
use saifu_wallet::port::processor::{PaymentRequest, Processor};
use saifu_wallet::port::store::{Store, Versioned};
use saifu_wallet::proposal::propose;
use saifu_wallet::top_up::{self, TopUpState};

use crate::stories;
use crate::world::{GOOD_CARD, World};

const DECLINES: &str = "4000000000009995";

stories!(
    a_card_fills_a_lot,
    prepaid_value_buys_no_prepaid_value,
    nobody_else_can_approve_it,
    a_declined_card_fills_nothing_and_another_may_pay,
    one_that_nobody_approves_ends,
    one_that_ended_is_not_approved_by_a_clock_that_is_behind,
    the_shopper_says_no,
    the_capture_is_answered_and_the_service_stops,
    an_answer_that_comes_too_late_fills_nothing,
    a_card_that_answers_later_fills_the_lot_then,
);

async fn shop_keeps<S: Store>(world: &World<S>) -> i64 {
    let account = AccountId::merchant_payable(HOUSE_ID, Currency::Jpy);
    let balance = world.store.balance(&account).await.unwrap().unwrap();
    balance.credits_posted - balance.debits_posted
}

async fn a_card_fills_a_lot<S: Store>(world: World<S>) {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    let bought = world.top_up(5000).await;
    let session = bought.checkout_session_id.clone().unwrap();
    assert_eq!(world.store.sessions_awaiting(&world.shopper.id, world.now()).await.unwrap().len(), 1);
    let charge = world.pay(&session).await.unwrap();
    assert_eq!(charge.state, ChargeState::Captured, "nobody else completes it");
    let settled = world.top_up_now(&bought.id).await;
    assert_eq!((settled.state, settled.settled_at), (TopUpState::Settled, Some(world.now())));
    assert_eq!(settled.charge_id, Some(charge.id.clone()));
    let lot = world.holdings().await.lots.remove(0);
    assert_eq!((settled.lot_id, lot.balance.available()), (Some(lot.lot.account_id), 5000));
    assert_eq!(shop_keeps(&world).await, 0);
    let session = world.store.find::<CheckoutSession>(session.as_str()).await.unwrap().unwrap().value;
    assert_eq!(session.state, SessionState::Completed);
    assert_eq!(session.items[0].tax_rate, TaxRate::Exempt);
    assert_eq!(tax_of(&charge.items).unwrap(), Amount::yen(0));
    let reward = charge.reward.unwrap().grant;
    assert_eq!((reward.total, reward.reasons[0].rule), (Amount::yen(0), Rule::PrepaidExcluded));
    let month = spent_since(&world.store, &world.shopper.id, bought.created_at).await.unwrap();
    assert_eq!(month, Amount::yen(0), "it is counted when it is spent");
    let again = drive(&world.store, &world.processor, &world.moment(), &charge.id).await.unwrap();
    assert_eq!((again.state, world.gift_balance().await), (ChargeState::Captured, 5000));
}

async fn prepaid_value_buys_no_prepaid_value<S: Store>(world: World<S>) {
    world.house().await;
    world.gift(5000).await;
    let bought = world.top_up(1000).await;
    let session = bought.checkout_session_id.unwrap();
    let refused = world.propose(&session).await.unwrap_err();
    assert_eq!(refused.code(), Some("funding.card_required"));
    world.link(GOOD_CARD).await.unwrap();
    let wanted = Preference { order: vec![InstrumentKind::Gift], ..Preference::default() };
    let proposal = world.propose_with(&session, wanted).await.unwrap();
    assert!(proposal.terms.funding.iter().all(|leg| leg.kind == InstrumentKind::Card));
}

async fn nobody_else_can_approve_it<S: Store>(world: World<S>) {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    let session = world.top_up(1000).await.checkout_session_id.unwrap();
    let other = world.another_shopper().await;
    let (store, moment) = (&world.store, world.moment());
    let refused = propose(store, &moment, &other.id, None, &session, Preference::default()).await;
    assert_eq!(refused.err().unwrap().code(), Some("checkout.taken"));
    let refused = checkout::decline(store, &moment, &other.id, &session).await.unwrap_err();
    assert_eq!(refused.code(), Some("checkout.not_found"));
    // A merchant does not own it either, not even one that guesses the id.
    let completed = world.complete(&session, 1000).await.unwrap_err();
    assert_eq!(completed.code(), Some("checkout.not_found"));
}

async fn a_declined_card_fills_nothing_and_another_may_pay<S: Store>(world: World<S>) {
    world.house().await;
    world.link(DECLINES).await.unwrap();
    let good = world.link(GOOD_CARD).await.unwrap();
    let bought = world.top_up(3000).await;
    let session = bought.checkout_session_id.clone().unwrap();
    assert_eq!(world.pay(&session).await.unwrap().order_state(), OrderState::Declined);
    let waits = world.top_up_now(&bought.id).await;
    assert_eq!((waits.state, waits.failure.as_deref()), (TopUpState::Initiated, Some("card.declined")));
    assert_eq!(world.gift_balance().await, 0);
    let with_good = Preference { card_id: Some(good.id.clone()), ..Preference::default() };
    let proposal = world.propose_with(&session, with_good).await.unwrap();
    let assertion = world.sign(&proposal).await;
    world.approve(&proposal.id, &assertion).await.unwrap();
    let settled = world.top_up_now(&bought.id).await;
    assert_eq!((settled.state, settled.failure), (TopUpState::Settled, None));
    assert_eq!((settled.card_id, world.gift_balance().await), (Some(good.id), 3000));
}

async fn one_that_nobody_approves_ends<S: Store>(world: World<S>) {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    let bought = world.top_up(3000).await;
    world.pass(1800);
    assert_eq!(bought.state_at(world.now()), TopUpState::Expired, "whether or not a worker ran");
    let due = world.store.top_ups_due(world.now()).await.unwrap();
    assert_eq!(due.iter().map(|it| &it.id).collect::<Vec<_>>(), [&bought.id]);
    top_up::lapse(&world.store, &world.moment(), &bought.id).await.unwrap();
    assert_eq!(world.top_up_now(&bought.id).await.state, TopUpState::Expired);
    assert!(world.store.top_ups_due(world.now()).await.unwrap().is_empty());
    let refused = world.pay(&bought.checkout_session_id.unwrap()).await.unwrap_err();
    assert_eq!(refused.code(), Some("checkout.expired"));
}

/// Two processes, two clocks: what one has written down as ended, the other does not sell.
async fn one_that_ended_is_not_approved_by_a_clock_that_is_behind<S: Store>(world: World<S>) {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    let bought = world.top_up(5000).await;
    world.pass(1700);
    let proposal = world.propose(&bought.checkout_session_id.clone().unwrap()).await.unwrap();
    let assertion = world.sign(&proposal).await;
    world.pass(100);
    top_up::lapse(&world.store, &world.moment(), &bought.id).await.unwrap();
    assert_eq!(world.top_up_now(&bought.id).await.state, TopUpState::Expired);
    world.pass(-60);
    let refused = world.approve(&proposal.id, &assertion).await.unwrap_err();
    assert_eq!(refused.code(), Some("checkout.expired"));
    let ended = world.top_up_now(&bought.id).await;
    assert_eq!((ended.state, ended.charge_id), (TopUpState::Expired, None));
}

async fn the_shopper_says_no<S: Store>(world: World<S>) {
    world.house().await;
    let bought = world.top_up(3000).await;
    let session = bought.checkout_session_id.unwrap();
    checkout::decline(&world.store, &world.moment(), &world.shopper.id, &session).await.unwrap();
    assert_eq!(world.top_up_now(&bought.id).await.state, TopUpState::Canceled);
    assert!(world.store.top_ups_due(world.now()).await.unwrap().is_empty());
}

/// The processor took the money, and the service was gone before it wrote that down.
async fn the_capture_is_answered_and_the_service_stops<S: Store>(world: World<S>) {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    let bought = world.top_up(3000).await;
    let session = bought.checkout_session_id.clone().unwrap();
    world.outage(Outage::AnswerLost);
    let waiting = world.pay(&session).await.unwrap();
    world.outage(Outage::None);
    let hold = captured_elsewhere(&world, &waiting.id).await;
    assert_eq!(world.gift_balance().await, 0, "never spendable while pending");
    let (store, moment) = (&world.store, world.moment());
    let (one, two, three) = tokio::join!(
        drive(store, &world.processor, &moment, &waiting.id),
        drive(store, &world.processor, &moment, &waiting.id),
        drive(store, &world.processor, &moment, &waiting.id)
    );
    for driven in [one, two, three] {
        assert_eq!(
            (driven.as_ref().unwrap().state, driven.unwrap().hold_id),
            (ChargeState::Captured, Some(hold.clone()))
        );
    }
    assert_eq!((world.gift_balance().await, world.holdings().await.lots.len()), (3000, 1));
    assert_eq!(shop_keeps(&world).await, 0);
}

/// Brings a charge to CaptureInitiated and captures its hold behind the service's back, with its key.
async fn captured_elsewhere<S: Store>(world: &World<S>, id: &ChargeId) -> String {
    let Versioned { value, version } = world.store.find::<Charge>(id.as_str()).await.unwrap().unwrap();
    let leg = value.card_leg().unwrap();
    let card = world.store.find::<Card>(&leg.instrument_id).await.unwrap().unwrap().value;
    let request = PaymentRequest {
        customer_id: card.customer_id,
        payment_method_id: card.payment_method_id,
        amount: leg.amount,
        key: format!("{id}:authorize"),
        description: format!("Saifu {}", id.order()),
        reference: id.to_string(),
        shopper_present: true,
        asked_since: None,
    };
    let hold = world.processor.authorize(&request).await.unwrap().hold_id;
    let amount = value.amount;
    let value = value.authorized(hold.clone(), world.now()).capturing(amount, world.now()).unwrap();
    world.store.commit(ChangeSet::new().update(Versioned { value, version })).await.unwrap();
    world.processor.capture(&hold, amount, &format!("{id}:capture")).await.unwrap();
    hold
}

/// Half an hour without an answer: what was held goes back, and nothing is captured late.
async fn an_answer_that_comes_too_late_fills_nothing<S: Store>(world: World<S>) {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    let bought = world.top_up(3000).await;
    world.outage(Outage::AnswerLost);
    let waiting = world.pay(&bought.checkout_session_id.unwrap()).await.unwrap();
    assert_eq!(waiting.state, ChargeState::AuthorizationInitiated);
    world.pass(1800);
    assert_eq!(world.top_up_now(&bought.id).await.state_at(world.now()), TopUpState::Initiated);
    assert!(world.store.top_ups_due(world.now()).await.unwrap().is_empty(), "its charge is on its way");
    world.outage(Outage::None);
    let late = drive(&world.store, &world.processor, &world.moment(), &waiting.id).await.unwrap();
    assert_eq!((late.state, late.due), (ChargeState::Canceled, None));
    let failed = world.top_up_now(&bought.id).await;
    assert_eq!((failed.state, failed.failure.as_deref()), (TopUpState::Failed, Some("checkout.expired")));
    assert_eq!(world.gift_balance().await, 0);
}

async fn a_card_that_answers_later_fills_the_lot_then<S: Store>(world: World<S>) {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    let bought = world.top_up(3000).await;
    world.outage(Outage::Down);
    let waiting = world.pay(&bought.checkout_session_id.unwrap()).await.unwrap();
    assert_eq!(waiting.state, ChargeState::AuthorizationInitiated);
    assert_eq!(world.top_up_now(&bought.id).await.charge_id, Some(waiting.id.clone()));
    world.outage(Outage::None);
    let driven = drive(&world.store, &world.processor, &world.moment(), &waiting.id).await.unwrap();
    assert_eq!((driven.state, world.gift_balance().await), (ChargeState::Captured, 3000));
}
