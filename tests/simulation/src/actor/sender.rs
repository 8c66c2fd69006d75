//! A shopper buys a gift card for another one, mails it again, prints it, and calls it off.

use saifu_money::Amount;
use saifu_wallet::Outcome;
use saifu_wallet::gift::{self, Gift, GiftDesign, GiftOrder, GiftState};
use saifu_wallet::id::GiftId;
use saifu_wallet::moment::in_japan;
use saifu_wallet::refusal::retry_stale;

use super::{Actor, signed_in};
use crate::executor::Task;
use crate::service::Service;

pub const ACTOR: Actor = Actor { weight: 10, act };

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let place = signed_in(service)?;
    let who = service.world.device(place).name;
    Some(match service.world.dice.between(0, 9) {
        0 => service.task(who, "mail a gift again", mail_again(service, place, sent_gift(service, place)?)),
        1 => service.task(who, "print a gift", print(service, place, sent_gift(service, place)?)),
        2..=4 => service.task(who, "call a gift off", call_off(service, place, open_gift(service, place)?)),
        _ => service.task(who, "buy a gift", buy(service, place)),
    })
}

fn sent_gift(service: Service<'_>, place: usize) -> Option<GiftId> {
    some_gift(service, place, |it| it.state == GiftState::Sent)
}

fn open_gift(service: Service<'_>, place: usize) -> Option<GiftId> {
    some_gift(service, place, |it| it.state.waits())
}

/// A gift of this shopper: mostly one of the last that it makes sense for.
fn some_gift(service: Service<'_>, place: usize, wanted: fn(&Gift) -> bool) -> Option<GiftId> {
    let me = service.world.device(place).signed_in().cloned()?;
    let stored = service.world.snapshot();
    let careless = service.world.dice.chance(50);
    let mine = |it: &&Gift| it.shopper_id == me && (careless || wanted(it));
    let mut gifts: Vec<&Gift> = stored.rows::<Gift>().filter(mine).collect();
    gifts.sort_by_key(|it| it.created_at);
    service.world.dice.recent(&gifts).map(|it| it.id.clone())
}

async fn buy(service: Service<'_>, place: usize) -> Outcome<String> {
    let world = service.world;
    let to = world.dice.place(world.devices());
    let (recipient_name, recipient_email) = {
        let device = world.device(to);
        (device.name.to_owned(), device.email.clone())
    };
    let sender = service.signed_in(place).await?;
    let moment = service.moment();
    let ahead = world.dice.between(0, 20);
    let today = in_japan(moment.now).date();
    let order = GiftOrder {
        amount: Amount::yen(u32::try_from(world.dice.between(400, 9000)).unwrap_or_default()),
        recipient_name,
        recipient_email,
        message: String::new(),
        design: GiftDesign::Nami,
        deliver_on: today.checked_add(jiff::ToSpan::days(ahead)).ok().filter(|_| ahead > 12),
    };
    let gift = gift::buy(world, &moment, &sender, &order, true).await?;
    Ok(format!("{} {} for {}", gift.id, gift.amount, gift.recipient_name))
}

async fn mail_again(service: Service<'_>, place: usize, id: GiftId) -> Outcome<String> {
    let (world, sender) = (service.world, service.signed_in(place).await?);
    let moment = service.moment();
    let sent = retry_stale(|| gift::resend(world, world, &moment, &sender.id, &id)).await?;
    Ok(format!("{} {:?}", sent.id, sent.state))
}

/// The code goes to somebody by hand.
async fn print(service: Service<'_>, place: usize, id: GiftId) -> Outcome<String> {
    let (world, sender) = (service.world, service.signed_in(place).await?);
    let moment = service.moment();
    let code = retry_stale(|| gift::print(world, &moment, &sender.id, &id)).await?;
    let to = world.dice.place(world.devices());
    world.device(to).gift_codes.push(code.as_str().to_owned());
    Ok(format!("{id} for {}", world.device(to).name))
}

async fn call_off(service: Service<'_>, place: usize, id: GiftId) -> Outcome<String> {
    let (world, sender) = (service.world, service.signed_in(place).await?);
    let moment = service.moment();
    let (gift, refund) = retry_stale(|| gift::cancel(world, &moment, &sender.id, &id)).await?;
    if let Some(refund) = refund {
        service.drive_refund(&refund.id).await?;
    }
    Ok(format!("{} {:?}", gift.id, gift.state))
}
