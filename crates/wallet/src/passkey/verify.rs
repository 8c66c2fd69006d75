use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use serde::Deserialize;
use serde_json::Value;
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PublicKeyCredential};

use crate::id::{CredentialId, ShopperId};
use crate::passkey::{Credential, RelyingParty};
use crate::{Outcome, Refusal};

/// A signature that holds.
pub struct Verified {
    /// Which credential signed.
    pub credential_id: CredentialId,
    /// The credential with its new counter; `None` where nothing changed.
    pub changed: Option<Passkey>,
}

/// Checks an assertion over a challenge that we computed ourselves, by one of these credentials.
///
/// webauthn-rs makes its challenges; ours replaces it in the serialised state (the version of the
/// crate is pinned, and a test fails when the state's shape changes). What the crate leaves to its
/// caller is checked here: `crossOrigin` (WebAuthn L3 §7.2 step 10) and the user handle (step 6).
///
/// # Errors
/// `approval.assertion_refused`.
pub fn verify(
    party: &RelyingParty,
    shopper: &ShopperId,
    credentials: &[Credential],
    challenge: [u8; 32],
    answer: &Value,
) -> Outcome<Verified> {
    let answer: PublicKeyCredential = serde_json::from_value(answer.clone()).map_err(|_| refused())?;
    let live: Vec<&Credential> = credentials.iter().filter(|it| it.revoked_at.is_none()).collect();
    let passkeys: Vec<Passkey> = live.iter().map(|it| it.passkey.clone()).collect();
    let (_, state) = party.webauthn.start_passkey_authentication(&passkeys).map_err(|_| refused())?;
    let state = with_challenge(&state, challenge)?;
    check_what_the_crate_leaves(&answer, shopper)?;
    let result = party.webauthn.finish_passkey_authentication(&answer, &state).map_err(|_| refused())?;
    if !result.user_verified() {
        return Err(refused());
    }
    let signer = live.iter().find(|it| it.passkey.cred_id() == result.cred_id()).ok_or_else(refused)?;
    let mut passkey = signer.passkey.clone();
    let changed = passkey.update_credential(&result) == Some(true);
    Ok(Verified { credential_id: signer.id.clone(), changed: changed.then_some(passkey) })
}

fn refused() -> Refusal {
    Refusal::rule("approval.assertion_refused")
}

fn with_challenge(state: &PasskeyAuthentication, challenge: [u8; 32]) -> Outcome<PasskeyAuthentication> {
    let stored = |error: serde_json::Error| Refusal::Stored(error.to_string());
    let mut value = serde_json::to_value(state).map_err(stored)?;
    let place = value.pointer_mut("/ast/challenge");
    let place = place.ok_or_else(|| Refusal::Stored("webauthn-rs' state has no challenge".to_owned()))?;
    *place = Value::String(URL_SAFE_NO_PAD.encode(challenge));
    serde_json::from_value(value).map_err(stored)
}

#[derive(Deserialize)]
#[serde(rename_all = "camelCase")]
struct ClientData {
    #[serde(default)]
    cross_origin: bool,
}

/// Whether a page was shown in another site's frame, or cannot be read.
pub(super) fn is_cross_origin(client_data_json: &[u8]) -> bool {
    serde_json::from_slice::<ClientData>(client_data_json).map_or(true, |it| it.cross_origin)
}

fn check_what_the_crate_leaves(answer: &PublicKeyCredential, shopper: &ShopperId) -> Outcome<()> {
    let handle = answer.response.user_handle.as_ref();
    let other = handle.is_some_and(|handle| uuid_of(handle.as_ref()) != shopper.as_str());
    if is_cross_origin(answer.response.client_data_json.as_ref()) || other { Err(refused()) } else { Ok(()) }
}

fn uuid_of(handle: &[u8]) -> String {
    webauthn_rs::prelude::Uuid::from_slice(handle).map(|uuid| uuid.to_string()).unwrap_or_default()
}
