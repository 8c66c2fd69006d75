//! Commits: ChangeSets that wait are taken together, decided in their order and written in one
//! transaction (group commit). One that is refused leaves the others as they are.

mod decide;
mod guards;
mod queue;
mod write;

use saifu_wallet::change::ChangeSet;
use saifu_wallet::port::store::StoreError;
use sqlx::{AnyConnection, Connection, Row};

use crate::dialect::Dialect;
use crate::failure::{Failure, may_try_again};

pub(crate) use queue::Queue;

/// What each ChangeSet of a group is told.
type Answers = Vec<Result<(), StoreError>>;

/// How often a ChangeSet reads again because another process was between its reading and its writing.
const RACES: u32 = 5;

/// One of the store's writers.
#[derive(Clone)]
struct Writer {
    pool: sqlx::AnyPool,
    dialect: Dialect,
    /// The row of balances that this writer adds to where an account has several.
    slot: i64,
}

impl Writer {
    /// Commits a group; where it fails as a whole, each of its ChangeSets alone, so that none suffers
    /// from another.
    async fn commit_all(&self, group: &[&ChangeSet]) -> Answers {
        match self.commit_group(group).await {
            Ok(answers) => answers,
            Err(Failure::Raced(_) | Failure::Refused(_)) if group.len() > 1 => self.each_alone(group).await,
            Err(Failure::Raced(error) | Failure::Refused(error)) => vec![Err(error)],
            Err(Failure::Again(cause)) => failed_all(group, &cause),
            Err(Failure::Unknown) => failed_all(group, "nobody says what became of the commit"),
        }
    }

    async fn each_alone(&self, group: &[&ChangeSet]) -> Answers {
        let mut answers = Vec::with_capacity(group.len());
        for changes in group {
            answers.extend(Box::pin(self.commit_all(std::slice::from_ref(changes))).await);
        }
        answers
    }

    /// Commits a group, again where the database or a race asks for it.
    async fn commit_group(&self, group: &[&ChangeSet]) -> Result<Answers, Failure> {
        let (mut tries, mut races) = (0, 0);
        loop {
            match self.try_commit(group).await {
                Err(Failure::Again(cause)) if may_try_again(&mut tries).await => {
                    tracing::debug!(%cause, "a commit is tried again");
                }
                Err(Failure::Raced(_)) if group.len() == 1 && races < RACES => races += 1,
                outcome => return outcome,
            }
        }
    }

    async fn try_commit(&self, group: &[&ChangeSet]) -> Result<Answers, Failure> {
        let mut connection = self.pool.acquire().await?;
        let mut transaction = connection.begin_with(self.dialect.begin()).await?;
        let known = guards::read(&mut transaction, self.dialect, group).await?;
        let decided = decide::decide(known, group);
        if decided.writes.is_empty() {
            transaction.rollback().await?;
            return Ok(decided.answers);
        }
        let id = transaction_id(&mut transaction, self.dialect).await?;
        write::write(&mut transaction, self.dialect, self.slot, &decided.writes).await?;
        match transaction.commit().await {
            Ok(()) => Ok(decided.answers),
            Err(error) => {
                let Some(id) = id else { return Err(error.into()) };
                self.became_of(id).await.map(|()| decided.answers)
            }
        }
    }

    /// Asks what became of a transaction whose commit was not answered.
    async fn became_of(&self, id: i64) -> Result<(), Failure> {
        let mut tries = 0;
        loop {
            let asked = sqlx::query("SELECT pg_xact_status(CAST(CAST($1 AS text) AS xid8)) AS status")
                .bind(id.to_string())
                .fetch_one(&self.pool)
                .await
                .and_then(|row| row.try_get::<Option<String>, _>("status"));
            match asked.as_ref().map(Option::as_deref) {
                Ok(Some("committed")) => return Ok(()),
                Ok(Some("aborted")) => return Err(Failure::Again("the commit was aborted".to_owned())),
                _ if may_try_again(&mut tries).await => {}
                _ => return Err(Failure::Unknown),
            }
        }
    }
}

fn failed_all(group: &[&ChangeSet], cause: &str) -> Answers {
    group.iter().map(|_| Err(StoreError::Failed(cause.to_owned()))).collect()
}

async fn transaction_id(connection: &mut AnyConnection, dialect: Dialect) -> Result<Option<i64>, Failure> {
    let Some(sql) = dialect.transaction_id() else { return Ok(None) };
    Ok(Some(sqlx::query(sql).fetch_one(connection).await?.try_get("id")?))
}
