//! A shopper buys gift balance, and sets a rule that does so by itself. The purchase is a checkout session, and
//! paying it is the payer's.

use saifu_money::Amount;
use saifu_wallet::Outcome;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::top_up::{AutomaticAsked, buy, set_automatic};

use super::card_holder::some_card;
use super::{Actor, signed_in};
use crate::executor::Task;
use crate::service::Service;

pub const ACTOR: Actor = Actor { weight: 5, act };

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let place = signed_in(service)?;
    let who = service.world.device(place).name;
    Some(match service.world.dice.between(0, 2) {
        0 => service.task(who, "set the automatic top-up", set_rule(service, place)),
        _ => service.task(who, "top up", top_up(service, place)),
    })
}

fn some_amount(service: Service<'_>) -> Amount {
    let yen = service.world.dice.between(400, 8000);
    Amount::yen(u32::try_from(yen).unwrap_or_default())
}

async fn top_up(service: Service<'_>, place: usize) -> Outcome<String> {
    let shopper = service.signed_in(place).await?;
    let (moment, amount) = (service.moment(), some_amount(service));
    let bought = retry_stale(|| buy(service.world, &moment, &shopper.id, amount, true)).await?;
    Ok(format!("{} {}", bought.id, bought.amount))
}

async fn set_rule(service: Service<'_>, place: usize) -> Outcome<String> {
    let dice = &service.world.dice;
    let shopper = service.signed_in(place).await?;
    let asked = AutomaticAsked {
        enabled: dice.chance(900),
        amount: some_amount(service),
        below: dice.chance(700).then(|| some_amount(service)),
        day_of_month: dice.chance(500).then(|| u8::try_from(dice.between(1, 28)).unwrap_or(1)),
        card_id: some_card(service, place).filter(|_| dice.chance(500)).map(|card| card.id),
    };
    let moment = service.moment();
    let run = || set_automatic(service.world, &moment, &shopper.id, asked.clone());
    let rule = retry_stale(run).await?;
    Ok(format!("{} below {:?} on day {:?}", rule.amount, rule.below, rule.day_of_month))
}
