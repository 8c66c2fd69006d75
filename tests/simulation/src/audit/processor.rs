use std::collections::HashMap;

use saifu_terms::InstrumentKind;
use saifu_wallet::card::Card;
use saifu_wallet::charge::{Charge, ChargeState, RefundState};

use super::{Rule, View, When, always};
use crate::books::{HeldMoney, HoldState};

pub const RULES: [Rule; 6] = [
    always("a card is held once for a charge", held_once),
    always("a card never pays more than its leg, and takes back no more than it paid", within),
    always("nothing is booked that the card did not pay or take back", booked),
    Rule { says: "the processor's books agree with ours", when: When::AtRest, broken: agree },
    Rule { says: "a hold that no charge needs is released", when: When::AtRest, broken: loose_holds },
    Rule {
        says: "a card that can be chosen is known to the processor",
        when: When::AtRest,
        broken: attached,
    },
];

fn held_once(view: &View<'_>) -> Vec<String> {
    let mut of: HashMap<&str, u32> = HashMap::new();
    for hold in view.books.holds.values() {
        *of.entry(hold.charge_id.as_str()).or_default() += 1;
    }
    let stray = view.books.holds.values().filter(|it| !view.charges.contains_key(it.charge_id.as_str()));
    let stray = stray.map(|it| format!("{} is for no charge", it.id));
    let twice = of.into_iter().filter(|(_, n)| *n > 1).map(|(charge, n)| format!("{charge}: {n} holds"));
    stray.chain(twice).collect()
}

fn hold_of<'v>(view: &View<'v>, charge: &Charge) -> Option<&'v HeldMoney> {
    view.books.holds.values().find(|it| it.charge_id == charge.id.as_str())
}

fn within(view: &View<'_>) -> Vec<String> {
    let holds = view.books.holds.values();
    let wrong = holds.filter(|hold| {
        let leg = view.charges.get(hold.charge_id.as_str()).and_then(|it| it.card_leg());
        let fits = leg.is_some_and(|leg| match hold.state {
            HoldState::Captured(taken) => taken == leg.captured,
            _ => hold.amount == leg.amount,
        });
        let mut keys: Vec<&str> = hold.refunds.iter().map(|(key, _)| key.as_str()).collect();
        keys.sort_unstable();
        let twice = keys.windows(2).any(|pair| pair[0] == pair[1]);
        !fits || hold.refunded() > hold.captured() || twice
    });
    wrong.map(|it| format!("{} for {}: {:?}", it.id, it.charge_id, it.state)).collect()
}

fn booked(view: &View<'_>) -> Vec<String> {
    let captured = view.charges.values().filter(|it| it.state == ChargeState::Captured);
    let unpaid = captured.filter(|charge| {
        let taken = charge.card_leg().map_or(0, |leg| leg.captured.minor());
        taken != hold_of(view, charge).map_or(0, HeldMoney::captured)
    });
    let unpaid: Vec<String> = unpaid.map(|it| it.id.to_string()).collect();
    let given = view.refunds.iter().filter(|it| it.state == RefundState::Refunded);
    let kept = given.filter(|refund| {
        let Some(charge) = view.charges.get(refund.charge_id.as_str()) else { return true };
        let by_card = |leg: usize| charge.legs.get(leg).is_some_and(|leg| leg.kind == InstrumentKind::Card);
        let part = refund.parts.iter().find(|part| by_card(part.leg));
        let back = hold_of(view, charge)
            .and_then(|hold| hold.refunds.iter().find(|(key, _)| key == refund.id.as_str()));
        part.map(|part| part.amount) != back.map(|(_, amount)| *amount)
    });
    unpaid.into_iter().chain(kept.map(|it| it.id.to_string())).collect()
}

fn agree(view: &View<'_>) -> Vec<String> {
    let wrong = view.charges.values().filter_map(|charge| {
        let ours = match (charge.state, charge.card_leg()) {
            (ChargeState::Captured, Some(leg)) => (leg.captured.minor(), leg.refunded.minor()),
            _ => (0, 0),
        };
        let theirs = hold_of(view, charge).map_or((0, 0), |hold| (hold.captured(), hold.refunded()));
        (ours != theirs).then(|| format!("{}: here {ours:?}, there {theirs:?}", charge.id))
    });
    wrong.collect()
}

fn loose_holds(view: &View<'_>) -> Vec<String> {
    let standing = view.books.holds.values().filter(|it| it.stands(view.now));
    let loose = standing.filter(|hold| {
        let charge = view.charges.get(hold.charge_id.as_str());
        let needs = charge.filter(|it| it.state == ChargeState::Authorized);
        needs.is_none_or(|it| it.hold_id.as_deref() != Some(hold.id.as_str()))
    });
    loose.map(|it| format!("{} for {}", it.id, it.charge_id)).collect()
}

fn attached(view: &View<'_>) -> Vec<String> {
    let live = view.stored.rows::<Card>().filter(|it| it.is_live());
    let unknown = live.filter(|it| !view.books.is_attached(&it.payment_method_id, &it.shopper_id));
    unknown.map(|it| format!("{} by {}", it.id, it.payment_method_id)).collect()
}
