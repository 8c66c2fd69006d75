//! The shopper's rule tops up without asking: below a figure, or on a day of the month.

use saifu_money::Amount;
use saifu_processor::sandbox::Outage;
use saifu_wallet::Outcome;
use saifu_wallet::card;
use saifu_wallet::charge::{Channel, Charge, ChargeState, drive};
use saifu_wallet::moment::in_japan;
use saifu_wallet::port::store::Store;
use saifu_wallet::top_up::{
    AutomaticAsked, AutomaticTopUp, TopUpState, automatic_of, run_automatic, set_automatic,
};

use crate::stories;
use crate::world::{GOOD_CARD, World};

const DECLINES: &str = "4000000000009995";
const DAY_S: i64 = 24 * 3600;

stories!(
    below_a_figure_after_a_spend,
    on_a_day_of_the_month_in_japan,
    run_twice_it_tops_up_once,
    a_spend_while_one_is_on_its_way_is_looked_at_later,
    a_declined_card_is_told_and_three_switch_it_off,
    a_rule_that_cannot_work_is_refused,
    a_card_that_was_removed_is_a_failure,
);

fn asked(below: Option<u32>, day_of_month: Option<u8>) -> AutomaticAsked {
    AutomaticAsked {
        enabled: true,
        amount: Amount::yen(3000),
        below: below.map(Amount::yen),
        day_of_month,
        card_id: None,
    }
}

async fn set<S: Store>(world: &World<S>, asked: AutomaticAsked) -> Outcome<AutomaticTopUp> {
    set_automatic(&world.store, &world.moment(), &world.shopper.id, asked).await
}

async fn rule<S: Store>(world: &World<S>) -> AutomaticTopUp {
    automatic_of(&world.store, &world.moment(), &world.shopper.id).await.unwrap()
}

async fn spend<S: Store>(world: &World<S>, yen: u32) {
    let session = world.session(yen).await;
    world.pay(&session.id).await.unwrap();
    world.complete(&session.id, yen).await.unwrap();
}

async fn newest_charge<S: Store>(world: &World<S>) -> Charge {
    world.store.charges_of(&world.shopper.id, None, 1).await.unwrap().remove(0)
}

async fn below_a_figure_after_a_spend<S: Store>(world: World<S>) {
    world.house().await;
    world.gift(2000).await;
    world.link(GOOD_CARD).await.unwrap();
    set(&world, asked(Some(1000), None)).await.unwrap();
    assert_eq!(world.run_rules().await, 0, "it looks after a spend");
    world.pass(1);
    spend(&world, 1000).await;
    assert_eq!((world.run_rules().await, world.gift_balance().await), (0, 1000), "not below");
    world.pass(1);
    // The ten points that were earned go first.
    spend(&world, 11).await;
    world.pass(1);
    assert_eq!((world.run_rules().await, world.gift_balance().await), (1, 3999));
    let charge = newest_charge(&world).await;
    assert_eq!((charge.channel, charge.state), (Channel::Automatic, ChargeState::Captured));
    world.pass(1);
    assert_eq!(world.run_rules().await, 0, "once a trigger");
    let rule = rule(&world).await;
    assert_eq!((rule.running, rule.last_failure, rule.enabled), (None, None, true));
}

async fn on_a_day_of_the_month_in_japan<S: Store>(world: World<S>) {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    let today = in_japan(world.now()).date();
    let rule = set(&world, asked(None, Some(u8::try_from(today.day()).unwrap()))).await.unwrap();
    let next = rule.next_on.unwrap();
    assert!(next > today, "the next such day is never today");
    let midnight = saifu_wallet::moment::hour_in_japan(next, 0).unwrap();
    world.pass(midnight.duration_since(world.now()).as_secs() - 1);
    assert_eq!(world.run_rules().await, 0);
    world.pass(1);
    assert_eq!((world.run_rules().await, world.gift_balance().await), (1, 3000));
    assert_eq!(world.run_rules().await, 0);
    // A service that was away for two months tops up once.
    world.pass(62 * DAY_S);
    assert_eq!((world.run_rules().await, world.run_rules().await), (1, 0));
    assert_eq!(world.gift_balance().await, 6000);
}

async fn run_twice_it_tops_up_once<S: Store>(world: World<S>) {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    set(&world, asked(None, Some(28))).await.unwrap();
    world.pass(31 * DAY_S);
    let (store, moment, who) = (&world.store, world.moment(), &world.shopper.id);
    let (one, two) =
        tokio::join!(run_automatic(store, &moment, who, true), run_automatic(store, &moment, who, true));
    let started: Vec<Charge> = [one, two]
        .into_iter()
        .filter_map(|run| match run {
            Ok(charge) => charge,
            Err(refusal) => {
                assert!(refusal.is_stale(), "{refusal}");
                None
            }
        })
        .collect();
    assert_eq!(started.len(), 1);
    // The process is gone before it asks the card; whoever looks after charges goes on.
    assert_eq!(world.run_rules().await, 0, "it is on its way");
    assert_eq!(store.charges_due(world.now()).await.unwrap(), std::slice::from_ref(&started[0].id));
    drive(store, &world.processor, &moment, &started[0].id).await.unwrap();
    assert_eq!((world.gift_balance().await, world.run_rules().await), (3000, 0));
}

