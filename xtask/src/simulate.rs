//! `cargo xtask simulate`.

use anyhow::Result;

use crate::shell;

/// Builds the simulation, optimised and with its checks, and passes the arguments on.
///
/// # Errors
/// It does not build, or a seed broke.
pub fn simulate(arguments: &[String]) -> Result<()> {
    let mut simulation = shell::cargo();
    simulation.args(["run", "--quiet", "--profile", "simulation", "--package", "saifu-simulation", "--"]);
    shell::run(simulation.args(arguments))
}
