//! Adding a browser or a security key: the app shows a link that works once and for five minutes, after its passkey was
//! used once more; a page of the service registers what is there under the same account.

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde::{Deserialize, Serialize};
use serde_json::{Value, json};
use webauthn_rs::prelude::{Passkey, PasskeyRegistration, RegisterPublicKeyCredential, Uuid};

use crate::device::{Device, given_name};
use crate::id::{CeremonyId, CredentialId, DeviceId, ShopperId};
use crate::moment::digest;
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::passkey::verify::is_cross_origin;
use crate::passkey::{CEREMONY_LIFE_S, Ceremony, CeremonyKind, Credential, CredentialKind, RelyingParty};
use crate::port::store::{Store, StoreError, Versioned};
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal, typed_code};

const LIFE_S: i64 = 300;

/// The account is open for one more passkey.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct PasskeyInvitation {
    /// Digest of the code: the code itself is on the device's screen only.
    pub code_digest: String,
    /// Whose account.
    pub shopper_id: ShopperId,
    /// Which device shows the code.
    pub opened_by: DeviceId,
    /// When it ends.
    pub expires_at: Timestamp,
    /// What it made; it works once.
    pub credential_id: Option<CredentialId>,
}

/// What a device's passkey is asked to prove before the account is opened for another.
#[must_use]
pub const fn add_purpose() -> &'static str {
    "passkey-add"
}

/// Opens the account for one more passkey, for five minutes; answers with the code of its link. The caller has had the
/// device's passkey prove [`add_purpose`].
///
/// # Errors
/// The store failed.
pub async fn invite(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    device: &DeviceId,
) -> Outcome<(PasskeyInvitation, String)> {
    let code = typed_code::draw::<12>(moment);
    let invitation = PasskeyInvitation {
        code_digest: digest(&code),
        shopper_id: shopper.clone(),
        opened_by: device.clone(),
        expires_at: moment.after_seconds(LIFE_S),
        credential_id: None,
    };
    store.commit(ChangeSet::new().insert(invitation.clone())).await?;
    Ok((invitation, typed_code::grouped(&code)))
}

/// Starts the registration; answers with the ceremony and WebAuthn's creation options. Whoever gives up may start again
/// while the code works.
///
/// # Errors
/// `passkey.link_invalid`: unknown, used or over, told alike; the store failed.
pub async fn start_adding(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    code: &str,
) -> Outcome<(CeremonyId, Value)> {
    let invitation = live_invitation(store, moment, code).await?.value;
    let shopper = store.find::<Shopper>(invitation.shopper_id.as_str()).await?.ok_or_else(invalid)?.value;
    let (options, state) = creation(store, party, &shopper).await?;
    let ceremony = Ceremony {
        id: CeremonyId::new(moment.hex::<16>()),
        shopper_id: shopper.id,
        device_name: String::new(),
        device_id: None,
        kind: CeremonyKind::Addition,
        state: json!({ "registration": state, "code": invitation.code_digest }),
        expires_at: moment.after_seconds(CEREMONY_LIFE_S),
        used: false,
    };
    let id = ceremony.id.clone();
    store.commit(ChangeSet::new().insert(ceremony)).await?;
    Ok((id, options))
}

/// Options that ask for a passkey which can be found without a name (WebAuthn L3 §5.4.6), and webauthn-rs' state.
async fn creation(
    store: &impl Store,
    party: &RelyingParty,
    shopper: &Shopper,
) -> Outcome<(Value, PasskeyRegistration)> {
    let handle = Uuid::parse_str(shopper.id.as_str()).map_err(stored)?;
    let known = store.credentials_of(&shopper.id).await?;
    let known = known.iter().filter(|it| it.revoked_at.is_none()).map(|it| it.passkey.cred_id().clone());
    let (options, state) = party
        .webauthn
        .start_passkey_registration(handle, &shopper.email, &shopper.name, Some(known.collect()))
        .map_err(stored)?;
    let mut options = serde_json::to_value(&options).map_err(stored)?;
    let selection = options.pointer_mut("/publicKey/authenticatorSelection");
    *selection.ok_or_else(|| stored("creation options without a selection"))? =
        json!({ "residentKey": "required", "requireResidentKey": true, "userVerification": "required" });
    Ok((options, state))
}

/// Finishes it: the passkey is the account's from now on, and the owner is told by mail. The code is used up in the same
/// commit; a ceremony is tried once, whatever comes of it.
///
/// # Errors
/// `passkey.link_invalid`, `passkey.ceremony_expired`, `passkey.refused`; the store failed.
pub async fn finish_adding(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    code: &str,
    id: &CeremonyId,
    name: &str,
    answer: Value,
) -> Outcome<Credential> {
    let state = tried(store, moment, code, id).await?;
    let refused = || Refusal::rule("passkey.refused");
    let kind = kind_of(&answer);
    let answer: RegisterPublicKeyCredential = serde_json::from_value(answer).map_err(|_| refused())?;
    if is_cross_origin(answer.response.client_data_json.as_ref()) {
        return Err(refused());
    }
    let passkey = party.webauthn.finish_passkey_registration(&answer, &state).map_err(|_| refused())?;
    let invitation = live_invitation(store, moment, code).await?;
    let credential = added(&invitation.value, passkey, kind, name, moment);
    match store.commit(joined(store, moment, invitation, &credential).await?).await {
        // The same code or the same credential through two ceremonies.
        Err(StoreError::Stale(..)) => Err(invalid()),
        done => Ok(done.map(|()| credential)?),
    }
}

