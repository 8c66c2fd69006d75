//! Breaks the world on purpose, one thing at a time, to see that the audit catches it. Each rule has a
//! mutation that it catches by itself, whatever else would.

use saifu_ledger::{Phase, Transfer, TransferId, TransferKind};
use saifu_money::Amount;
use saifu_wallet::change::{Change, ChangeSet, Concept, Record};
use saifu_wallet::charge::{Charge, ChargeState};
use saifu_wallet::checkout::CancelReason;
use saifu_wallet::outbox::{Audience, EventKind};

use crate::audit::View;
use crate::books::Quirk;
use crate::world::World;

/// One thing that is broken.
pub struct Mutation {
    /// What.
    pub name: &'static str,
    /// The rule that must catch it.
    pub caught_by: &'static str,
    how: How,
}

type Write = fn(&World, Change) -> Vec<Change>;

enum How {
    /// The store writes something else: each change becomes these.
    Writes(Write),
    /// The processor is broken.
    Processor(Quirk),
    /// The store's tables are not what they were: seen by the audit only.
    Spoils(fn(&mut View<'_>)),
}

impl Mutation {
    /// How the processor is broken.
    #[must_use]
    pub const fn quirk(&self) -> Option<Quirk> {
        match self.how {
            How::Processor(quirk) => Some(quirk),
            How::Writes(_) | How::Spoils(_) => None,
        }
    }

    /// Spoils what the audit sees.
    pub fn spoil(&self, view: &mut View<'_>) {
        if let How::Spoils(spoil) = self.how {
            spoil(view);
        }
    }
}

impl World {
    /// What the store writes instead.
    #[must_use]
    pub fn mutated(&self, changes: ChangeSet) -> ChangeSet {
        match self.mutation.map(|it| &it.how) {
            Some(How::Writes(write)) => {
                ChangeSet(changes.0.into_iter().flat_map(|change| write(self, change)).collect())
            }
            _ => changes,
        }
    }
}

const fn writes(name: &'static str, caught_by: &'static str, write: Write) -> Mutation {
    Mutation { name, caught_by, how: How::Writes(write) }
}

const fn processor(name: &'static str, caught_by: &'static str, quirk: Quirk) -> Mutation {
    Mutation { name, caught_by, how: How::Processor(quirk) }
}

const fn spoils(name: &'static str, caught_by: &'static str, spoil: fn(&mut View<'_>)) -> Mutation {
    Mutation { name, caught_by, how: How::Spoils(spoil) }
}

/// All but what `gone` says.
fn unless(gone: bool, change: Change) -> Vec<Change> {
    if gone { Vec::new() } else { vec![change] }
}

fn phase_of(change: &Change) -> Option<&Phase> {
    transfer_of(change).map(|it| &it.phase)
}

const fn transfer_of(change: &Change) -> Option<&Transfer> {
    match change {
        Change::Transfer(transfer) => Some(transfer),
        _ => None,
    }
}

fn inserts(change: &Change, concept: Concept) -> bool {
    matches!(change, Change::Insert(record) if record.place().0 == concept)
}

fn updates(change: &Change, concept: Concept) -> bool {
    matches!(change, Change::Update(record, _) if record.place().0 == concept)
}

/// Changes what is written in a row, new or not.
fn in_rows(mut change: Change, edit: impl Fn(&mut Record)) -> Vec<Change> {
    if let Change::Insert(record) | Change::Update(record, _) = &mut change {
        edit(record);
    }
    vec![change]
}

fn in_charges(change: Change, edit: impl Fn(&mut Charge)) -> Vec<Change> {
    in_rows(change, |record| {
        if let Record::Charge(charge) = record {
            edit(charge);
        }
    })
}

fn is_update_of_session_to(change: &Change, reason: CancelReason) -> bool {
    let Change::Update(record, _) = change else { return false };
    matches!(record.as_ref(), Record::CheckoutSession(it) if it.reason == Some(reason))
}

fn is_update_of_failed_top_up(change: &Change) -> bool {
    let Change::Update(record, _) = change else { return false };
    matches!(record.as_ref(), Record::TopUp(it) if it.cash.is_none() && it.failure.is_some())
}

/// All that are kept.
pub const MUTATIONS: &[Mutation] = &[
    spoils(
        "credits one side more than it debits the other",
        "debits and credits of a currency are equal",
        |view| {
            if let Some((_, balance)) = view.accounts.first_mut() {
                balance.credits_posted += 1;
            }
        },
    ),
    spoils("loses the row of a transfer", "a balance is the sum of its transfers", |view| {
        hide_one(view, 0);
    }),
    spoils("forgets an old transfer", "what is written stays as it was written", |view| {
        hide_one(view, 12);
    }),
    spoils("loses an account", "a transfer is between open accounts of its currency", |view| {
        view.accounts.truncate(view.accounts.len().saturating_sub(1));
    }),
    spoils("loses what was pending", "a resolution fits what was pending", |view| {
        let pending = view.resolved.keys().min().copied();
        pending.and_then(|id| view.transfers.remove(id));
    }),
    writes("lets an overdraft pass", "no shopper's account is overdrawn", |_, change| match change {
        Change::OpenAccount(mut account) => {
            account.kind = saifu_ledger::AccountKind::GiftIssued;
            vec![Change::OpenAccount(account)]
        }
        other => vec![other],
    }),
    writes("drops a post", "a captured charge is backed by posted transfers", |_, change| {
        unless(matches!(phase_of(&change), Some(Phase::Post(_))), change)
    }),
    writes("forgets a void", "a charge that came to nothing is released", |_, change| {
        unless(matches!(phase_of(&change), Some(Phase::Void(_))), change)
    }),
    writes("drops a reservation", "a reservation belongs to a live charge", |_, change| {
        unless(phase_of(&change) == Some(&Phase::Pending), change)
    }),
    writes("doubles what a refund moves", "a merchant is owed what was captured less what went back", double),
    writes("doubles what a code is worth", "a gift card fills one lot, once", double),
    writes("doubles points", "a captured charge gives the points that it earns, once", double),
    writes("ignores versions", "a charge moves on and never back", |world, change| match change {
        Change::Update(record, _) => {
            let (concept, key) = record.place();
            let version = world.snapshot().version(concept, &key);
            vec![Change::Update(record, version)]
        }
        other => vec![other],
    }),
    writes("loses a row of the outbox", "a change is told to whom it concerns", |_, change| {
        unless(matches!(&change, Change::Event(it) if it.kind == EventKind::OrderChanged), change)
    }),
    writes("does not tell the page", "a change is told to whom it concerns", |_, change| {
        unless(matches!(&change, Change::Event(it) if matches!(it.audience, Audience::Page(_))), change)
    }),
    writes("drops what a refund moves", "a refund is booked when it was given, part by part", |_, change| {
        unless(transfer_of(&change).is_some_and(|it| it.kind == TransferKind::Refund), change)
    }),
    writes(
        "loses the refund itself",
        "what was given back counts on its charge, and never more than was captured",
        |_, change| unless(inserts(&change, Concept::Refund), change),
    ),
    writes("gives no points", "a captured charge gives the points that it earns, once", |_, change| {
        unless(transfer_of(&change).is_some_and(|it| it.kind == TransferKind::Reward), change)
    }),
    writes("takes no points back", "points that are no longer earned go back, and no others", |_, change| {
        in_charges(change, |charge| {
            let zero = Amount::zero(charge.amount.currency());
            if let Some(reward) = charge.reward.as_mut() {
                (reward.returned, reward.owed) = (zero, zero);
            }
        })
    }),
    writes("forgets who redeemed", "a gift card fills one lot, once", |_, change| {
        unless(updates(&change, Concept::GiftCard), change)
    }),
    writes("never uses up a store code", "a store code pays once", |_, change| {
        unless(updates(&change, Concept::StoreCode), change)
    }),
    writes("ties no session to its charge", "a session has one charge that is not off", |_, change| {
        in_rows(change, untie)
    }),
    writes("never uses up a proposal", "an approval makes one charge", |_, change| {
        let gone = updates(&change, Concept::ChargeProposal) || inserts(&change, Concept::Approval);
        if gone { Vec::new() } else { in_rows(change, untie) }
    }),
    writes("loses an approval", "what is charged is what was signed", |_, change| {
        unless(inserts(&change, Concept::Approval), change)
    }),
    writes("charges another split", "what is charged is what was signed", |_, change| {
        in_charges(change, |charge| charge.legs.reverse())
    }),
    writes("forgets what a key made", "an idempotent request has one answer", |_, change| {
        unless(inserts(&change, Concept::IdempotentAnswer), change)
    }),
    writes("loses what is due", "nothing waits for the processor at rest", |_, change| {
        in_charges(change, |charge| charge.due = None)
    }),
    writes("lets no charge lapse", "in the end everything is final", |_, change| {
        in_charges(change, |charge| charge.expires_at = jiff::Timestamp::MAX)
    }),
    writes("takes a charge back to where it was", "a charge moves on and never back", |_, change| {
        in_charges(change, |charge| {
            if charge.state == ChargeState::Captured && !charge.refunded.is_zero() {
                charge.state = ChargeState::Authorized;
            }
        })
    }),
    writes("leaves a refused session completed", "a session fits its charge", |_, change| {
        unless(is_update_of_session_to(&change, CancelReason::Declined), change)
    }),
    writes("keeps every card the default", "a shopper with cards has one default", |_, change| {
        in_rows(change, |record| {
            if let Record::Card(card) = record {
                card.is_default = true;
            }
        })
    }),
    writes("knows no address again", "a shopper has one account", |world, change| {
        let known = world.snapshot().rows::<saifu_wallet::shopper::Shopper>().count();
        in_rows(change, |record| {
            if let Record::Shopper(shopper) = record {
                shopper.email = format!("{}{}", shopper.email, " ".repeat(known));
            }
        })
    }),
    writes("opens no account", "every failure has a reason", |_, change| {
        unless(matches!(change, Change::OpenAccount(_)), change)
    }),
    writes(
        "fills no lot for a top-up",
        "a top-up that was paid fills one lot, and no other does",
        |_, change| unless(transfer_of(&change).is_some_and(|it| it.kind == TransferKind::TopUp), change),
    ),
    writes(
        "leaves a gift in escrow",
        "a gift that was paid waits in escrow until it is redeemed, called off or over",
        |_, change| {
            unless(transfer_of(&change).is_some_and(|it| it.kind == TransferKind::GiftReturn), change)
        },
    ),
    writes("ends no code", "a gift has one code that works, and is redeemed once", |_, change| {
        in_rows(change, |record| {
            if let Record::GiftCard(card) = record {
                card.end = None;
            }
        })
    }),
    writes("waits for ever", "a shopper's rule waits for the top-up that it started", |world, change| {
        let stored = world.snapshot();
        in_rows(change, |record| {
            if let Record::AutomaticTopUp(rule) = record {
                let before = stored.find::<saifu_wallet::top_up::AutomaticTopUp>(rule.shopper_id.as_str());
                rule.running = rule.running.take().or(before.and_then(|it| it.value.running));
            }
        })
    }),
    writes("hands nothing over", "Saifu's own shop keeps nothing of what it sold", |_, change| {
        let sold = |it: &Transfer| matches!(it.kind, TransferKind::TopUp | TransferKind::Gift);
        unless(transfer_of(&change).is_some_and(sold), change)
    }),
    writes("forgets that a purchase failed", "a purchase fits its charge", |_, change| {
        unless(is_update_of_failed_top_up(&change), change)
    }),
    writes("ends no lot", "what ended is with the house", |_, change| {
        unless(transfer_of(&change).is_some_and(|it| it.kind == TransferKind::Expire), change)
    }),
    processor("says that cash came in", "cash is booked once, and no more than came in", Quirk::SaysCashCame),
    writes("doubles what is owed back", "cash is booked once, and no more than came in", double),
    writes(
        "books nothing as owed back",
        "what is owed back to a shopper is told by its top-ups",
        |_, change| {
            unless(transfer_of(&change).is_some_and(|it| it.kind == TransferKind::ReturnOwed), change)
        },
    ),
    writes("claims no limit", "top-ups stay within the limits", |_, change| {
        unless(inserts(&change, Concept::TopUpUse) || updates(&change, Concept::TopUpUse), change)
    }),
    processor("keeps what is owed back", "what is owed back goes back once", Quirk::KeepsRefunds),
    writes("looks at no cash again", "cash that came in is booked", |_, change| {
        in_rows(change, |record| {
            if let Record::TopUp(top_up) = record
                && let Some(cash) = top_up.cash.as_mut().filter(|_| !top_up.state.is_open())
            {
                cash.due_at = None;
            }
        })
    }),
    writes("panics", "nothing panics", |_, change| {
        assert!(!inserts(&change, Concept::Charge), "a mutation panics on purpose");
        vec![change]
    }),
    processor("holds again for the same key", "a card is held once for a charge", Quirk::IgnoresKeys),
    processor("answers the same key anew", "the same key has the same answer", Quirk::IgnoresKeys),
    processor(
        "captures all of a hold",
        "a card never pays more than its leg, and takes back no more than it paid",
        Quirk::CapturesAll,
    ),
    processor(
        "keeps a refund",
        "nothing is booked that the card did not pay or take back",
        Quirk::KeepsRefunds,
    ),
    processor("says no and captures", "the processor's books agree with ours", Quirk::CapturesAndSaysNo),
    processor("keeps a hold", "a hold that no charge needs is released", Quirk::KeepsHolds),
    processor("attaches no card", "a card that can be chosen is known to the processor", Quirk::AttachesNone),
    processor("never answers", "the service comes to rest", Quirk::NeverAnswers),
];

fn untie(record: &mut Record) {
    if let Record::CheckoutSession(session) = record {
        session.charge_id = None;
    }
}

/// Posts once more what is final at once.
fn double(_: &World, change: Change) -> Vec<Change> {
    match change {
        Change::Transfer(it) if it.phase == Phase::Single => {
            let again = TransferId::new(format!("{}:again", it.id.as_str()));
            vec![Change::Transfer(Transfer { id: again, ..it.clone() }), Change::Transfer(it)]
        }
        other => vec![other],
    }
}

/// Hides the same transfer each time, once there are enough of them.
fn hide_one(view: &mut View<'_>, from: usize) {
    let first = view.transfers.keys().min().copied().filter(|_| view.transfers.len() > from);
    if let Some(first) = first {
        view.hide_transfer(first);
    }
}
