//! The binary `saifu-service`.

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use saifu_service::settings::{Cli, Command, Database, Demo};
use saifu_service::{demo, serve};
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tower_http=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match Cli::parse().command {
        Command::Serve(settings) => serve::serve(&settings).await.map(|()| ExitCode::SUCCESS),
        Command::Demo(settings) => add_demo(&settings).await,
        Command::Audit(database) => audit(&database).await,
    }
}

async fn add_demo(settings: &Demo) -> anyhow::Result<ExitCode> {
    let pem = std::fs::read_to_string(&settings.shop_public_key).context("--shop-public-key")?;
    let store = serve::open(&settings.database).await?;
    println!("{}", serde_json::to_string(&demo::add(&store, &pem).await?)?);
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn audit(database: &Database) -> anyhow::Result<ExitCode> {
    let store = serve::open(database).await?;
    let findings = saifu_store::audit(&store).await?;
    for finding in &findings {
        println!("{}: {}", finding.rule, finding.what);
    }
    println!("{} findings", findings.len());
    Ok(if findings.is_empty() { ExitCode::SUCCESS } else { ExitCode::FAILURE })
}
