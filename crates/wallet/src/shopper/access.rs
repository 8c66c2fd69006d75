use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;

use crate::id::ShopperId;
use crate::moment::digest;
use crate::port::store::{Store, unless_stale};
use crate::shopper::{Access, Shopper};
use crate::{ChangeSet, Moment, Outcome, Refusal};

const ACCESS_LIFE_S: i64 = 30 * 24 * 3600;

/// A bearer token: 256 bits, kept by the device only. Hidden from Debug.
pub struct AccessToken {
    secret: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl AccessToken {
    /// The token itself, to be sent to the device once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.secret
    }
}

impl std::fmt::Debug for AccessToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("AccessToken(…)")
    }
}

/// Draws a token and the row that knows its digest.
pub(super) fn draw(moment: &Moment<'_>, shopper: &ShopperId, device_name: &str) -> (AccessToken, Access) {
    let secret = URL_SAFE_NO_PAD.encode(moment.bytes::<32>());
    let expires_at = moment.after_seconds(ACCESS_LIFE_S);
    let access = Access {
        token_digest: digest(&secret),
        shopper_id: shopper.clone(),
        device_name: device_name.chars().take(80).collect(),
        expires_at,
        ended: false,
    };
    (AccessToken { secret, expires_at }, access)
}

/// Gives a device that proved itself a new token.
///
/// # Errors
/// The store failed.
pub async fn grant_access(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    device_name: &str,
) -> Outcome<AccessToken> {
    let (token, access) = draw(moment, shopper, device_name);
    store.commit(ChangeSet::new().insert(access)).await?;
    Ok(token)
}

/// Whose token it is.
///
/// # Errors
/// `session.invalid`: unknown, ended or expired, told alike.
pub async fn authenticate(store: &impl Store, moment: &Moment<'_>, token: &str) -> Outcome<Shopper> {
    let invalid = || Refusal::rule("session.invalid");
    let access = store.find::<Access>(&digest(token)).await?.ok_or_else(invalid)?.value;
    if access.ended || moment.now >= access.expires_at {
        return Err(invalid());
    }
    let shopper = store.find::<Shopper>(access.shopper_id.as_str()).await?;
    shopper.map(|it| it.value).ok_or_else(invalid)
}

/// Ends a token.
///
/// # Errors
/// The store failed.
pub async fn sign_out(store: &impl Store, token: &str) -> Outcome<()> {
    if let Some(mut access) = store.find::<Access>(&digest(token)).await? {
        access.value.ended = true;
        unless_stale(store.commit(ChangeSet::new().update(access)).await)?;
    }
    Ok(())
}
