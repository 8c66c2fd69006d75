//! A PostgreSQL server of its own: a temporary folder, a private socket, no password, no port.

use std::fs::{self, Permissions};
use std::os::unix::fs::PermissionsExt;
use std::path::{Path, PathBuf};
use std::process::{Command, Stdio};

use anyhow::{Context, Result, bail};

use crate::place;
use crate::process::Running;

/// A server that `cargo xtask test` started for all tests: its socket's folder.
pub const SHARED: &str = "SAIFU_TEST_POSTGRES";

/// Who runs the server when we are root, which PostgreSQL refuses to be.
const USER: &str = "postgres";

/// What a commit waits for.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Durability {
    /// The disk, as the package is set: for figures and for restarts.
    AsInstalled,
    /// Nothing: for tests that end before the machine does.
    None,
}

/// A server; dropping it ends it and removes its folder.
pub struct Postgres {
    folder: PathBuf,
    durability: Durability,
    running: Option<Running>,
}

impl Postgres {
    /// Makes a cluster and starts its server.
    ///
    /// # Errors
    /// PostgreSQL is not installed, or does not start.
    pub fn start(durability: Durability) -> Result<Self> {
        let folder = place::temporary()?;
        fs::create_dir_all(&folder)?;
        fs::set_permissions(&folder, Permissions::from_mode(0o700))?;
        let mut server = Self { folder, durability, running: None };
        if is_root() {
            run(Command::new("chown").arg(USER).arg(&server.folder))?;
        }
        let mut initdb = as_user(&program("initdb")?);
        initdb.args(["--auth=trust", "--username=postgres", "--locale=C", "--encoding=UTF8"]);
        initdb.args(["--no-sync", "--pgdata"]).arg(server.data());
        run(initdb.stdout(Stdio::null()))?;
        server.resume()?;
        Ok(server)
    }

    /// Starts the server again after [`Postgres::stop`].
    ///
    /// # Errors
    /// It does not start.
    pub fn resume(&mut self) -> Result<()> {
        let mut postgres = as_user(&program("postgres")?);
        postgres.arg("-D").arg(self.data()).args(["-c", "listen_addresses="]);
        postgres.args(["-c", &format!("unix_socket_directories={}", self.folder.display())]);
        postgres.args(["-c", "max_connections=200"]);
        if self.durability == Durability::None {
            postgres.args(["-c", "fsync=off", "-c", "full_page_writes=off"]);
        }
        // What it says of itself goes to standard error.
        let mut joined = Command::new("sh");
        joined.args(["-c", "exec \"$@\" 2>&1", "sh"]).arg(postgres.get_program()).args(postgres.get_args());
        let ready = |line: &str| line.contains("ready to accept connections").then_some(());
        let logs = self.folder.with_extension("logs");
        let (running, ()) = Running::start_until("postgres", joined, &logs, ready)?;
        self.running = Some(running);
        Ok(())
    }

    /// Stops the server without waiting for anybody, as a crash of its machine would.
    ///
    /// # Errors
    /// It cannot be waited for.
    pub fn stop(&mut self) -> Result<()> {
        let Some(mut running) = self.running.take() else { return Ok(()) };
        // SIGQUIT: it leaves at once and recovers at the next start.
        run(Command::new("kill").args(["-QUIT", &running.id().to_string()]))?;
        crate::wait::until_blocking("PostgreSQL ends", crate::wait::PATIENCE, || {
            Ok(running.ended()?.map(|_| ()))
        })
    }

    fn data(&self) -> PathBuf {
        self.folder.join("data")
    }

    /// Where its socket is.
    #[must_use]
    pub fn socket_folder(&self) -> &Path {
        &self.folder
    }

    /// Makes a database.
    ///
    /// # Errors
    /// The server does not answer.
    pub fn create_database(&self, name: &str) -> Result<String> {
        create_database(&self.folder, name)
    }
}

impl Drop for Postgres {
    fn drop(&mut self) {
        if let Err(error) = self.stop() {
            eprintln!("PostgreSQL was left running: {error:#}");
        }
        // Somebody else may clean temporary folders too.
        let _removed = fs::remove_dir_all(&self.folder);
        let _removed = fs::remove_dir_all(self.folder.with_extension("logs"));
    }
}

/// A new database on the server that all tests share, or on one of its own that ends with the guard.
///
/// # Errors
/// PostgreSQL is not installed, or does not answer.
pub fn database() -> Result<(String, Option<Postgres>)> {
    let name = place::temporary()?.file_name().map(|name| name.to_string_lossy().into_owned());
    let name = name.unwrap_or_default();
    if let Some(folder) = std::env::var_os(SHARED) {
        return Ok((create_database(Path::new(&folder), &name)?, None));
    }
    let server = Postgres::start(Durability::None)?;
    Ok((server.create_database(&name)?, Some(server)))
}

fn create_database(socket: &Path, name: &str) -> Result<String> {
    run(Command::new(program("createdb")?).arg("-h").arg(socket).args(["-U", "postgres", name]))?;
    Ok(format!("postgres://postgres@localhost/{name}?host={}", socket.display()))
}

/// A program of the newest PostgreSQL that is installed: Debian keeps the server's out of the path.
///
/// # Errors
/// There is none.
pub fn program(name: &str) -> Result<PathBuf> {
    let versions = fs::read_dir("/usr/lib/postgresql").into_iter().flatten().flatten();
    let mut found: Vec<(u32, PathBuf)> = versions
        .filter_map(|entry| {
            let version = entry.file_name().to_str()?.parse().ok()?;
            let path = entry.path().join("bin").join(name);
            path.exists().then_some((version, path))
        })
        .collect();
    found.sort();
    found.pop().map(|(_, path)| path).with_context(|| format!("PostgreSQL's {name} is not installed"))
}

fn is_root() -> bool {
    rustix::process::geteuid().is_root()
}

fn as_user(program: &Path) -> Command {
    if !is_root() {
        return Command::new(program);
    }
    let mut command = Command::new("setpriv");
    command.args(["--reuid", USER, "--regid", USER, "--init-groups"]).arg(program);
    command
}

fn run(command: &mut Command) -> Result<()> {
    let status = command.status().with_context(|| format!("{command:?}"))?;
    if status.success() { Ok(()) } else { bail!("{command:?}: {status}") }
}
