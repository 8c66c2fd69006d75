use jiff::Timestamp;
use saifu_money::Amount;
use saifu_terms::StandingTerms;
use serde::{Deserialize, Serialize};
use specta::Type;

use super::{AssertionProof, MerchantView};

/// `GET /v1/permissions`: what may be charged without asking, the newest first.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PermissionsView {
    /// Those that go on, and those that have ended.
    pub permissions: Vec<PermissionView>,
}

/// One permission that stands.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct PermissionView {
    /// For `/v1/permissions/{id}`.
    pub permission_id: String,
    /// Who may charge.
    pub merchant: MerchantView,
    /// Subscription or card on file.
    pub kind: StandingKindView,
    /// Where it stands.
    pub state: PermissionStateView,
    /// The limits, and how often.
    pub terms: StandingTerms,
    /// What was charged in this month (Japan's).
    pub used: Amount,
    /// When the shopper agreed.
    #[specta(type = String)]
    pub created_at: Timestamp,
    /// When it was charged last.
    #[specta(type = Option<String>)]
    pub charged_at: Option<Timestamp>,
    /// When it ends by itself, where it is not charged before.
    #[specta(type = String)]
    pub expires_at: Timestamp,
}

/// What kind of permission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum StandingKindView {
    /// Charged in a rhythm.
    Recurring,
    /// Charged whenever something is bought there.
    OnFile,
}

/// Where a permission stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub enum PermissionStateView {
    /// The shop has not finished the first order.
    Beginning,
    /// It can be charged.
    Active,
    /// The shopper paused it.
    Paused,
    /// Nobody can charge it any more.
    Ended,
}

/// `PATCH /v1/permissions/{id}`: what is left out stays.
#[derive(Clone, Debug, Default, PartialEq, Serialize, Deserialize, Type)]
#[serde(rename_all = "camelCase")]
pub struct ChangePermissionRequest {
    /// Whether it is paused.
    #[serde(default)]
    pub paused: Option<bool>,
    /// At most so much each time.
    #[serde(default)]
    pub each: Option<Amount>,
    /// At most so much a month.
    #[serde(default)]
    pub month: Option<Amount>,
    /// For `permission:{id}:{each}:{month}` (minor units, `-` where left out), where more is allowed than before;
    /// `permission.proof_required` says so.
    #[serde(default)]
    #[specta(skip)]
    pub assertion: Option<AssertionProof>,
}
