//! CheckoutSession: one engagement of a shopper with a merchant, Open → Completed or Canceled.

mod complete;
mod create;
mod decline;
mod items;
mod update;

use jiff::Timestamp;
use saifu_money::Amount;
use saifu_terms::{Frequency, LineItem};
use serde::{Deserialize, Serialize};

use crate::house::Purpose;
use crate::id::{ChargeId, ChargePermissionId, CheckoutSessionId, MerchantId, ShopperId};
use crate::merchant::Metadata;
use crate::permission::StandingKind;

pub use complete::complete;
pub use create::create;
pub use decline::decline;
pub use items::{items_of, read_items};
pub use update::{SessionUpdate, update};

/// How long a session waits: 24 hours.
pub const SESSION_LIFE_S: i64 = 24 * 3600;

/// One engagement of a shopper with a merchant.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct CheckoutSession {
    /// A UUID.
    pub id: CheckoutSessionId,
    /// Who is paid.
    pub merchant_id: MerchantId,
    /// The merchant's store, as sent.
    pub store_id: String,
    /// Made with a sandbox key.
    pub sandbox: bool,
    /// What the merchant asked for.
    pub asked: Asked,
    /// What is bought, read from `asked`; sums to the charge amount.
    pub items: Vec<LineItem>,
    /// Something that the merchant sells, or prepaid value.
    #[serde(default)]
    pub purpose: Purpose,
    /// Where it stands.
    pub state: SessionState,
    /// Why it was canceled.
    pub reason: Option<CancelReason>,
    /// Who opened it in the app, first come.
    pub shopper_id: Option<ShopperId>,
    /// The consent, once approved.
    pub permission_id: Option<ChargePermissionId>,
    /// The charge, once approved.
    pub charge_id: Option<ChargeId>,
    /// When it was made.
    pub created_at: Timestamp,
    /// When it last changed.
    pub updated_at: Timestamp,
    /// When it is canceled by itself.
    pub expires_at: Timestamp,
}

/// What the merchant asked for, in Amazon Pay's words. Unset means not yet.
#[derive(Clone, Debug, Default, PartialEq, Eq, Serialize, Deserialize)]
pub struct Asked {
    /// Where the shopper reviews the order.
    pub review_return_url: Option<String>,
    /// Where the shopper returns after approval.
    pub result_return_url: Option<String>,
    /// Where the shopper returns without one.
    pub cancel_url: Option<String>,
    /// What approval and completion do.
    pub intent: Option<PaymentIntent>,
    /// What is charged.
    pub charge_amount: Option<Amount>,
    /// Whether an authorization may be pending at completion.
    pub can_handle_pending: bool,
    /// On the card's statement.
    pub soft_descriptor: Option<String>,
    /// The merchant's own order number.
    pub merchant_reference_id: Option<String>,
    /// The merchant's name for this order.
    pub merchant_store_name: Option<String>,
    /// A note to the shopper.
    pub note_to_buyer: Option<String>,
    /// For the merchant only.
    pub custom_information: Option<String>,
    /// JSON with `lineItems`, see [`read_items`].
    pub supplementary_data: Option<String>,
    /// What is to be charged later as well; none: nothing.
    #[serde(default)]
    pub standing: Option<StandingAsked>,
    /// The platform that the merchant's shop runs on.
    #[serde(default)]
    pub platform_id: Option<String>,
    /// What a payment provider calls it.
    #[serde(default)]
    pub provider_reference_id: Option<String>,
}

/// What is to be charged later, in `chargePermissionType` and `recurringMetadata`.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct StandingAsked {
    /// The type.
    pub kind: StandingKind,
    /// How often.
    pub frequency: Option<Frequency>,
    /// How much each time; none: as much as the first charge.
    pub amount: Option<Amount>,
}

/// What approval and completion do.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum PaymentIntent {
    /// Completion leaves the charge Authorized.
    Authorize,
    /// Completion captures.
    AuthorizeWithCapture,
}

/// Where a session stands.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum SessionState {
    /// Waits for the shopper or for completion.
    Open,
    /// The merchant completed it.
    Completed,
    /// It ended without a payment.
    Canceled,
}

/// Why a session was canceled.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub enum CancelReason {
    /// The shopper said no.
    BuyerCanceled,
    /// Nobody completed it in time.
    Expired,
    /// The card refused when the shop took the payment.
    Declined,
}

/// What is still missing before a session can be completed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Constraint {
    /// No shopper approved.
    BuyerNotAssociated,
    /// `paymentDetails.chargeAmount`.
    ChargeAmountNotSet,
    /// `webCheckoutDetails.checkoutResultReturnUrl`.
    CheckoutResultReturnUrlNotSet,
    /// `paymentDetails.paymentIntent`.
    PaymentIntentNotSet,
    /// `recurringMetadata.frequency`.
    RecurringFrequencyNotSet,
}

impl Asked {
    /// What the merchant keeps with it.
    #[must_use]
    pub fn metadata(&self) -> Metadata {
        Metadata {
            merchant_reference_id: self.merchant_reference_id.clone(),
            merchant_store_name: self.merchant_store_name.clone(),
            note_to_buyer: self.note_to_buyer.clone(),
            custom_information: self.custom_information.clone(),
        }
    }

    /// A subscription without a rhythm.
    fn lacks_rhythm(&self) -> bool {
        self.standing.as_ref().is_some_and(|it| it.kind == StandingKind::Recurring && it.frequency.is_none())
    }
}

impl CheckoutSession {
    /// Where it stands at this time: an open session that nobody completed in time is canceled,
    /// whether or not anybody wrote that down.
    #[must_use]
    pub fn state_at(&self, now: Timestamp) -> (SessionState, Option<CancelReason>) {
        if self.state == SessionState::Open && now >= self.expires_at {
            (SessionState::Canceled, Some(CancelReason::Expired))
        } else {
            (self.state, self.reason)
        }
    }

    /// What is missing. A purchase in Saifu's own shop returns to the app and needs no address for it.
    #[must_use]
    pub fn constraints(&self) -> Vec<Constraint> {
        let returns_nowhere = self.asked.result_return_url.is_none() && !self.purpose.is_prepaid();
        let missing = [
            (self.charge_id.is_none(), Constraint::BuyerNotAssociated),
            (self.asked.charge_amount.is_none(), Constraint::ChargeAmountNotSet),
            (returns_nowhere, Constraint::CheckoutResultReturnUrlNotSet),
            (self.asked.intent.is_none(), Constraint::PaymentIntentNotSet),
            (self.asked.lacks_rhythm(), Constraint::RecurringFrequencyNotSet),
        ];
        missing.into_iter().filter_map(|(is_missing, constraint)| is_missing.then_some(constraint)).collect()
    }

    /// The charge came to nothing: an open session may be approved again, a completed one is canceled.
    #[must_use]
    pub fn charge_declined(mut self, now: Timestamp) -> Self {
        if self.state == SessionState::Open {
            self.charge_id = None;
            self.permission_id = None;
        } else {
            self.state = SessionState::Canceled;
            self.reason = Some(CancelReason::Declined);
        }
        self.updated_at = now;
        self
    }

    /// This session, completed.
    #[must_use]
    pub fn completed(mut self, now: Timestamp) -> Self {
        self.state = SessionState::Completed;
        self.updated_at = now;
        self
    }

    /// Whether the shopper can be asked: nothing but the shopper is missing.
    #[must_use]
    pub fn is_ready(&self) -> bool {
        self.constraints().iter().all(|it| *it == Constraint::BuyerNotAssociated)
    }
}
