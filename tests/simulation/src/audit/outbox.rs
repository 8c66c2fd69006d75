use std::collections::{HashMap, HashSet};

use saifu_wallet::charge::{Charge, ChargeState};
use saifu_wallet::gift::Gift;
use saifu_wallet::id::ShopperId;
use saifu_wallet::outbox::{Audience, EventKind};
use saifu_wallet::top_up::TopUp;

use super::{Finding, View};

/// Rules that look at how things change.
pub const RULES: [&str; 3] = [TOLD, MOVES_ON, STAYS];

const TOLD: &str = "a change is told to whom it concerns";
const MOVES_ON: &str = "a charge moves on and never back";
const STAYS: &str = "what is written stays as it was written";

/// Remembers what was seen, to hold what changed against it.
#[derive(Default)]
pub struct Watch {
    charges: HashMap<String, (ChargeState, i64)>,
    /// How often each thing changed.
    changes: HashMap<String, (String, u64)>,
    transfers: HashMap<String, i64>,
    events: usize,
    told: HashMap<String, Vec<(ShopperId, EventKind, u64)>>,
    pages: HashSet<String>,
}

impl Watch {
    /// Looks at the next state.
    pub fn look(&mut self, view: &View<'_>) -> Vec<Finding> {
        let mut findings = self.gone(view);
        self.read_outbox(view);
        for charge in view.charges.values() {
            if !self.moves_on(charge) {
                findings
                    .push(Finding { rule: MOVES_ON, what: format!("{} is {:?}", charge.id, charge.state) });
            }
            let state = format!("{:?} {:?}", charge.state, charge.refunded);
            let changes = self.changed(charge.id.order(), state);
            let told = [EventKind::OrderChanged, EventKind::HoldingsChanged]
                .into_iter()
                .all(|kind| self.times_told(charge.id.order(), &charge.shopper_id, kind) >= changes);
            if !told || !self.page_was_told(charge) {
                findings.push(Finding { rule: TOLD, what: charge.id.to_string() });
            }
        }
        findings.extend(self.purchases(view));
        findings
    }

    fn purchases(&mut self, view: &View<'_>) -> Vec<Finding> {
        let gifts = view
            .stored
            .rows::<Gift>()
            .map(|it| (it.id.to_string(), &it.shopper_id, format!("{:?}", it.state), EventKind::GiftChanged));
        let top_ups = view.stored.rows::<TopUp>().map(|it| {
            (it.id.to_string(), &it.shopper_id, format!("{:?}", it.state), EventKind::TopUpChanged)
        });
        let mut findings = Vec::new();
        for (id, who, state, kind) in gifts.chain(top_ups) {
            if self.changed(&id, state) > self.times_told(&id, who, kind) {
                findings.push(Finding { rule: TOLD, what: id });
            }
        }
        findings
    }

    fn gone(&mut self, view: &View<'_>) -> Vec<Finding> {
        let is = |id: &str| view.transfers.get(id).map(|it| it.amount.minor());
        let gone = self.transfers.iter().filter(|(id, amount)| is(id) != Some(**amount));
        let gone = gone.map(|(id, _)| Finding { rule: STAYS, what: id.clone() }).collect();
        for (id, transfer) in &view.transfers {
            if !self.transfers.contains_key(*id) {
                self.transfers.insert((*id).to_owned(), transfer.amount.minor());
            }
        }
        gone
    }

    fn read_outbox(&mut self, view: &View<'_>) {
        for event in view.stored.events().skip(self.events) {
            self.events += 1;
            let who = match &event.audience {
                Audience::Shopper(who) => who,
                Audience::Page(session) => {
                    self.pages.insert(session.to_string());
                    continue;
                }
            };
            let told = self.told.entry(event.object_id.clone()).or_default();
            match told.iter_mut().find(|(to, kind, _)| to == who && *kind == event.kind) {
                Some((_, _, times)) => *times += 1,
                None => told.push((who.clone(), event.kind, 1)),
            }
        }
    }

    fn times_told(&self, object: &str, who: &ShopperId, kind: EventKind) -> u64 {
        let told = self.told.get(object).map_or(&[][..], Vec::as_slice);
        told.iter().filter(|it| it.0 == *who && it.1 == kind).map(|it| it.2).sum()
    }

    /// How often something changed, coming into being included.
    fn changed(&mut self, id: &str, state: String) -> u64 {
        match self.changes.get_mut(id) {
            None => {
                self.changes.insert(id.to_owned(), (state, 1));
                1
            }
            Some((before, changes)) => {
                if *before != state {
                    *before = state;
                    *changes += 1;
                }
                *changes
            }
        }
    }

    fn moves_on(&mut self, charge: &Charge) -> bool {
        let now = (charge.state, charge.refunded.minor());
        match self.charges.get_mut(charge.id.as_str()) {
            None => {
                self.charges.insert(charge.id.to_string(), now);
                true
            }
            Some(seen) => {
                let before = std::mem::replace(seen, now);
                may_follow(before.0, charge.state)
            }
        }
    }

    /// The hosted page hears once the charge is decided.
    fn page_was_told(&self, charge: &Charge) -> bool {
        let decided = charge.state != ChargeState::AuthorizationInitiated;
        let page = charge.checkout_session_id.as_ref().filter(|_| decided);
        page.is_none_or(|session| self.pages.contains(session.as_str()))
    }
}

const fn may_follow(before: ChargeState, now: ChargeState) -> bool {
    use ChargeState::{AuthorizationInitiated, Authorized, Canceled, CaptureInitiated, Captured, Declined};
    matches!(
        (before, now),
        (AuthorizationInitiated, _)
            | (Authorized, Authorized | CaptureInitiated | Captured | Canceled)
            | (CaptureInitiated, CaptureInitiated | Captured | Declined)
            | (Captured, Captured)
            | (Canceled, Canceled)
            | (Declined, Declined)
    )
}
