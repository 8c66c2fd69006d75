use saifu_wallet::charge::{Charge, ChargeState, RefundState};
use saifu_wallet::checkout::{CheckoutSession, SessionState};
use saifu_wallet::gift::Gift;
use saifu_wallet::letter::Letter;
use saifu_wallet::top_up::TopUp;

use super::view::is_live;
use super::{Rule, View, When};

const fn at_rest(says: &'static str, broken: fn(&View<'_>) -> Vec<String>) -> Rule {
    Rule { says, when: When::AtRest, broken }
}

pub const RULES: [Rule; 3] = [
    at_rest("nothing waits for the processor at rest", nothing_waits),
    at_rest("a session fits its charge", sessions),
    Rule { says: "in the end everything is final", when: When::AtTheEnd, broken: all_final },
];

fn nothing_waits(view: &View<'_>) -> Vec<String> {
    let charges = view.charges.values().filter(|it| {
        let asks = matches!(it.state, ChargeState::AuthorizationInitiated | ChargeState::CaptureInitiated);
        it.due.is_some() || asks
    });
    let refunds = view.refunds.iter();
    let refunds = refunds.filter(|it| it.due_since.is_some() || it.state == RefundState::RefundInitiated);
    charges.map(|it| it.id.to_string()).chain(refunds.map(|it| it.id.to_string())).collect()
}

/// A session that was completed was paid, or will be, or was given up by its shop; one whose card refused
/// says so.
fn sessions(view: &View<'_>) -> Vec<String> {
    let wrong = view.stored.rows::<CheckoutSession>().filter(|session| {
        let charge = session.charge_id.as_ref().map(|id| view.charges.get(id.as_str()));
        match (session.state, charge) {
            (SessionState::Completed, None) | (_, Some(None)) => true,
            (SessionState::Completed, Some(Some(charge))) => charge.state == ChargeState::Declined,
            (SessionState::Canceled, Some(Some(charge))) => {
                is_live(charge) || charge.state == ChargeState::Captured
            }
            (SessionState::Open, Some(Some(charge))) => {
                matches!(charge.state, ChargeState::Captured | ChargeState::Declined)
            }
            (SessionState::Open | SessionState::Canceled, None) => false,
        }
    });
    wrong.map(|it| format!("{} is {:?}", it.id, it.state)).collect()
}

fn all_final(view: &View<'_>) -> Vec<String> {
    let promises = |it: &Charge| it.reward.as_ref().is_some_and(|reward| reward.promised_for.is_some());
    let live = view.charges.values().filter(|it| is_live(it) || promises(it)).map(|it| it.id.to_string());
    let held = view.books.holds.values().filter(|it| it.stands(view.now)).map(|it| it.id.clone());
    let reserved = view.accounts.iter().filter(|(_, it)| it.debits_pending != 0 || it.credits_pending != 0);
    let reserved = reserved.map(|(it, _)| it.id.as_str().to_owned());
    let gifts = view.stored.rows::<Gift>().filter(|it| it.state_at(view.now) != it.state);
    let top_ups = view
        .stored
        .rows::<TopUp>()
        .filter(|it| it.state.is_open() || it.due_at().is_some_and(|due| due <= view.now));
    let letters = view.stored.rows::<Letter>().filter(|it| it.due_at.is_some_and(|due| due <= view.now));
    let letters = letters.map(|it| it.id.clone());
    let bought = gifts.map(|it| it.id.to_string()).chain(top_ups.map(|it| it.id.to_string()));
    live.chain(held).chain(reserved).chain(bought).chain(letters).collect()
}
