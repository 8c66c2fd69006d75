use std::path::Path;

use sqlx::any::{AnyPoolOptions, install_default_drivers};
use sqlx::{AnyPool, Executor};
use thiserror::Error;

use crate::dialect::Dialect;

/// The store on a database. Cheap to clone.
#[derive(Clone)]
pub struct SqlStore {
    pub(crate) pool: AnyPool,
    pub(crate) dialect: Dialect,
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
            .max_connections(8)
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
        pool.execute(dialect.create_outbox()).await?;
        pool.execute("CREATE INDEX IF NOT EXISTS outbox_of ON outbox (audience, sequence)").await?;
        Ok(Self { pool, dialect })
    }

    /// Lets running statements finish and closes all connections.
    pub async fn close(&self) {
        self.pool.close().await;
    }
}
