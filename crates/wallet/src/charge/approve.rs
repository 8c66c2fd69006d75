use saifu_ledger::AccountKind;
use saifu_terms::InstrumentKind;
use serde_json::Value;

use crate::card::{CardToken, token_of};
use crate::change::Concept;
use crate::charge::{Channel, Charge, ChargeState};
use crate::checkout::{CheckoutSession, PaymentIntent, SessionState};
use crate::factor::{self, FactorKey, FactorKind};
use crate::gift::{Lot, house_account};
use crate::house;
use crate::id::{CheckoutSessionId, ProposalId, ShopperId};
use crate::merchant::Merchant;
use crate::outbox::{Event, EventKind};
use crate::passkey::{Credential, RelyingParty, Verified, verify};
use crate::permission::{Authorized, Consent, Standing, authorize};
use crate::port::store::{Store, StoreError, Versioned};
use crate::proposal::{Approval, ChargeProposal};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// The shopper's approval by a device, from the signature to the reservation. One list, top to bottom:
/// the proposal is live → the signature is over its terms → the terms are still what the shop asks →
/// no lot has ended since → a second factor where the device asks for one →
/// (here the risk rules will be asked) → the permission answers with a charge → one commit.
///
/// Where a card pays a part, the charge comes back as AuthorizationInitiated and the caller goes on
/// with [`crate::charge::drive`].
///
/// # Errors
/// `approval.proposal_expired`, `approval.replayed`, `approval.proposal_used`,
/// `approval.assertion_refused`, `approval.terms_changed`, `approval.second_factor_required`, `factor.…`, `checkout.expired`, `checkout.canceled`,
/// `checkout.already_approved`, `card.not_found`, `funding.insufficient`; the store failed.
pub async fn approve(
    store: &impl Store,
    verifier: &Verifier<'_>,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &ProposalId,
    signed: &Signed<'_>,
) -> Outcome<Charge> {
    let mut signers = store.credentials_of(shopper).await?;
    signers.retain(Credential::is_of_live_device);
    approve_by(store, verifier, moment, shopper, &signers, id, signed).await
}

/// As [`approve`], by one of these credentials of the shopper.
pub(crate) async fn approve_by(
    store: &impl Store,
    verifier: &Verifier<'_>,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    signers: &[Credential],
    id: &ProposalId,
    signed: &Signed<'_>,
) -> Outcome<Charge> {
    let Signed { assertion, .. } = signed;
    let proposal = live_proposal(store, moment, shopper, id, assertion).await?;
    let terms = &proposal.value.terms;
    let verified = verify(verifier.party, shopper, signers, terms.challenge(), assertion)?;
    let session = unchanged_session(store, moment, &proposal.value).await?;
    refuse_ended_lots(store, moment, &proposal.value).await?;
    let signer = signer(signers, &verified)?;
    let (factor, used) = second_factor(store, verifier, moment, &proposal.value, signer, signed).await?;
    let merchant = store.find::<Merchant>(session.value.merchant_id.as_str()).await?;
    let merchant = merchant.ok_or(Refusal::rule("checkout.not_found"))?.value;
    let card = token_of(store, &terms.funding).await?;
    let consent = consent(&proposal.value, &session.value, &merchant, card, moment)?;
    let authorized = authorize(consent, moment)?;
    let charge = authorized.charge.clone();
    let evidence = evidence(&proposal.value, signer, assertion, factor, &charge);
    let changes = house::approved(store, &charge, moment).await?.then(used);
    let changes = used_up(changes, store, proposal, verified, evidence, moment).await?;
    let changes = reserved(changes, authorized, session, &merchant, moment);
    match store.commit(changes).await {
        Err(StoreError::Ledger(_)) => Err(Refusal::rule("funding.insufficient")),
        done => Ok(done.map(|()| charge)?),
    }
}

/// What signatures and second factors are checked with.
#[derive(Clone, Copy)]
pub struct Verifier<'a> {
    /// WebAuthn's relying party.
    pub party: &'a RelyingParty,
    /// Opens the secrets of authenticator apps.
    pub factor_key: &'a FactorKey,
}

/// What a shopper sends to approve.
#[derive(Clone, Copy)]
pub struct Signed<'a> {
    /// The authenticator's answer over the terms.
    pub assertion: &'a Value,
    /// A code of the authenticator app, or a recovery code.
    pub second_factor: Option<&'a str>,
}

