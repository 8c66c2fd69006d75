//! Who does something. An actor is a file: when its turn comes it looks around and answers with what it
//! does next, or with nothing. A new one joins [`ACTORS`], and its rules join `audit::RULES`.

mod account;
mod bank;
mod card_holder;
mod cash;
mod gifts;
mod payer;
mod reader;
mod sender;
mod shop;
mod takings;
mod till;
mod top_up;
mod worker;

use crate::executor::Task;
use crate::service::Service;

pub use shop::Sent;

/// One kind of participant.
pub struct Actor {
    /// How often its turn comes, against the others.
    pub weight: u32,
    /// What it does next; it may look, and talks to the service in the task only.
    pub act: for<'w> fn(Service<'w>) -> Option<Task<'w>>,
}

/// Everybody.
pub const ACTORS: &[Actor] = &[
    account::ACTOR,
    bank::ACTOR,
    card_holder::ACTOR,
    cash::ACTOR,
    cash::PAYER,
    cash::BELL,
    gifts::GIVER,
    gifts::RECEIVER,
    payer::ACTOR,
    reader::ACTOR,
    sender::ACTOR,
    shop::ACTOR,
    takings::ACTOR,
    till::HOLDER,
    till::ACTOR,
    top_up::ACTOR,
    worker::ACTOR,
];

/// A device whose shopper is signed in.
fn signed_in(service: Service<'_>) -> Option<usize> {
    let device = service.world.dice.place(service.world.devices());
    service.world.device(device).signed_in().map(|_| device)
}
