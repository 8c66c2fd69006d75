use saifu_ledger::{AccountId, Phase, Transfer, TransferId, TransferKind};

use crate::change::Concept;
use crate::charge::{Charge, Refund, RefundRequest, refunding};
use crate::gift::code::code_ended;
use crate::gift::deliver::own;
use crate::gift::{CodeEnd, Gift, GiftState};
use crate::house::HOUSE_ID;
use crate::id::{GiftId, ShopperId};
use crate::port::store::{Store, StoreError, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// Calls a gift off that nobody redeemed: the code is dead, the value leaves the escrow, and the charge is
/// refunded; the caller goes on with [`crate::charge::drive_refund`]. Of a redemption at the same time
/// one wins. Again changes nothing and answers without a refund.
///
/// # Errors
/// `gift.not_found`, `gift.already_redeemed`, `gift.expired`, `gift.not_paid`; the store failed, or somebody
/// was first (stale).
pub async fn cancel(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &GiftId,
) -> Outcome<(Gift, Option<Refund>)> {
    let found = own(store, shopper, id).await?;
    match found.value.state_at(moment.now) {
        GiftState::Scheduled | GiftState::Sent => {}
        GiftState::Canceled => return Ok((found.value, None)),
        GiftState::Redeemed => return Err(Refusal::rule("gift.already_redeemed")),
        GiftState::Expired => return Err(Refusal::rule("gift.expired")),
        GiftState::Unpaid => return Err(Refusal::rule("gift.not_paid")),
    }
    let (gift, refund, changes) = returning(store, moment, found).await?;
    store.commit(changes).await?;
    Ok((gift, Some(refund)))
}

/// The writes that give a waiting gift back to its sender.
pub(super) async fn returning(
    store: &impl Store,
    moment: &Moment<'_>,
    found: Versioned<Gift>,
) -> Outcome<(Gift, Refund, ChangeSet)> {
    let code = code_ended(store, &found.value, CodeEnd::Canceled).await?;
    let gift = found.value.canceled(moment.now);
    let missing = || Refusal::Stored(format!("{} waits but has no charge", gift.id));
    let charge = gift.charge_id.clone().ok_or_else(missing)?;
    let charge = store.find::<Charge>(charge.as_str()).await?.ok_or_else(missing)?;
    let asked =
        RefundRequest { charge_id: charge.value.id.clone(), amount: gift.amount, soft_descriptor: None };
    let back = out_of_escrow(&gift, AccountId::merchant_payable(HOUSE_ID, gift.amount.currency()), moment);
    // The guard of the version comes first: who lost a race reads again.
    let changes = ChangeSet::new().update(Versioned { value: gift.clone(), version: found.version });
    let changes = changes.then(code).transfers([back]).events([gift.told()]);
    let refunded = refunding(store, changes, charge, &asked, moment).await;
    let (refund, changes) = refunded.map_err(|refusal| match refusal.code() {
        // Called off between reading the gift and reading its charge: read again.
        Some("refund.amount_exceeded") => StoreError::Stale(Concept::Gift, gift.id.to_string()).into(),
        _ => refusal,
    })?;
    Ok((gift, refund, changes))
}

fn out_of_escrow(gift: &Gift, credit: AccountId, moment: &Moment<'_>) -> Transfer {
    let escrow = gift.escrow_id();
    Transfer {
        id: TransferId::new(format!("{}:returned", escrow.as_str())),
        debit: escrow,
        credit,
        amount: gift.amount,
        kind: TransferKind::GiftReturn,
        phase: Phase::Single,
        at: moment.now,
    }
}
