//! Writes what was decided: one statement a table, however many ChangeSets there are.

use std::collections::BTreeMap;

use saifu_wallet::change::{Concept, Record};
use saifu_wallet::port::store::StoreError;
use serde_json::{Map, Value, json};
use sqlx::AnyConnection;

use super::decide::{Gain, RowWrite, Writes};
use crate::dialect::{Dialect, Field, Type};
use crate::failure::Failure;
use crate::record::{body, columns};
use crate::row::{insert, table};
use crate::{ledger, outbox, row};

pub(super) async fn write(
    connection: &mut AnyConnection,
    dialect: Dialect,
    slot: i64,
    writes: &Writes<'_>,
) -> Result<(), Failure> {
    let mut tables: BTreeMap<(Concept, bool), Vec<RowWrite<'_>>> = BTreeMap::new();
    for ((concept, _), row) in &writes.rows {
        tables.entry((*concept, row.is_new)).or_default().push(*row);
    }
    for ((concept, is_new), rows) in tables {
        write_rows(connection, dialect, concept, is_new, &rows).await?;
    }
    ledger::write_accounts(connection, dialect, writes.accounts.iter().copied()).await?;
    ledger::write_transfers(connection, dialect, writes.transfers.iter().copied()).await?;
    ledger::write_balances(connection, dialect, gains(writes, 0, true)).await?;
    ledger::write_balances(connection, dialect, gains(writes, slot, false)).await?;
    outbox::write(connection, dialect, writes.events.iter().copied()).await
}

/// The balances of the accounts that are, or are not, refused an overdraft.
fn gains(writes: &Writes<'_>, slot: i64, refused: bool) -> ledger::Gains {
    let wanted = writes.gains.iter().filter(|(_, gain)| gain.overdraft_refused == refused);
    let rows = wanted.map(|(id, Gain { debits, credits, .. })| {
        json!({
            "account_id": id.as_str(),
            "slot": slot,
            "debits_pending": debits.pending,
            "debits_posted": debits.posted,
            "credits_pending": credits.pending,
            "credits_posted": credits.posted,
        })
    });
    ledger::Gains { overdraft_refused: refused, rows: rows.collect() }
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
    let values: Vec<Value> = rows.iter().map(as_row).collect::<Result<_, _>>()?;
    // A row that was neither there nor locked when we looked: another process made it since.
    if row::write(connection, sql, values).await? == rows.len() {
        Ok(())
    } else {
        Err(Failure::Raced(StoreError::Stale(concept, first.record.place().1)))
    }
}

fn fields(record: &Record) -> Vec<Field> {
    let own = [("id", Type::Text), ("body", Type::Text), ("version", Type::Number)];
    own.into_iter().chain(columns(record).iter().map(|(name, value)| (*name, value.kind()))).collect()
}

fn update(dialect: Dialect, table: &str, fields: &[Field]) -> String {
    let sets = fields.iter().skip(1).map(|(name, _)| format!("{name} = r.{name}")).collect::<Vec<_>>();
    let rows = dialect.rows(fields);
    format!("UPDATE {table} SET {} FROM {rows} WHERE {table}.id = r.id", sets.join(", "))
}

fn as_row(write: &RowWrite<'_>) -> Result<Value, StoreError> {
    let mut object = Map::new();
    object.insert("id".to_owned(), write.record.place().1.into());
    object.insert("body".to_owned(), body(write.record)?.into());
    object.insert("version".to_owned(), write.version.into());
    for (name, value) in columns(write.record) {
        object.insert(name.to_owned(), value.into());
    }
    Ok(Value::Object(object))
}
