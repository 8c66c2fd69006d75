//! A shopper signs up, registers a passkey, and signs in again when the token has ended.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use saifu_wallet::passkey::{finish_registration, finish_sign_in, start_registration, start_sign_in};
use saifu_wallet::shopper::{Confirmed, confirm, resend, start};
use saifu_wallet::{Outcome, Refusal};

use super::Actor;
use crate::executor::Task;
use crate::service::Service;

pub const ACTOR: Actor = Actor { weight: 12, act };

fn act(service: Service<'_>) -> Option<Task<'_>> {
    let world = service.world;
    let place = world.dice.place(world.devices());
    let device = world.device(place);
    let who = device.name;
    let (token, passkey) = (device.token.is_some(), device.credential.is_some());
    Some(match (token, passkey, device.sign_up.is_some()) {
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
    match confirm(world, &service.moment(), &id, &code, "phone").await {
        Ok(confirmed) => Ok(remember(service, place, confirmed)),
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

fn remember(service: Service<'_>, place: usize, confirmed: Confirmed) -> String {
    let mut device = service.world.device(place);
    device.sign_up = None;
    device.token = Some(confirmed.token.reveal().to_owned());
    let id = confirmed.shopper.id.to_string();
    device.shopper = Some(confirmed.shopper);
    id
}

async fn register(service: Service<'_>, place: usize) -> Outcome<String> {
    let (world, moment) = (service.world, service.moment());
    let shopper = service.signed_in(place).await?;
    let (id, options) = start_registration(world, &world.party, &moment, &shopper, "phone").await?;
    let answer = world.device(place).register(&options).map_err(broken)?;
    let done = finish_registration(world, &world.party, &service.moment(), &shopper, &id, answer).await;
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
    let confirmed = finish_sign_in(world, &world.party, &service.moment(), &id, &answer).await?;
    Ok(remember(service, place, confirmed))
}

fn broken(error: anyhow::Error) -> Refusal {
    Refusal::Stored(format!("the authenticator: {error:#}"))
}
