use saifu_money::Amount;

use crate::house::{self, HOUSE_ID, PURCHASE_LIFE_S, Purpose};
use crate::id::{ShopperId, TopUpId};
use crate::merchant::Merchant;
use crate::port::store::Store;
use crate::top_up::{POLICY, TopUp, TopUpMethod, TopUpState, claim};
use crate::{Moment, Outcome, Refusal};

/// Makes a top-up by card that waits for the shopper's approval in the approval window.
///
/// # Errors
/// What the limits refuse; the store failed, or another top-up was claimed at once (stale).
pub async fn buy(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    amount: Amount,
    sandbox: bool,
) -> Outcome<TopUp> {
    let shop = store.find::<Merchant>(HOUSE_ID).await?;
    let shop = shop.ok_or_else(|| Refusal::Stored(format!("{HOUSE_ID} is missing")))?.value;
    let id = TopUpId::draw(moment);
    let (session, changes) = house::ask(&shop, shopper, Purpose::TopUp(id.clone()), amount, sandbox, moment);
    let top_up = TopUp {
        id,
        shopper_id: shopper.clone(),
        amount,
        method: TopUpMethod::Card,
        state: TopUpState::Initiated,
        automatic: false,
        checkout_session_id: Some(session.id),
        charge_id: None,
        card_id: None,
        lot_id: None,
        failure: None,
        created_at: moment.now,
        pay_by: moment.after_seconds(PURCHASE_LIFE_S),
        settled_at: None,
        updated_at: moment.now,
        cash: None,
    };
    let changes = claim(store, changes, &POLICY, shopper, &top_up.id, amount, moment).await?;
    store.commit(changes.insert(top_up.clone()).events([top_up.told()])).await?;
    Ok(top_up)
}
