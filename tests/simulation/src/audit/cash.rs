//! Cash: every yen that came in is booked once, as balance or as owed back, and goes back once.

use std::collections::HashMap;

use saifu_ledger::{AccountKind, TransferKind};
use saifu_wallet::moment::in_japan;
use saifu_wallet::top_up::{Cash, POLICY, TopUp, TopUpState};

use super::{Rule, View, When, always};
use crate::books::CashMoney;

pub const RULES: [Rule; 5] = [
    always("cash is booked once, and no more than came in", booked),
    always("what is owed back to a shopper is told by its top-ups", owed),
    always("top-ups stay within the limits", limits),
    Rule { says: "what is owed back goes back once", when: When::AtRest, broken: given_back },
    Rule { says: "cash that came in is booked", when: When::AtTheEnd, broken: all_booked },
];

fn for_cash<'v>(view: &'v View<'_>) -> impl Iterator<Item = (&'v TopUp, &'v Cash)> {
    view.stored.rows::<TopUp>().filter_map(|it| Some((it, it.cash.as_ref()?)))
}

/// What is at the processor for a top-up; asked twice it may be there twice, but only one is ever told.
fn at_processor<'v>(view: &'v View<'_>, cash: &Cash) -> Option<&'v CashMoney> {
    cash.payment_id.as_ref().and_then(|id| view.books.cash.get(id))
}

/// What the transfers of each top-up moved, by their kind.
fn moved<'v>(view: &'v View<'_>) -> HashMap<(&'v str, &'static str), i64> {
    let mut moved = HashMap::new();
    for transfer in view.transfers.values() {
        if let Some(rest) = transfer.id.as_str().strip_prefix("topup:") {
            let id = rest.split(':').next().unwrap_or(rest);
            *moved.entry((id, transfer.kind.word())).or_default() += transfer.amount.minor();
        }
    }
    moved
}

fn booked(view: &View<'_>) -> Vec<String> {
    let moved = moved(view);
    let wrong = for_cash(view).filter(|(top_up, cash)| {
        let of =
            |kind: TransferKind| moved.get(&(top_up.id.as_str(), kind.word())).copied().unwrap_or_default();
        let settled = top_up.state == TopUpState::Settled;
        let filled = if settled { (top_up.amount.minor(), cash.fee.minor()) } else { (0, 0) };
        let owed = cash.to_return.minor() + cash.returned.minor();
        let received = at_processor(view, cash).map_or(0, |money| money.received);
        (of(TransferKind::TopUp), of(TransferKind::Fee)) != filled
            || of(TransferKind::ReturnOwed) != owed
            || of(TransferKind::Returned) != cash.returned.minor()
            || filled.0 + filled.1 + owed != cash.booked.minor()
            || cash.booked.minor() > received
    });
    wrong.map(|(it, _)| it.id.to_string()).collect()
}

fn owed(view: &View<'_>) -> Vec<String> {
    let mut told: HashMap<&str, i64> = HashMap::new();
    for (top_up, cash) in for_cash(view) {
        *told.entry(top_up.shopper_id.as_str()).or_default() += cash.to_return.minor();
    }
    for (account, balance) in view.accounts.iter().filter(|(it, _)| it.kind == AccountKind::ReturnOwed) {
        *told.entry(account.owner.as_str()).or_default() -= balance.available();
    }
    told.into_iter().filter(|(_, left)| *left != 0).map(|(who, left)| format!("{who}: {left}")).collect()
}

/// What counts of a day and of a month: by card or in cash, arrived or still to come.
fn limits(view: &View<'_>) -> Vec<String> {
    let (mut days, mut months) = (HashMap::new(), HashMap::new());
    let counts = |it: &&TopUp| it.state.is_open() || it.state == TopUpState::Settled;
    for top_up in view.stored.rows::<TopUp>().filter(counts) {
        let day = in_japan(top_up.created_at).date();
        let who = top_up.shopper_id.as_str();
        *days.entry((who, day)).or_default() += top_up.amount.minor();
        *months.entry((who, day.first_of_month())).or_default() += top_up.amount.minor();
    }
    let over = |(key, sum): (_, i64), most: i64| (sum > most).then(|| format!("{key:?}: {sum}"));
    let (day, month) = (POLICY.per_day.amount.minor(), POLICY.per_month.amount.minor());
    let days = days.into_iter().filter_map(|it| over(it, day));
    days.chain(months.into_iter().filter_map(|it| over(it, month))).collect()
}

fn given_back(view: &View<'_>) -> Vec<String> {
    let wrong = for_cash(view).filter(|(_, cash)| {
        let back = at_processor(view, cash).map_or(0, CashMoney::refunded);
        back != cash.returned.minor() || cash.returning.is_some()
    });
    wrong.map(|(it, _)| it.id.to_string()).collect()
}

fn all_booked(view: &View<'_>) -> Vec<String> {
    let wrong = for_cash(view).filter(|(_, cash)| {
        at_processor(view, cash).is_some_and(|money| money.received != cash.booked.minor())
    });
    wrong.map(|(it, _)| it.id.to_string()).collect()
}
