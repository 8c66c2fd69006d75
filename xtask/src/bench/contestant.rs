//! A program whose start is timed.

use std::path::PathBuf;
use std::process::Command;
use std::time::{Duration, Instant};

use anyhow::Result;
use saifu_tests::process::Running;

use super::memory;
use super::screen::{Pixels, Region, Screen};

/// After this long nothing that belongs to the start goes on any more.
const IDLE_AFTER: Duration = Duration::from_secs(5);

/// How to start a program, and where it shows what is waited for.
pub struct Contestant<'a> {
    name: &'static str,
    command: Box<dyn Fn() -> Result<Command> + 'a>,
    region: Region,
    logs: PathBuf,
    finished: Pixels,
    times_ms: Vec<f64>,
}

impl<'a> Contestant<'a> {
    /// Starts it once, to learn how the region looks in the end, and to warm the caches.
    pub fn new(
        name: &'static str,
        region: Region,
        logs: PathBuf,
        screen: &Screen,
        command: impl Fn() -> Result<Command> + 'a,
    ) -> Result<Self> {
        let running = Running::start(name, command()?, &logs)?;
        let finished = screen.when_still(region)?;
        drop(running);
        screen.until(region, &finished, false)?;
        Ok(Self { name, command: Box::new(command), region, logs, finished, times_ms: Vec::new() })
    }

    /// From the start of the process until the region looks finished.
    pub fn time(&mut self, screen: &Screen) -> Result<()> {
        let start = Instant::now();
        let running = self.start()?;
        screen.until(self.region, &self.finished, true)?;
        self.times_ms.push(start.elapsed().as_secs_f64() * 1000.0);
        drop(running);
        screen.until(self.region, &self.finished, false)
    }

    /// MiB when it is shown and idle.
    pub fn memory(&self, screen: &Screen) -> Result<f64> {
        let running = self.start()?;
        screen.until(self.region, &self.finished, true)?;
        std::thread::sleep(IDLE_AFTER);
        let mib = memory::proportional_mib(running.id())?;
        drop(running);
        screen.until(self.region, &self.finished, false)?;
        Ok(mib)
    }

    fn start(&self) -> Result<Running> {
        Running::start(self.name, (self.command)()?, &self.logs)
    }

    /// The median of the times so far.
    pub fn median_ms(&self) -> f64 {
        let mut times = self.times_ms.clone();
        times.sort_by(f64::total_cmp);
        times.get(times.len() / 2).copied().unwrap_or(f64::NAN)
    }
}
