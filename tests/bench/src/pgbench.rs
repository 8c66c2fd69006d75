//! PostgreSQL's own benchmark, as the measure of what this server can do.

use std::process::Command;

use anyhow::{Context, Result, bail};
use saifu_tests::postgres::{Postgres, program};

const SCALE: &str = "10";
const SECONDS: &str = "15";

/// Transactions a second of TPC-B with 16 clients on two threads.
///
/// # Errors
/// pgbench is missing or says nothing that can be read.
pub fn tpcb(server: &Postgres) -> Result<f64> {
    server.create_database("tpcb")?;
    let pgbench = |arguments: &[&str]| -> Result<String> {
        let mut command = Command::new(program("pgbench")?);
        command.arg("-h").arg(server.socket_folder()).args(["-U", "postgres"]).args(arguments).arg("tpcb");
        let output = command.output()?;
        if !output.status.success() {
            bail!("pgbench: {}", String::from_utf8_lossy(&output.stderr));
        }
        Ok(String::from_utf8(output.stdout)?)
    };
    pgbench(&["-i", "-q", "-s", SCALE])?;
    let report = pgbench(&["-c", "16", "-j", "2", "-T", SECONDS])?;
    let line =
        report.lines().find_map(|line| line.strip_prefix("tps = ")).context("pgbench tells its tps")?;
    Ok(line.split_whitespace().next().context("a number")?.parse()?)
}