fn signer<'a>(credentials: &'a [Credential], verified: &Verified) -> Outcome<&'a Credential> {
    let signer = credentials.iter().find(|it| it.id == verified.credential_id);
    signer.ok_or(Refusal::rule("approval.assertion_refused"))
}

/// A second factor, where the signer's device asks for one at this amount now or did when the terms were frozen.
async fn second_factor(
    store: &impl Store,
    verifier: &Verifier<'_>,
    moment: &Moment<'_>,
    proposal: &ChargeProposal,
    signer: &Credential,
    signed: &Signed<'_>,
) -> Outcome<(Option<FactorKind>, ChangeSet)> {
    let (who, amount) = (&proposal.shopper_id, proposal.terms.amount);
    let needed = factor::is_needed(store, who, signer.device_id.as_ref(), amount).await?;
    if !needed && !proposal.second_factor {
        return Ok((None, ChangeSet::new()));
    }
    let code = signed.second_factor.ok_or(Refusal::rule("approval.second_factor_required"))?;
    let (kind, used) = factor::check(store, verifier.factor_key, moment, who, code).await?;
    Ok((Some(kind), used))
}

async fn live_proposal(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &ProposalId,
    assertion: &Value,
) -> Outcome<Versioned<ChargeProposal>> {
    let expired = || Refusal::rule("approval.proposal_expired");
    let found = store.find::<ChargeProposal>(id.as_str()).await?;
    let proposal = found.filter(|it| it.value.shopper_id == *shopper).ok_or_else(expired)?;
    if proposal.value.used_at.is_some() {
        let before = store.find::<Approval>(id.as_str()).await?;
        let same = before.is_some_and(|it| it.value.assertion == *assertion);
        return Err(Refusal::rule(if same { "approval.replayed" } else { "approval.proposal_used" }));
    }
    if moment.now >= proposal.value.terms.expires_at { Err(expired()) } else { Ok(proposal) }
}

/// The session, if it still asks for what was signed.
async fn unchanged_session(
    store: &impl Store,
    moment: &Moment<'_>,
    proposal: &ChargeProposal,
) -> Outcome<Versioned<CheckoutSession>> {
    let terms = &proposal.terms;
    let id = CheckoutSessionId::new(terms.checkout_session_id.clone());
    let session = store.find::<CheckoutSession>(id.as_str()).await?;
    let session = session.ok_or(Refusal::rule("checkout.not_found"))?;
    let asked = &session.value;
    let refusal = match asked.state_at(moment.now).0 {
        _ if asked.charge_id.is_some() => "checkout.already_approved",
        SessionState::Completed => "checkout.already_approved",
        SessionState::Canceled if asked.state == SessionState::Open => "checkout.expired",
        SessionState::Canceled => "checkout.canceled",
        SessionState::Open
            if asked.asked.charge_amount != Some(terms.amount)
                || asked.items != terms.items
                || asked.asked.standing.is_some() != terms.standing.is_some()
                || asked.merchant_id.as_str() != terms.payee.merchant_id
                || asked.shopper_id.as_ref() != Some(&proposal.shopper_id) =>
        {
            "approval.terms_changed"
        }
        SessionState::Open => return Ok(session),
    };
    Err(Refusal::rule(refusal))
}

/// What ended between proposal and signature belongs to the house, booked or not.
async fn refuse_ended_lots(
    store: &impl Store,
    moment: &Moment<'_>,
    proposal: &ChargeProposal,
) -> Outcome<()> {
    for leg in proposal.terms.funding.iter().filter(|leg| leg.kind != InstrumentKind::Card) {
        let lot = store.find::<Lot>(&leg.instrument_id).await?;
        if lot.is_none_or(|lot| lot.value.expires_at <= moment.now) {
            return Err(Refusal::rule("funding.insufficient"));
        }
    }
    Ok(())
}

