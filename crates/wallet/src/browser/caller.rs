use super::{BrowserSession, SignedInBrowser};
use crate::id::{CheckoutSessionId, CredentialId, ShopperId};
use crate::moment::digest;
use crate::passkey::Credential;
use crate::port::store::Store;
use crate::{Moment, Outcome, Refusal};

/// Who is signed in at a checkout.
#[derive(Clone, Debug)]
pub struct BrowserCaller {
    /// At which.
    pub checkout_session_id: CheckoutSessionId,
    /// Who.
    pub shopper_id: ShopperId,
    /// With what.
    pub credential_id: CredentialId,
}

/// Whose token it is, at this checkout. Session and credential are looked up with each request, so a passkey that was
/// removed can do nothing from then on.
///
/// # Errors
/// `session.expired`; `session.invalid`: unknown, of another checkout, or its passkey was removed, told alike; the store
/// failed.
pub async fn authenticate(
    store: &impl Store,
    moment: &Moment<'_>,
    checkout: &CheckoutSessionId,
    token: &str,
) -> Outcome<BrowserCaller> {
    let invalid = || Refusal::rule("session.invalid");
    let (id, _) = token.split_once('.').ok_or_else(invalid)?;
    let session = store.find::<BrowserSession>(id).await?.ok_or_else(invalid)?.value;
    let signed_in = session.signed_in.ok_or_else(invalid)?;
    if session.checkout_session_id != *checkout || signed_in.token_digest != digest(token) {
        return Err(invalid());
    }
    if moment.now >= session.expires_at {
        return Err(Refusal::rule("session.expired"));
    }
    let found = store.find::<Credential>(signed_in.credential_id.as_str()).await?;
    found.filter(|it| it.value.is_for_pages()).ok_or_else(invalid)?;
    let SignedInBrowser { shopper_id, credential_id, .. } = signed_in;
    Ok(BrowserCaller { checkout_session_id: checkout.clone(), shopper_id, credential_id })
}
