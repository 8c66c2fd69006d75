//! What must hold. A rule is a sentence and a function that answers with everything that breaks it.
//!
//! They are written against what is stored and what the processor knows, not against the use-cases, so that
//! a mistake of a use-case is not repeated here.

mod cash;
mod charge;
mod holding;
mod house;
mod ledger;
mod outbox;
mod processor;
mod refund;
mod rest;
mod view;

use crate::world::World;

pub use outbox::Watch;
pub use view::View;

/// One thing that does not hold.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Finding {
    /// The rule.
    pub rule: &'static str,
    /// What breaks it.
    pub what: String,
}

/// When a rule must hold.
#[derive(Clone, Copy, Debug, PartialEq, Eq, PartialOrd, Ord)]
pub enum When {
    /// After every step.
    Always,
    /// Once the processor answered all that it was asked.
    AtRest,
    /// When everything that can lapse has lapsed.
    AtTheEnd,
}

/// One thing that must hold.
pub struct Rule {
    /// As it is told.
    pub says: &'static str,
    /// When.
    pub when: When,
    /// What breaks it.
    pub broken: fn(&View<'_>) -> Vec<String>,
}

const fn always(says: &'static str, broken: fn(&View<'_>) -> Vec<String>) -> Rule {
    Rule { says, when: When::Always, broken }
}

/// All rules.
const RULES: &[&[Rule]] = &[
    &ledger::RULES,
    &charge::RULES,
    &refund::RULES,
    &holding::RULES,
    &house::RULES,
    &cash::RULES,
    &processor::RULES,
    &rest::RULES,
];

/// The sentences of all rules, also of those that look at how things change and at what clients hear.
#[must_use]
pub fn rules() -> Vec<&'static str> {
    let stored = RULES.iter().copied().flatten().map(|rule| rule.says);
    stored.chain(outbox::RULES).chain(HEARD.iter().copied()).collect()
}

/// What clients hear.
const HEARD: &[&str] = &[
    "every failure has a reason",
    "an approval makes one charge",
    "an idempotent request has one answer",
    "the same key has the same answer",
    "the service comes to rest",
    "nothing panics",
];

/// Asks every rule that must hold now.
pub fn audit(world: &World, watch: &mut Watch, when: When) -> Vec<Finding> {
    let stored = world.snapshot();
    let books = world.books();
    let mut view = View::new(&stored, &books, world.clock.now());
    if let Some(mutation) = world.mutation {
        mutation.spoil(&mut view);
    }
    let mut findings = ask(&view, when);
    findings.extend(watch.look(&view));
    drop(books);
    findings.extend(world.take_findings());
    if let Some(mutation) = world.mutation {
        // What is broken on purpose may break much: its own rule has to see it.
        findings.retain(|finding| finding.rule == mutation.caught_by);
    }
    findings
}

fn ask(view: &View<'_>, when: When) -> Vec<Finding> {
    let rules = RULES.iter().copied().flatten().filter(|rule| rule.when <= when);
    let broken = rules.flat_map(|rule| (rule.broken)(view).into_iter().map(|what| (rule.says, what)));
    broken.map(|(rule, what)| Finding { rule, what }).collect()
}
