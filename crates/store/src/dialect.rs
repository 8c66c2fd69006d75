//! The few statements that differ between SQLite and PostgreSQL.

/// Which database it is.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Dialect {
    /// Embedded.
    Sqlite,
    /// A server.
    Postgres,
}

/// What a column holds.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub(crate) enum Type {
    Text,
    Number,
}

/// A column's name and type.
pub(crate) type Field = (&'static str, Type);

impl Dialect {
    /// From a URL such as `sqlite:wallet.db` or `postgres://…`.
    #[must_use]
    pub fn of(url: &str) -> Self {
        if url.starts_with("postgres") { Self::Postgres } else { Self::Sqlite }
    }

    /// Makes the transaction a writer from its start: SQLite cannot upgrade a reader safely.
    #[must_use]
    pub const fn begin(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN IMMEDIATE",
            Self::Postgres => "BEGIN",
        }
    }

    /// Sees one state of the database until its end, whoever writes meanwhile.
    #[must_use]
    pub(crate) const fn begin_snapshot(self) -> &'static str {
        match self {
            Self::Sqlite => "BEGIN",
            Self::Postgres => "BEGIN ISOLATION LEVEL REPEATABLE READ READ ONLY",
        }
    }

    /// What each connection is told when it opens.
    ///
    /// Every statement but the audit's is served by an index. A plan that PostgreSQL made while a table
    /// was small would be kept when it has grown and nobody has run ANALYZE, so the plans that read
    /// whole tables are taken from it.
    #[must_use]
    pub const fn on_connect(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[
                "PRAGMA journal_mode = WAL",
                "PRAGMA synchronous = FULL",
                "PRAGMA foreign_keys = ON",
                "PRAGMA busy_timeout = 10000",
                // 64 MiB of pages: the parts of a ledger that are written all the time.
                "PRAGMA cache_size = -65536",
                // Pages go from the log into the file 40 MiB at a time, and not after every few groups.
                "PRAGMA wal_autocheckpoint = 10000",
            ],
            Self::Postgres => &[
                "SET enable_seqscan = off",
                "SET enable_hashjoin = off",
                "SET enable_mergejoin = off",
                "SET enable_material = off",
            ],
        }
    }

    /// What is set once the tables are there: rows of balances change all the time, and half of each page is
    /// left for that, so that a change stays on its page and the index need not hear of it.
    #[must_use]
    pub(crate) const fn on_migrated(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[],
            Self::Postgres => &["ALTER TABLE balances SET (fillfactor = 50)"],
        }
    }

    /// Undoes [`Dialect::on_connect`] for one transaction that does read whole tables.
    #[must_use]
    pub(crate) const fn read_whole_tables(self) -> &'static [&'static str] {
        match self {
            Self::Sqlite => &[],
            Self::Postgres => &[
                "SET LOCAL enable_seqscan = on",
                "SET LOCAL enable_hashjoin = on",
                "SET LOCAL enable_mergejoin = on",
                "SET LOCAL enable_material = on",
            ],
        }
    }

    /// How many groups are committed at once. SQLite has one writer; PostgreSQL can take the next group
    /// while one is being flushed.
    #[must_use]
    pub(crate) const fn writers(self) -> usize {
        match self {
            Self::Sqlite => 1,
            Self::Postgres => 2,
        }
    }

    /// All rows of a query as one JSON array of arrays, none as nothing: one row is quicker to fetch than many.
    #[must_use]
    pub(crate) fn gathered(self, columns: &str) -> String {
        match self {
            Self::Sqlite => format!("json_group_array(json_array({columns}))"),
            Self::Postgres => format!("CAST(json_agg(json_build_array({columns})) AS text)"),
        }
    }

    /// The parameters of [`crate::rows::Rows`] as rows `r` with these columns: many rows in one statement.
    #[must_use]
    pub(crate) fn rows(self, fields: &[Field]) -> String {
        let listed = |text: &dyn Fn(usize, &Field) -> String| {
            fields.iter().enumerate().map(|(place, field)| text(place, field)).collect::<Vec<_>>().join(", ")
        };
        match self {
            Self::Sqlite => {
                let columns =
                    listed(&|place, (name, _)| format!("json_extract(value, '$[{place}]') AS {name}"));
                format!("(SELECT {columns} FROM json_each($1)) AS r")
            }
            Self::Postgres => {
                let columns = listed(&|place, (name, kind)| match kind {
                    Type::Text => format!("c{place} AS {name}"),
                    Type::Number => format!("CAST(c{place} AS bigint) AS {name}"),
                });
                let arrays =
                    listed(&|place, _| format!("json_array_elements_text(CAST(${} AS json))", place + 1));
                let names = listed(&|place, _| format!("c{place}"));
                format!("(SELECT {columns} FROM ROWS FROM ({arrays}) AS c({names})) AS r")
            }
        }
    }

    /// `$1`, a JSON array of different texts, as rows `r` with the column `key`. To be joined: a plan for
    /// `IN` may read a whole index instead.
    #[must_use]
    pub(crate) const fn listed(self) -> &'static str {
        match self {
            Self::Sqlite => "(SELECT value AS key FROM json_each($1)) AS r",
            Self::Postgres => "json_array_elements_text(CAST($1 AS json)) AS r(key)",
        }
    }

    /// The sequence number before the first event of a commit: larger than all that another commit,
    /// which was visible before, has drawn. PostgreSQL's transactions end in any order, so it is made of
    /// the transaction's own number, and readers stop where an older one still runs
    /// ([`Dialect::settled`]).
    #[must_use]
    pub(crate) const fn first_sequence(self) -> &'static str {
        match self {
            Self::Sqlite => "(SELECT COALESCE(MAX(sequence), 0) FROM outbox)",
            Self::Postgres => "(CAST(CAST(pg_current_xact_id() AS text) AS bigint) << 20)",
        }
    }

    /// Before this sequence number no event can appear any more.
    #[must_use]
    pub(crate) const fn settled(self) -> &'static str {
        match self {
            Self::Sqlite => "9223372036854775807",
            Self::Postgres => "(CAST(CAST(pg_snapshot_xmin(pg_current_snapshot()) AS text) AS bigint) << 20)",
        }
    }

    /// Whether a commit always says whether it happened: SQLite's does, a connection can break.
    #[must_use]
    pub(crate) const fn always_answers(self) -> bool {
        matches!(self, Self::Sqlite)
    }
}
