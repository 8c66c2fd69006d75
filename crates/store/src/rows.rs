//! Many rows as the parameters of one statement.

use serde_json::Value as Json;
use sqlx::{AnyConnection, AssertSqlSafe};

use crate::dialect::Dialect;
use crate::failure::Failure;
use crate::row::{Value, failed};

/// Rows on their way into a statement over [`Dialect::rows`]: for PostgreSQL one JSON array a column, which
/// it takes apart several times quicker than objects; for SQLite one array of rows.
pub(crate) struct Rows {
    dialect: Dialect,
    /// Without the last bracket.
    arrays: Vec<String>,
    count: usize,
}

impl Rows {
    pub(crate) const fn new(dialect: Dialect) -> Self {
        Self { dialect, arrays: Vec::new(), count: 0 }
    }

    pub(crate) const fn count(&self) -> usize {
        self.count
    }

    /// Adds a row; all rows have the same columns.
    pub(crate) fn push(&mut self, row: impl IntoIterator<Item = Value>) {
        match self.dialect {
            Dialect::Sqlite => {
                let row = Json::Array(row.into_iter().map(Json::from).collect());
                self.add(0, &row);
            }
            Dialect::Postgres => {
                for (place, cell) in row.into_iter().enumerate() {
                    self.add(place, &cell.into());
                }
            }
        }
        self.count += 1;
    }

    fn add(&mut self, place: usize, json: &Json) {
        if self.arrays.len() <= place {
            self.arrays.push(String::from("["));
        }
        let Some(array) = self.arrays.get_mut(place) else { return };
        if self.count > 0 {
            array.push(',');
        }
        array.push_str(&json.to_string());
    }

    /// Runs a statement over the rows; answers how many it wrote.
    pub(crate) async fn write(self, connection: &mut AnyConnection, sql: String) -> Result<usize, Failure> {
        if self.count == 0 {
            return Ok(0);
        }
        let statement = sqlx::query(AssertSqlSafe(sql));
        let bound = self.arrays.into_iter().fold(statement, |statement, array| statement.bind(array + "]"));
        let written = bound.execute(connection).await?;
        usize::try_from(written.rows_affected()).map_err(|error| failed(error).into())
    }
}
