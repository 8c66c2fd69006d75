use jiff::Timestamp;
use saifu_api::wallet::{InstrumentsView, LotOrigin as OriginView, LotView};
use saifu_money::{Amount, Currency};
use saifu_wallet::Outcome;
use saifu_wallet::gift::{Lot, LotKind, LotOrigin};
use saifu_wallet::id::ShopperId;
use saifu_wallet::moment::in_japan;
use saifu_wallet::port::store::Store;
use saifu_wallet::shopper::{Holdings, holdings};

use super::cards;

/// A lot with what is left of it.
#[must_use]
pub fn lot(it: &Lot, left: Amount, now: Timestamp) -> LotView {
    LotView {
        lot_id: it.account_id.as_str().to_owned(),
        source: it.source.clone(),
        origin: match it.origin {
            LotOrigin::Code => OriginView::Code,
            LotOrigin::Gift => OriginView::Gift,
            LotOrigin::TopUpCard => OriginView::TopUpCard,
            LotOrigin::TopUpSlip => OriginView::TopUpSlip,
            LotOrigin::TopUpBankTransfer => OriginView::TopUpBankTransfer,
            LotOrigin::Points => OriginView::Points,
            LotOrigin::Refund => OriginView::Refund,
        },
        initial: it.initial,
        left,
        expires_at: it.expires_at,
        days_left: days_until(it.expires_at, now),
    }
}

/// Everything that the shopper can pay with.
///
/// # Errors
/// The store failed, or a sum does not fit.
pub async fn instruments(
    store: &impl Store,
    shopper: &ShopperId,
    now: Timestamp,
) -> Outcome<InstrumentsView> {
    let holdings = holdings(store, shopper, now).await?;
    Ok(InstrumentsView {
        gift_total: holdings.total(LotKind::Gift)?,
        points_total: holdings.total(LotKind::Points)?,
        waiting: waiting(store, shopper).await?,
        cards: cards(store, shopper, &holdings.cards, now).await?,
        gifts: lots(&holdings, LotKind::Gift, now)?,
        points: lots(&holdings, LotKind::Points, now)?,
    })
}

/// Top-ups that wait for cash or for the bank, together.
///
/// # Errors
/// The store failed, or the sum does not fit.
pub async fn waiting(store: &impl Store, shopper: &ShopperId) -> Outcome<Amount> {
    let waiting = store.top_ups_waiting(shopper).await?;
    Ok(Amount::sum(Currency::Jpy, waiting.iter().map(|it| it.amount))?)
}

fn lots(holdings: &Holdings, kind: LotKind, now: Timestamp) -> Outcome<Vec<LotView>> {
    let wanted = holdings.lots.iter().filter(|it| it.lot.kind == kind);
    wanted.map(|it| Ok(lot(&it.lot, it.available()?, now))).collect()
}

fn days_until(end: Timestamp, now: Timestamp) -> u32 {
    let days = in_japan(end).date().since(in_japan(now).date()).map_or(0, |span| span.get_days());
    u32::try_from(days).unwrap_or(0)
}
