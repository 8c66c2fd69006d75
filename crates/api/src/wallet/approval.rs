use saifu_money::Amount;
use saifu_terms::{ChargeTerms, InstrumentKind};
use serde::{Deserialize, Serialize};
use serde_json::Value;
use specta::Type;

use super::{CardView, FundingLegView, MerchantView, RewardsView};

/// `POST /v1/checkout-sessions/{id}/proposals`: how the shopper wants to pay; `null` in its place means
/// the shopper's own rule, which `GET` and `PUT /v1/funding-preference` read and change.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct FundingPreference {
    /// Spend points first.
    pub use_points: bool,
    /// Spend gift balance next.
    pub use_gift: bool,
    /// The card for the rest; `None` is the default card.
    pub card_id: Option<String>,
    /// What is spent first. A kind that is not named comes behind those that are, in the order points,
    /// gift balance, card. A card pays all that is open, so what comes behind it is not spent.
    #[serde(default)]
    pub order: Vec<InstrumentKind>,
}

impl Default for FundingPreference {
    fn default() -> Self {
        Self { use_points: true, use_gift: true, card_id: None, order: Vec::new() }
    }
}

/// A ChargeProposal: the frozen terms, and what helps to read them.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChargeProposalView {
    /// What is signed.
    pub terms: ChargeTerms,
    /// The payee as a shopper sees it.
    pub merchant: MerchantView,
    /// How often this shopper paid there before.
    pub times_paid: u32,
    /// The legs of the terms with words and shares.
    pub funding: Vec<FundingLegView>,
    /// What was asked for.
    pub preference: FundingPreference,
    /// What the shopper holds, or could hold, and cannot spend here, with the reason.
    #[serde(default)]
    pub unusable: Vec<UnusableView>,
    /// The cards that could pay instead.
    pub cards: Vec<CardView>,
    /// Points that could be spent.
    pub points_available: Amount,
    /// Gift balance that could be spent.
    pub gift_available: Amount,
    /// Points that the payment would earn.
    pub rewards: RewardsView,
    /// The consumption tax inside the amount.
    pub tax: Amount,
    /// The ids of the shopper's credentials (base64url) that may sign.
    pub credential_ids: Vec<String>,
    /// Whether a second factor has to be sent with the approval.
    #[serde(default)]
    pub second_factor: bool,
}

/// An instrument that cannot pay here.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct UnusableView {
    /// Points, gift balance or card.
    pub kind: InstrumentKind,
    /// The card, where it is about one and not about the kind.
    pub instrument_id: Option<String>,
    /// Why.
    pub reason: UnusableReason,
}

/// Why an instrument cannot pay here.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum UnusableReason {
    /// The shop does not take it.
    ExcludedByShop,
    /// The card is past its month.
    Expired,
    /// There is nothing in it.
    Empty,
}

/// `POST /v1/proposals/{id}/approval`: the assertion over the terms' challenge.
#[derive(Clone, Debug, Serialize, Deserialize)]
#[serde(rename_all = "camelCase")]
pub struct ApproveRequest {
    /// `PublicKeyCredential` of a `navigator.credentials.get` as WebAuthn's JSON.
    pub credential: Value,
    /// A code of the authenticator app or a recovery code, where the proposal needs one.
    #[serde(default)]
    pub second_factor: Option<String>,
}

/// What became of an approval.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ApprovalView {
    /// The order that now exists.
    pub order_id: String,
    /// Whether the card has answered.
    pub outcome: ApprovalOutcome,
    /// Why the card refused: `insufficient_funds`, `expired_card`, `lost_card`, …
    pub decline_code: Option<String>,
    /// The page where the card's bank wants to see the shopper, with [`ApprovalOutcome::AtBank`].
    #[serde(default)]
    pub bank_page: Option<String>,
}

/// What became of an approval.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum ApprovalOutcome {
    /// Reserved: the shop may capture.
    Authorized,
    /// The processor has not answered; the worker finishes it. Do not pay again.
    Processing,
    /// The card's bank wants to see the shopper first (3-D Secure), within ten minutes.
    AtBank,
    /// The card refused; no money moved.
    Declined,
}
