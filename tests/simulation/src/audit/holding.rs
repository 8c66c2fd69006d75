use std::collections::HashMap;

use saifu_ledger::TransferKind;
use saifu_money::Amount;
use saifu_rewards::grant;
use saifu_terms::InstrumentKind;
use saifu_wallet::card::Card;
use saifu_wallet::charge::{Channel, Charge, Refund, RefundState};
use saifu_wallet::gift::{GiftCard, Lot};
use saifu_wallet::store_code::StoreCode;

use super::{Rule, View, When, always};

pub const RULES: [Rule; 7] = [
    always("a gift card fills one lot, once", gift_cards),
    always("a captured charge gives the points that it earns, once", points),
    always("a store code pays once", store_codes),
    always("a shopper with cards has one default", default_cards),
    always("a shopper has one account", one_account),
    Rule { says: "what ended is with the house", when: When::AtTheEnd, broken: ended },
    Rule {
        says: "points that are no longer earned go back, and no others",
        when: When::AtRest,
        broken: kept,
    },
];

fn gift_cards(view: &View<'_>) -> Vec<String> {
    let lots: HashMap<&str, &Lot> =
        view.stored.rows::<Lot>().map(|it| (it.account_id.as_str(), it)).collect();
    let cards = view.stored.rows::<GiftCard>();
    let wrong = cards.filter(|card| {
        let fill = view.transfers.get(format!("redeem:{}", card.code_digest).as_str());
        let lot = fill.and_then(|fill| lots.get(fill.credit.as_str()));
        match &card.redeemed_by {
            None => fill.is_some(),
            Some(by) => {
                lot.is_none_or(|lot| lot.shopper_id != *by) || fill.is_none_or(|it| it.amount != card.amount)
            }
        }
    });
    let wrong = wrong.map(|card| card.code_digest[..12].to_owned());
    let filled = view.transfers.values().filter(|it| it.kind == TransferKind::Redeem).count();
    let redeemed = view.stored.rows::<GiftCard>().filter(|it| it.redeemed_by.is_some()).count();
    let extra = (filled != redeemed).then(|| format!("{redeemed} cards were redeemed, {filled} lots filled"));
    wrong.chain(extra).collect()
}

fn points(view: &View<'_>) -> Vec<String> {
    let mut taken_back: HashMap<&str, i64> = HashMap::new();
    for transfer in view.transfers.values().filter(|it| it.kind == TransferKind::RewardReturn) {
        *taken_back.entry(transfer.debit.as_str()).or_default() += transfer.amount.minor();
    }
    let given = |charge: &Charge| {
        view.transfers.get(format!("{}:reward", charge.id).as_str()).map_or(0, |it| it.amount.minor())
    };
    let wrong = view.charges.values().filter(|charge| {
        let earned = charge.reward.as_ref().map_or(0, |reward| reward.grant.total.minor());
        let due = charge
            .captured_at
            .and(charge.captured)
            .map_or(0, |captured| earns(charge, captured, |leg| leg.captured));
        // Of promised points what went back before their day was never given.
        let should = charge.reward.as_ref().map_or(0, |reward| {
            let back = taken_back.get(reward.lot_id.as_str()).copied().unwrap_or_default();
            let before = reward.returned.minor() - back;
            if reward.promised_for.is_some() { back } else { earned - before }
        });
        earned != due || given(charge) != should
    });
    let wrong = wrong.map(|it| it.id.to_string());
    let all = view.transfers.values().filter(|it| it.kind == TransferKind::Reward);
    let all: i64 = all.map(|it| it.amount.minor()).sum();
    let known: i64 = view.charges.values().map(|charge| given(charge)).sum();
    let extra = (all != known).then(|| format!("{all} points were given, {known} of them for charges"));
    wrong.chain(extra).collect()
}

/// What this much of a charge earns, less what points paid of it.
fn earns(charge: &Charge, paid: Amount, of_leg: impl Fn(&saifu_wallet::charge::Leg) -> Amount) -> i64 {
    if charge.purpose.is_prepaid() {
        return 0;
    }
    let points = charge.legs.iter().filter(|leg| leg.kind == InstrumentKind::Points).map(of_leg);
    let with_points = Amount::sum(paid.currency(), points);
    with_points.and_then(|with_points| grant(paid, with_points)).map_or(-1, |grant| grant.total.minor())
}

/// A code that was used or replaced is used up; a charge at a till used one.
fn store_codes(view: &View<'_>) -> Vec<String> {
    let mut left: HashMap<&str, i64> = HashMap::new();
    for code in view.stored.rows::<StoreCode>().filter(|it| it.used) {
        *left.entry(code.shopper_id.as_str()).or_default() += 1;
    }
    for charge in view.charges.values().filter(|it| it.channel == Channel::Store) {
        *left.entry(charge.shopper_id.as_str()).or_default() -= 1;
    }
    left.into_iter().filter(|(_, left)| *left < 0).map(|(who, _)| who.to_owned()).collect()
}

fn default_cards(view: &View<'_>) -> Vec<String> {
    let mut of: HashMap<&str, u32> = HashMap::new();
    for card in view.stored.rows::<Card>().filter(|it| it.is_live()) {
        *of.entry(card.shopper_id.as_str()).or_default() += u32::from(card.is_default);
    }
    of.into_iter().filter(|(_, n)| *n != 1).map(|(who, n)| format!("{who}: {n} defaults")).collect()
}

fn one_account(view: &View<'_>) -> Vec<String> {
    let mut of: HashMap<&str, u32> = HashMap::new();
    for shopper in view.stored.rows::<saifu_wallet::shopper::Shopper>() {
        *of.entry(shopper.email.trim()).or_default() += 1;
    }
    of.into_iter().filter(|(_, n)| *n > 1).map(|(who, n)| format!("{who}: {n} accounts")).collect()
}

/// What a charge keeps of its points, owed ones taken off, is what the rest of it earns. A charge whose
/// refunds all stand earns on what is left; each rounds down, so none is given back that was not taken.
fn kept(view: &View<'_>) -> Vec<String> {
    let open: Vec<&Refund> =
        view.refunds.iter().filter(|it| it.state == RefundState::RefundInitiated).copied().collect();
    let wrong = view.charges.values().filter_map(|charge| {
        let (reward, captured) = (charge.reward.as_ref()?, charge.captured?);
        if open.iter().any(|it| it.charge_id == charge.id) {
            return None;
        }
        let kept = reward.grant.total.minor() - reward.returned.minor() - reward.owed.minor();
        let left = captured.sub(charge.refunded).ok()?;
        let earns = earns(charge, left, |leg| leg.captured.sub(leg.refunded).unwrap_or(leg.captured));
        (kept != earns).then(|| format!("{} keeps {kept} points, and earns {earns}", charge.id))
    });
    wrong.collect()
}

fn ended(view: &View<'_>) -> Vec<String> {
    let balances: HashMap<&str, i64> =
        view.accounts.iter().map(|(account, balance)| (account.id.as_str(), balance.available())).collect();
    let lots = view.stored.rows::<Lot>().filter(|lot| lot.expires_at <= view.now);
    let left = lots.filter_map(|lot| {
        let id = lot.account_id.as_str();
        balances.get(id).filter(|left| **left != 0).map(|left| format!("{id} holds {left}"))
    });
    left.collect()
}
