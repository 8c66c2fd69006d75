use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential, Uuid};

use crate::device::Device;
use crate::id::{CeremonyId, CredentialId, DeviceId};
use crate::outbox::{Event, EventKind};
use crate::passkey::{CEREMONY_LIFE_S, Ceremony, CeremonyKind, Credential, CredentialKind, RelyingParty};
use crate::port::store::{Store, StoreError};
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Starts the registration of a device's one passkey; answers with the ceremony and WebAuthn's creation options.
/// Whoever has the session of a device that has one cannot put another in its place.
///
/// # Errors
/// `passkey.exists`, `passkey.refused`; the store failed.
pub async fn start_registration(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    shopper: &Shopper,
    device: &Device,
) -> Outcome<(CeremonyId, Value)> {
    if device.credential_id.is_some() {
        return Err(Refusal::rule("passkey.exists"));
    }
    let handle = Uuid::parse_str(shopper.id.as_str()).map_err(stored)?;
    let known = store.credentials_of(&shopper.id).await?;
    let known = known.iter().map(|it| it.passkey.cred_id().clone()).collect();
    let (options, state) = party
        .webauthn
        .start_passkey_registration(handle, &shopper.email, &shopper.name, Some(known))
        .map_err(|_| Refusal::rule("passkey.refused"))?;
    let ceremony = Ceremony {
        id: CeremonyId::new(moment.hex::<16>()),
        shopper_id: shopper.id.clone(),
        device_name: device.name.clone(),
        device_id: Some(device.id.clone()),
        kind: CeremonyKind::Registration,
        state: serde_json::to_value(&state).map_err(stored)?,
        expires_at: moment.after_seconds(CEREMONY_LIFE_S),
        used: false,
    };
    let id = ceremony.id.clone();
    store.commit(ChangeSet::new().insert(ceremony)).await?;
    Ok((id, serde_json::to_value(&options).map_err(stored)?))
}

/// Finishes a registration. A ceremony is tried once, whatever comes of it.
///
/// # Errors
/// `passkey.ceremony_expired`, `passkey.exists`, `passkey.refused`; the store failed.
pub async fn finish_registration(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    shopper: &Shopper,
    device_id: &DeviceId,
    id: &CeremonyId,
    answer: Value,
) -> Outcome<Credential> {
    let expired = || Refusal::rule("passkey.ceremony_expired");
    let mut ceremony = store.find::<Ceremony>(id.as_str()).await?.ok_or_else(expired)?;
    let live = ceremony.value.is_live(CeremonyKind::Registration, moment.now);
    let is_theirs = ceremony.value.device_id.as_ref() == Some(device_id);
    if !live || !is_theirs || ceremony.value.shopper_id != shopper.id {
        return Err(expired());
    }
    ceremony.value.used = true;
    let device_name = ceremony.value.device_name.clone();
    let state: PasskeyRegistration = serde_json::from_value(ceremony.value.state.clone()).map_err(stored)?;
    store.commit(ChangeSet::new().update(ceremony)).await?;
    let refused = || Refusal::rule("passkey.refused");
    let answer: RegisterPublicKeyCredential = serde_json::from_value(answer).map_err(|_| refused())?;
    let passkey = party.webauthn.finish_passkey_registration(&answer, &state).map_err(|_| refused())?;
    let mut device = store.find::<Device>(device_id.as_str()).await?.ok_or_else(expired)?;
    if device.value.credential_id.is_some() || !device.value.is_live() {
        return Err(Refusal::rule("passkey.exists"));
    }
    let credential = Credential {
        id: CredentialId::new(URL_SAFE_NO_PAD.encode(passkey.cred_id())),
        shopper_id: shopper.id.clone(),
        passkey,
        kind: CredentialKind::Device,
        device_name,
        device_id: Some(device_id.clone()),
        created_at: moment.now,
        used_at: None,
        revoked_at: None,
    };
    device.value.credential_id = Some(credential.id.clone());
    let told = Event::to_shopper(&shopper.id, EventKind::AccountChanged, device_id.as_str());
    match store.commit(ChangeSet::new().insert(credential.clone()).update(device).events([told])).await {
        // The same credential or device through two ceremonies.
        Err(StoreError::Stale(..)) => Err(refused()),
        done => Ok(done.map(|()| credential)?),
    }
}

fn stored(error: impl std::fmt::Display) -> Refusal {
    Refusal::Stored(error.to_string())
}
