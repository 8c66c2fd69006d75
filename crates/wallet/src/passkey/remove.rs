use crate::id::{CredentialId, ShopperId};
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::passkey::Credential;
use crate::port::store::Store;
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What a device's passkey is asked to prove before another is removed.
#[must_use]
pub fn remove_purpose(id: &CredentialId) -> String {
    format!("passkey-remove:{id}")
}

/// Removes a browser's or a security key's passkey: with its next request it can do nothing. A device's goes with its
/// device ([`crate::device::revoke`]), which keeps the last way in; so no account is closed by this. The caller has had
/// the device's passkey prove [`remove_purpose`].
///
/// # Errors
/// `passkey.not_found`; the store failed, or somebody else was first (stale).
pub async fn remove(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &CredentialId,
) -> Outcome<()> {
    let not_found = || Refusal::rule("passkey.not_found");
    let owner = store.find::<Shopper>(shopper.as_str()).await?.ok_or_else(not_found)?.value;
    let found = store.find::<Credential>(id.as_str()).await?;
    let found = found.filter(|it| it.value.shopper_id == *shopper && it.value.is_for_pages());
    let mut credential = found.ok_or_else(not_found)?;
    credential.value.revoked_at = Some(moment.now);
    let letter = Notice::PasskeyRemoved(&credential.value.device_name).to(&owner, moment);
    let told = Event::to_shopper(shopper, EventKind::AccountChanged, id.as_str());
    store.commit(ChangeSet::new().update(credential).insert(letter).events([told])).await?;
    Ok(())
}
