use saifu_ledger::{AccountKind, Phase, Transfer, TransferId, TransferKind};

use crate::charge::Refund;
use crate::gift::cancel::returning;
use crate::gift::deliver::deliver;
use crate::gift::{Gift, GiftState, house_account};
use crate::id::GiftId;
use crate::port::mail::Mailer;
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome};

/// Looks after a gift that is due: mails it, or writes down that its time is over. One that was never
/// mailed until its code would have ended goes back to its sender; that refund is answered, and the caller
/// drives it.
///
/// # Errors
/// The mail or the store failed, or somebody else was first (stale).
pub async fn tend(
    store: &impl Store,
    mailer: &impl Mailer,
    moment: &Moment<'_>,
    id: &GiftId,
) -> Outcome<Option<Refund>> {
    let Some(found) = store.find::<Gift>(id.as_str()).await? else { return Ok(None) };
    if found.value.due_at.is_none_or(|due| moment.now < due) {
        return Ok(None);
    }
    let over = moment.now >= found.value.expires_at;
    match found.value.state {
        GiftState::Unpaid => store.commit(ended(found, |gift| gift.canceled(moment.now))).await?,
        GiftState::Scheduled if over => {
            let (_, refund, changes) = returning(store, moment, found).await?;
            store.commit(changes).await?;
            return Ok(Some(refund));
        }
        GiftState::Scheduled => deliver(store, mailer, moment, found).await?,
        GiftState::Sent => store.commit(expired(found, moment)).await?,
        GiftState::Redeemed | GiftState::Canceled | GiftState::Expired => {}
    }
    Ok(None)
}

fn ended(found: Versioned<Gift>, end: impl FnOnce(Gift) -> Gift) -> ChangeSet {
    let value = end(found.value);
    let told = value.told();
    ChangeSet::new().update(Versioned { value, version: found.version }).events([told])
}

/// Nobody redeemed it: what was paid stays with the house, as with every lot that ends.
fn expired(found: Versioned<Gift>, moment: &Moment<'_>) -> ChangeSet {
    let (escrow, amount) = (found.value.escrow_id(), found.value.amount);
    let house = house_account(AccountKind::GiftExpired, amount.currency());
    let expire = Transfer {
        id: TransferId::new(format!("{}:expired", escrow.as_str())),
        debit: escrow,
        credit: house.id.clone(),
        amount,
        kind: TransferKind::Expire,
        phase: Phase::Single,
        at: moment.now,
    };
    ended(found, |gift| gift.expired(moment.now)).open(house).transfers([expire])
}
