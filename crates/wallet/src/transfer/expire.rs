use saifu_ledger::{Phase, Transfer, TransferId};

use crate::port::store::{Store, StoreError};
use crate::{ChangeSet, Moment, Outcome};

/// Releases reservations whose time is over; answers how many. A reservation that somebody resolves at
/// the same moment is theirs.
///
/// # Errors
/// The store failed.
pub async fn expire_overdue(store: &impl Store, moment: &Moment<'_>) -> Outcome<usize> {
    let overdue = store.transfers_overdue(moment.now).await?;
    let mut expired = 0;
    for pending in overdue {
        match store.commit(ChangeSet::new().transfers([expiry(pending, moment)])).await {
            Ok(()) => expired += 1,
            Err(StoreError::Ledger(_)) => {}
            Err(error) => return Err(error.into()),
        }
    }
    Ok(expired)
}

fn expiry(pending: Transfer, moment: &Moment<'_>) -> Transfer {
    Transfer {
        id: TransferId::new(format!("{}:expire", pending.id.as_str())),
        phase: Phase::Expire(pending.id.clone()),
        at: moment.now,
        ..pending
    }
}
