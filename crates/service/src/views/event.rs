use saifu_api::wallet::{EventKind as KindView, EventView};
use saifu_wallet::outbox::{EventKind, StoredEvent};

/// An event for the app.
#[must_use]
pub fn event(it: &StoredEvent) -> EventView {
    let kind = match it.kind {
        EventKind::OrderChanged => KindView::OrderChanged,
        EventKind::CheckoutChanged => KindView::CheckoutChanged,
        EventKind::HoldingsChanged => KindView::HoldingsChanged,
        EventKind::StoreCodeUsed => KindView::StoreCodeUsed,
        EventKind::TopUpChanged => KindView::TopUpChanged,
        EventKind::LotExpiring => KindView::LotExpiring,
        EventKind::CardExpiring => KindView::CardExpiring,
        EventKind::GiftChanged => KindView::GiftChanged,
        EventKind::AccountChanged => KindView::AccountChanged,
        EventKind::PermissionChanged => KindView::PermissionChanged,
    };
    EventView { kind, object_id: it.object_id.clone() }
}
