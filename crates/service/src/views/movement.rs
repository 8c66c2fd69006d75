use saifu_api::wallet::{MovementReason, MovementView};
use saifu_ledger::TransferKind;
use saifu_wallet::id::MerchantId;
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
