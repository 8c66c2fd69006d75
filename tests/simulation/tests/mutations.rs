//! The audit sees: each rule is broken on purpose, and catches it.

use std::collections::BTreeSet;

use saifu_simulation::{MUTATIONS, Mutation, Plan, STEPS, rules, simulate};

/// By then even what needs a race has happened.
const SEEDS: u64 = 150;

/// How many seeds it takes until the rule catches the mutation.
fn seeds_until_caught(mutation: &'static Mutation) -> Option<u64> {
    (0..SEEDS).find(|seed| {
        let plan = Plan { seed: *seed, steps: STEPS, written: false, mutation: Some(mutation) };
        let broken = simulate(plan).expect("a world").broken;
        broken.is_some_and(|broken| broken.findings.iter().any(|it| it.rule == mutation.caught_by))
    })
}

#[test]
fn each_mutation_is_caught_by_its_rule() {
    let missed: Vec<&str> = MUTATIONS
        .iter()
        .filter(|mutation| {
            let seeds = seeds_until_caught(mutation);
            println!("{:?} seeds: {} is caught by: {}", seeds, mutation.name, mutation.caught_by);
            seeds.is_none()
        })
        .map(|mutation| mutation.name)
        .collect();
    assert!(missed.is_empty(), "nobody caught: {missed:#?}");
}

#[test]
fn each_rule_catches_something() {
    let rules: BTreeSet<&str> = rules().into_iter().collect();
    let caught_by: BTreeSet<&str> = MUTATIONS.iter().map(|mutation| mutation.caught_by).collect();
    assert_eq!(rules, caught_by, "left: the rules; right: those with a mutation");
}
