//! `cargo xtask bench ledger approvals` runs this, in release: one JSON object a line.

mod approvals;
mod callers;
mod growth;
mod ledger;
mod pgbench;
mod sqlite;

use anyhow::Result;
use clap::{Parser, ValueEnum};
use saifu_tests::figure::Figure;
use saifu_tests::place;
use saifu_tests::postgres::{Durability, Postgres};

#[derive(Clone, Copy, ValueEnum)]
enum Bench {
    Ledger,
    Approvals,
}

#[derive(Parser)]
struct Arguments {
    #[arg(required = true)]
    names: Vec<Bench>,
}

#[tokio::main]
async fn main() -> Result<()> {
    place::choose_release();
    for name in Arguments::parse().names {
        match name {
            Bench::Ledger => ledger().await?,
            Bench::Approvals => approvals().await?,
        }
    }
    Ok(())
}

async fn approvals() -> Result<()> {
    let server = Postgres::start(Durability::AsInstalled)?;
    approvals::on_postgres(&server, pgbench::tpcb(&server)?).await?;
    approvals::on_sqlite(sqlite::single().await?).await
}

async fn ledger() -> Result<()> {
    let server = Postgres::start(Durability::AsInstalled)?;
    let tpcb = pgbench::tpcb(&server)?;
    let spread = ledger::transfers(&server, ledger::Payee::Anybody).await?;
    Figure::against("ledger.transfers", "1/s", spread, tpcb).print()?;
    let hot = ledger::transfers(&server, ledger::Payee::TheHouse).await?;
    Figure::against("ledger.hot_account", "1/s", hot, spread).print()?;
    let (grouped, single) = sqlite::transfers().await?;
    Figure::against("ledger.sqlite", "1/s", grouped, single).print()?;
    let (large, small) = growth::read_p99_us(&server).await?;
    Figure::against("ledger.read_growth", "µs", large, small).print()
}
