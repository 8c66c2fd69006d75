use std::collections::HashMap;

use saifu_wallet::charge::{Refund, RefundState};

use super::{Rule, View, always};

pub const RULES: [Rule; 2] = [
    always("a refund is booked when it was given, part by part", booked),
    always("what was given back counts on its charge, and never more than was captured", claimed),
];

fn booked(view: &View<'_>) -> Vec<String> {
    let wrong = view.refunds.iter().filter(|refund| {
        let sum: i64 = refund.parts.iter().map(|part| part.amount.minor()).sum();
        let done = refund.state == RefundState::Refunded;
        let as_said = refund.parts.iter().all(|part| {
            let transfer = view.transfers.get(format!("{}:{}", refund.id, part.leg).as_str());
            transfer.map(|it| it.amount) == done.then_some(part.amount)
        });
        sum != refund.amount.minor() || !as_said
    });
    wrong.map(|it| it.id.to_string()).collect()
}

fn claimed(view: &View<'_>) -> Vec<String> {
    let mut of: HashMap<&str, Vec<&Refund>> = HashMap::new();
    for refund in view.refunds.iter().filter(|it| it.state != RefundState::Declined) {
        of.entry(refund.charge_id.as_str()).or_default().push(refund);
    }
    let wrong = view.charges.values().filter(|charge| {
        let refunds = of.remove(charge.id.as_str()).unwrap_or_default();
        let sum: i64 = refunds.iter().map(|it| it.amount.minor()).sum();
        let parts = |place: usize| {
            let parts = refunds.iter().flat_map(|it| &it.parts).filter(move |part| part.leg == place);
            parts.map(|part| part.amount.minor()).sum::<i64>()
        };
        let legs = charge.legs.iter().enumerate();
        let legs_fit = legs.clone().all(|(place, leg)| {
            leg.refunded.minor() == parts(place) && leg.refunded.minor() <= leg.captured.minor()
        });
        charge.refunded.minor() != sum || !legs_fit
    });
    wrong.map(|it| it.id.to_string()).collect()
}
