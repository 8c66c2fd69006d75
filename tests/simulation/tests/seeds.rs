//! Some hundred runs, each of its own seed; the rest are for a night.

use saifu_simulation::{Fault, Plan, Run, STEPS, Tally, simulate};

const SEEDS: u64 = 300;

fn run(seed: u64, written: bool) -> Run {
    simulate(Plan { seed, steps: STEPS, written, mutation: None }).expect("a world")
}

#[test]
fn what_must_hold_holds_in_every_run() {
    let (mut tally, mut broken) = (Tally::default(), Vec::new());
    for seed in 0..SEEDS {
        let run = run(seed, false);
        broken.extend(run.broken.map(|it| format!("cargo xtask simulate --seed {seed} --history: {it:?}")));
        tally.add(run.tally);
    }
    assert!(broken.is_empty(), "{broken:#?}");
    everything_happened(&tally);
}

/// A run in which nothing happens breaks nothing.
fn everything_happened(tally: &Tally) {
    let faults = Fault::ALL.iter().map(|fault| format!("fault: {fault:?}"));
    let done = [
        "register",
        "link a card",
        "remove a card",
        "redeem",
        "pay",
        "approve later",
        "decline",
        "create a session",
        "update a session",
        "complete",
        "capture",
        "cancel",
        "refund",
        "ask again",
        "scan",
        "tend",
        "go to the bank",
        "top up",
        "ask for cash",
        "call cash off",
        "pay cash",
        "ring",
        "give cash back",
        "set the automatic top-up",
        "buy a gift",
        "call a gift off",
        "print a gift",
        "mail a gift again",
    ];
    let done = done.iter().map(|what| format!("{what}: done"));
    let never: Vec<String> = faults.chain(done).filter(|what| tally.of(what) == 0).collect();
    assert!(never.is_empty(), "these never happened: {never:?}");
}

#[test]
fn a_seed_is_the_same_run_each_time() {
    for seed in 0..3 {
        let (one, two) = (run(seed, true), run(seed, true));
        assert!(one.history.len() > 100, "seed {seed} has no history");
        assert_eq!(one.history, two.history, "seed {seed}");
    }
}
