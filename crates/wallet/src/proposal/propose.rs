use saifu_money::Amount;
use saifu_terms::{ChargeTerms, Payee, StandingTerms};

use crate::checkout::{CheckoutSession, SessionState};
use crate::factor;
use crate::funding::{Preference, plan};
use crate::house::Purpose;
use crate::id::{CheckoutSessionId, DeviceId, ProposalId, ShopperId};
use crate::merchant::Merchant;
use crate::outbox::{Event, EventKind};
use crate::permission::limits;
use crate::port::store::{Store, Versioned};
use crate::proposal::{ChargeProposal, PROPOSAL_LIFE_S};
use crate::shopper::{Holdings, holdings};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// A proposal with what helps to read it.
pub struct Proposed {
    /// The frozen terms.
    pub proposal: ChargeProposal,
    /// The payee.
    pub merchant: Merchant,
    /// What is paid for.
    pub purpose: Purpose,
    /// What the shopper could pay with.
    pub holdings: Holdings,
    /// How often the shopper paid there.
    pub times_paid: u32,
}

/// Freezes the terms of a session for the shopper who opened it first, on this device; none where it is a browser's.
///
/// # Errors
/// `checkout.not_found`, `checkout.taken`, `checkout.expired`, `checkout.canceled`,
/// `checkout.already_approved`, `checkout.not_ready`, `funding.order_invalid`, and what [`plan`] refuses.
pub async fn propose(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    device: Option<&DeviceId>,
    id: &CheckoutSessionId,
    preference: Preference,
) -> Outcome<Proposed> {
    let not_found = || Refusal::rule("checkout.not_found");
    let preference = preference.checked()?;
    let session = store.find::<CheckoutSession>(id.as_str()).await?.ok_or_else(not_found)?;
    refuse_unpayable(&session.value, shopper, moment)?;
    let merchant = store.find::<Merchant>(session.value.merchant_id.as_str()).await?;
    let merchant = merchant.ok_or_else(not_found)?.value;
    let holdings = holdings(store, shopper, moment.now).await?;
    let terms = freeze(&session.value, &merchant, &holdings, &preference, moment)?;
    let second_factor = factor::is_needed(store, shopper, device, terms.amount).await?;
    let proposal = ChargeProposal {
        id: ProposalId::new(terms.proposal_id.clone()),
        shopper_id: shopper.clone(),
        terms,
        second_factor,
        preference,
        used_at: None,
    };
    let purpose = session.value.purpose.clone();
    let changes = ChangeSet::new().insert(proposal.clone());
    store.commit(take_session(changes, session, shopper, moment)).await?;
    let times_paid = store.times_paid(shopper, &merchant.id).await?;
    Ok(Proposed { proposal, merchant, purpose, holdings, times_paid })
}

fn refuse_unpayable(session: &CheckoutSession, shopper: &ShopperId, moment: &Moment<'_>) -> Outcome<()> {
    let refusal = match session.state_at(moment.now) {
        _ if session.shopper_id.as_ref().is_some_and(|other| other != shopper) => "checkout.taken",
        (SessionState::Canceled, Some(crate::checkout::CancelReason::Expired)) => "checkout.expired",
        (SessionState::Canceled, _) => "checkout.canceled",
        (SessionState::Completed, _) => "checkout.already_approved",
        (SessionState::Open, _) if session.charge_id.is_some() => "checkout.already_approved",
        (SessionState::Open, _) if !session.is_ready() => "checkout.not_ready",
        (SessionState::Open, _) => return Ok(()),
    };
    Err(Refusal::rule(refusal))
}

fn freeze(
    session: &CheckoutSession,
    merchant: &Merchant,
    holdings: &Holdings,
    preference: &Preference,
    moment: &Moment<'_>,
) -> Outcome<ChargeTerms> {
    let amount = session.asked.charge_amount.ok_or(Refusal::rule("checkout.not_ready"))?;
    Ok(ChargeTerms {
        proposal_id: moment.uuid(),
        nonce: moment.hex::<32>(),
        checkout_session_id: session.id.to_string(),
        payee: Payee {
            merchant_id: merchant.id.to_string(),
            name: merchant.name.clone(),
            domain: merchant.domain.clone(),
        },
        amount,
        items: session.items.clone(),
        standing: standing(session, amount)?,
        funding: plan(amount, holdings, preference, &merchant.excluded, moment.now)?,
        expires_at: moment.after_seconds(PROPOSAL_LIFE_S),
    })
}

/// The limits of what is charged later.
fn standing(session: &CheckoutSession, amount: Amount) -> Outcome<Option<StandingTerms>> {
    let Some(asked) = &session.asked.standing else { return Ok(None) };
    let each = asked.amount.unwrap_or(amount);
    // The first charge is one of them.
    let each = if each.less_than(amount)? { amount } else { each };
    limits(asked.frequency, each).map(Some)
}

fn take_session(
    changes: ChangeSet,
    mut session: Versioned<CheckoutSession>,
    shopper: &ShopperId,
    moment: &Moment<'_>,
) -> ChangeSet {
    if session.value.shopper_id.is_some() {
        return changes;
    }
    let told = Event::to_shopper(shopper, EventKind::CheckoutChanged, session.value.id.as_str());
    session.value.shopper_id = Some(shopper.clone());
    session.value.updated_at = moment.now;
    changes.update(session).events([told])
}
