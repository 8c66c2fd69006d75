//! ChargeProposal: the frozen terms that the shopper signs; single use, five minutes.

mod propose;

use jiff::Timestamp;
use saifu_money::Amount;
use saifu_rewards::PointGrant;
use saifu_terms::ChargeTerms;
use serde::{Deserialize, Serialize};

use crate::Outcome;
use crate::charge::earned;
use crate::factor::FactorKind;
use crate::funding::Preference;
use crate::house::Purpose;
use crate::id::{ChargeId, CredentialId, ProposalId, ShopperId};
use crate::passkey::Credential;

pub use propose::{Proposed, propose};

/// How long a proposal can be signed: five minutes.
pub const PROPOSAL_LIFE_S: i64 = 300;

/// Frozen terms.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargeProposal {
    /// Unguessable.
    pub id: ProposalId,
    /// Who may sign.
    pub shopper_id: ShopperId,
    /// What is signed.
    pub terms: ChargeTerms,
    /// What the shopper asked for.
    pub preference: Preference,
    /// Whether a second factor was asked for when it was made; what is asked of a device since can only add to it.
    #[serde(default)]
    pub second_factor: bool,
    /// When it was signed; single use.
    pub used_at: Option<Timestamp>,
}

/// The evidence of an approval, so that a third party can check it later.
#[derive(Clone, Debug, PartialEq, Serialize, Deserialize)]
pub struct Approval {
    /// What was signed.
    pub proposal_id: ProposalId,
    /// Its terms.
    pub terms: ChargeTerms,
    /// Who signed.
    pub shopper_id: ShopperId,
    /// With which credential.
    pub credential_id: CredentialId,
    /// The credential with its public key as it was then.
    pub credential: Credential,
    /// The assertion: client data, authenticator data, signature.
    pub assertion: serde_json::Value,
    /// The second factor that was asked for.
    #[serde(default)]
    pub second_factor: Option<FactorKind>,
    /// What it made.
    pub charge_id: ChargeId,
    /// When.
    pub approved_at: Timestamp,
}

/// What a payment would earn, for the screen.
///
/// # Errors
/// Sums that cannot be.
pub fn expected_grant(purpose: &Purpose, terms: &ChargeTerms) -> Outcome<PointGrant> {
    let points = terms.funding.iter().filter(|leg| leg.kind == saifu_terms::InstrumentKind::Points);
    let with_points = Amount::sum(terms.amount.currency(), points.map(|leg| leg.amount))?;
    earned(purpose, terms.amount, with_points)
}