/// Uses the ceremony up; answers with its state.
async fn tried(
    store: &impl Store,
    moment: &Moment<'_>,
    code: &str,
    id: &CeremonyId,
) -> Outcome<PasskeyRegistration> {
    let expired = || Refusal::rule("passkey.ceremony_expired");
    let invitation = live_invitation(store, moment, code).await?.value;
    let mut ceremony = store.find::<Ceremony>(id.as_str()).await?.ok_or_else(expired)?;
    let is_live = ceremony.value.is_live(CeremonyKind::Addition, moment.now);
    if !is_live || ceremony.value.state["code"] != invitation.code_digest {
        return Err(expired());
    }
    ceremony.value.used = true;
    let state = serde_json::from_value(ceremony.value.state["registration"].clone()).map_err(stored)?;
    match store.commit(ChangeSet::new().update(ceremony)).await {
        Err(StoreError::Stale(..)) => Err(expired()),
        done => Ok(done.map(|()| state)?),
    }
}

fn added(
    invitation: &PasskeyInvitation,
    passkey: Passkey,
    kind: CredentialKind,
    name: &str,
    moment: &Moment<'_>,
) -> Credential {
    Credential {
        id: CredentialId::new(URL_SAFE_NO_PAD.encode(passkey.cred_id())),
        shopper_id: invitation.shopper_id.clone(),
        passkey,
        kind,
        device_name: given_name(name),
        device_id: None,
        created_at: moment.now,
        used_at: None,
        revoked_at: None,
    }
}

async fn joined(
    store: &impl Store,
    moment: &Moment<'_>,
    mut invitation: Versioned<PasskeyInvitation>,
    credential: &Credential,
) -> Outcome<ChangeSet> {
    let shopper = store.find::<Shopper>(credential.shopper_id.as_str()).await?.ok_or_else(invalid)?.value;
    // Who showed the code may have been revoked meanwhile.
    let opener = store.find::<Device>(invitation.value.opened_by.as_str()).await?.ok_or_else(invalid)?;
    if !opener.value.is_live() {
        return Err(invalid());
    }
    invitation.value.credential_id = Some(credential.id.clone());
    let letter = Notice::PasskeyAdded(&credential.device_name).to(&shopper, moment);
    let told = Event::to_shopper(&shopper.id, EventKind::AccountChanged, credential.id.as_str());
    let changes = ChangeSet::new().update(invitation).update(opener).insert(credential.clone());
    Ok(changes.insert(letter).events([told]))
}

/// What the browser says of the authenticator. It decides the word in a list, and nothing else.
fn kind_of(answer: &Value) -> CredentialKind {
    let transports = answer["response"]["transports"].as_array().cloned().unwrap_or_default();
    let by_phone = transports.iter().any(|it| it == "hybrid" || it == "internal");
    match answer["authenticatorAttachment"].as_str() {
        Some("cross-platform") if !by_phone => CredentialKind::SecurityKey,
        _ => CredentialKind::Browser,
    }
}

async fn live_invitation(
    store: &impl Store,
    moment: &Moment<'_>,
    code: &str,
) -> Outcome<Versioned<PasskeyInvitation>> {
    let found = store.find::<PasskeyInvitation>(&digest(&typed_code::read(code))).await?;
    let live = |it: &Versioned<PasskeyInvitation>| {
        it.value.credential_id.is_none() && moment.now < it.value.expires_at
    };
    found.filter(live).ok_or_else(invalid)
}

fn invalid() -> Refusal {
    Refusal::rule("passkey.link_invalid")
}

fn stored(error: impl std::fmt::Display) -> Refusal {
    Refusal::Stored(error.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_is_plugged_in_is_a_security_key() {
        let kind = |attachment: &str, transports: &[&str]| {
            let response = json!({ "transports": transports });
            kind_of(&json!({ "authenticatorAttachment": attachment, "response": response }))
        };
        assert_eq!(kind("cross-platform", &["usb", "nfc"]), CredentialKind::SecurityKey);
        assert_eq!(kind("cross-platform", &[]), CredentialKind::SecurityKey);
        assert_eq!(kind("cross-platform", &["hybrid", "internal"]), CredentialKind::Browser);
        assert_eq!(kind("platform", &["internal"]), CredentialKind::Browser);
        assert_eq!(kind_of(&json!({})), CredentialKind::Browser);
    }
}
