use std::sync::Arc;

use saifu_wallet::change::ChangeSet;
use saifu_wallet::port::store::{Commit, StoreError};
use sqlx::AnyPool;
use tokio::sync::{Mutex, mpsc, oneshot};
use uuid::Uuid;

use super::Writer;
use crate::dialect::Dialect;
use crate::ledger::Seen;
use crate::open::SqlStore;
use crate::row::failed;

/// The most ChangeSets of one group: beyond this a group takes long enough that the first wait for the
/// last.
const GROUP: usize = 256;
const WAITING: usize = 4096;
/// Rows of an account that has several, see the migration.
const SLOTS: u64 = 16;

struct Job {
    changes: ChangeSet,
    answer: oneshot::Sender<Result<(), StoreError>>,
}

/// Where ChangeSets wait for their group: what comes while a group is being committed is the next one.
#[derive(Clone)]
pub(crate) struct Queue(mpsc::Sender<Job>);

impl Queue {
    /// Starts the writers. They end when the last clone of the queue is dropped, or the pool is closed.
    pub(crate) fn start(pool: &AnyPool, dialect: Dialect) -> Self {
        let (sender, receiver) = mpsc::channel(WAITING);
        let receiver = Arc::new(Mutex::new(receiver));
        let first = u64::from(std::process::id());
        for slot in (first..).take(dialect.writers()) {
            let slot = i64::try_from(slot % SLOTS).unwrap_or(0) + 1;
            let id = Uuid::new_v4().to_string();
            let writer =
                Writer { pool: pool.clone(), connection: None, seen: Seen::default(), dialect, slot, id };
            tokio::spawn(work(writer, Arc::clone(&receiver)));
        }
        Self(sender)
    }
}

async fn work(mut writer: Writer, jobs: Arc<Mutex<mpsc::Receiver<Job>>>) {
    let closed = writer.pool.close_event();
    tokio::pin!(closed);
    loop {
        let mut group = Vec::new();
        let gather = async {
            // Released at once: while this group is written the other writer gathers the next.
            jobs.lock().await.recv_many(&mut group, GROUP).await
        };
        let count = tokio::select! {
            count = gather => count,
            () = &mut closed => 0,
        };
        if count == 0 {
            return;
        }
        let changes: Vec<&ChangeSet> = group.iter().map(|job| &job.changes).collect();
        let answers = writer.commit_all(&changes).await;
        for (job, answer) in group.into_iter().zip(answers) {
            // A caller that went away does not need its answer; what it asked for is done.
            let _heard = job.answer.send(answer);
        }
    }
}

impl Commit for SqlStore {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        let (answer, told) = oneshot::channel();
        self.queue.0.send(Job { changes, answer }).await.map_err(failed)?;
        told.await.map_err(failed)?
    }
}
