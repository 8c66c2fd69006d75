//! A shopper is at the card's bank for a payment: it is satisfied or not, in time or too late. The processor's
//! webhook tells of it, or does not.

use saifu_wallet::charge::drive;
use saifu_wallet::id::ChargeId;

use super::Actor;
use crate::books::{HeldMoney, HoldState};
use crate::executor::Task;
use crate::service::Service;

pub const ACTOR: Actor = Actor { weight: 5, act };

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let held = {
        let books = world.books();
        let waiting: Vec<&HeldMoney> =
            books.holds.values().filter(|it| it.state == HoldState::AtBank).collect();
        world.dice.recent(&waiting).map(|it| (*it).clone())?
    };
    let (satisfied, rings) = (world.dice.chance(800), world.dice.chance(500));
    Some(service.task("somebody", "visit the bank", async move {
        world.books().visit_bank(&held.id, satisfied, world.clock.now());
        world.something_changed();
        if !rings {
            return Ok(format!("{} of {}: {satisfied}", held.id, held.charge_id));
        }
        let id = ChargeId::new(held.charge_id.as_str());
        let charge = drive(world, world, &service.moment(), &id).await?;
        Ok(format!("{} of {}: {satisfied}, {:?}", held.id, charge.id, charge.state))
    }))
}
