//! A shopper signs up, registers a passkey, and signs in again when the token has ended.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use saifu_wallet::device::Device as Known;
use saifu_wallet::passkey::{finish_registration, finish_sign_in, start_registration, start_sign_in};
use saifu_wallet::port::store::Find;
use saifu_wallet::session::{Begun, Proof};
use saifu_wallet::shopper::{confirm, resend, start};
use saifu_wallet::{Outcome, Refusal};

use super::Actor;
use crate::device::Held;
use crate::executor::Task;
use crate::service::Service;

pub const ACTOR: Actor = Actor { weight: 12, act };

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let place = world.dice.place(world.devices());
    let device = world.device(place);
    let who = device.name;
    let (session, passkey) = (device.session.is_some(), device.credential.is_some());
    Some(match (session, passkey, device.sign_up.is_some()) {
        (true, true, _) => return None,
        (true, false, _) => service.task(who, "register", register(service, place)),
        (false, true, _) if world.dice.chance(800) => service.task(who, "sign in", sign_in(service, place)),
        (false, _, false) => service.task(who, "sign up", sign_up(service, place)),
        (false, _, true) if world.dice.chance(100) => service.task(who, "resend", send_again(service, place)),
        (false, _, true) => service.task(who, "confirm", take_code(service, place)),
    })
}

async fn sign_up(service: Service<'_>, place: usize) -> Outcome<String> {
    let name = service.world.device(place).name;
    let email = service.world.device(place).email.clone();
    let begun = start(service.world, service.world, &service.moment(), name, &email).await?;
    service.world.device(place).sign_up = Some(begun.id.clone());
    Ok(begun.id.to_string())
}

async fn send_again(service: Service<'_>, place: usize) -> Outcome<String> {
    let Some(id) = service.world.device(place).sign_up.clone() else { return Ok("nothing".to_owned()) };
    resend(service.world, service.world, &service.moment(), &id).await?;
    Ok(id.to_string())
}

/// Types a code that came by mail: mostly the last one.
async fn take_code(service: Service<'_>, place: usize) -> Outcome<String> {
    let world = service.world;
    let Some(id) = world.device(place).sign_up.clone() else { return Ok("nothing".to_owned()) };
    let email = world.device(place).email.clone();
    let mut codes: Vec<String> = world.post().arrived.iter().filter(|it| it.to == email).map(code).collect();
    let older = world.dice.chance(100) && codes.len() > 1;
    let code = if older { codes.remove(0) } else { codes.pop().unwrap_or_default() };
    let proof = new_key(service);
    match confirm(world, &service.moment(), &id, &code, "phone", &proof).await {
        Ok(begun) => Ok(remember(service, place, begun, proof)),
        Err(refusal) => {
            if matches!(refusal, Refusal::Rule { .. }) && world.dice.chance(500) {
                world.device(place).sign_up = None;
            }
            Err(refusal)
        }
    }
}

fn code(mail: &saifu_wallet::port::mail::Mail) -> String {
    mail.subject.rsplit(' ').next().unwrap_or_default().to_owned()
}

/// A key for a session that is about to begin.
fn new_key(service: Service<'_>) -> Proof {
    let moment = service.moment();
    Proof { key: moment.hex::<16>(), jti: moment.hex::<8>(), network: "192.0.2.0/24".to_owned() }
}

fn remember(service: Service<'_>, place: usize, begun: Begun, proof: Proof) -> String {
    let mut device = service.world.device(place);
    device.sign_up = None;
    let (device_id, tokens) = (begun.device.id, begun.tokens);
    device.session = Some(Held { device_id, tokens, key: proof.key, refreshing: None, waits: false });
    let id = begun.shopper.id.to_string();
    device.shopper = Some(begun.shopper);
    id
}

async fn register(service: Service<'_>, place: usize) -> Outcome<String> {
    let (world, moment) = (service.world, service.moment());
    let shopper = service.signed_in(place).await?;
    let held = world.device(place).session.as_ref().map(|it| it.device_id.clone());
    let held = held.ok_or(Refusal::rule("session.invalid"))?;
    let device = world.find::<Known>(held.as_str()).await?.ok_or(Refusal::rule("session.invalid"))?.value;
    let (id, options) = start_registration(world, &world.party, &moment, &shopper, &device).await?;
    let answer = world.device(place).register(&options).map_err(broken)?;
    let (party, later) = (&world.party, service.moment());
    let done = finish_registration(world, party, &later, &shopper, &held, &id, answer).await;
    if done.as_ref().err().and_then(Refusal::code).is_some() {
        // Refused for good: the key in the device is worth nothing.
        world.device(place).credential = None;
    }
    done.map(|_| "a passkey".to_owned())
}

async fn sign_in(service: Service<'_>, place: usize) -> Outcome<String> {
    let (world, moment) = (service.world, service.moment());
    let Some(credential) = world.device(place).credential.clone() else { return Ok("nothing".to_owned()) };
    let begun = start_sign_in(world, &world.party, &moment, &credential).await;
    if begun.as_ref().err().and_then(Refusal::code) == Some("session.invalid") {
        // The registration never reached the service: sign up again.
        world.device(place).credential = None;
    }
    let (id, options) = begun?;
    let challenge = options["publicKey"]["challenge"].as_str().unwrap_or_default();
    let challenge = URL_SAFE_NO_PAD.decode(challenge).map_err(|error| broken(error.into()))?;
    let answer = world.device(place).sign(&challenge).map_err(broken)?;
    let proof = new_key(service);
    let begun = finish_sign_in(world, &world.party, &service.moment(), &id, &answer, &proof).await?;
    Ok(remember(service, place, begun, proof))
}

fn broken(error: anyhow::Error) -> Refusal {
    Refusal::Stored(format!("the authenticator: {error:#}"))
}
