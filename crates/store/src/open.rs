use std::path::Path;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyPool, Executor};
use thiserror::Error;

use crate::commit::Queue;
use crate::dialect::Dialect;

/// For reads and writers together.
const CONNECTIONS: u32 = 10;

/// The store on a database. Cheap to clone.
#[derive(Clone)]
pub struct SqlStore {
    pub(crate) pool: AnyPool,
    pub(crate) dialect: Dialect,
    pub(crate) queue: Queue,
}

/// The database could not be opened or brought up to date.
#[derive(Debug, Error)]
pub enum OpenError {
    /// Connecting or a statement failed.
    #[error("database: {0}")]
    Database(#[from] sqlx::Error),
    /// A migration failed, or one that was applied has changed.
    #[error("migration: {0}")]
    Migration(#[from] sqlx::migrate::MigrateError),
}

impl SqlStore {
    /// Opens a database file, makes it if needed, and migrates it.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open_file(path: &Path) -> Result<Self, OpenError> {
        Self::open(&format!("sqlite:{}?mode=rwc", path.display())).await
    }

    /// Opens `sqlite:…` or `postgres://…` and migrates it.
    ///
    /// # Errors
    /// [`OpenError`].
    pub async fn open(url: &str) -> Result<Self, OpenError> {
        install_default_drivers();
        let dialect = Dialect::of(url);
        let pool = AnyPoolOptions::new()
            .max_connections(CONNECTIONS)
            // A lost connection is noticed by what is asked of it, and that is asked again.
            .test_before_acquire(false)
            .after_connect(move |connection, _| {
                Box::pin(async move {
                    for statement in dialect.on_connect() {
                        connection.execute(*statement).await?;
                    }
                    Ok(())
                })
            })
            .connect(url)
            .await?;
        sqlx::migrate!().run(&pool).await?;
        for statement in dialect.on_migrated() {
            pool.execute(*statement).await?;
        }
        let queue = Queue::start(&pool, dialect);
        Ok(Self { pool, dialect, queue })
    }

    /// Lets running statements finish and closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
