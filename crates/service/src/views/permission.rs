use jiff::Timestamp;
use saifu_api::wallet::{PermissionStateView, PermissionView, StandingKindView};
use saifu_wallet::merchant::Merchant;
use saifu_wallet::permission::{ChargePermission, PermissionState, StandingKind};

use super::merchant_view;

/// A permission as its shopper sees it; `None` where it is for one payment.
#[must_use]
pub fn permission(it: &ChargePermission, merchant: &Merchant, now: Timestamp) -> Option<PermissionView> {
    let standing = it.standing.as_ref()?;
    Some(PermissionView {
        permission_id: it.id.to_string(),
        merchant: merchant_view(merchant),
        kind: match standing.kind {
            StandingKind::Recurring => StandingKindView::Recurring,
            StandingKind::PaymentMethodOnFile => StandingKindView::OnFile,
        },
        state: match it.state_at(now).0 {
            PermissionState::Closed => PermissionStateView::Ended,
            _ if it.is_paused() => PermissionStateView::Paused,
            PermissionState::NonChargeable => PermissionStateView::Beginning,
            PermissionState::Chargeable => PermissionStateView::Active,
        },
        terms: standing.terms.clone(),
        used: standing.used_at(now),
        created_at: it.created_at,
        charged_at: standing.charged_at,
        expires_at: it.expires_at,
    })
}
