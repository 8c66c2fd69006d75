use saifu_api::wallet::{FundingLegView, FundingPreference, UnusableReason, UnusableView};
use saifu_money::Amount;
use saifu_terms::{FundingLeg, InstrumentKind};
use saifu_wallet::Outcome;
use saifu_wallet::card::Card;
use saifu_wallet::charge::Charge;
use saifu_wallet::funding::{Preference, Unusable, WhyNot};
use saifu_wallet::gift::Lot;
use saifu_wallet::id::CardId;
use saifu_wallet::port::store::Store;

/// What a shopper prefers, as the wire says it.
#[must_use]
pub fn preference(it: &Preference) -> FundingPreference {
    FundingPreference {
        use_points: it.use_points,
        use_gift: it.use_gift,
        card_id: it.card_id.as_ref().map(ToString::to_string),
        order: it.order.clone(),
    }
}

/// What the wire says that a shopper prefers.
#[must_use]
pub fn preferred(it: FundingPreference) -> Preference {
    Preference {
        use_points: it.use_points,
        use_gift: it.use_gift,
        card_id: it.card_id.map(CardId::new),
        order: it.order,
    }
}

/// An instrument that cannot pay, with the reason.
pub(super) fn unusable(it: Unusable) -> UnusableView {
    UnusableView {
        kind: it.kind,
        instrument_id: it.card_id.map(|id| id.to_string()),
        reason: match it.why {
            WhyNot::Excluded => UnusableReason::ExcludedByShop,
            WhyNot::Expired => UnusableReason::Expired,
            WhyNot::Empty => UnusableReason::Empty,
        },
    }
}

/// The legs of frozen terms, with what a shopper recognises them by.
///
/// # Errors
/// The store failed.
pub async fn legs_of_terms(
    store: &impl Store,
    legs: &[FundingLeg],
    whole: Amount,
) -> Outcome<Vec<FundingLegView>> {
    let mut views = Vec::with_capacity(legs.len());
    for leg in legs {
        let none = Amount::zero(whole.currency());
        views.push(named(store, leg.kind, &leg.instrument_id, leg.amount, none, whole).await?);
    }
    Ok(views)
}

/// The legs of a charge: what each paid, or is to pay, and what came back.
///
/// # Errors
/// The store failed.
pub async fn legs_of_charge(store: &impl Store, charge: &Charge) -> Outcome<Vec<FundingLegView>> {
    let whole = charge.captured.unwrap_or(charge.amount);
    let mut views = Vec::with_capacity(charge.legs.len());
    for leg in &charge.legs {
        let amount = if charge.captured.is_some() { leg.captured } else { leg.amount };
        if !amount.is_zero() {
            views.push(named(store, leg.kind, &leg.instrument_id, amount, leg.refunded, whole).await?);
        }
    }
    Ok(views)
}

async fn named(
    store: &impl Store,
    kind: InstrumentKind,
    id: &str,
    amount: Amount,
    refunded: Amount,
    whole: Amount,
) -> Outcome<FundingLegView> {
    let mut view = FundingLegView {
        kind,
        instrument_id: id.to_owned(),
        amount,
        refunded,
        per_mille: per_mille(amount, whole),
        source: String::new(),
        expires_at: None,
        brand: None,
        last4: None,
    };
    if kind == InstrumentKind::Card {
        if let Some(card) = store.find::<Card>(id).await? {
            view.brand = Some(card.value.brand);
            view.last4 = Some(card.value.last4);
        }
    } else if let Some(lot) = store.find::<Lot>(id).await? {
        view.source = lot.value.source;
        view.expires_at = Some(lot.value.expires_at);
    }
    Ok(view)
}

fn per_mille(part: Amount, whole: Amount) -> u16 {
    let share = i128::from(part.minor()) * 1000 / i128::from(whole.minor().max(1));
    u16::try_from(share).unwrap_or(1000)
}
