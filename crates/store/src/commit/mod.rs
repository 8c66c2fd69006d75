//! Commits: ChangeSets that wait are taken together, decided in their order and written in one
//! transaction (group commit). One that is refused leaves the others as they are.

mod decide;
mod guards;
mod queue;
mod write;

use saifu_wallet::change::{Change, ChangeSet};
use saifu_wallet::port::store::StoreError;
use sqlx::pool::PoolConnection;
use sqlx::{Any, AnyConnection, Connection, Row};
use uuid::Uuid;

use crate::dialect::Dialect;
use crate::failure::{Failure, may_try_again};
use crate::ledger::{ASSUMED, Seen};

pub(crate) use decide::Gain;
pub(crate) use queue::Queue;

/// What each ChangeSet of a group is told.
type Answers = Vec<Result<(), StoreError>>;

/// How often a ChangeSet reads again because another process was between its reading and its writing.
const RACES: u32 = 5;
/// The same for a group, before its ChangeSets are tried alone.
const GROUP_RACES: u32 = 1;

/// How transfers that were posted before, and accounts that hold too little, are noticed.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
enum Care {
    /// By the statements that write, or by a refusal; nothing of the group is written then.
    WritingTells,
    /// They are looked for first.
    LookFirst,
}

/// One of the store's writers.
struct Writer {
    pool: sqlx::AnyPool,
    /// Its connection, kept from group to group: statements stay prepared, and SQLite's pages read. None
    /// before the first group, and after one that failed.
    connection: Option<PoolConnection<Any>>,
    dialect: Dialect,
    /// Accounts that it read before.
    seen: Seen,
    /// The row of balances that this writer adds to where an account has several.
    slot: i64,
    /// Its row of `writers`, unlike any other's.
    id: String,
}

impl Writer {
    /// Commits a group; where it fails as a whole, each of its ChangeSets alone, so that none suffers
    /// from another.
    async fn commit_all(&mut self, group: &[&ChangeSet]) -> Answers {
        match self.commit_group(group).await {
            Ok(answers) => answers,
            Err(Failure::Raced(_) | Failure::Refused(_)) if group.len() > 1 => self.each_alone(group).await,
            Err(Failure::Raced(error) | Failure::Refused(error)) => vec![Err(error)],
            Err(Failure::Again(cause)) => failed_all(group, &cause),
            Err(Failure::Unknown) => failed_all(group, "nobody says what became of the commit"),
        }
    }

    async fn each_alone(&mut self, group: &[&ChangeSet]) -> Answers {
        let mut answers = Vec::with_capacity(group.len());
        for changes in group {
            answers.extend(Box::pin(self.commit_all(std::slice::from_ref(changes))).await);
        }
        answers
    }

    /// Commits a group, again where the database or a race asks for it.
    async fn commit_group(&mut self, group: &[&ChangeSet]) -> Result<Answers, Failure> {
        let (mut tries, mut races) = (0, 0);
        let most = if group.len() == 1 { RACES } else { GROUP_RACES };
        loop {
            // Both are rare: use-cases plan with what is there, and ask once. Only after the statements said so,
            // and for one alone, it is looked for.
            let care = if group.len() == 1 || races > 0 || moves_much(group) {
                Care::LookFirst
            } else {
                Care::WritingTells
            };
            match self.try_commit(group, care).await {
                Err(Failure::Again(cause)) if may_try_again(&mut tries).await => {
                    tracing::debug!(%cause, "a commit is tried again");
                }
                Err(Failure::Raced(_)) if races < most => races += 1,
                outcome => return outcome,
            }
        }
    }

    async fn try_commit(&mut self, group: &[&ChangeSet], care: Care) -> Result<Answers, Failure> {
        let mut connection = match self.connection.take() {
            Some(connection) => connection,
            None => self.pool.acquire().await?,
        };
        let answers = self.commit_on(&mut connection, group, care).await?;
        self.connection = Some(connection);
        Ok(answers)
    }

    async fn commit_on(
        &mut self,
        connection: &mut AnyConnection,
        group: &[&ChangeSet],
        care: Care,
    ) -> Result<Answers, Failure> {
        let mut transaction = connection.begin_with(self.dialect.begin()).await?;
        let known = guards::read(&mut transaction, self.dialect, &mut self.seen, group, care).await?;
        let mut decided = decide::decide(known, group);
        if let Some(unsure) = unsure_refusal(&mut decided.answers, care) {
            transaction.rollback().await?;
            return Err(Failure::Raced(unsure));
        }
        if decided.writes.is_empty() {
            transaction.rollback().await?;
            return Ok(decided.answers);
        }
        let mark = self.mark(&mut transaction).await?;
        write::write(&mut transaction, self.dialect, self.slot, care, &decided.writes).await?;
        match transaction.commit().await {
            Ok(()) => Ok(decided.answers),
            Err(error) => {
                let Some(mark) = mark else { return Err(error.into()) };
                self.became_of(&mark).await.map(|()| decided.answers)
            }
        }
    }

    /// Marks the transaction, before it writes anything else, where its commit may stay unanswered.
    async fn mark(&mut self, connection: &mut AnyConnection) -> Result<Option<String>, Failure> {
        if self.dialect.always_answers() {
            return Ok(None);
        }
        let mark = Uuid::new_v4().to_string();
        sqlx::query(
            "INSERT INTO writers (id, last_group) VALUES ($1, $2) \
             ON CONFLICT (id) DO UPDATE SET last_group = excluded.last_group",
        )
        .bind(&self.id)
        .bind(&mark)
        .execute(connection)
        .await?;
        Ok(Some(mark))
    }

    /// Asks whether the marked transaction, whose commit was not answered, was committed. If it still
    /// runs, this waits for it: both write the same row.
    async fn became_of(&mut self, mark: &str) -> Result<(), Failure> {
        let mut tries = 0;
        loop {
            let asked = sqlx::query(
                "INSERT INTO writers (id, last_group) VALUES ($1, '') \
                 ON CONFLICT (id) DO UPDATE SET last_group = writers.last_group RETURNING last_group",
            )
            .bind(&self.id)
            .fetch_one(&self.pool)
            .await
            .and_then(|row| row.try_get::<String, _>("last_group"));
            match asked {
                Ok(last) if last == mark => return Ok(()),
                Ok(_) => return Err(Failure::Again("the group was not committed".to_owned())),
                Err(_) if may_try_again(&mut tries).await => {}
                Err(_) => return Err(Failure::Unknown),
            }
        }
    }
}

/// A refusal of the ledger that looking may overturn: what was posted before is no news, and a success where it
/// emptied the account or resolved the reservation itself.
fn unsure_refusal(answers: &mut Answers, care: Care) -> Option<StoreError> {
    let refused = |it: &Result<(), StoreError>| matches!(it, Err(StoreError::Ledger(_)));
    let place = answers.iter().position(refused).filter(|_| care == Care::WritingTells)?;
    answers.swap_remove(place).err()
}

/// Whether a transfer is larger than what is assumed of a balance.
fn moves_much(group: &[&ChangeSet]) -> bool {
    let changes = group.iter().flat_map(|changes| &changes.0);
    changes.into_iter().any(|change| matches!(change, Change::Transfer(it) if it.amount.minor() > ASSUMED))
}

fn failed_all(group: &[&ChangeSet], cause: &str) -> Answers {
    group.iter().map(|_| Err(StoreError::Failed(cause.to_owned()))).collect()
}
