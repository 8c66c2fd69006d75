//! What a look at a payment is written down as.

use saifu_ledger::{Account, AccountId, AccountKind, Phase, Transfer, TransferId, TransferKind};
use saifu_money::{Amount, Currency};

use crate::gift::{Lot, house_account};
use crate::id::ShopperId;
use crate::outbox::{Event, EventKind};
use crate::port::processor::{Payment, Processor, ProcessorError};
use crate::port::store::{Store, Versioned};
use crate::top_up::{Arrived, TopUp, TopUpMethod, TopUpState, end_claim, letters, observed};
use crate::{ChangeSet, Moment, Outcome, Refusal, law};

/// The changes of a look at a top-up's payment: the top-up, the money, the end of its claim, who is told.
pub(super) async fn booked(
    store: &impl Store,
    moment: &Moment<'_>,
    top_up: Versioned<TopUp>,
    payment: &Payment,
) -> Outcome<ChangeSet> {
    let before = top_up.value;
    let was_open = before.state.is_open();
    let (mut value, arrived) = observed(before, payment, moment.now)?;
    let mut money = ChangeSet::new();
    if arrived.settles {
        let lot = lot_of(&value, moment);
        value.lot_id = Some(lot.account_id.clone());
        money = settled(&value, lot, moment);
    }
    if !arrived.owed.is_zero() {
        money = owed(money, &value, arrived, moment);
    }
    let id = value.id.clone();
    let has_ended = was_open && !value.state.is_open();
    let told = has_ended || !arrived.owed.is_zero();
    let mut changes = ChangeSet::new().update(Versioned { value: value.clone(), version: top_up.version });
    if has_ended {
        changes = end_claim(store, changes, &value.shopper_id, &id, arrived.settles).await?;
    }
    changes = changes.then(money);
    match told {
        true => {
            letters::tell(store, changes.events([value.told()]), &value, arrived, has_ended, moment).await
        }
        false => Ok(changes),
    }
}

/// The processor will not take it: it came to nothing.
pub(super) async fn failed(
    store: &impl Store,
    moment: &Moment<'_>,
    mut top_up: Versioned<TopUp>,
    code: &str,
) -> Outcome<ChangeSet> {
    top_up.value.state = TopUpState::Failed;
    top_up.value.failure = Some(code.to_owned());
    top_up.value.updated_at = moment.now;
    if let Some(cash) = &mut top_up.value.cash {
        cash.due_at = None;
    }
    let (id, shopper) = (top_up.value.id.clone(), top_up.value.shopper_id.clone());
    let told = top_up.value.told();
    let changes = ChangeSet::new().update(top_up).events([told]);
    end_claim(store, changes, &shopper, &id, false).await
}

/// Asks the processor to give back what is owed, and books that it did.
pub(super) async fn given_back(
    processor: &impl Processor,
    moment: &Moment<'_>,
    mut top_up: Versioned<TopUp>,
) -> Outcome<Option<ChangeSet>> {
    let id = top_up.value.id.clone();
    let Some(cash) = &mut top_up.value.cash else { return Ok(None) };
    let payment = cash.payment_id.clone().ok_or_else(|| Refusal::Stored(format!("{id} has no payment")))?;
    let (amount, place) = (cash.returning.unwrap_or(cash.to_return), cash.returned.minor());
    let key = match cash.return_refusals {
        0 => format!("{id}:return:{place}"),
        again => format!("{id}:return:{place}:{again}"),
    };
    match processor.refund(&payment, amount, &key).await {
        Ok(()) => {}
        Err(ProcessorError::Unavailable(_)) => return Ok(None),
        Err(refusal) => return Ok(Some(not_given_back(moment, top_up, refusal.to_string()))),
    }
    let account = return_account(&top_up.value.shopper_id, amount.currency());
    law::may_pay_out(account.kind)?;
    let back = transfer(
        &format!("topup:{id}:returned:{place}"),
        &account.id,
        &AccountId::house(AccountKind::CashClearing, amount.currency()),
        amount,
        TransferKind::Returned,
        moment,
    );
    cash.returned = cash.returned.add(amount)?;
    cash.to_return = cash.to_return.sub(amount)?;
    (cash.returning, cash.return_refusal) = (None, None);
    top_up.value.updated_at = moment.now;
    let told = top_up.value.told();
    Ok(Some(ChangeSet::new().update(top_up).transfers([back]).events([told])))
}

