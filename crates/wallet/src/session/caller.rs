use super::{Session, session_of};
use crate::id::{DeviceId, SessionId};
use crate::moment::digest;
use crate::port::store::Store;
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Who sends a request.
#[derive(Clone, Debug)]
pub struct Caller {
    /// The shopper.
    pub shopper: Shopper,
    /// With which device.
    pub device_id: DeviceId,
    /// In which session.
    pub session_id: SessionId,
}

/// Whose access token it is. It is looked up with each request, so whatever ends a session ends it at once.
///
/// # Errors
/// `session.expired`: the token's time is over, and a refresh gets another; `session.invalid`: unknown or ended, told
/// alike.
pub async fn authenticate(store: &impl Store, moment: &Moment<'_>, token: &str) -> Outcome<Caller> {
    let invalid = || Refusal::rule("session.invalid");
    let id = session_of(token).ok_or_else(invalid)?;
    let session = store.find::<Session>(id.as_str()).await?.ok_or_else(invalid)?.value;
    let digest = digest(token);
    let access = session.accesses.iter().find(|it| it.digest == digest).ok_or_else(invalid)?;
    if session.ended_at.is_some() {
        return Err(invalid());
    }
    if moment.now >= access.expires_at {
        return Err(Refusal::rule("session.expired"));
    }
    let shopper = store.find::<Shopper>(session.shopper_id.as_str()).await?.ok_or_else(invalid)?.value;
    Ok(Caller { shopper, device_id: session.device_id, session_id: session.id })
}

/// Ends a session: all of its tokens.
///
/// # Errors
/// The store failed, or somebody else was first (stale).
pub async fn sign_out(store: &impl Store, moment: &Moment<'_>, id: &SessionId) -> Outcome<()> {
    let live = store.find::<Session>(id.as_str()).await?.filter(|it| it.value.ended_at.is_none());
    if let Some(mut session) = live {
        session.value.ended_at = Some(moment.now);
        store.commit(ChangeSet::new().update(session)).await?;
    }
    Ok(())
}
