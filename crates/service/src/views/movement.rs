use saifu_api::wallet::{MovementReason, MovementView, PromiseView};
use saifu_ledger::TransferKind;
use saifu_wallet::id::{MerchantId, ShopperId};
use saifu_wallet::movement::Movement;
use saifu_wallet::port::store::Store;
use saifu_wallet::{Outcome, Refusal};

use super::Merchants;

/// One row of a history.
///
/// # Errors
/// The store failed, or it moved a lot for no reason that is known.
pub async fn movement(store: &impl Store, it: &Movement, merchants: &mut Merchants) -> Outcome<MovementView> {
    let source = match it.merchant() {
        Some(id) => merchants.of(store, &MerchantId::new(id)).await?.name.clone(),
        None => it.lot.source.clone(),
    };
    Ok(MovementView {
        transfer_id: it.transfer.id.as_str().to_owned(),
        reason: reason(it)?,
        amount: it.transfer.amount,
        incoming: it.incoming,
        pending: it.is_pending(),
        at: it.transfer.at,
        source,
        order_id: it.order().map(str::to_owned),
        lot_id: it.lot.account_id.as_str().to_owned(),
    })
}

fn reason(it: &Movement) -> Outcome<MovementReason> {
    Ok(match it.transfer.kind {
        TransferKind::Redeem => MovementReason::Redeemed,
        TransferKind::TopUp => MovementReason::ToppedUp,
        TransferKind::Charge => MovementReason::Spent,
        TransferKind::Refund => MovementReason::Refunded,
        TransferKind::Reward => MovementReason::Earned,
        TransferKind::RewardReturn => MovementReason::EarnedReturned,
        TransferKind::Expire => MovementReason::Expired,
        TransferKind::Fee
        | TransferKind::ReturnOwed
        | TransferKind::Returned
        | TransferKind::Gift
        | TransferKind::GiftReturn => {
            return Err(Refusal::Stored(format!("{:?} moved a lot", it.transfer.id)));
        }
    })
}

/// Points that are promised, the soonest first.
///
/// # Errors
/// The store failed.
pub async fn promises(
    store: &impl Store,
    shopper: &ShopperId,
    merchants: &mut Merchants,
) -> Outcome<Vec<PromiseView>> {
    let mut promises = Vec::new();
    for charge in store.charges_promising(shopper).await? {
        let Some((reward, at)) = charge.reward.as_ref().zip(charge.points_promised_for()) else { continue };
        let source = merchants.of(store, &charge.merchant_id).await?.name.clone();
        let order_id = Some(charge.id.order().to_owned());
        promises.push(PromiseView { amount: reward.promised()?, at, source, order_id });
    }
    promises.retain(|it| !it.amount.is_zero());
    Ok(promises)
}
