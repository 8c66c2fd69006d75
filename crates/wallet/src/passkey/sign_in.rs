use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::device::Device;
use crate::id::{CeremonyId, CredentialId};
use crate::passkey::{CEREMONY_LIFE_S, Ceremony, CeremonyKind, Credential, RelyingParty, Verified, verify};
use crate::port::store::{Store, Versioned};
use crate::refusal::retry_stale;
use crate::session::{self, Begun, Proof};
use crate::shopper::Shopper;
use crate::sign_in::{self, SignInMethod};
use crate::{ChangeSet, Moment, Outcome, Refusal, limit};

/// Starts a sign-in by a device that knows its credential; answers with request options.
///
/// # Errors
/// `session.invalid` for an unknown or revoked credential; `limit.too_many_tries`; the store failed.
pub async fn start_sign_in(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    credential_id: &CredentialId,
) -> Outcome<(CeremonyId, Value)> {
    let credential = live_credential(store, credential_id).await?.value;
    limit::take(store, moment, limit::SIGN_INS, credential.shopper_id.as_str()).await?;
    let challenge = URL_SAFE_NO_PAD.encode(moment.bytes::<32>());
    let ceremony = Ceremony {
        id: CeremonyId::new(moment.hex::<16>()),
        shopper_id: credential.shopper_id,
        device_name: credential.device_name,
        device_id: credential.device_id,
        kind: CeremonyKind::SignIn,
        state: json!({ "challenge": challenge, "credentialId": credential_id }),
        expires_at: moment.after_seconds(CEREMONY_LIFE_S),
        used: false,
    };
    let id = ceremony.id.clone();
    store.commit(ChangeSet::new().insert(ceremony)).await?;
    Ok((id, party.request_options(&challenge, credential_id, CEREMONY_LIFE_S)))
}

/// Finishes a sign-in: a new session for the device that proved its passkey, in the place of the one before.
///
/// # Errors
/// `passkey.ceremony_expired`, `passkey.refused`; the store failed, or somebody else was first (stale).
pub async fn finish_sign_in(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    id: &CeremonyId,
    answer: &Value,
    proof: &Proof,
) -> Outcome<Begun> {
    let expired = || Refusal::rule("passkey.ceremony_expired");
    let mut ceremony = store.find::<Ceremony>(id.as_str()).await?.ok_or_else(expired)?;
    if !ceremony.value.is_live(CeremonyKind::SignIn, moment.now) {
        return Err(expired());
    }
    ceremony.value.used = true;
    let tried = ceremony.value.clone();
    store.commit(ChangeSet::new().update(ceremony)).await?;
    let (challenge, credential_id) = read_challenge(&tried.state)?;
    let credential = live_credential(store, &credential_id).await?;
    let known = std::slice::from_ref(&credential.value);
    let shopper = store.find::<Shopper>(tried.shopper_id.as_str()).await?;
    let shopper = shopper.ok_or(Refusal::rule("session.invalid"))?.value;
    let Ok(verified) = verify(party, &tried.shopper_id, known, challenge, answer) else {
        sign_in::failed(store, moment, &shopper, &credential.value, &proof.network).await?;
        return Err(Refusal::rule("passkey.refused"));
    };
    retry_stale(|| signed_in(store, moment, &shopper, &credential_id, &verified, proof)).await
}

/// The session, on the device that the credential is of.
async fn signed_in(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &Shopper,
    id: &CredentialId,
    verified: &Verified,
    proof: &Proof,
) -> Outcome<Begun> {
    let mut credential = live_credential(store, id).await?;
    let known = match &credential.value.device_id {
        Some(id) => store.find::<Device>(id.as_str()).await?,
        None => None,
    };
    let mut device = match &known {
        Some(known) => known.value.clone(),
        None => Device {
            credential_id: Some(id.clone()),
            ..Device::new(moment, &shopper.id, &credential.value.device_name)
        },
    };
    let changes = session::end(store, moment, &device, ChangeSet::new()).await?;
    let (tokens, begun) = session::begin(moment, &mut device, proof, SignInMethod::Passkey);
    credential.value.device_id = Some(device.id.clone());
    if let Some(passkey) = &verified.changed {
        credential.value.passkey = passkey.clone();
    }
    let changes = changes.update(credential).then(begun);
    let changes = match known {
        Some(known) => changes.update(Versioned { value: device.clone(), version: known.version }),
        None => changes.insert(device.clone()),
    };
    store.commit(changes).await?;
    Ok(Begun { shopper: shopper.clone(), device, tokens })
}

async fn live_credential(store: &impl Store, id: &CredentialId) -> Outcome<Versioned<Credential>> {
    let found = store.find::<Credential>(id.as_str()).await?;
    found.filter(|it| it.value.is_of_live_device()).ok_or(Refusal::rule("session.invalid"))
}

/// Challenge and credential of a ceremony of ours.
pub(super) fn read_challenge(state: &Value) -> Outcome<([u8; 32], CredentialId)> {
    let text = |key: &str| state.get(key).and_then(Value::as_str).unwrap_or_default();
    let bytes = URL_SAFE_NO_PAD.decode(text("challenge")).ok().and_then(|it| it.try_into().ok());
    let challenge = bytes.ok_or_else(|| Refusal::Stored("a ceremony without challenge".to_owned()))?;
    Ok((challenge, CredentialId::new(text("credentialId"))))
}
