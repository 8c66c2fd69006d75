use crate::audit::{Finding, Watch, When, audit};
use crate::executor::{Task, alone};
use crate::run::{go_on, held};
use crate::service::Service;
use crate::world::World;

/// How many rounds the workers may need, and how many turns what is under way.
const ROUNDS: u32 = 40;
const TURNS: u32 = 20_000;
const MINUTE_S: i64 = 60;
/// Longer than sessions, authorizations and holds live; and longer than lots and gifts do.
const LONG_S: [i64; 2] = [45 * 24 * 3600, 500 * 24 * 3600];

/// Faults stop. What is under way ends, what is late arrives, workers run until nothing is due: then the
/// processor's books agree with ours. After a long time everything is final.
pub fn come_to_rest<'w>(
    world: &'w World,
    watch: &mut Watch,
    mut tasks: Vec<Task<'w>>,
    steps: &mut u32,
) -> Result<(), Vec<Finding>> {
    world.calm_down();
    world.tell(|| "faults stop".to_owned());
    for _ in 0..TURNS {
        if tasks.is_empty() {
            break;
        }
        *steps += 1;
        go_on(world, &mut tasks);
        if world.take_changed() {
            held(audit(world, watch, When::Always))?;
        }
    }
    let late = std::mem::take(&mut world.wire().late);
    for request in late {
        // Whoever asked has gone.
        let _ = world.deliver(&request);
    }
    let late = std::mem::take(&mut world.post().late);
    for (mail, code) in late {
        world.arrive(mail, code);
    }
    work(world, watch, steps)?;
    held(audit(world, watch, When::AtRest))?;
    for seconds in LONG_S {
        world.clock.pass(seconds);
        world.tell(|| format!("{} days pass", seconds / (24 * 3600)));
        work(world, watch, steps)?;
        held(audit(world, watch, When::AtTheEnd))?;
    }
    Ok(())
}

/// Both processes' workers take turns until neither finds anything.
fn work(world: &World, watch: &mut Watch, steps: &mut u32) -> Result<(), Vec<Finding>> {
    let mut idle = 0;
    for round in 0..ROUNDS {
        *steps += 1;
        world.clock.pass(MINUTE_S);
        let process = usize::from(round % 2 == 1);
        let items = match alone(Service { world, process }.round()) {
            Ok(Ok(items)) => items,
            Ok(Err(refusal)) => return Err(no_rest(refusal.to_string())),
            Err(error) => return Err(no_rest(error.to_string())),
        };
        held(audit(world, watch, When::Always))?;
        idle = if items == 0 { idle + 1 } else { 0 };
        if idle == 2 {
            return Ok(());
        }
    }
    Err(no_rest(format!("workers still find something after {ROUNDS} rounds")))
}

fn no_rest(what: String) -> Vec<Finding> {
    vec![Finding { rule: "the service comes to rest", what }]
}
