//! localstripe, a Stripe double that is not ours (PyPI, pinned): what the processor's client says is understood by
//! somebody who never read our sandbox.

use std::fs::{self, File};
use std::path::{Path, PathBuf};
use std::process::Command;

use anyhow::{Context, Result, bail};

use crate::place;
use crate::process::Running;

const REQUIREMENTS: &str = include_str!("localstripe/requirements.txt");
const SERVE: &str = include_str!("localstripe/serve.py");

/// Installs it into a Python environment of its own under `target/tools`, where that is not done.
///
/// # Errors
/// Python, its `venv` module or the package registry is not there; says what to do.
pub fn install() -> Result<()> {
    let folder = folder();
    fs::create_dir_all(&folder)?;
    // Tests run in many processes: one of them installs, the others wait.
    let lock = File::create(folder.join("lock"))?;
    lock.lock()?;
    let stamp = folder.join("installed.txt");
    if fs::read_to_string(&stamp).is_ok_and(|installed| installed == REQUIREMENTS) {
        return Ok(());
    }
    let environment = folder.join("venv");
    run(Command::new("python3").args(["-m", "venv", "--clear"]).arg(&environment))
        .context("Python cannot make an environment: `cargo xtask setup` installs python3-venv on Debian")?;
    let requirements = folder.join("requirements.txt");
    fs::write(&requirements, REQUIREMENTS)?;
    let mut pip = Command::new(python());
    pip.args(["-m", "pip", "install", "--quiet", "--disable-pip-version-check", "--requirement"]);
    run(pip.arg(&requirements)).context("localstripe cannot be installed from PyPI")?;
    fs::write(stamp, REQUIREMENTS)?;
    Ok(())
}

/// A running double with a store of its own; it ends when dropped.
pub struct Localstripe {
    /// `http://127.0.0.1:…`.
    pub base: String,
    _process: Running,
}

impl Localstripe {
    /// Installs it where it is missing, and starts it.
    ///
    /// # Errors
    /// It cannot be installed, or does not start; says why.
    pub fn start() -> Result<Self> {
        install()?;
        let mut command = Command::new(python());
        command.args(["-c", SERVE]);
        let logs = place::target().join("test-logs/localstripe");
        let name = format!("localstripe-{}", std::process::id());
        let ready = |line: &str| line.strip_prefix("ready ").map(str::to_owned);
        let (process, base) = Running::start_until(&name, command, &logs, ready)?;
        Ok(Self { base, _process: process })
    }
}

fn folder() -> PathBuf {
    place::target().join("tools/localstripe")
}

fn python() -> PathBuf {
    folder().join("venv/bin/python")
}

fn run(command: &mut Command) -> Result<()> {
    let program = Path::new(command.get_program()).display().to_string();
    let output = command.output().with_context(|| format!("{program} cannot be started"))?;
    if !output.status.success() {
        bail!("{program} failed:\n{}", String::from_utf8_lossy(&output.stderr));
    }
    Ok(())
}