fn consent(
    proposal: &ChargeProposal,
    session: &CheckoutSession,
    merchant: &Merchant,
    card: Option<CardToken>,
    moment: &Moment<'_>,
) -> Outcome<Consent> {
    Ok(Consent {
        shopper_id: proposal.shopper_id.clone(),
        merchant_id: merchant.id.clone(),
        checkout_session_id: Some(session.id.clone()),
        amount: proposal.terms.amount,
        items: proposal.terms.items.clone(),
        purpose: session.purpose.clone(),
        funding: proposal.terms.funding.clone(),
        card,
        channel: Channel::Online,
        // A shop captures when it completes the session, whatever the intent. Nobody else completes a
        // session of Saifu's own shop.
        capture_now: session.purpose.is_prepaid(),
        lapses_at: session.expires_at,
        sandbox: session.sandbox,
        standing: standing(proposal, session, moment)?,
        metadata: None,
    })
}

/// What may be charged later, with the first charge in it.
fn standing(
    proposal: &ChargeProposal,
    session: &CheckoutSession,
    moment: &Moment<'_>,
) -> Outcome<Option<Standing>> {
    let (Some(terms), Some(asked)) = (&proposal.terms.standing, &session.asked.standing) else {
        return Ok(None);
    };
    let new = Standing::new(asked.kind, terms.clone(), proposal.preference.clone(), moment.now);
    new.charged(proposal.terms.amount, moment.now).map(Some)
}

fn evidence(
    proposal: &ChargeProposal,
    signer: &Credential,
    assertion: &Value,
    second_factor: Option<FactorKind>,
    charge: &Charge,
) -> Approval {
    Approval {
        proposal_id: proposal.id.clone(),
        terms: proposal.terms.clone(),
        shopper_id: proposal.shopper_id.clone(),
        credential_id: signer.id.clone(),
        credential: signer.clone(),
        assertion: assertion.clone(),
        second_factor,
        charge_id: charge.id.clone(),
        approved_at: charge.approved_at,
    }
}

/// Uses up the proposal and writes down who signed what.
async fn used_up(
    changes: ChangeSet,
    store: &impl Store,
    mut proposal: Versioned<ChargeProposal>,
    verified: Verified,
    evidence: Approval,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    proposal.value.used_at = Some(moment.now);
    let seen = evidence.credential.passkey.clone();
    let changes = changes.update(proposal).insert(evidence);
    let Some(passkey) = verified.changed else { return Ok(changes) };
    let credential = store.find::<Credential>(verified.credential_id.as_str()).await?;
    let mut credential = credential.ok_or(Refusal::rule("approval.assertion_refused"))?;
    if credential.value.passkey != seen {
        // It signed something else meanwhile: its counter may not go back.
        return Err(StoreError::Stale(Concept::Credential, verified.credential_id.to_string()).into());
    }
    credential.value.passkey = passkey;
    Ok(changes.update(credential))
}

/// Reserves every leg and ties the session to its charge.
fn reserved(
    changes: ChangeSet,
    authorized: Authorized,
    mut session: Versioned<CheckoutSession>,
    merchant: &Merchant,
    moment: &Moment<'_>,
) -> ChangeSet {
    let Authorized { permission, charge, transfers } = authorized;
    session.value.permission_id = Some(permission.id.clone());
    session.value.charge_id = Some(charge.id.clone());
    session.value.updated_at = moment.now;
    let currency = charge.amount.currency();
    let told = charge.told();
    changes
        .open(merchant.payable(currency))
        .open(house_account(AccountKind::CardClearing, currency))
        .update(session)
        .insert(permission)
        .insert(charge)
        .transfers(transfers)
        .events(told)
}

impl Charge {
    /// Who hears of a change of this charge: the shopper's app, and the hosted page once it is decided.
    #[must_use]
    pub fn told(&self) -> Vec<Event> {
        let mut told = vec![
            Event::to_shopper(&self.shopper_id, EventKind::OrderChanged, self.id.order()),
            Event::to_shopper(&self.shopper_id, EventKind::HoldingsChanged, self.id.order()),
        ];
        if let Some(session) = &self.checkout_session_id {
            told.push(Event::to_shopper(&self.shopper_id, EventKind::CheckoutChanged, session.as_str()));
            if self.state != ChargeState::AuthorizationInitiated {
                told.push(Event::to_page(session));
            }
        }
        told
    }
}

impl PaymentIntent {
    /// Whether completion captures.
    #[must_use]
    pub const fn captures(self) -> bool {
        matches!(self, Self::AuthorizeWithCapture)
    }
}
