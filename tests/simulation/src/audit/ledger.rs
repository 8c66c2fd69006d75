use std::collections::{BTreeMap, HashMap, HashSet};

use saifu_ledger::{AccountId, Phase};
use saifu_money::Currency;
use saifu_wallet::gift::{Gift, Lot};

use super::{Rule, View, always};

pub const RULES: [Rule; 5] = [
    always("debits and credits of a currency are equal", zero_sum),
    always("a balance is the sum of its transfers", balances),
    always("no shopper's account is overdrawn", overdrawn),
    always("a transfer is between open accounts of its currency", between),
    always("a resolution fits what was pending", resolutions),
];

fn zero_sum(view: &View<'_>) -> Vec<String> {
    let mut sums: BTreeMap<&str, (i128, i128)> = BTreeMap::new();
    for (account, balance) in &view.accounts {
        let (pending, posted) = sums.entry(account.currency.code()).or_default();
        *pending += i128::from(balance.credits_pending) - i128::from(balance.debits_pending);
        *posted += i128::from(balance.credits_posted) - i128::from(balance.debits_posted);
    }
    let uneven = sums.into_iter().filter(|(_, sum)| *sum != (0, 0));
    uneven
        .map(|(currency, (pending, posted))| format!("{currency}: {pending} pending, {posted} posted"))
        .collect()
}

/// Debits pending, debits posted, credits pending, credits posted.
type Sums = [i128; 4];

fn balances(view: &View<'_>) -> Vec<String> {
    let mut sums: HashMap<&str, Sums> = HashMap::new();
    for transfer in view.transfers.values() {
        let place = match transfer.phase {
            Phase::Pending | Phase::PendingUntil(_) => 0,
            Phase::Single | Phase::Post(_) => 1,
            Phase::Void(_) | Phase::Expire(_) => continue,
        };
        if place == 0 && view.resolved.contains_key(transfer.id.as_str()) {
            continue;
        }
        let amount = i128::from(transfer.amount.minor());
        sums.entry(transfer.debit.as_str()).or_default()[place] += amount;
        sums.entry(transfer.credit.as_str()).or_default()[place + 2] += amount;
    }
    let mut wrong = Vec::new();
    for (account, balance) in &view.accounts {
        let is =
            [balance.debits_pending, balance.debits_posted, balance.credits_pending, balance.credits_posted]
                .map(i128::from);
        let sum = sums.remove(account.id.as_str()).unwrap_or_default();
        if is != sum {
            wrong.push(format!("{}: {is:?}, its transfers {sum:?}", account.id.as_str()));
        }
    }
    wrong.extend(sums.into_keys().map(|id| format!("{id} does not exist")));
    wrong
}

/// By the lots and gifts, not by what the account says of itself.
fn overdrawn(view: &View<'_>) -> Vec<String> {
    let lots = view.stored.rows::<Lot>().map(|lot| lot.account_id.clone());
    let escrows = view.stored.rows::<Gift>().map(Gift::escrow_id);
    let lots: HashSet<AccountId> = lots.chain(escrows).collect();
    let below = view
        .accounts
        .iter()
        .filter(|(account, balance)| lots.contains(&account.id) && balance.available() < 0);
    below.map(|(account, balance)| format!("{}: {}", account.id.as_str(), balance.available())).collect()
}

fn between(view: &View<'_>) -> Vec<String> {
    let currencies: HashMap<&str, Currency> =
        view.accounts.iter().map(|(account, _)| (account.id.as_str(), account.currency)).collect();
    let wrong = view.transfers.values().filter(|it| {
        let fits = |id: &AccountId| currencies.get(id.as_str()) == Some(&it.amount.currency());
        !fits(&it.debit) || !fits(&it.credit)
    });
    wrong.map(|it| it.id.as_str().to_owned()).collect()
}

fn resolutions(view: &View<'_>) -> Vec<String> {
    let wrong = view.transfers.values().filter(|it| {
        let Some(id) = it.phase.resolves() else { return false };
        let held = view.transfers.get(id.as_str()).filter(|held| held.phase.reserves());
        held.is_none_or(|held| {
            (&held.debit, &held.credit) != (&it.debit, &it.credit)
                || held.amount.currency() != it.amount.currency()
                || held.amount.minor() < it.amount.minor()
        })
    });
    wrong.map(|it| it.id.as_str().to_owned()).collect()
}