async fn a_spend_while_one_is_on_its_way_is_looked_at_later<S: Store>(world: World<S>) {
    world.house().await;
    world.gift(1500).await;
    world.link(GOOD_CARD).await.unwrap();
    set(&world, AutomaticAsked { amount: Amount::yen(500), ..asked(Some(1200), None) }).await.unwrap();
    spend(&world, 500).await;
    world.outage(Outage::Down);
    assert_eq!((world.run_rules().await, world.gift_balance().await), (1, 1000));
    let waiting = newest_charge(&world).await;
    assert_eq!(waiting.state, ChargeState::AuthorizationInitiated);
    world.outage(Outage::None);
    world.pass(1);
    spend(&world, 900).await;
    assert_eq!(world.run_rules().await, 0, "one at a time");
    drive(&world.store, &world.processor, &world.moment(), &waiting.id).await.unwrap();
    assert_eq!(world.gift_balance().await, 605, "five points were earned and went first");
    world.pass(1);
    assert_eq!((world.run_rules().await, world.gift_balance().await), (1, 1105), "then it looks again");
}

async fn a_declined_card_is_told_and_three_switch_it_off<S: Store>(world: World<S>) {
    world.house().await;
    world.link(DECLINES).await.unwrap();
    set(&world, asked(None, Some(1))).await.unwrap();
    for times in 1..=3 {
        world.pass(31 * DAY_S);
        assert_eq!(world.run_rules().await, 1);
        let rule = rule(&world).await;
        assert_eq!((rule.failures, rule.last_failure.as_deref()), (times, Some("card.declined")));
        assert_eq!(rule.enabled, times < 3);
    }
    assert_eq!(world.gift_balance().await, 0);
    world.pass(31 * DAY_S);
    assert_eq!(world.run_rules().await, 0, "switched off");
    world.link(GOOD_CARD).await.unwrap();
    let again = set(&world, asked(None, Some(1))).await.unwrap();
    assert_eq!((again.enabled, again.failures, again.last_failure), (true, 0, None));
}

async fn a_rule_that_cannot_work_is_refused<S: Store>(world: World<S>) {
    world.house().await;
    let refused = set(&world, asked(Some(1000), None)).await.unwrap_err();
    assert_eq!(refused.code(), Some("funding.card_required"));
    world.link(GOOD_CARD).await.unwrap();
    for (bad, code) in [
        (asked(None, None), "automatic.trigger_missing"),
        (asked(None, Some(0)), "automatic.day_invalid"),
        (asked(None, Some(29)), "automatic.day_invalid"),
        (asked(Some(0), None), "automatic.below_invalid"),
        (AutomaticAsked { amount: Amount::yen(1), ..asked(Some(1000), None) }, "top_up.too_small"),
    ] {
        assert_eq!(set(&world, bad).await.unwrap_err().code(), Some(code));
    }
    let off = AutomaticAsked { enabled: false, ..asked(None, None) };
    assert!(!set(&world, off).await.unwrap().enabled);
}

async fn a_card_that_was_removed_is_a_failure<S: Store>(world: World<S>) {
    world.house().await;
    let card = world.link(GOOD_CARD).await.unwrap();
    let with_card = AutomaticAsked { card_id: Some(card.id.clone()), ..asked(None, Some(1)) };
    set(&world, with_card).await.unwrap();
    let (store, moment, who) = (&world.store, world.moment(), &world.shopper.id);
    let processor = &world.processor;
    let refused = card::remove(store, processor, &moment, who, &card.id, false).await.unwrap_err();
    assert_eq!(refused.code(), Some("card.in_use"));
    card::remove(store, processor, &moment, who, &card.id, true).await.unwrap();
    world.pass(31 * DAY_S);
    assert_eq!(world.run_rules().await, 0);
    let rule = rule(&world).await;
    assert_eq!((rule.failures, rule.last_failure.as_deref()), (1, Some("card.not_found")));
    let events = store.last_event().await.unwrap();
    assert!(events > 0 && rule.running.is_none());
    let made = saifu_wallet::top_up::Trigger::Day("2026-12-01".parse().unwrap()).top_up_id(who);
    assert_eq!(world.top_up_now(&made).await.state, TopUpState::Failed);
}
