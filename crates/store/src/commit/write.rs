//! Writes what was decided: one statement a table, however many ChangeSets there are.

use std::collections::BTreeMap;

use saifu_wallet::change::{Concept, Record};
use saifu_wallet::port::store::StoreError;
use sqlx::AnyConnection;

use super::Care;
use super::decide::{RowWrite, Writes};
use crate::dialect::{Dialect, Field, Type};
use crate::failure::Failure;
use crate::record::{body, columns};
use crate::row::{Value, insert, table};
use crate::rows::Rows;
use crate::{ledger, outbox};

pub(super) async fn write(
    connection: &mut AnyConnection,
    dialect: Dialect,
    slot: i64,
    care: Care,
    writes: &Writes<'_>,
) -> Result<(), Failure> {
    let mut tables: BTreeMap<(Concept, bool), Vec<RowWrite<'_>>> = BTreeMap::new();
    for ((concept, _), row) in &writes.rows {
        tables.entry((*concept, row.seen == 0)).or_default().push(*row);
    }
    for ((concept, is_new), rows) in tables {
        write_rows(connection, dialect, concept, is_new, &rows).await?;
    }
    ledger::write_accounts(connection, dialect, writes.accounts.iter().copied()).await?;
    ledger::write_transfers(connection, dialect, writes.transfers.iter().copied()).await?;
    ledger::write_balances(connection, dialect, gains(writes, 0, true, care)).await?;
    ledger::write_balances(connection, dialect, gains(writes, slot, false, care)).await?;
    outbox::write(connection, dialect, writes.events.iter().copied()).await
}

/// The balances of the accounts that are, or are not, refused an overdraft.
fn gains<'a>(writes: &'a Writes<'_>, slot: i64, refused: bool, care: Care) -> ledger::Gains<'a> {
    let wanted = writes.gains.iter().filter(move |(_, gain)| gain.overdraft_refused == refused);
    let assumed = care == Care::WritingTells;
    ledger::Gains { overdraft_refused: refused, slot, assumed, rows: wanted.collect() }
}

async fn write_rows(
    connection: &mut AnyConnection,
    dialect: Dialect,
    concept: Concept,
    is_new: bool,
    rows: &[RowWrite<'_>],
) -> Result<(), Failure> {
    let Some(first) = rows.first() else { return Ok(()) };
    let fields = fields(first.record);
    let sql = match is_new {
        true => insert(dialect, table(concept), &fields),
        false => update(dialect, table(concept), &fields),
    };
    let mut values = Rows::new(dialect);
    for row in rows {
        values.push(as_row(row)?);
    }
    // A row was made, changed or removed by another process since we looked.
    if values.write(connection, sql).await? == rows.len() {
        Ok(())
    } else {
        Err(Failure::Raced(StoreError::Stale(concept, first.record.place().1)))
    }
}

fn fields(record: &Record) -> Vec<Field> {
    let own = [("id", Type::Text), ("body", Type::Text), ("version", Type::Number)];
    own.into_iter().chain(columns(record).iter().map(|(name, value)| (*name, value.kind()))).collect()
}

/// The guard of an update stands in the statement: only the version that was read is replaced.
fn update(dialect: Dialect, table: &str, fields: &[Field]) -> String {
    let written = fields.iter().filter(|(name, _)| *name != "id");
    let sets = written.map(|(name, _)| format!("{name} = r.{name}")).collect::<Vec<_>>().join(", ");
    let rows = dialect.rows(&[fields, &[("seen", Type::Number)]].concat());
    format!("UPDATE {table} SET {sets} FROM {rows} WHERE {table}.id = r.id AND {table}.version = r.seen")
}

fn as_row(write: &RowWrite<'_>) -> Result<Vec<Value>, StoreError> {
    let own =
        [write.record.place().1.as_str().into(), body(write.record)?.as_str().into(), write.version.into()];
    let searched = columns(write.record).into_iter().map(|(_, value)| value);
    let seen = (write.seen > 0).then(|| write.seen.into());
    Ok(own.into_iter().chain(searched).chain(seen).collect())
}
