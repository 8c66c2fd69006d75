use jiff::Timestamp;
use saifu_api::wallet::{GiftDesign as DesignView, GiftState as StateView, GiftView};
use saifu_wallet::gift::{Gift, GiftDesign, GiftState};

/// A gift as its sender sees it.
#[must_use]
pub fn gift(it: &Gift, now: Timestamp) -> GiftView {
    GiftView {
        gift_id: it.id.to_string(),
        amount: it.amount,
        recipient_name: it.recipient_name.clone(),
        recipient_email: it.recipient_email.clone(),
        message: it.message.clone(),
        design: match it.design {
            GiftDesign::Mizuhiki => DesignView::Mizuhiki,
            GiftDesign::Ume => DesignView::Ume,
            GiftDesign::Nami => DesignView::Nami,
            GiftDesign::Hoshi => DesignView::Hoshi,
        },
        state: match it.state_at(now) {
            GiftState::Unpaid => StateView::Unpaid,
            GiftState::Scheduled => StateView::Scheduled,
            GiftState::Sent => StateView::Sent,
            GiftState::Redeemed => StateView::Redeemed,
            GiftState::Canceled => StateView::Canceled,
            GiftState::Expired => StateView::Expired,
        },
        created_at: it.created_at,
        deliver_at: it.sent_at.unwrap_or(it.deliver_at),
        redeemed_at: it.redeemed_at,
        expires_at: it.expires_at,
        order_id: it.charge_id.as_ref().map(|id| id.order().to_owned()),
        can_cancel: it.can_cancel(now),
    }
}

/// What the wire calls a picture.
#[must_use]
pub const fn design(it: DesignView) -> GiftDesign {
    match it {
        DesignView::Mizuhiki => GiftDesign::Mizuhiki,
        DesignView::Ume => GiftDesign::Ume,
        DesignView::Nami => GiftDesign::Nami,
        DesignView::Hoshi => GiftDesign::Hoshi,
    }
}
