use jiff::Timestamp;
use saifu_api::wallet::{CardKind, CardState as StateView, CardView, InstrumentsView, LotView};
use saifu_money::Amount;
use saifu_wallet::Outcome;
use saifu_wallet::card::{Card, CardState};
use saifu_wallet::gift::{Lot, LotKind};
use saifu_wallet::moment::in_japan;
use saifu_wallet::shopper::Holdings;

/// A linked card.
#[must_use]
pub fn card(it: &Card, now: Timestamp) -> CardView {
    let state = match it.state(now) {
        CardState::Usable => StateView::Usable,
        CardState::Expiring => StateView::Expiring,
        CardState::Expired => StateView::Expired,
    };
    CardView {
        card_id: it.id.to_string(),
        brand: it.brand.clone(),
        last4: it.last4.clone(),
        expiry_month: it.expiry_month,
        expiry_year: it.expiry_year,
        is_default: it.is_default,
        state,
        nickname: String::new(),
        kind: CardKind::Unknown,
        in_use: Vec::new(),
    }
}

/// A lot with what is left of it.
#[must_use]
pub fn lot(it: &Lot, left: Amount, now: Timestamp) -> LotView {
    LotView {
        lot_id: it.account_id.as_str().to_owned(),
        source: it.source.clone(),
        initial: it.initial,
        left,
        expires_at: it.expires_at,
        days_left: days_until(it.expires_at, now),
    }
}

/// Everything that the shopper can pay with.
///
/// # Errors
/// A sum does not fit.
pub fn instruments(holdings: &Holdings, now: Timestamp) -> Outcome<InstrumentsView> {
    Ok(InstrumentsView {
        gift_total: holdings.total(LotKind::Gift)?,
        points_total: holdings.total(LotKind::Points)?,
        cards: holdings.cards.iter().map(|it| card(it, now)).collect(),
        gifts: lots(holdings, LotKind::Gift, now)?,
        points: lots(holdings, LotKind::Points, now)?,
    })
}

fn lots(holdings: &Holdings, kind: LotKind, now: Timestamp) -> Outcome<Vec<LotView>> {
    let wanted = holdings.lots.iter().filter(|it| it.lot.kind == kind);
    wanted.map(|it| Ok(lot(&it.lot, it.available()?, now))).collect()
}

fn days_until(end: Timestamp, now: Timestamp) -> u32 {
    let days = in_japan(end).date().since(in_japan(now).date()).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}
