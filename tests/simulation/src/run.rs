use std::panic::{AssertUnwindSafe, catch_unwind};
use std::task::Poll;

use anyhow::Result;

use crate::actor::{ACTORS, Actor};
use crate::audit::{Finding, Watch, When, audit};
use crate::clock::PROCESSES;
use crate::executor::Task;
use crate::history::Tally;
use crate::mutation::Mutation;
use crate::rest::come_to_rest;
use crate::service::Service;
use crate::weather::Fault;
use crate::world::World;

/// How many steps a run has if nothing is said.
pub const STEPS: u32 = 2000;
/// How much goes on at once.
const AT_ONCE: usize = 6;
const HOUR_S: i64 = 3600;
const REQUEST_LIFE_HOURS: i64 = 3;

/// One run, before it is made.
#[derive(Clone, Copy)]
pub struct Plan {
    /// Decides everything.
    pub seed: u64,
    /// How many steps before faults stop.
    pub steps: u32,
    /// Whether the history is written.
    pub written: bool,
    /// What is broken on purpose.
    pub mutation: Option<&'static Mutation>,
}

/// One run, after it was made.
pub struct Run {
    /// What did not hold, if anything.
    pub broken: Option<Broken>,
    /// How many steps it had.
    pub steps: u32,
    /// What happened how often.
    pub tally: Tally,
    /// What happened, if it was written.
    pub history: Vec<String>,
}

/// Where a run broke.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Broken {
    /// The step; those after the last one are the way to rest.
    pub step: u32,
    /// What did not hold.
    pub findings: Vec<Finding>,
}

/// Makes a run. It ends at the first step after which something does not hold, or at rest.
///
/// # Errors
/// The world could not be made.
pub fn simulate(plan: Plan) -> Result<Run> {
    let world = World::new(plan.seed, plan.written, plan.mutation)?;
    let mut steps = 0;
    let went = catch_unwind(AssertUnwindSafe(|| live(&world, plan, &mut steps)));
    let findings = match went {
        Ok(Ok(())) => Vec::new(),
        Ok(Err(findings)) => findings,
        Err(panic) => vec![Finding { rule: "nothing panics", what: text_of(&*panic) }],
    };
    let broken = (!findings.is_empty()).then_some(Broken { step: steps, findings });
    let tally = world.tally();
    Ok(Run { broken, steps, tally, history: world.history.into_lines() })
}

fn text_of(panic: &(dyn std::any::Any + Send)) -> String {
    let text = panic.downcast_ref::<String>().map(String::as_str);
    text.or_else(|| panic.downcast_ref::<&str>().copied()).unwrap_or("no message").to_owned()
}

type Held = Result<(), Vec<Finding>>;

fn live(world: &World, plan: Plan, steps: &mut u32) -> Held {
    let mut watch = Watch::default();
    let mut tasks = Vec::new();
    while *steps < plan.steps {
        *steps += 1;
        step(world, &mut tasks);
        if world.take_changed() {
            held(audit(world, &mut watch, When::Always))?;
        }
    }
    come_to_rest(world, &mut watch, tasks, steps)
}

pub(crate) fn held(findings: Vec<Finding>) -> Held {
    if findings.is_empty() { Ok(()) } else { Err(findings) }
}

/// One step: the world strikes, somebody begins something, or something that goes on goes on.
fn step<'w>(world: &'w World, tasks: &mut Vec<Task<'w>>) {
    world.clock.pass(world.dice.between(0, 3));
    strike(world, tasks);
    if tasks.len() < AT_ONCE && (tasks.is_empty() || world.dice.chance(150)) {
        begin(world, tasks);
    } else if !tasks.is_empty() {
        go_on(world, tasks);
    }
}

fn begin<'w>(world: &'w World, tasks: &mut Vec<Task<'w>>) {
    let service = Service { world, process: world.dice.place(PROCESSES) };
    let actors: Vec<(u32, &Actor)> = ACTORS.iter().map(|actor| (actor.weight, actor)).collect();
    if let Some(task) = world.dice.weighed(&actors).and_then(|actor| (actor.act)(service)) {
        world.tell(|| format!("{} begins to {} (process {})", task.who, task.what, task.process));
        tasks.push(task);
    }
}

pub(crate) fn go_on(world: &World, tasks: &mut Vec<Task<'_>>) {
    let place = world.dice.place(tasks.len());
    if let Poll::Ready(outcome) = tasks[place].go_on() {
        let Task { who, what, .. } = tasks.swap_remove(place);
        let word = match &outcome {
            Ok(_) => "done".to_owned(),
            Err(refusal) => refusal.code().unwrap_or("failed").to_owned(),
        };
        world.count(format!("{what}: {word}"));
        match outcome {
            Ok(done) => world.tell(|| format!("{who} did {what}: {done}")),
            Err(refusal) => {
                world.tell(|| format!("{who} could not {what}: {refusal}"));
                world.judge(what, &refusal);
                // A finding is read with the next audit.
                world.something_changed();
            }
        }
    }
}

/// What strikes between two turns.
fn strike<'w>(world: &'w World, tasks: &mut Vec<Task<'w>>) {
    if world.strikes(Fault::Crash) {
        let process = world.dice.place(PROCESSES);
        world.tell(|| format!("process {process} stops"));
        tasks.retain(|task| task.process != process);
    }
    if !tasks.is_empty() && world.strikes(Fault::ClientGone) {
        let gone = tasks.swap_remove(world.dice.place(tasks.len()));
        world.tell(|| format!("{} goes away and drops: {}", gone.who, gone.what));
    }
    if world.strikes(Fault::ClockJump) {
        jump(world, tasks);
    }
    if world.wire().is_down {
        // Down for about a hundred steps.
        world.wire().is_down = !world.dice.chance(10);
    } else if world.strikes(Fault::Outage) {
        world.tell(|| "the processor goes down".to_owned());
        world.wire().is_down = true;
    }
    deliver_late(world);
}

/// Hours to months pass. No request lives through more than a few hours: by then its connection is gone.
fn jump<'w>(world: &'w World, tasks: &mut Vec<Task<'w>>) {
    let most = *world.dice.pick(&[REQUEST_LIFE_HOURS, 24, 24 * 8, 24 * 60]).unwrap_or(&1);
    let hours = world.dice.between(1, most);
    if hours > REQUEST_LIFE_HOURS {
        tasks.clear();
        let late = std::mem::take(&mut world.wire().late);
        for request in late.iter().filter(|_| world.dice.chance(500)) {
            // Whoever asked has gone.
            let _ = world.deliver(request);
        }
    }
    world.tell(|| format!("{hours} hours pass"));
    world.clock.pass(hours * HOUR_S);
}

/// Now and then something that was late arrives, in any order.
fn deliver_late(world: &World) {
    let waiting = world.wire().late.len();
    if waiting > 0 && world.dice.chance(30) {
        let request = world.wire().late.swap_remove(world.dice.place(waiting));
        world.tell(|| "      a late request arrives".to_owned());
        // Whoever asked has gone.
        let _ = world.deliver(&request);
    }
    let waiting = world.post().late.len();
    if waiting > 0 && world.dice.chance(30) {
        let (mail, code) = world.post().late.swap_remove(world.dice.place(waiting));
        world.arrive(mail, code);
    }
}
