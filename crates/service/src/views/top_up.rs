use jiff::Timestamp;
use saifu_api::wallet::{
    AutomaticTopUpView, TopUpCardView, TopUpMethod as MethodView, TopUpState as StateView, TopUpView,
};
use saifu_wallet::Outcome;
use saifu_wallet::card::Card;
use saifu_wallet::port::store::Store;
use saifu_wallet::top_up::{AutomaticTopUp, TopUp, TopUpMethod, TopUpState};

/// A top-up.
///
/// # Errors
/// The store failed.
pub async fn top_up(store: &impl Store, it: &TopUp, now: Timestamp) -> Outcome<TopUpView> {
    let card = match &it.card_id {
        Some(id) => store.find::<Card>(id.as_str()).await?,
        None => None,
    };
    Ok(TopUpView {
        top_up_id: it.id.to_string(),
        amount: it.amount,
        method: match it.method {
            TopUpMethod::Card => MethodView::Card,
            TopUpMethod::Slip => MethodView::Slip,
            TopUpMethod::BankTransfer => MethodView::BankTransfer,
        },
        state: match it.state_at(now) {
            TopUpState::Initiated => StateView::Initiated,
            TopUpState::Pending => StateView::Pending,
            TopUpState::Settled => StateView::Settled,
            TopUpState::Canceled => StateView::Canceled,
            TopUpState::Expired => StateView::Expired,
            TopUpState::Failed => StateView::Failed,
        },
        created_at: it.created_at,
        settled_at: it.settled_at,
        automatic: it.automatic,
        lot_id: it.lot_id.as_ref().map(|id| id.as_str().to_owned()),
        order_id: it.charge_id.as_ref().map(|id| id.order().to_owned()),
        card: card.map(|card| TopUpCardView { brand: card.value.brand, last4: card.value.last4 }),
        slip: None,
        bank_transfer: None,
        to_return: None,
        failure: it.failure.clone(),
    })
}

/// The shopper's rule.
#[must_use]
pub fn automatic(it: &AutomaticTopUp) -> AutomaticTopUpView {
    AutomaticTopUpView {
        enabled: it.enabled,
        amount: it.amount,
        below: it.below,
        day_of_month: it.day_of_month,
        card_id: it.card_id.as_ref().map(ToString::to_string),
        next_on: it.next_on,
        last_failure: it.last_failure.clone(),
    }
}
