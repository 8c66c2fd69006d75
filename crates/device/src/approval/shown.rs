//! The terms on the screen, and the refusal to sign anything else.

use jiff::Timestamp;
use saifu_api::wallet::ChargeProposalView;
use saifu_money::{Amount, MoneyError};
use saifu_terms::ChargeTerms;

use crate::passkey::{PaymentData, PaymentTotal};
use crate::{CheckoutSessionId, DeviceError};

/// Terms that hold together, with the challenge they had when the screen was given them.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct ShownTerms {
    terms: ChargeTerms,
    challenge: [u8; 32],
}

impl ShownTerms {
    /// Examines a proposal before it is shown.
    ///
    /// # Errors
    /// [`DeviceError::TermsChanged`]: another session, sums that do not add up, or words beside the
    /// terms that contradict them; [`DeviceError::ProposalExpired`]; [`DeviceError::PasskeyMissing`]:
    /// the service would not take a signature of `credential_id`.
    pub fn take(
        proposal: &ChargeProposalView,
        session: &CheckoutSessionId,
        credential_id: &str,
        now: Timestamp,
    ) -> Result<Self, DeviceError> {
        let terms = &proposal.terms;
        expect(terms.checkout_session_id == session.as_str(), "they are for another session")?;
        expect(!terms.amount.is_zero(), "there is nothing to pay")?;
        expect_sums(terms)?;
        expect_words(proposal)?;
        let shown = Self { terms: terms.clone(), challenge: terms.challenge() };
        shown.expect_unexpired(now)?;
        if !proposal.credential_ids.iter().any(|id| id == credential_id) {
            return Err(DeviceError::PasskeyMissing);
        }
        Ok(shown)
    }

    /// The ChargeProposal that froze the terms.
    #[must_use]
    pub fn proposal_id(&self) -> &str {
        &self.terms.proposal_id
    }

    /// The terms that are about to be signed.
    #[must_use]
    pub const fn terms(&self) -> &ChargeTerms {
        &self.terms
    }

    /// The challenge of `terms`, if they are the terms that were shown. Call it with what will be
    /// signed, right before it is signed.
    ///
    /// # Errors
    /// [`DeviceError::TermsChanged`]; [`DeviceError::ProposalExpired`].
    pub fn challenge_of(&self, terms: &ChargeTerms, now: Timestamp) -> Result<[u8; 32], DeviceError> {
        let challenge = terms.challenge();
        expect(challenge == self.challenge, "what is to be signed was not shown")?;
        self.expect_unexpired(now)?;
        Ok(challenge)
    }

    /// What the assertion's client data says of the payment.
    #[must_use]
    pub fn payment_data(&self) -> PaymentData {
        let ChargeTerms { payee, amount, .. } = &self.terms;
        let total = PaymentTotal { currency: amount.currency().code().to_owned(), value: amount.decimal() };
        PaymentData {
            payee_name: payee.name.clone(),
            payee_origin: format!("https://{}", payee.domain),
            total,
        }
    }

    /// Refuses once the terms are void.
    ///
    /// # Errors
    /// [`DeviceError::ProposalExpired`].
    pub fn expect_unexpired(&self, now: Timestamp) -> Result<(), DeviceError> {
        if now < self.terms.expires_at { Ok(()) } else { Err(DeviceError::ProposalExpired) }
    }

    /// Refuses terms that ask for something else than these: payee, amount and items stay, however
    /// the shopper changes the funding.
    ///
    /// # Errors
    /// [`DeviceError::TermsChanged`].
    pub fn expect_same_payment(&self, later: &Self) -> Result<(), DeviceError> {
        let (first, later) = (&self.terms, &later.terms);
        expect(first.payee == later.payee, "another payee than was shown")?;
        expect(first.amount == later.amount, "another amount than was shown")?;
        expect(first.items == later.items, "other items than were shown")
    }
}

fn expect(holds: bool, otherwise: &'static str) -> Result<(), DeviceError> {
    if holds { Ok(()) } else { Err(DeviceError::TermsChanged(otherwise)) }
}

fn expect_sums(terms: &ChargeTerms) -> Result<(), DeviceError> {
    let amount = terms.amount;
    let adds_up = |sum: Result<Amount, MoneyError>| sum == Ok(amount);
    let items = Amount::sum(amount.currency(), terms.items.iter().map(|item| item.amount));
    // A shop may name no items; then the amount stands alone on the screen.
    expect(terms.items.is_empty() || adds_up(items), "the items do not add up")?;
    let funding = Amount::sum(amount.currency(), terms.funding.iter().map(|leg| leg.amount));
    expect(adds_up(funding), "the funding does not add up")?;
    expect(terms.funding.iter().all(|leg| !leg.amount.is_zero()), "a leg of the funding is empty")
}

/// The screen shows names and legs with words from beside the terms: they have to say the same.
fn expect_words(proposal: &ChargeProposalView) -> Result<(), DeviceError> {
    let ChargeProposalView { terms, merchant, funding, .. } = proposal;
    let payee = &terms.payee;
    let is_payee = merchant.merchant_id == payee.merchant_id && merchant.name == payee.name;
    expect(is_payee && merchant.domain == payee.domain, "the payee is not the one that is named")?;
    let legs = terms.funding.iter().map(|leg| (leg.kind, leg.instrument_id.as_str(), leg.amount));
    let words = funding.iter().map(|leg| (leg.kind, leg.instrument_id.as_str(), leg.amount));
    expect(legs.eq(words), "the funding is not the one that is described")
}
