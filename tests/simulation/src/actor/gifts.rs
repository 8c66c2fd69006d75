//! Somebody gives gift codes away, and shoppers redeem them, or guess.

use saifu_codes::GiftCode;
use saifu_money::Amount;
use saifu_wallet::Refusal;
use saifu_wallet::gift::{issue, redeem};
use saifu_wallet::refusal::retry_stale;

use super::{Actor, signed_in};
use crate::executor::Task;
use crate::service::Service;
use crate::weather::Fault;

pub const GIVER: Actor = Actor { weight: 5, act: give };
pub const RECEIVER: Actor = Actor { weight: 7, act: receive };

const HOUR_S: i64 = 3600;

fn give(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let to = world.dice.place(world.devices());
    let code = GiftCode::from_random(&service.moment().bytes());
    let yen = u32::try_from(world.dice.between(1, 9000)).unwrap_or(1);
    let life_s = HOUR_S * *world.dice.pick(&[1, 24, 24 * 40, 24 * 365]).unwrap_or(&1);
    let ends = service.moment().after_seconds(life_s);
    let also_to_another = world.dice.chance(100);
    Some(service.task("the giver", "issue a gift code", async move {
        // The code is on paper before it is known here.
        world.device(to).gift_codes.push(code.as_str().to_owned());
        if also_to_another {
            world.device((to + 1) % world.devices()).gift_codes.push(code.as_str().to_owned());
        }
        issue(world, &code, Amount::yen(yen), "田中さん", ends).await?;
        Ok(format!("¥{yen} to {}", world.device(to).name))
    }))
}

fn receive(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let place = signed_in(service)?;
    let mut device = world.device(place);
    let guess = world.dice.chance(50);
    let again = world.strikes(Fault::Repeat);
    let code = match device.gift_codes.first().cloned() {
        _ if guess => GiftCode::from_random(&service.moment().bytes()).as_str().to_owned(),
        Some(_) if again => world.dice.pick(&device.gift_codes)?.clone(),
        // What is tried goes to the end of the pile: it may be tried again.
        Some(first) => {
            device.gift_codes.rotate_left(1);
            first
        }
        None => return None,
    };
    Some(service.task(device.name, "redeem", async move {
        let shopper = service.signed_in(place).await?;
        let moment = service.moment();
        let lot = retry_stale(|| redeem(world, &moment, &shopper.id, &code)).await;
        if lot.as_ref().err().and_then(Refusal::code) == Some("gift.code_expired") {
            world.device(place).gift_codes.retain(|it| *it != code);
        }
        let lot = lot?;
        Ok(format!("{} in {}", lot.initial, lot.account_id.as_str()))
    }))
}
