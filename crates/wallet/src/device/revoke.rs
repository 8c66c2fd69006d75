use super::Device;
use crate::passkey::Credential;
use crate::port::store::{Store, Versioned};
use crate::session;
use crate::{ChangeSet, Moment, Outcome};

/// A device, its passkey and its session end together.
pub(crate) async fn revoked(
    store: &impl Store,
    moment: &Moment<'_>,
    mut device: Versioned<Device>,
) -> Outcome<ChangeSet> {
    if !device.value.is_live() {
        return Ok(ChangeSet::new());
    }
    let mut changes = session::end(store, moment, &device.value, ChangeSet::new()).await?;
    if let Some(id) = &device.value.credential_id
        && let Some(mut credential) = store.find::<Credential>(id.as_str()).await?
    {
        credential.value.revoked_at = Some(moment.now);
        changes = changes.update(credential);
    }
    device.value.revoked_at = Some(moment.now);
    Ok(changes.update(device))
}