/// Asking again would be refused again: it stays owed until the operator asks anew.
fn not_given_back(moment: &Moment<'_>, mut top_up: Versioned<TopUp>, reason: String) -> ChangeSet {
    if let Some(cash) = &mut top_up.value.cash {
        cash.returning = None;
        cash.return_refusals += 1;
        cash.return_refusal = Some(reason);
    }
    let look_again_at = top_up.value.look_again_at(moment.now);
    if let Some(cash) = &mut top_up.value.cash {
        cash.due_at = look_again_at;
    }
    top_up.value.updated_at = moment.now;
    ChangeSet::new().update(top_up)
}

fn lot_of(top_up: &TopUp, moment: &Moment<'_>) -> Lot {
    let source = match (top_up.method, top_up.cash.as_ref().and_then(|cash| cash.chain)) {
        (_, Some(chain)) => chain.name(),
        (TopUpMethod::BankTransfer, None) => "銀行振込",
        _ => "",
    };
    let (id, origin) = (format!("topup:{}", top_up.id), top_up.method.origin());
    Lot::bought(id, &top_up.shopper_id, top_up.amount, origin, source, moment.now)
}

/// The lot and what fills it, in one commit with the top-up.
fn settled(top_up: &TopUp, lot: Lot, moment: &Moment<'_>) -> ChangeSet {
    let currency = top_up.amount.currency();
    let clearing = house_account(AccountKind::CashClearing, currency);
    let id = format!("topup:{}", top_up.id);
    let account = lot.account_id.clone();
    let fill = transfer(&id, &clearing.id, &account, top_up.amount, TransferKind::TopUp, moment);
    let told = Event::to_shopper(&top_up.shopper_id, EventKind::HoldingsChanged, account.as_str());
    let fee = top_up.cash.as_ref().map(|cash| cash.fee).filter(|fee| !fee.is_zero());
    let earned = house_account(AccountKind::FeeEarned, currency);
    let paid = fee.map(|fee| {
        let id = format!("{id}:fee");
        transfer(&id, &clearing.id, &earned.id, fee, TransferKind::Fee, moment)
    });
    let changes = ChangeSet::new().open(clearing).open(earned).open(lot.account()).insert(lot);
    changes.transfers([fill]).transfers(paid).events([told])
}

/// What came late, twice or in another sum is kept for the shopper, apart from what can be spent.
fn owed(changes: ChangeSet, top_up: &TopUp, arrived: Arrived, moment: &Moment<'_>) -> ChangeSet {
    let amount = arrived.owed;
    let clearing = house_account(AccountKind::CashClearing, amount.currency());
    let account = return_account(&top_up.shopper_id, amount.currency());
    // The sum that is booked by now tells this arrival from others of the top-up.
    let booked = top_up.cash.as_ref().map_or(0, |cash| cash.booked.minor());
    let id = format!("topup:{}:owed:{booked}", top_up.id);
    let keep = transfer(&id, &clearing.id, &account.id, amount, TransferKind::ReturnOwed, moment);
    changes.open(clearing).open(account).transfers([keep])
}

fn return_account(shopper: &ShopperId, currency: Currency) -> Account {
    Account {
        id: AccountId::new(format!("return:{shopper}:{currency}")),
        owner: shopper.to_string(),
        kind: AccountKind::ReturnOwed,
        currency,
    }
}

fn transfer(
    id: &str,
    debit: &AccountId,
    credit: &AccountId,
    amount: Amount,
    kind: TransferKind,
    moment: &Moment<'_>,
) -> Transfer {
    let (debit, credit) = (debit.clone(), credit.clone());
    Transfer { id: TransferId::new(id), debit, credit, amount, kind, phase: Phase::Single, at: moment.now }
}
