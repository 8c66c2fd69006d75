use jiff::Timestamp;
use saifu_ledger::{AccountId, Phase, Transfer, TransferId, TransferKind};
use saifu_money::Amount;

use crate::charge::{Charge, Refund};
use crate::gift::{Gift, Lot, LotOrigin};
use crate::house::HOUSE_ID;
use crate::house::purchase::{Purchase, ruled};
use crate::outbox::{Event, EventKind};
use crate::port::store::Versioned;
use crate::top_up::TopUp;
use crate::{ChangeSet, Moment};

/// What the shopper gets for a captured charge of Saifu's own shop, out of what the card paid: a lot, or
/// an escrow that a gift code opens. Pure. Ids follow from what was bought, so that it is handed over once.
pub(super) fn fulfil(purchase: Purchase, charge: &Charge, moment: &Moment<'_>) -> ChangeSet {
    match purchase {
        Purchase::TopUp(top_up, rule) => {
            ruled(rule, |it| it.arrived(moment.now)).then(filled(*top_up, charge, moment))
        }
        Purchase::Gift(gift) => escrowed(*gift, charge, moment),
    }
}

fn filled(top_up: Versioned<TopUp>, charge: &Charge, moment: &Moment<'_>) -> ChangeSet {
    let id = format!("topup:{}", top_up.value.id);
    let lot =
        Lot::bought(id.clone(), &charge.shopper_id, charge.amount, LotOrigin::TopUpCard, "", moment.now);
    let fill = out_of_the_shop(id, lot.account_id.clone(), charge.amount, TransferKind::TopUp, moment.now);
    let settled = top_up.value.settled(&lot, moment.now);
    let told = [
        settled.told(),
        Event::to_shopper(&lot.shopper_id, EventKind::HoldingsChanged, lot.account_id.as_str()),
    ];
    ChangeSet::new()
        .update(Versioned { value: settled, version: top_up.version })
        .open(lot.account())
        .insert(lot)
        .transfers([fill])
        .events(told)
}

fn escrowed(gift: Versioned<Gift>, charge: &Charge, moment: &Moment<'_>) -> ChangeSet {
    let paid = gift.value.paid(moment.now);
    let escrow = paid.escrow();
    let id = format!("{}:paid", escrow.id.as_str());
    let fill = out_of_the_shop(id, escrow.id.clone(), charge.amount, TransferKind::Gift, moment.now);
    let told = paid.told();
    ChangeSet::new()
        .update(Versioned { value: paid, version: gift.version })
        .open(escrow)
        .transfers([fill])
        .events([told])
}

/// The value of a gift whose refund no card takes, as gift balance of its sender.
pub(super) fn as_balance(charge: &Charge, refund: &Refund, moment: &Moment<'_>) -> (Lot, Transfer) {
    let id = format!("refund:{}", refund.id);
    let lot = Lot::bought(id.clone(), &charge.shopper_id, refund.amount, LotOrigin::Refund, "", moment.now);
    let fill = out_of_the_shop(id, lot.account_id.clone(), refund.amount, TransferKind::Refund, moment.now);
    (lot, fill)
}

fn out_of_the_shop(
    id: String,
    credit: AccountId,
    amount: Amount,
    kind: TransferKind,
    at: Timestamp,
) -> Transfer {
    let debit = AccountId::merchant_payable(HOUSE_ID, amount.currency());
    Transfer { id: TransferId::new(id), debit, credit, amount, kind, phase: Phase::Single, at }
}
