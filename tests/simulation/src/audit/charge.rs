use std::collections::{BTreeMap, HashMap, HashSet};

use saifu_ledger::{Account, AccountId};
use saifu_wallet::charge::{Channel, Charge, ChargeState, RefundState};
use saifu_wallet::house::HOUSE_ID;
use saifu_wallet::proposal::Approval;

use super::view::{Fate, is_live};
use super::{Rule, View, always};

pub const RULES: [Rule; 6] = [
    always("a captured charge is backed by posted transfers", captured_is_posted),
    always("a charge that came to nothing is released", released),
    always("a reservation belongs to a live charge", reservations),
    always("what is charged is what was signed", signed),
    always("a session has one charge that is not off", one_a_session),
    always("a merchant is owed what was captured less what went back", payable),
];

fn captured_is_posted(view: &View<'_>) -> Vec<String> {
    let captured = view.charges.values().filter(|it| it.state == ChargeState::Captured);
    let wrong = captured.filter(|charge| {
        let as_said = charge.legs.iter().all(|leg| match leg.captured.minor() {
            0 => view.fate_of(leg) == Fate::Released,
            taken => view.fate_of(leg) == Fate::Posted(taken),
        });
        let sum: i64 = charge.legs.iter().map(|leg| leg.captured.minor()).sum();
        !as_said || charge.captured.map(|it| it.minor()) != Some(sum) || sum > charge.amount.minor()
    });
    wrong.map(|it| it.id.to_string()).collect()
}

fn released(view: &View<'_>) -> Vec<String> {
    let off =
        view.charges.values().filter(|it| matches!(it.state, ChargeState::Canceled | ChargeState::Declined));
    let wrong = off.filter(|charge| charge.legs.iter().any(|leg| view.fate_of(leg) != Fate::Released));
    wrong.map(|it| it.id.to_string()).collect()
}

fn reservations(view: &View<'_>) -> Vec<String> {
    let live = || view.charges.values().filter(|charge| is_live(charge));
    let not_reserved = live().flat_map(|it| &it.legs).filter(|leg| view.fate_of(leg) != Fate::Reserved);
    let not_reserved: Vec<String> = not_reserved.map(|leg| leg.reservation.id.as_str().to_owned()).collect();
    let known: HashSet<&str> =
        live().flat_map(|it| &it.legs).map(|leg| leg.reservation.id.as_str()).collect();
    let loose = view.transfers.values().filter(|it| {
        let id = it.id.as_str();
        it.phase.reserves() && !view.resolved.contains_key(id) && !known.contains(id)
    });
    not_reserved.into_iter().chain(loose.map(|it| it.id.as_str().to_owned())).collect()
}

/// Each charge of a session has one approval of its own, over just what it takes.
fn signed(view: &View<'_>) -> Vec<String> {
    let approvals: HashMap<&str, &Approval> =
        view.stored.rows::<Approval>().map(|it| (it.charge_id.as_str(), it)).collect();
    let online = view.charges.values().filter(|it| it.channel == Channel::Online);
    let wrong = online.filter(|charge| {
        let Some(terms) = approvals.get(charge.id.as_str()).map(|it| &it.terms) else { return true };
        let paid_with = charge.legs.iter().map(|leg| (leg.kind, leg.instrument_id.as_str(), leg.amount));
        let agreed = terms.funding.iter().map(|leg| (leg.kind, leg.instrument_id.as_str(), leg.amount));
        terms.amount != charge.amount
            || terms.payee.merchant_id != charge.merchant_id.as_str()
            || !paid_with.eq(agreed)
    });
    wrong.map(|it| it.id.to_string()).collect()
}

fn one_a_session(view: &View<'_>) -> Vec<String> {
    let mut on: HashMap<&str, u32> = HashMap::new();
    let charges = view.charges.values();
    for charge in charges.filter(|it| is_live(it) || it.state == ChargeState::Captured) {
        if let Some(session) = &charge.checkout_session_id {
            *on.entry(session.as_str()).or_default() += 1;
        }
    }
    on.into_iter().filter(|(_, count)| *count > 1).map(|(session, _)| session.to_owned()).collect()
}

fn payable(view: &View<'_>) -> Vec<String> {
    let mut owed: BTreeMap<AccountId, i64> = BTreeMap::new();
    let mut add = |charge: &Charge, minor: i64| {
        let account = AccountId::merchant_payable(charge.merchant_id.as_str(), charge.amount.currency());
        *owed.entry(account).or_default() += minor;
    };
    for charge in view.charges.values().filter(|it| it.state == ChargeState::Captured) {
        add(charge, charge.captured.map_or(0, |it| it.minor()));
    }
    for refund in view.refunds.iter().filter(|it| it.state == RefundState::Refunded) {
        if let Some(charge) = view.charges.get(refund.charge_id.as_str()) {
            add(charge, -refund.amount.minor());
        }
    }
    // Saifu's own shop hands over what it sells: see `house`.
    let is_shop = |account: &Account| account.id.payee().is_some_and(|merchant| merchant != HOUSE_ID);
    let merchants = view.accounts.iter().filter(|(account, _)| is_shop(account));
    let wrong = merchants.filter_map(|(account, balance)| {
        let is = balance.credits_posted - balance.debits_posted;
        let should = owed.get(&account.id).copied().unwrap_or_default();
        (is != should).then(|| format!("{}: {is}, but {should}", account.id.as_str()))
    });
    wrong.collect()
}
