//! A shopper links cards of every temper, removes them, and chooses the default.

use saifu_wallet::Outcome;
use saifu_wallet::card::{self, Card, Linking};
use saifu_wallet::refusal::retry_stale;

use super::{Actor, signed_in};
use crate::books::Temper;
use crate::executor::Task;
use crate::service::Service;
use crate::weather::Fault;

pub const ACTOR: Actor = Actor { weight: 12, act };

const TEMPERS: &[(u32, Temper)] = &[
    (10, Temper::Good),
    (1, Temper::RefusesLink),
    (2, Temper::RefusesHold),
    (2, Temper::RefusesCapture),
    (2, Temper::RefusesRefund),
    (3, Temper::Moody),
    (1, Temper::Expired),
    (3, Temper::WantsShopper),
    (4, Temper::AsksEachTime),
];

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let place = signed_in(service)?;
    let who = service.world.device(place).name;
    Some(match service.world.dice.between(0, 9) {
        0 => service.task(who, "remove a card", remove(service, place)),
        1 => service.task(who, "choose a card", choose(service, place)),
        2 => service.task(who, "go to the bank", go_to_bank(service, place)),
        _ => service.task(who, "link a card", link(service, place)),
    })
}

/// A device makes a token of a number at the processor and links it; often one that it linked before.
async fn link(service: Service<'_>, place: usize) -> Outcome<String> {
    let world = service.world;
    let temper = *world.dice.weighed(TEMPERS).unwrap_or(&Temper::Good);
    let number = format!("4000{place:04}{:04}{:04}", temper as u8, world.dice.between(0, 1));
    let fresh = world.books().make_token(&number, temper, world.clock.now());
    let token = match world.device(place).tokens.last() {
        Some(before) if world.strikes(Fault::Repeat) => before.clone(),
        _ => fresh,
    };
    world.device(place).tokens.push(token.clone());
    let shopper = service.signed_in(place).await?;
    let moment = service.moment();
    let run = || card::link(world, world, &moment, &shopper.id, &token);
    Ok(match retry_stale(run).await? {
        Linking::Linked(card) => format!("{} {temper:?} by {token}", card.id),
        Linking::ActionRequired { confirmation_id, .. } => {
            world.device(place).at_bank.push(confirmation_id.clone());
            format!("{token}, whose bank asks: {confirmation_id}")
        }
    })
}

/// The card's bank is satisfied, or not, or was not asked; the app goes on in any case, at times again.
async fn go_to_bank(service: Service<'_>, place: usize) -> Outcome<String> {
    let world = service.world;
    let found = world.dice.recent(&world.device(place).at_bank).cloned();
    let Some(id) = found else { return Ok("nowhere".to_owned()) };
    if world.dice.chance(900) {
        world.books().authenticate(&id, world.dice.chance(800));
    }
    let shopper = service.signed_in(place).await?;
    let moment = service.moment();
    let run = || card::confirm(world, world, &moment, &shopper.id, &id);
    Ok(format!("{id} {:?}", retry_stale(run).await?))
}

async fn remove(service: Service<'_>, place: usize) -> Outcome<String> {
    let (world, moment) = (service.world, service.moment());
    let shopper = service.signed_in(place).await?;
    let Some(card) = some_card(service, place) else { return Ok("no card".to_owned()) };
    let force = world.dice.chance(700);
    retry_stale(|| card::remove(world, world, &moment, &shopper.id, &card.id, force)).await?;
    Ok(card.id.to_string())
}

async fn choose(service: Service<'_>, place: usize) -> Outcome<String> {
    let shopper = service.signed_in(place).await?;
    let Some(card) = some_card(service, place) else { return Ok("no card".to_owned()) };
    let chosen = retry_stale(|| card::set_default(service.world, &shopper.id, &card.id)).await?;
    Ok(chosen.id.to_string())
}

/// A card that the shopper sees, or saw before.
pub(super) fn some_card(service: Service<'_>, place: usize) -> Option<Card> {
    let who = service.world.device(place).signed_in().cloned()?;
    let stored = service.world.snapshot();
    let gone = service.world.dice.chance(50);
    let cards: Vec<&Card> =
        stored.rows::<Card>().filter(|it| it.shopper_id == who && (gone || it.is_live())).collect();
    service.world.dice.pick(&cards).map(|card| (*card).clone())
}
