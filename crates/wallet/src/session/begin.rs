use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;

use super::{ACCESS_LIFE_S, Proof, REFRESH_LIFE_S, Session, Token, Tokens};
use crate::device::Device;
use crate::id::SessionId;
use crate::port::store::Store;
use crate::sign_in::{SignIn, SignInMethod};
use crate::{ChangeSet, Moment, Outcome};

/// A new session on a device for the key that was proved, and its place in the history; the device's row, which the
/// caller writes, knows it from now on.
pub(crate) fn begin(
    moment: &Moment<'_>,
    device: &mut Device,
    proof: &Proof,
    method: SignInMethod,
) -> (Tokens, ChangeSet) {
    let id = SessionId::new(moment.hex::<16>());
    let secret = || URL_SAFE_NO_PAD.encode(moment.bytes::<32>());
    let tokens = Tokens {
        access: Token::new(&id, &secret(), moment.after_seconds(ACCESS_LIFE_S)),
        refresh: Token::new(&id, &secret(), moment.after_seconds(REFRESH_LIFE_S)),
    };
    let session = Session {
        id: id.clone(),
        shopper_id: device.shopper_id.clone(),
        device_id: device.id.clone(),
        key: proof.key.clone(),
        accesses: vec![tokens.access.digest()],
        refresh: tokens.refresh.digest(),
        last: None,
        created_at: moment.now,
        ended_at: None,
    };
    let history = SignIn::on_device(moment, device, &id, method, &proof.network);
    device.session_id = Some(id);
    device.seen_at = moment.now;
    (tokens, ChangeSet::new().insert(session).insert(history))
}

/// Ends the session of a device, if it has one that goes on.
pub(crate) async fn end(
    store: &impl Store,
    moment: &Moment<'_>,
    device: &Device,
    changes: ChangeSet,
) -> Outcome<ChangeSet> {
    let Some(id) = &device.session_id else { return Ok(changes) };
    let Some(mut session) = store.find::<Session>(id.as_str()).await? else { return Ok(changes) };
    if session.value.ended_at.is_some() {
        return Ok(changes);
    }
    session.value.ended_at = Some(moment.now);
    Ok(changes.update(session))
}
