use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use serde_json::Value;

use super::{BROWSER_LIFE_S, BrowserSession, SignedInBrowser};
use crate::checkout::{CheckoutSession, SessionState};
use crate::id::{BrowserSessionId, CheckoutSessionId, CredentialId};
use crate::moment::digest;
use crate::passkey::{CEREMONY_LIFE_S, Credential, RelyingParty, verify};
use crate::port::store::{Store, StoreError, Versioned};
use crate::refusal::retry_stale;
use crate::shopper::Shopper;
use crate::sign_in::{self, SignIn};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What a browser keeps of its session, in a cookie. Hidden from Debug.
pub struct BrowserToken {
    text: String,
    /// When it ends.
    pub expires_at: Timestamp,
}

impl BrowserToken {
    /// The token itself, to be sent to the browser once.
    #[must_use]
    pub fn reveal(&self) -> &str {
        &self.text
    }
}

impl std::fmt::Debug for BrowserToken {
    fn fmt(&self, f: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        f.write_str("BrowserToken(…)")
    }
}

/// Starts a sign-in at an open checkout; answers with request options that name no credential: the browser offers what
/// it has.
///
/// # Errors
/// `checkout.not_found`, `checkout.closed`; the store failed.
pub async fn start_sign_in(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    checkout: &CheckoutSessionId,
) -> Outcome<(BrowserSessionId, Value)> {
    let found = store.find::<CheckoutSession>(checkout.as_str()).await?;
    let asked = found.filter(|it| it.value.is_ready()).ok_or(Refusal::rule("checkout.not_found"))?.value;
    if asked.state_at(moment.now).0 != SessionState::Open {
        return Err(Refusal::rule("checkout.closed"));
    }
    let challenge = URL_SAFE_NO_PAD.encode(moment.bytes::<32>());
    let options = party.discovery_options(&challenge, CEREMONY_LIFE_S);
    let session = BrowserSession {
        id: BrowserSessionId::new(moment.hex::<16>()),
        checkout_session_id: checkout.clone(),
        challenge: Some(challenge),
        signed_in: None,
        expires_at: moment.after_seconds(CEREMONY_LIFE_S),
    };
    let id = session.id.clone();
    store.commit(ChangeSet::new().insert(session)).await?;
    Ok((id, options))
}

/// Finishes it. The user was not known before, so the answer has to carry a user handle that is the credential's owner
/// (WebAuthn L3 §7.2 step 6). A sign-in is tried once.
///
/// # Errors
/// `passkey.ceremony_expired`; `passkey.unknown`: no such passkey, removed, or a device's; `passkey.refused`; the store
/// failed.
pub async fn finish_sign_in(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    checkout: &CheckoutSessionId,
    id: &BrowserSessionId,
    answer: &Value,
    network: &str,
) -> Outcome<BrowserToken> {
    let challenge = tried(store, moment, checkout, id).await?;
    let text = |it: &Value| it.as_str().filter(|text| !text.is_empty()).map(str::to_owned);
    let credential_id = text(&answer["id"]).map(CredentialId::new);
    let credential_id = credential_id.ok_or(Refusal::rule("passkey.refused"))?;
    text(&answer["response"]["userHandle"]).ok_or(Refusal::rule("passkey.refused"))?;
    let signed = Signed { challenge, answer, network };
    retry_stale(|| signed_in(store, party, moment, id, &credential_id, &signed)).await
}

/// Uses the sign-in up; answers with its challenge.
async fn tried(
    store: &impl Store,
    moment: &Moment<'_>,
    checkout: &CheckoutSessionId,
    id: &BrowserSessionId,
) -> Outcome<[u8; 32]> {
    let expired = || Refusal::rule("passkey.ceremony_expired");
    let mut session = store.find::<BrowserSession>(id.as_str()).await?.ok_or_else(expired)?;
    if moment.now >= session.value.expires_at || session.value.checkout_session_id != *checkout {
        return Err(expired());
    }
    let challenge = session.value.challenge.take().ok_or_else(expired)?;
    match store.commit(ChangeSet::new().update(session)).await {
        Err(StoreError::Stale(..)) => return Err(expired()),
        done => done?,
    }
    let bytes = URL_SAFE_NO_PAD.decode(challenge).ok().and_then(|it| it.try_into().ok());
    bytes.ok_or_else(|| Refusal::Stored("a sign-in without challenge".to_owned()))
}

/// What a browser answered.
struct Signed<'a> {
    challenge: [u8; 32],
    answer: &'a Value,
    network: &'a str,
}

/// The counter is held against the credential as it is now, however often somebody else was first.
async fn signed_in(
    store: &impl Store,
    party: &RelyingParty,
    moment: &Moment<'_>,
    id: &BrowserSessionId,
    credential_id: &CredentialId,
    signed: &Signed<'_>,
) -> Outcome<BrowserToken> {
    let found = store.find::<Credential>(credential_id.as_str()).await?;
    let found = found.filter(|it| it.value.is_for_pages());
    let mut credential: Versioned<Credential> = found.ok_or(Refusal::rule("passkey.unknown"))?;
    let (owner, known) = (&credential.value.shopper_id, std::slice::from_ref(&credential.value));
    let Ok(verified) = verify(party, owner, known, signed.challenge, signed.answer) else {
        return Err(refused(store, moment, &credential.value, signed.network).await?);
    };
    if let Some(passkey) = verified.changed {
        credential.value.passkey = passkey;
    }
    credential.value.used_at = Some(moment.now);
    let session = store.find::<BrowserSession>(id.as_str()).await?;
    let mut session = session.ok_or(Refusal::rule("passkey.ceremony_expired"))?;
    let text = format!("{id}.{}", URL_SAFE_NO_PAD.encode(moment.bytes::<32>()));
    session.value.expires_at = moment.after_seconds(BROWSER_LIFE_S);
    session.value.signed_in = Some(SignedInBrowser {
        shopper_id: credential.value.shopper_id.clone(),
        credential_id: credential_id.clone(),
        token_digest: digest(&text),
    });
    let expires_at = session.value.expires_at;
    let history = SignIn::by_passkey(moment, &credential.value, signed.network);
    store.commit(ChangeSet::new().update(credential).update(session).insert(history)).await?;
    Ok(BrowserToken { text, expires_at })
}

/// The owner finds it among the sign-ins.
async fn refused(
    store: &impl Store,
    moment: &Moment<'_>,
    credential: &Credential,
    network: &str,
) -> Outcome<Refusal> {
    if let Some(owner) = store.find::<Shopper>(credential.shopper_id.as_str()).await? {
        sign_in::failed(store, moment, &owner.value, credential, network).await?;
    }
    Ok(Refusal::rule("passkey.refused"))
}
