//! The binary `saifu-service`.

use std::process::ExitCode;

use anyhow::Context;
use clap::Parser;
use saifu_service::settings::{Cli, Command, Database, Demo, GiveBack, Unused};
use saifu_service::{clock, demo, serve};
use saifu_wallet::id::TopUpId;
use saifu_wallet::{law, top_up};
use serde_json::json;
use tracing_subscriber::EnvFilter;

#[tokio::main]
async fn main() -> anyhow::Result<ExitCode> {
    let filter = EnvFilter::try_from_default_env().unwrap_or_else(|_| EnvFilter::new("info,tower_http=warn"));
    tracing_subscriber::fmt().with_env_filter(filter).with_writer(std::io::stderr).init();
    match Cli::parse().command {
        Command::Serve(settings) => serve::serve(&settings).await.map(|()| ExitCode::SUCCESS),
        Command::Demo(settings) => add_demo(&settings).await,
        Command::Audit(database) => audit(&database).await,
        Command::Unused(settings) => unused(&settings).await,
        Command::GiveBack(settings) => give_back(&settings).await,
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

async fn unused(settings: &Unused) -> anyhow::Result<ExitCode> {
    let store = serve::open(&settings.database).await?;
    let report = law::unused_report(&store, settings.base_date).await?;
    let held = report.held.iter().map(|(kind, amount)| (kind.word(), amount.minor()));
    let text = json!({
        "baseDate": report.base_date,
        "held": held.collect::<std::collections::BTreeMap<_, _>>(),
        "unused": report.unused.minor(),
        "depositAbove": law::DEPOSIT_ABOVE.minor(),
        "deposit": report.deposit.minor(),
        "currencyCode": report.unused.currency().code(),
    });
    println!("{text}");
    store.close().await;
    Ok(ExitCode::SUCCESS)
}

async fn give_back(settings: &GiveBack) -> anyhow::Result<ExitCode> {
    let store = serve::open(&settings.database).await?;
    let id = TopUpId::new(settings.top_up.clone());
    let owed = top_up::give_back(&store, &clock::moment(), &id).await?;
    let refused = owed.cash.as_ref().and_then(|cash| cash.return_refusal.as_deref());
    println!("{}", json!({ "topUpId": owed.id, "toReturn": owed.to_return(), "refusedBefore": refused }));
    store.close().await;
    Ok(ExitCode::SUCCESS)
}
