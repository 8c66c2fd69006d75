//! Many callers that each wait for their transfer before they post the next.

use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicU64, Ordering};
use std::time::{Duration, Instant};

use anyhow::Result;
use jiff::Timestamp;
use saifu_ledger::{AccountId, Phase, Transfer, TransferId, TransferKind};
use saifu_money::Amount;
use saifu_store::SqlStore;
use saifu_wallet::ChangeSet;
use saifu_wallet::port::store::Commit;
use tokio::task::JoinSet;

/// Who pays whom in one step of one caller.
pub type Pick = fn(&mut Dice) -> (AccountId, AccountId);

/// Transfers a second that `callers` get posted in `time`.
///
/// # Errors
/// A transfer is refused.
pub async fn posted_per_second(store: &SqlStore, callers: u64, time: Duration, pick: Pick) -> Result<f64> {
    let stop = Arc::new(AtomicBool::new(false));
    let mut tasks = JoinSet::new();
    let start = Instant::now();
    for caller in 0..callers {
        tasks.spawn(post_until(store.clone(), caller, pick, Arc::clone(&stop)));
    }
    tokio::time::sleep(time).await;
    stop.store(true, Ordering::Relaxed);
    let mut posted = 0_u32;
    while let Some(done) = tasks.join_next().await {
        posted += done??;
    }
    Ok(f64::from(posted) / start.elapsed().as_secs_f64())
}

async fn post_until(store: SqlStore, caller: u64, pick: Pick, stop: Arc<AtomicBool>) -> Result<u32> {
    let mut dice = Dice::of(caller);
    let mut posted = 0;
    while !stop.load(Ordering::Relaxed) {
        let (debit, credit) = pick(&mut dice);
        let transfer = Transfer {
            id: TransferId::new(format!("{:016x}{:016x}", dice.roll(), dice.roll())),
            debit,
            credit,
            amount: Amount::yen(1),
            kind: TransferKind::Charge,
            phase: Phase::Single,
            at: Timestamp::UNIX_EPOCH,
        };
        store.commit(ChangeSet::new().transfers([transfer])).await?;
        posted += 1;
    }
    Ok(posted)
}

/// SplitMix64: evenly spread, and different in every caller and run.
pub struct Dice(u64);

impl Dice {
    fn of(caller: u64) -> Self {
        static RUNS: AtomicU64 = AtomicU64::new(0);
        let run = RUNS.fetch_add(1, Ordering::Relaxed);
        Self(u64::from(std::process::id()).rotate_left(32) ^ caller << 20 ^ run << 40)
    }

    pub fn roll(&mut self) -> u64 {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        mixed ^ (mixed >> 31)
    }

    pub fn below(&mut self, end: u64) -> u64 {
        self.roll() % end
    }
}
