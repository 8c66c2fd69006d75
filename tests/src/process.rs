//! Child processes that end with us, with everything that they started.

use std::fs::{File, OpenOptions};
use std::io::{BufRead, BufReader, Write};
use std::os::unix::process::CommandExt;
use std::path::{Path, PathBuf};
use std::process::{Child, Command, ExitStatus, Stdio};
use std::sync::mpsc::{Receiver, RecvTimeoutError, Sender, channel};
use std::time::{Duration, Instant};

use anyhow::{Context, Result, bail};
use rustix::process::{Pid, Signal, kill_process_group};

/// How long a process may take to say that it is ready; generous for a cold machine.
const START: Duration = Duration::from_secs(60);
const GRACE: Duration = Duration::from_secs(5);

/// A running program in a process group of its own; dropping it ends the whole group.
pub struct Running {
    name: String,
    child: Child,
    log: PathBuf,
}

impl Running {
    /// Starts a program; what it prints goes to `<logs>/<name>.log`.
    ///
    /// # Errors
    /// It cannot be started.
    pub fn start(name: &str, mut command: Command, logs: &Path) -> Result<Self> {
        let (log, path) = open_log(name, logs)?;
        command.stdout(log.try_clone()?).stderr(log);
        Self::spawn(name, &mut command, path)
    }

    /// Starts a program and waits for the first line on its standard output that `pick` takes.
    ///
    /// # Errors
    /// It cannot be started, or it ends or stays silent for a minute before such a line; the error
    /// carries the end of its log.
    pub fn start_until<T: Send + 'static>(
        name: &str,
        mut command: Command,
        logs: &Path,
        pick: impl Fn(&str) -> Option<T> + Send + 'static,
    ) -> Result<(Self, T)> {
        let (log, path) = open_log(name, logs)?;
        command.stdout(Stdio::piped()).stderr(log.try_clone()?);
        let mut running = Self::spawn(name, &mut command, path)?;
        let output = running.child.stdout.take().context("the output was piped")?;
        let (sender, receiver) = channel();
        std::thread::spawn(move || copy_lines(BufReader::new(output), log, &pick, &sender));
        let line = running.wait_for_line(&receiver)?;
        Ok((running, line))
    }

    fn spawn(name: &str, command: &mut Command, log: PathBuf) -> Result<Self> {
        let program = command.get_program().to_string_lossy().into_owned();
        let child =
            command.process_group(0).spawn().with_context(|| format!("{name}: cannot start {program}"))?;
        Ok(Self { name: name.to_owned(), child, log })
    }

    fn wait_for_line<T>(&mut self, lines: &Receiver<T>) -> Result<T> {
        lines.recv_timeout(START).or_else(|error| {
            let what = match error {
                RecvTimeoutError::Timeout => "stayed silent",
                RecvTimeoutError::Disconnected => "ended before it was ready",
            };
            bail!("{} {what}; the end of its log:\n{}", self.name, self.log_end());
        })
    }

    /// The last lines that it printed.
    #[must_use]
    pub fn log_end(&self) -> String {
        let text = std::fs::read(&self.log).unwrap_or_default();
        let text = String::from_utf8_lossy(&text);
        let lines: Vec<&str> = text.lines().collect();
        lines[lines.len().saturating_sub(20)..].join("\n")
    }

    /// The process id, which is also the group's.
    #[must_use]
    pub fn id(&self) -> u32 {
        self.child.id()
    }

    /// How it ended, if it did.
    ///
    /// # Errors
    /// The system does not say.
    pub fn ended(&mut self) -> Result<Option<ExitStatus>> {
        Ok(self.child.try_wait()?)
    }

    /// Ends it as a power cut would.
    ///
    /// # Errors
    /// It cannot be waited for.
    pub fn kill(&mut self) -> Result<()> {
        self.signal(Signal::KILL);
        self.child.wait()?;
        Ok(())
    }

    fn signal(&self, signal: Signal) {
        // The group may be gone already, which is what was wanted.
        let _gone = kill_process_group(Pid::from_child(&self.child), signal);
    }

    fn ends_within(&mut self, grace: Duration) -> bool {
        let deadline = Instant::now() + grace;
        while Instant::now() < deadline {
            if !matches!(self.child.try_wait(), Ok(None)) {
                return true;
            }
            std::thread::sleep(Duration::from_millis(20));
        }
        false
    }
}

impl Drop for Running {
    fn drop(&mut self) {
        self.signal(Signal::TERM);
        self.ends_within(GRACE);
        // Also what the program left behind in its group.
        self.signal(Signal::KILL);
        let _ended = self.child.wait();
    }
}

fn open_log(name: &str, logs: &Path) -> Result<(File, PathBuf)> {
    std::fs::create_dir_all(logs)?;
    let path = logs.join(format!("{name}.log"));
    let file = OpenOptions::new().create(true).append(true).open(&path)?;
    Ok((file, path))
}

fn copy_lines<T>(lines: impl BufRead, mut log: File, pick: &impl Fn(&str) -> Option<T>, sender: &Sender<T>) {
    for line in lines.lines().map_while(Result::ok) {
        // A log that cannot be written to is no reason to stop reading: the program would block.
        let _written = writeln!(log, "{line}");
        if let Some(found) = pick(&line) {
            // Nobody listens after the first.
            let _heard = sender.send(found);
        }
    }
}

/// A port that is free now. Somebody else may take it before it is used, so prefer port 0 where a
/// program can say which it got.
///
/// # Errors
/// No port is free.
pub fn free_port() -> Result<u16> {
    let listener = std::net::TcpListener::bind(("127.0.0.1", 0))?;
    Ok(listener.local_addr()?.port())
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shell(script: &str) -> Command {
        let mut command = Command::new("sh");
        command.args(["-c", script]);
        command
    }

    fn logs(name: &str) -> PathBuf {
        crate::place::target().join("test-logs").join(name)
    }

    #[test]
    fn the_picked_line_comes_back() {
        let script = shell("echo starting; echo ready 42; sleep 60");
        let pick = |line: &str| line.strip_prefix("ready ").map(str::to_owned);
        let (_running, line) = Running::start_until("echo", script, &logs("picked"), pick).unwrap();
        assert_eq!(line, "42");
    }

    #[test]
    fn a_program_that_ends_too_early_shows_its_log() {
        let script = shell("echo the disk is full >&2; exit 3");
        let error = Running::start_until("full", script, &logs("early"), |_| None::<()>).err().unwrap();
        assert!(error.to_string().contains("the disk is full"), "{error}");
    }

    #[test]
    fn dropping_ends_the_grandchildren_too() {
        let script = shell("sleep 60 & echo $!; wait");
        let (running, grandchild) =
            Running::start_until("family", script, &logs("family"), |line| line.parse().ok()).unwrap();
        drop(running);
        let gone = || {
            let alive =
                Pid::from_raw(grandchild).is_some_and(|pid| rustix::process::test_kill_process(pid).is_ok());
            Ok((!alive).then_some(()))
        };
        crate::wait::until_blocking("the grandchild ends", GRACE, gone).unwrap();
    }
}
