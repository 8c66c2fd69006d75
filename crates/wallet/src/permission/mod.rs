//! ChargePermission: the shopper's consent to charge, with limits and an end.

mod authorize;

use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::id::{ChargePermissionId, CheckoutSessionId, MerchantId, ShopperId};

pub use authorize::{Authorized, Consent, authorize};

/// The largest charge, in minor units: 10,000,000 yen.
pub const CHARGE_MAX_MINOR: i64 = 10_000_000;

/// How long a one-time permission lives: 180 days.
pub const PERMISSION_LIFE_S: i64 = 180 * 24 * 3600;

/// The shopper's consent to charge.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct ChargePermission {
    /// `S03-…`.
    pub id: ChargePermissionId,
    /// Who consented.
    pub shopper_id: ShopperId,
    /// To whom.
    pub merchant_id: MerchantId,
    /// In which session; none at a till.
    pub checkout_session_id: Option<CheckoutSessionId>,
    /// Up to how much.
    pub limit: Amount,
    /// What of it is not used.
    pub remaining: Amount,
    /// Whether it can be charged.
    pub state: PermissionState,
    /// Why it is closed.
    pub closed_for: Option<ClosedFor>,
    /// When the shopper consented.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it ends.
    pub expires_at: Timestamp,
}

/// Whether a permission can be charged.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PermissionState {
    /// It can.
    Chargeable,
    /// Not at the moment: the approved charge uses all of it.
    NonChargeable,
    /// Never again.
    Closed,
}

/// Why a permission is closed.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum ClosedFor {
    /// Everything was captured.
    AmazonClosed,
    /// The charge was canceled or the shop closed it.
    MerchantClosed,
    /// The charge was declined.
    AmazonCanceled,
    /// It ended by time.
    Expired,
}

impl ChargePermission {
    /// Closed at this time.
    #[must_use]
    pub fn closed(mut self, reason: ClosedFor, now: Timestamp) -> Self {
        if self.state != PermissionState::Closed {
            self.state = PermissionState::Closed;
            self.closed_for = Some(reason);
            self.updated_at = now;
        }
        self
    }
}
