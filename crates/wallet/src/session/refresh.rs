use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use hkdf::Hkdf;
use jiff::{SignedDuration, Timestamp};
use sha2::Sha256;

use super::{
    ACCESS_LIFE_S, ACCESSES, Begun, Proof, REFRESH_LIFE_S, Rotation, Session, Token, Tokens, session_of,
};
use crate::device::Device;
use crate::moment::digest;
use crate::port::store::{Store, Versioned};
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// How long an answer that was lost can be asked for again.
const AGAIN_S: i64 = 60;

/// What a refresh token means to its session.
enum Means {
    /// It is the one that works.
    Next,
    /// It was used a moment ago by the same proof: the answer was lost on its way.
    Again(Rotation),
    /// It was used before: somebody has a copy of what the device keeps, and nobody can say who is who.
    Copied,
}

/// Exchanges a refresh token for new tokens.
///
/// It works once. A device that lost the answer asks again with the same `jti` within a minute and gets the same
/// tokens: they are derived from the used token, which only the device has, and a nonce, which only the store has.
/// A used token in any other way ends the session for all its tokens (RFC 9700 §4.14.2). Without the session's key
/// nothing happens at all: who has only a token can neither use it nor sign the owner out.
///
/// # Errors
/// `session.invalid`: unknown, of another key, ended, over or used before, told alike; the store failed, or somebody
/// else was first (stale).
pub async fn refresh(store: &impl Store, moment: &Moment<'_>, proof: &Proof, token: &str) -> Outcome<Begun> {
    let invalid = || Refusal::rule("session.invalid");
    let id = session_of(token).ok_or_else(invalid)?;
    let session = store.find::<Session>(id.as_str()).await?.ok_or_else(invalid)?;
    if session.value.key != proof.key || session.value.ended_at.is_some() {
        return Err(invalid());
    }
    let shopper = store.find::<Shopper>(session.value.shopper_id.as_str()).await?.ok_or_else(invalid)?.value;
    let device = store.find::<Device>(session.value.device_id.as_str()).await?.ok_or_else(invalid)?;
    match meaning(&session.value, proof, token, moment.now) {
        Means::Next if moment.now >= session.value.refresh.expires_at => Err(invalid()),
        Means::Next => rotate(store, moment, proof, token, session, device, shopper).await,
        Means::Again(last) => {
            let tokens = derive(&session.value, token, &last)?;
            Ok(Begun { shopper, device: device.value, tokens })
        }
        Means::Copied => {
            let mut copied = session;
            copied.value.ended_at = Some(moment.now);
            store.commit(ChangeSet::new().update(copied)).await?;
            Err(invalid())
        }
    }
}

fn meaning(session: &Session, proof: &Proof, token: &str, now: Timestamp) -> Means {
    let digest = digest(token);
    if session.refresh.digest == digest {
        return Means::Next;
    }
    let until = |at: Timestamp| at.checked_add(SignedDuration::from_secs(AGAIN_S)).unwrap_or(at);
    let again =
        session.last.as_ref().filter(|it| it.used == digest && it.jti == proof.jti && now < until(it.at));
    again.cloned().map_or(Means::Copied, Means::Again)
}

async fn rotate(
    store: &impl Store,
    moment: &Moment<'_>,
    proof: &Proof,
    token: &str,
    mut session: Versioned<Session>,
    mut device: Versioned<Device>,
    shopper: Shopper,
) -> Outcome<Begun> {
    let nonce = URL_SAFE_NO_PAD.encode(moment.bytes::<32>());
    let rotation = Rotation { used: digest(token), jti: proof.jti.clone(), nonce, at: moment.now };
    let tokens = derive(&session.value, token, &rotation)?;
    let row = &mut session.value;
    row.accesses.push(tokens.access.digest());
    row.accesses.drain(..row.accesses.len().saturating_sub(ACCESSES));
    row.refresh = tokens.refresh.digest();
    row.last = Some(rotation);
    device.value.seen_at = moment.now;
    let seen = device.value.clone();
    store.commit(ChangeSet::new().update(session).update(device)).await?;
    Ok(Begun { shopper, device: seen, tokens })
}

/// The tokens that follow a used one (HKDF, RFC 5869).
fn derive(session: &Session, used: &str, rotation: &Rotation) -> Outcome<Tokens> {
    let secret = |label: &str| {
        let mut bytes = [0; 32];
        let expanded = Hkdf::<Sha256>::new(Some(rotation.nonce.as_bytes()), used.as_bytes())
            .expand(label.as_bytes(), &mut bytes);
        expanded.map_err(|error| Refusal::Stored(error.to_string()))?;
        Ok::<_, Refusal>(URL_SAFE_NO_PAD.encode(bytes))
    };
    let after = |seconds| rotation.at.checked_add(SignedDuration::from_secs(seconds)).unwrap_or(rotation.at);
    Ok(Tokens {
        access: Token::new(&session.id, &secret("saifu access token")?, after(ACCESS_LIFE_S)),
        refresh: Token::new(&session.id, &secret("saifu refresh token")?, after(REFRESH_LIFE_S)),
    })
}
