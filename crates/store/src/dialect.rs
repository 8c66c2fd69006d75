//! The few statements that differ between SQLite and PostgreSQL.

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

impl Dialect {
    /// From a URL such as `sqlite:wallet.db` or `postgres://…`.
    #[must_use]
    pub fn of(url: &str) -> Self {
        if url.starts_with("postgres") { Self::Postgres } else { Self::Sqlite }
    }

    /// The outbox: its key must grow in the order of commits and never be reused.
    #[must_use]
    pub const fn create_outbox(self) -> &'static str {
        match self {
            Self::Sqlite => {
                "CREATE TABLE IF NOT EXISTS outbox (sequence INTEGER PRIMARY KEY AUTOINCREMENT, \
                 audience TEXT NOT NULL, kind TEXT NOT NULL, object_id TEXT NOT NULL)"
            }
            Self::Postgres => {
                "CREATE TABLE IF NOT EXISTS outbox (sequence BIGINT GENERATED ALWAYS AS IDENTITY PRIMARY KEY, \
                 audience TEXT NOT NULL, kind TEXT NOT NULL, object_id TEXT NOT NULL)"
            }
        }
    }

    /// Makes the transaction a writer from its start: SQLite cannot upgrade a reader safely.
    #[must_use]
    pub const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// What each connection is told when it opens.
    #[must_use]
    pub const fn on_connect(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA busy_timeout = 10000",
            ],
            Self::Postgres => &[],
        }
    }
}
