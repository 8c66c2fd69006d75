//! ChargePermission: the shopper's consent to charge, with limits and an end.

mod authorize;
mod change;
mod close;
mod standing;
mod update;

use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::charge::Charge;
use crate::id::{ChargePermissionId, CheckoutSessionId, MerchantId, ShopperId};
use crate::merchant::Metadata;
use crate::{Moment, Outcome};

pub use authorize::{Authorized, Claim, Consent, authorize, claim};
pub use change::{PermissionChange, change, end, permission_purpose};
pub use close::close;
pub use standing::{Standing, StandingKind, UNUSED_LIFE_DAYS, limits};
pub use update::{PermissionUpdate, Rhythm, update};

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
    /// Why, in the merchant's words.
    #[serde(default)]
    pub closure_reason: Option<String>,
    /// What may be charged again and again; none: it is for one payment.
    #[serde(default)]
    pub standing: Option<Standing>,
    /// What the merchant keeps with it; none: what its session says.
    #[serde(default)]
    pub metadata: Option<Metadata>,
    /// What the merchant said last of how often and how much; none: what was signed. It changes no limit.
    #[serde(default)]
    pub rhythm: Option<Rhythm>,
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
    /// Not at the moment: the approved charge uses all of it, or, of one that stands, nobody has completed its session.
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
    /// The shopper ended it.
    BuyerClosed,
    /// It ended by time.
    Expired,
}

impl ChargePermission {
    /// Where it stands at this time: one that nobody used for its life has ended, whether or not anybody wrote that down.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> (PermissionState, Option<ClosedFor>) {
        if self.state != PermissionState::Closed && self.standing.is_some() && now >= self.expires_at {
            (PermissionState::Closed, Some(ClosedFor::Expired))
        } else {
            (self.state, self.closed_for)
        }
    }

    /// Whether the shopper has paused it.
    #[must_use]
    pub fn is_paused(&self) -> bool {
        self.standing.as_ref().is_some_and(|standing| standing.paused_at.is_some())
    }

    /// The merchant completed the session: what stands may be charged from now on.
    #[must_use]
    pub fn completed(mut self, now: Timestamp) -> Self {
        if self.standing.is_some() && self.state == PermissionState::NonChargeable {
            self.state = PermissionState::Chargeable;
            self.updated_at = now;
        }
        self
    }

    /// One that stands was charged: it lives on from now.
    #[must_use]
    pub fn used(mut self, standing: Standing, moment: &Moment<'_>) -> Self {
        self.standing = Some(standing);
        self.updated_at = moment.now;
        self.expires_at = moment.after_seconds(UNUSED_LIFE_DAYS * 24 * 3600);
        self
    }

    /// After a charge of it came to nothing, or all of it was captured. One that stands ends with its first charge as long as
    /// nobody completed its session; afterwards its limits get back what came to nothing.
    ///
    /// # Errors
    /// More comes back than was used, which cannot be.
    pub fn after(mut self, charge: &Charge, reason: ClosedFor, now: Timestamp) -> Outcome<Self> {
        let Some(standing) = self.standing.take() else { return Ok(self.closed(reason, now)) };
        self.standing = Some(standing.given_back(charge.amount, charge.approved_at)?);
        self.updated_at = now;
        Ok(if self.state == PermissionState::NonChargeable { self.closed(reason, now) } else { self })
    }

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
