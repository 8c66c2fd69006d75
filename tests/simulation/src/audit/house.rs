//! What Saifu's own shop sells is handed over once, and what it took is where the buyer finds it.

use std::collections::HashMap;

use saifu_ledger::{AccountId, TransferKind};
use saifu_money::Currency;
use saifu_wallet::charge::{Charge, ChargeState, RefundState};
use saifu_wallet::gift::{Gift, GiftCard, GiftState};
use saifu_wallet::house::{HOUSE_ID, Purpose};
use saifu_wallet::top_up::{AutomaticTopUp, TopUp, TopUpState};

use super::view::is_live;
use super::{Rule, View, When, always};

pub const RULES: [Rule; 6] = [
    always("a top-up that was paid fills one lot, and no other does", top_ups),
    always("a gift that was paid waits in escrow until it is redeemed, called off or over", escrows),
    always("a gift has one code that works, and is redeemed once", codes),
    always("a shopper's rule waits for the top-up that it started", automatic),
    Rule { says: "Saifu's own shop keeps nothing of what it sold", when: When::AtRest, broken: handed_over },
    Rule { says: "a purchase fits its charge", when: When::AtRest, broken: purchases },
];

fn captured<'v>(view: &'v View<'_>) -> impl Iterator<Item = &'v Charge> {
    view.charges.values().copied().filter(|it| it.state == ChargeState::Captured)
}

fn top_ups(view: &View<'_>) -> Vec<String> {
    let paid: HashMap<&str, &Charge> = captured(view)
        .filter_map(|charge| match &charge.purpose {
            Purpose::TopUp(id) => Some((id.as_str(), charge)),
            Purpose::Shop | Purpose::Gift(_) => None,
        })
        .collect();
    let wrong = view.stored.rows::<TopUp>().filter(|top_up| {
        // For cash, see `cash`.
        let charge = top_up.cash.is_none().then(|| paid.get(top_up.id.as_str()));
        let filled = view.transfers.get(format!("topup:{}", top_up.id).as_str());
        let settled = top_up.state == TopUpState::Settled;
        let fits =
            filled.is_none_or(|it| it.amount == top_up.amount && Some(&it.credit) == top_up.lot_id.as_ref());
        charge.is_some_and(|charge| settled != charge.is_some()) || settled != filled.is_some() || !fits
    });
    let wrong = wrong.map(|it| it.id.to_string());
    let fills = view.transfers.values().filter(|it| it.kind == TransferKind::TopUp).count();
    let settled = view.stored.rows::<TopUp>().filter(|it| it.state == TopUpState::Settled).count();
    let extra = (fills != settled).then(|| format!("{settled} have settled, {fills} lots filled"));
    wrong.chain(extra).collect()
}

fn escrows(view: &View<'_>) -> Vec<String> {
    let balances: HashMap<&str, i64> =
        view.accounts.iter().map(|(account, balance)| (account.id.as_str(), balance.available())).collect();
    let wrong = view.stored.rows::<Gift>().filter_map(|gift| {
        let holds = balances.get(gift.escrow_id().as_str()).copied().unwrap_or_default();
        let should = if gift.state.waits() { gift.amount.minor() } else { 0 };
        (holds != should).then(|| format!("{} is {:?} and holds {holds}", gift.id, gift.state))
    });
    wrong.collect()
}

fn codes(view: &View<'_>) -> Vec<String> {
    let mut of: HashMap<&str, (u32, u32)> = HashMap::new();
    for card in view.stored.rows::<GiftCard>() {
        let Some(id) = &card.gift_id else { continue };
        let (working, redeemed) = of.entry(id.as_str()).or_default();
        *working += u32::from(card.end.is_none() && card.redeemed_by.is_none());
        *redeemed += u32::from(card.redeemed_by.is_some());
    }
    let wrong = view.stored.rows::<Gift>().filter(|gift| {
        let (working, redeemed) = of.get(gift.id.as_str()).copied().unwrap_or_default();
        let most =
            u32::from(matches!(gift.state, GiftState::Scheduled | GiftState::Sent | GiftState::Expired));
        working > most || redeemed != u32::from(gift.state == GiftState::Redeemed)
    });
    wrong.map(|it| format!("{} is {:?}", it.id, it.state)).collect()
}

fn automatic(view: &View<'_>) -> Vec<String> {
    let wrong = view.stored.rows::<AutomaticTopUp>().filter(|rule| {
        let Some(id) = &rule.running else { return false };
        let top_up = view.stored.find::<TopUp>(id.as_str()).map(|it| it.value);
        let charge = top_up.and_then(|it| it.charge_id).and_then(|id| view.charges.get(id.as_str()).copied());
        !charge.is_some_and(is_live)
    });
    wrong.map(|rule| rule.shopper_id.to_string()).collect()
}

/// What gifts gave back is on its way to their buyers' cards until the processor answers.
fn handed_over(view: &View<'_>) -> Vec<String> {
    let account = AccountId::merchant_payable(HOUSE_ID, Currency::Jpy);
    let balance = view.accounts.iter().find(|(it, _)| it.id == account).map(|(_, balance)| *balance);
    let left = balance.map_or(0, |it| it.credits_posted - it.debits_posted);
    (left != 0).then(|| format!("{left} are left")).into_iter().collect()
}

fn purchases(view: &View<'_>) -> Vec<String> {
    let state = |id: Option<&saifu_wallet::id::ChargeId>| {
        id.and_then(|id| view.charges.get(id.as_str())).map(|charge| charge.state)
    };
    let top_ups = view.stored.rows::<TopUp>().filter(|it| match state(it.charge_id.as_ref()) {
        Some(ChargeState::Captured) => it.state != TopUpState::Settled,
        Some(_) => !matches!(it.state, TopUpState::Failed | TopUpState::Canceled | TopUpState::Expired),
        None => false,
    });
    let top_ups = top_ups.map(|it| format!("{} is {:?}", it.id, it.state));
    let gifts = view.stored.rows::<Gift>().filter(|it| match state(it.charge_id.as_ref()) {
        Some(ChargeState::Captured) => it.state == GiftState::Unpaid,
        Some(_) => it.state != GiftState::Canceled,
        None => !matches!(it.state, GiftState::Unpaid | GiftState::Canceled),
    });
    let gifts = gifts.map(|it| format!("{} is {:?}", it.id, it.state));
    let given = |charge: &str| {
        view.refunds.iter().any(|it| it.charge_id.as_str() == charge && it.state == RefundState::Refunded)
    };
    // A gift that was called off went back to its card, or is a lot of its sender.
    let called_off = view.stored.rows::<Gift>().filter(|it| it.state == GiftState::Canceled);
    let lost = called_off.filter(|gift| {
        let Some(charge) =
            gift.charge_id.as_ref().filter(|id| state(Some(id)) == Some(ChargeState::Captured))
        else {
            return false;
        };
        let refunds = view.refunds.iter().filter(|it| it.charge_id == *charge);
        let lots =
            refunds.filter(|it| view.transfers.contains_key(format!("refund:{}", it.id).as_str())).count();
        usize::from(given(charge.as_str())) + lots != 1
    });
    top_ups.chain(gifts).chain(lost.map(|it| format!("{} went nowhere", it.id))).collect()
}
