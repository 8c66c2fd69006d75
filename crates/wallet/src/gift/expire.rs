use saifu_ledger::{AccountId, Phase, Transfer, TransferId, TransferKind};
use saifu_money::Amount;

use crate::change::Concept;
use crate::gift::{Ending, Lot, LotKind, house_account};
use crate::letter::Letter;
use crate::moment::in_japan;
use crate::outbox::{Event, EventKind};
use crate::port::mail::Mail;
use crate::port::store::{Store, StoreError, Versioned};
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome};

/// Looks at the end of a lot that is due: warns of it, or books what is left in it to the house. What a
/// charge has reserved is left alone until that is resolved.
///
/// # Errors
/// The store failed, or somebody else was first (stale).
pub async fn tend_lot(store: &impl Store, moment: &Moment<'_>, id: &AccountId) -> Outcome<()> {
    let Some(found) = store.find::<Lot>(id.as_str()).await? else { return Ok(()) };
    let balance = store.balance(id).await?.unwrap_or_default();
    let (lot, ending) = found.value.looked_at(&balance, moment.now);
    let left = Amount::new(balance.available(), lot.initial.currency())?;
    let changes = ChangeSet::new().update(Versioned { value: lot.clone(), version: found.version });
    let changes = match ending {
        Ending::None => changes,
        Ending::Warn(days) => warned(store, changes, &lot, left, days, moment).await?,
        Ending::Book(times) => booked(changes, &lot, left, times, moment),
    };
    match store.commit(changes).await {
        // Something was spent between reading and writing: read again.
        Err(StoreError::Ledger(_)) => Err(StoreError::Stale(Concept::Lot, id.as_str().to_owned()).into()),
        done => Ok(done?),
    }
}

fn booked(changes: ChangeSet, lot: &Lot, left: Amount, times: u32, moment: &Moment<'_>) -> ChangeSet {
    let house = house_account(lot.kind.expired_kind(), left.currency());
    let expire = Transfer {
        id: TransferId::new(format!("expire:{}:{times}", lot.account_id.as_str())),
        debit: lot.account_id.clone(),
        credit: house.id.clone(),
        amount: left,
        kind: TransferKind::Expire,
        phase: Phase::Single,
        at: moment.now,
    };
    let told = Event::to_shopper(&lot.shopper_id, EventKind::HoldingsChanged, lot.account_id.as_str());
    changes.open(house).transfers([expire]).events([told])
}

async fn warned(
    store: &impl Store,
    changes: ChangeSet,
    lot: &Lot,
    left: Amount,
    days: u8,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let told = Event::to_shopper(&lot.shopper_id, EventKind::LotExpiring, lot.account_id.as_str());
    let changes = changes.events([told]);
    let Some(shopper) = store.find::<Shopper>(lot.shopper_id.as_str()).await? else { return Ok(changes) };
    let id = format!("lot-ends:{}:{days}", lot.account_id.as_str());
    Ok(changes.insert(Letter::new(id, warning(&shopper.value, lot, left, moment))))
}

fn warning(shopper: &Shopper, lot: &Lot, left: Amount, moment: &Moment<'_>) -> Mail {
    let end = in_japan(lot.expires_at);
    let day_ja =
        format!("{}年{}月{}日 {:02}:{:02}", end.year(), end.month(), end.day(), end.hour(), end.minute());
    let day_en = end.strftime("%-d %B %Y, %H:%M");
    let (what_ja, what_en) = match lot.kind {
        LotKind::Gift => {
            (format!("ギフト残高 {}円分", left.minor()), format!("{} yen of gift balance", left.minor()))
        }
        LotKind::Points => (format!("{}ポイント", left.minor()), format!("{} points", left.minor())),
    };
    let name = &shopper.name;
    let source = if lot.source.is_empty() { String::new() } else { format!("({})", lot.source) };
    let text = format!(
        "{name} さん\n\n{what_ja}{source}の有効期限が近づいています。\n{day_ja}(日本時間)を過ぎると使えません。\n\
         お支払いのときは、期限の近いものから先に使われます。\n\n--\n\n\
         {what_en} {source} end soon: they cannot be used after {day_en} (Japan).\n\
         A payment spends what ends first.\n",
    );
    Mail {
        to: shopper.email.clone(),
        subject: format!("【Saifu】{what_ja}の期限が近づいています"),
        text,
        at: moment.now,
    }
}
