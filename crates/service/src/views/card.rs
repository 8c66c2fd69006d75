use jiff::Timestamp;
use saifu_api::wallet::{CardKind, CardState as StateView, CardUseKind, CardUseView, CardView};
use saifu_wallet::Outcome;
use saifu_wallet::card::{Card, CardState, CardUse, CardUses};
use saifu_wallet::charge::ChargeState;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::CardFunding;
use saifu_wallet::port::store::Store;

use super::Merchants;

/// All cards of a shopper, in the order in which they come, each with what needs it.
///
/// # Errors
/// The store failed.
pub async fn cards(
    store: &impl Store,
    shopper: &ShopperId,
    cards: &[Card],
    now: Timestamp,
) -> Outcome<Vec<CardView>> {
    let uses = CardUses::read(store, shopper, cards.len()).await?;
    let mut merchants = Merchants::default();
    let mut views = Vec::with_capacity(cards.len());
    for it in cards {
        views.push(with_uses(store, it, &uses, &mut merchants, now).await?);
    }
    Ok(views)
}

/// One card with what needs it.
///
/// # Errors
/// The store failed.
pub async fn card_in_use(store: &impl Store, it: &Card, now: Timestamp) -> Outcome<CardView> {
    let count = store.cards_of(&it.shopper_id).await?.len();
    let uses = CardUses::read(store, &it.shopper_id, count).await?;
    with_uses(store, it, &uses, &mut Merchants::default(), now).await
}

async fn with_uses(
    store: &impl Store,
    it: &Card,
    uses: &CardUses,
    merchants: &mut Merchants,
    now: Timestamp,
) -> Outcome<CardView> {
    let mut in_use = Vec::new();
    for needed in uses.of(&it.id) {
        in_use.push(card_use(store, needed, merchants).await?);
    }
    Ok(CardView { in_use, ..card(it, now) })
}

fn card(it: &Card, now: Timestamp) -> CardView {
    CardView {
        card_id: it.id.to_string(),
        brand: it.brand.clone(),
        last4: it.last4.clone(),
        expiry_month: it.expiry_month,
        expiry_year: it.expiry_year,
        is_default: it.is_default,
        state: match it.state(now) {
            CardState::Usable => StateView::Usable,
            CardState::Expiring => StateView::Expiring,
            CardState::Expired => StateView::Expired,
        },
        nickname: it.nickname.clone(),
        kind: match it.funding {
            CardFunding::Credit => CardKind::Credit,
            CardFunding::Debit => CardKind::Debit,
            CardFunding::Prepaid => CardKind::Prepaid,
            CardFunding::Unknown => CardKind::Unknown,
        },
        in_use: Vec::new(),
    }
}

async fn card_use(store: &impl Store, it: CardUse<'_>, merchants: &mut Merchants) -> Outcome<CardUseView> {
    let CardUse::Charge(charge) = it else {
        return Ok(CardUseView { kind: CardUseKind::AutomaticTopUp, order_id: None, merchant: None });
    };
    let merchant = merchants.of(store, &charge.merchant_id).await?;
    Ok(CardUseView {
        kind: match charge.state {
            ChargeState::Authorized => CardUseKind::Permission,
            _ => CardUseKind::Charge,
        },
        order_id: Some(charge.id.order().to_owned()),
        merchant: Some(merchant.name.clone()),
    })
}
