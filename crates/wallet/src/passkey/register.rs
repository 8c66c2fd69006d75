use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::Value;
use webauthn_rs::prelude::{PasskeyRegistration, RegisterPublicKeyCredential, Uuid};

use crate::id::{CeremonyId, CredentialId};
use crate::passkey::{CEREMONY_LIFE_S, Ceremony, CeremonyKind, Credential, RelyingParty};
use crate::port::store::{Store, StoreError};
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Starts the registration of a passkey; answers with the ceremony and WebAuthn's creation options.
///
/// # Errors
/// `passkey.refused`; the store failed.
pub async fn start_registration(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    shopper: &Shopper,
    device_name: &str,
) -> Outcome<(CeremonyId, Value)> {
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
        device_name: device_name.chars().take(80).collect(),
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
/// `passkey.ceremony_expired`, `passkey.refused`; the store failed.
pub async fn finish_registration(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    shopper: &Shopper,
    id: &CeremonyId,
    answer: Value,
) -> Outcome<Credential> {
    let expired = || Refusal::rule("passkey.ceremony_expired");
    let mut ceremony = store.find::<Ceremony>(id.as_str()).await?.ok_or_else(expired)?;
    let live = ceremony.value.is_live(CeremonyKind::Registration, moment.now);
    if !live || ceremony.value.shopper_id != shopper.id {
        return Err(expired());
    }
    ceremony.value.used = true;
    let device_name = ceremony.value.device_name.clone();
    let state: PasskeyRegistration = serde_json::from_value(ceremony.value.state.clone()).map_err(stored)?;
    store.commit(ChangeSet::new().update(ceremony)).await?;
    let refused = || Refusal::rule("passkey.refused");
    let answer: RegisterPublicKeyCredential = serde_json::from_value(answer).map_err(|_| refused())?;
    let passkey = party.webauthn.finish_passkey_registration(&answer, &state).map_err(|_| refused())?;
    let credential = Credential {
        id: CredentialId::new(URL_SAFE_NO_PAD.encode(passkey.cred_id())),
        shopper_id: shopper.id.clone(),
        passkey,
        device_name,
        created_at: moment.now,
        revoked_at: None,
    };
    match store.commit(ChangeSet::new().insert(credential.clone())).await {
        // The same credential through two ceremonies.
        Err(StoreError::Stale(..)) => Err(refused()),
        done => Ok(done.map(|()| credential)?),
    }
}

fn stored(error: impl std::fmt::Display) -> Refusal {
    Refusal::Stored(error.to_string())
}
