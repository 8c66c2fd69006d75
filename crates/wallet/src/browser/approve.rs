use super::BrowserCaller;
use crate::charge::{Charge, Signed, Verifier, approve_by};
use crate::id::ProposalId;
use crate::passkey::Credential;
use crate::port::store::Store;
use crate::proposal::ChargeProposal;
use crate::{Moment, Outcome, Refusal};

/// The shopper's approval in a browser: of this checkout, by the credential that signed in, and else as by a device.
///
/// # Errors
/// `approval.proposal_expired` also for another checkout's; as [`crate::charge::approve`].
pub async fn approve(
    store: &impl Store,
    verifier: &Verifier<'_>,
    moment: &Moment<'_>,
    caller: &BrowserCaller,
    id: &ProposalId,
    signed: &Signed<'_>,
) -> Outcome<Charge> {
    let proposal = store.find::<ChargeProposal>(id.as_str()).await?;
    let checkout = caller.checkout_session_id.as_str();
    let is_shown_here = proposal.is_some_and(|it| it.value.terms.checkout_session_id == checkout);
    if !is_shown_here {
        return Err(Refusal::rule("approval.proposal_expired"));
    }
    let signer = store.find::<Credential>(caller.credential_id.as_str()).await?;
    let signer = signer.map(|it| it.value).filter(Credential::is_for_pages);
    let signers = [signer.ok_or(Refusal::rule("session.invalid"))?];
    approve_by(store, verifier, moment, &caller.shopper_id, &signers, id, signed).await
}
