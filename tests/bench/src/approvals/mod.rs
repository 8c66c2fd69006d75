//! Approvals through HTTP: the proposal and its signature are there, the service checks and commits.

mod clock;
mod payer;
mod prepared;
mod steps;

use std::sync::Arc;
use std::time::{Duration, Instant};

use anyhow::{Result, ensure};
use reqwest::Client;
use saifu_store::SqlStore;
use saifu_tests::figure::Figure;
use saifu_tests::postgres::Postgres;
use saifu_tests::service::{Data, Ports, Service};
use tokio::task::JoinSet;

use crate::sqlite::url_in;
use prepared::{Prepared, Scene};

/// How many clients approve at the same time.
const CLIENTS: usize = 32;
/// How many approvals each of them sends.
const EACH: usize = 250;
/// How many approvals of one client alone tell what each step takes.
const ALONE: usize = 300;

/// What a run came to.
struct Run {
    per_second: f64,
    /// Sorted.
    latencies: Vec<Duration>,
}

impl Run {
    fn quantile_ms(&self, part: f64) -> f64 {
        #[allow(
            clippy::cast_possible_truncation,
            clippy::cast_sign_loss,
            reason = "an index below the count"
        )]
        #[allow(clippy::cast_precision_loss, reason = "thousands")]
        let index = ((self.latencies.len() as f64 - 1.0) * part) as usize;
        self.latencies.get(index).map_or(0.0, |it| it.as_secs_f64() * 1000.0)
    }
}

/// On PostgreSQL, beside `tpcb` transactions a second of the same server.
///
/// # Errors
/// Something does not start, or an approval is refused.
pub async fn on_postgres(server: &Postgres, tpcb: f64) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let url = server.create_database("approvals")?;
    let service = Service::start(Data::with_database(dir.path(), &url), Ports::default(), dir.path())?;
    let store = SqlStore::open(&url).await?;
    let run = measured(&store, &service.http, tpcb, "approvals.per_second").await?;
    store.close().await;
    Figure::against("approvals.p99", "ms", run.quantile_ms(0.99), run.quantile_ms(0.5)).print()
}

/// On SQLite, beside `single` commits a second of one writer.
///
/// # Errors
/// As [`on_postgres`].
pub async fn on_sqlite(single: f64) -> Result<()> {
    let dir = tempfile::tempdir()?;
    let service = Service::start(Data::in_folder(dir.path()), Ports::default(), dir.path())?;
    let store = SqlStore::open(&url_in(dir.path())).await?;
    measured(&store, &service.http, single, "approvals.sqlite").await?;
    store.close().await;
    Ok(())
}

async fn measured(store: &SqlStore, url: &str, baseline: f64, name: &'static str) -> Result<Run> {
    let scene = Scene::set(store.clone(), url, CLIENTS).await?;
    let alone = scene.prepare(0, 3 * ALONE).await?;
    steps::print(&scene, name, alone).await?;
    let mut prepared = Vec::new();
    for payer in 0..CLIENTS {
        prepared.push(scene.prepare(payer, EACH).await?);
    }
    let run = together(url, prepared).await?;
    Figure::against(name, "1/s", run.per_second, baseline).print()?;
    Ok(run)
}

/// All clients at once, each with its own connection.
async fn together(url: &str, prepared: Vec<Vec<Prepared>>) -> Result<Run> {
    let url: Arc<str> = url.into();
    let (mut tasks, start) = (JoinSet::new(), Instant::now());
    for list in prepared {
        let url = Arc::clone(&url);
        tasks.spawn(async move { one_after_another(&url, &list).await });
    }
    let mut latencies = Vec::new();
    while let Some(done) = tasks.join_next().await {
        latencies.extend(done??);
    }
    let per_second = f64::from(u32::try_from(latencies.len())?) / start.elapsed().as_secs_f64();
    latencies.sort_unstable();
    Ok(Run { per_second, latencies })
}

/// How long each approval took, as its client saw it.
async fn one_after_another(url: &str, list: &[Prepared]) -> Result<Vec<Duration>> {
    let (client, mut latencies) = (Client::new(), Vec::new());
    for it in list {
        let start = Instant::now();
        let path = format!("{url}/v1/proposals/{}/approval", it.proposal_id);
        let answer = client.post(path).bearer_auth(&it.token).json(&it.body).send().await?;
        let (status, body) = (answer.status(), answer.text().await?);
        latencies.push(start.elapsed());
        ensure!(status.is_success() && body.contains("authorized"), "{status} {body}");
    }
    Ok(latencies)
}
