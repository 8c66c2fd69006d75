use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde_json::{Value, json};

use crate::device::Device;
use crate::id::{CeremonyId, ShopperId};
use crate::passkey::sign_in::read_challenge;
use crate::passkey::{CEREMONY_LIFE_S, Ceremony, CeremonyKind, RelyingParty, verify};
use crate::port::store::Store;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Asks a device that is signed in to use its passkey once more, for one purpose; answers with request options.
///
/// # Errors
/// `passkey.missing`: the device has none; the store failed.
pub async fn start_proving_again(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    device: &Device,
    purpose: &str,
) -> Outcome<(CeremonyId, Value)> {
    let credential = device.credential_id.as_ref().ok_or(Refusal::rule("passkey.missing"))?;
    let challenge = URL_SAFE_NO_PAD.encode(moment.bytes::<32>());
    let ceremony = Ceremony {
        id: CeremonyId::new(moment.hex::<16>()),
        shopper_id: device.shopper_id.clone(),
        device_name: device.name.clone(),
        device_id: Some(device.id.clone()),
        kind: CeremonyKind::ProvingAgain,
        state: json!({ "challenge": challenge, "credentialId": credential, "purpose": purpose }),
        expires_at: moment.after_seconds(CEREMONY_LIFE_S),
        used: false,
    };
    let id = ceremony.id.clone();
    store.commit(ChangeSet::new().insert(ceremony)).await?;
    Ok((id, party.request_options(&challenge, credential, CEREMONY_LIFE_S)))
}

/// Checks that the passkey was used for this purpose, just now. A ceremony is tried once.
///
/// # Errors
/// `passkey.ceremony_expired`, `passkey.refused`; the store failed.
pub async fn prove_again(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    purpose: &str,
    id: &CeremonyId,
    answer: &Value,
) -> Outcome<()> {
    let expired = || Refusal::rule("passkey.ceremony_expired");
    let mut ceremony = store.find::<Ceremony>(id.as_str()).await?.ok_or_else(expired)?;
    let fits = ceremony.value.is_live(CeremonyKind::ProvingAgain, moment.now)
        && ceremony.value.shopper_id == *shopper
        && ceremony.value.state["purpose"] == purpose;
    if !fits {
        return Err(expired());
    }
    ceremony.value.used = true;
    let tried = ceremony.value.clone();
    store.commit(ChangeSet::new().update(ceremony)).await?;
    let (challenge, credential_id) = read_challenge(&tried.state)?;
    let mut credentials = store.credentials_of(shopper).await?;
    credentials.retain(|it| it.id == credential_id);
    let verified = verify(party, shopper, &credentials, challenge, answer);
    verified.map(drop).map_err(|_| Refusal::rule("passkey.refused"))
}
