use jiff::{SignedDuration, Timestamp};
use saifu_api::wallet::{Advice, AwaitingView, ExpiringView, HomeView, OrderRowView};
use saifu_money::{Amount, Currency};
use saifu_wallet::Outcome;
use saifu_wallet::card::CardState;
use saifu_wallet::checkout::CheckoutSession;
use saifu_wallet::gift::LotKind;
use saifu_wallet::port::store::Store;
use saifu_wallet::shopper::{Holdings, Shopper, holdings};

use super::{Merchants, cards, lot, merchant_view, order_row, promises, shopper, waiting};

/// Lots that end within this are announced on the home screen.
const SOON: SignedDuration = SignedDuration::from_hours(30 * 24);

/// What the shopper has and what waits.
///
/// # Errors
/// The store failed.
pub async fn home(store: &impl Store, who: &Shopper, now: Timestamp) -> Outcome<HomeView> {
    let holdings = holdings(store, &who.id, now).await?;
    let mut merchants = Merchants::default();
    let mut recent = Vec::new();
    for charge in store.charges_of(&who.id, None, 5).await? {
        recent.push(order_row(&charge, merchants.of(store, &charge.merchant_id).await?)?);
    }
    let mut awaiting = Vec::new();
    for session in store.sessions_awaiting(&who.id, now).await? {
        awaiting.extend(awaits(store, &session, &mut merchants).await?);
    }
    let promises = promises(store, &who.id, &mut merchants).await?;
    let (gift, points) = (holdings.total(LotKind::Gift)?, holdings.total(LotKind::Points)?);
    Ok(HomeView {
        as_of: now,
        shopper: shopper(who),
        spendable: gift.add(points)?,
        gift,
        points,
        reserved: holdings.reserved,
        promised: Amount::sum(Currency::Jpy, promises.iter().map(|it| it.amount))?,
        promised_next: promises.first().map(|it| it.at),
        waiting: waiting(store, &who.id).await?,
        cards: cards(store, &who.id, &holdings.cards, now).await?,
        awaiting,
        expiring: expiring(&holdings, now)?,
        advice: advice(&holdings, &recent, now),
        recent,
    })
}

async fn awaits(
    store: &impl Store,
    session: &CheckoutSession,
    merchants: &mut Merchants,
) -> Outcome<Option<AwaitingView>> {
    let Some(amount) = session.asked.charge_amount else { return Ok(None) };
    let merchant = merchants.of(store, &session.merchant_id).await?;
    Ok(Some(AwaitingView {
        checkout_session_id: session.id.to_string(),
        merchant: merchant_view(merchant),
        amount,
        item_count: session.items.iter().map(|item| item.quantity).fold(0, u32::saturating_add),
        expires_at: session.expires_at,
    }))
}

fn expiring(holdings: &Holdings, now: Timestamp) -> Outcome<Vec<ExpiringView>> {
    let soon = now.checked_add(SOON).unwrap_or(now);
    let ending = holdings.lots.iter().filter(|it| it.lot.expires_at <= soon);
    ending
        .map(|it| {
            let is_points = it.lot.kind == LotKind::Points;
            Ok(ExpiringView { is_points, lot: lot(&it.lot, it.available()?, now) })
        })
        .collect()
}

fn advice(holdings: &Holdings, recent: &[OrderRowView], now: Timestamp) -> Vec<Advice> {
    let usable = |state| matches!(state, CardState::Usable);
    let renew = holdings.cards.iter().any(|it| !usable(it.state(now)));
    let due = [
        (holdings.cards.is_empty(), Advice::LinkCard),
        (renew, Advice::RenewCard),
        (holdings.lots.is_empty() && recent.is_empty(), Advice::RedeemGift),
        (recent.is_empty(), Advice::FirstPayment),
    ];
    due.into_iter().filter_map(|(is_due, advice)| is_due.then_some(advice)).take(3).collect()
}
