//! Accounts, balances and transfers: reading what a decision needs, writing what was decided. The
//! statement that moves money carries the check against overdraft, as a constraint of its row.

use std::collections::BTreeSet;

use jiff::Timestamp;
use saifu_ledger::{
    Account, AccountId, AccountKind, Balance, Books, Phase, Transfer, TransferId, TransferKind,
};
use saifu_money::{Amount, Currency};
use saifu_wallet::port::store::StoreError;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Row};

use crate::dialect::{Dialect, Field, Type};
use crate::failure::{Failure, reading};
use crate::row::{failed, insert, listed, write};

/// The slot of accounts that must not be overdrawn: one row, on which the check stands.
const ONLY: i64 = 0;

const ACCOUNT: &[Field] =
    &[("id", Type::Text), ("owner", Type::Text), ("kind", Type::Text), ("currency", Type::Text)];

const TRANSFER: &[Field] = &[
    ("id", Type::Text),
    ("debit_account", Type::Text),
    ("credit_account", Type::Text),
    ("amount", Type::Number),
    ("currency", Type::Text),
    ("kind", Type::Text),
    ("phase", Type::Text),
    ("resolves", Type::Text),
    ("until", Type::Number),
    ("at", Type::Number),
];

const BALANCE: &[Field] = &[
    ("account_id", Type::Text),
    ("slot", Type::Number),
    ("debits_pending", Type::Number),
    ("debits_posted", Type::Number),
    ("credits_pending", Type::Number),
    ("credits_posted", Type::Number),
];

/// The sums of an account whose rows are `b`.
const SUMS: &str = "CAST(COALESCE(SUM(b.debits_pending), 0) AS BIGINT) AS debits_pending, \
    CAST(COALESCE(SUM(b.debits_posted), 0) AS BIGINT) AS debits_posted, \
    CAST(COALESCE(SUM(b.credits_pending), 0) AS BIGINT) AS credits_pending, \
    CAST(COALESCE(SUM(b.credits_posted), 0) AS BIGINT) AS credits_posted";

/// Reads accounts with their balances. Those that must not be overdrawn are kept until the commit.
pub(crate) async fn read_accounts(
    connection: &mut AnyConnection,
    dialect: Dialect,
    ids: &BTreeSet<&str>,
    books: &mut Books,
) -> Result<(), Failure> {
    if ids.is_empty() {
        return Ok(());
    }
    let (ids, list, lock) = (listed(ids), dialect.listed(), dialect.for_update());
    let kept = format!(
        "SELECT t.account_id FROM {list} JOIN balances t ON t.account_id = r.key AND t.slot = {ONLY} \
         ORDER BY t.account_id{lock}"
    );
    sqlx::query(AssertSqlSafe(kept)).bind(ids.as_str()).fetch_all(&mut *connection).await?;
    let read = format!(
        "SELECT a.id, a.owner, a.kind, a.currency, {SUMS} FROM {list} JOIN accounts a ON a.id = r.key \
         LEFT JOIN balances b ON b.account_id = a.id \
         GROUP BY a.id, a.owner, a.kind, a.currency"
    );
    for row in sqlx::query(AssertSqlSafe(read)).bind(ids).fetch_all(connection).await? {
        books.load_account(account(&row)?, balance(&row)?);
    }
    Ok(())
}

/// Reads transfers by their id, or by the pending one that they resolve.
pub(crate) async fn read_transfers(
    connection: &mut AnyConnection,
    dialect: Dialect,
    by: &'static str,
    ids: &BTreeSet<&str>,
    books: &mut Books,
) -> Result<(), Failure> {
    if ids.is_empty() {
        return Ok(());
    }
    let sql = format!("SELECT t.* FROM {} JOIN transfers t ON t.{by} = r.key", dialect.listed());
    for row in sqlx::query(AssertSqlSafe(sql)).bind(listed(ids)).fetch_all(connection).await? {
        books.load_transfer(transfer(&row)?);
    }
    Ok(())
}

/// Opens accounts. Those that must not be overdrawn get their one row of balances with them.
pub(crate) async fn write_accounts<'a>(
    connection: &mut AnyConnection,
    dialect: Dialect,
    accounts: impl Iterator<Item = &'a Account>,
) -> Result<(), Failure> {
    let (mut rows, mut balances) = (Vec::new(), Vec::new());
    for account in accounts {
        let id = account.id.as_str();
        rows.push(json!({
            "id": id, "owner": account.owner, "kind": account.kind.word(), "currency": account.currency.code(),
        }));
        if account.kind.overdraft_refused() {
            balances.push(json!({
                "account_id": id, "slot": ONLY, "debits_pending": 0, "debits_posted": 0,
                "credits_pending": 0, "credits_posted": 0,
            }));
        }
    }
    // Another process may open a house account at the same time: then it is open.
    write(connection, insert(dialect, "accounts", ACCOUNT), rows).await?;
    write(connection, insert(dialect, "balances", BALANCE), balances).await?;
    Ok(())
}

/// Writes transfers that are new.
pub(crate) async fn write_transfers<'a>(
    connection: &mut AnyConnection,
    dialect: Dialect,
    transfers: impl Iterator<Item = &'a Transfer>,
) -> Result<(), Failure> {
    let rows: Vec<Value> = transfers.map(transfer_row).collect();
    let count = rows.len();
    if write(connection, insert(dialect, "transfers", TRANSFER), rows).await? == count {
        return Ok(());
    }
    // The id, or the pending transfer that is resolved, was taken since we looked.
    Err(Failure::Raced(StoreError::Failed("a transfer was posted by somebody else".to_owned())))
}

fn transfer_row(transfer: &Transfer) -> Value {
    json!({
        "id": transfer.id.as_str(),
        "debit_account": transfer.debit.as_str(),
        "credit_account": transfer.credit.as_str(),
        "amount": transfer.amount.minor(),
        "currency": transfer.amount.currency().code(),
        "kind": transfer.kind.word(),
        "phase": transfer.phase.word(),
        "resolves": transfer.phase.resolves().map(TransferId::as_str),
        "until": transfer.phase.until().map(Timestamp::as_millisecond),
        "at": transfer.at.as_millisecond(),
    })
}

/// What balances gain, as rows of [`BALANCE`].
pub(crate) struct Gains {
    pub(crate) overdraft_refused: bool,
    pub(crate) rows: Vec<Value>,
}

/// Adds to balances: to the one row of an account that must not be overdrawn, or to this writer's row of
/// any other.
pub(crate) async fn write_balances(
    connection: &mut AnyConnection,
    dialect: Dialect,
    gains: Gains,
) -> Result<(), Failure> {
    if gains.rows.is_empty() {
        return Ok(());
    }
    let from = dialect.rows(BALANCE);
    let sum = |other: &str| {
        let sums =
            BALANCE.iter().skip(2).map(|(name, _)| format!("{name} = balances.{name} + {other}.{name}"));
        sums.collect::<Vec<_>>().join(", ")
    };
    let sql = if gains.overdraft_refused {
        let same = "balances.account_id = r.account_id AND balances.slot = r.slot";
        format!("UPDATE balances SET {} FROM {from} WHERE {same}", sum("r"))
    } else {
        format!(
            "INSERT INTO balances SELECT account_id, slot, debits_pending, debits_posted, credits_pending, \
             credits_posted FROM {from} WHERE 1 = 1 ON CONFLICT (account_id, slot) DO UPDATE SET {}",
            sum("excluded")
        )
    };
    let count = gains.rows.len();
    if write(connection, sql, gains.rows).await? == count {
        Ok(())
    } else {
        Err(StoreError::Failed("a balance is missing".to_owned()).into())
    }
}

fn parse<T: DeserializeOwned>(row: &AnyRow, name: &str) -> Result<T, StoreError> {
    let word: String = row.try_get(name).map_err(failed)?;
    serde_json::from_value(word.into()).map_err(failed)
}

fn account(row: &AnyRow) -> Result<Account, StoreError> {
    let text = |name: &str| row.try_get::<String, _>(name).map_err(failed);
    let kind: AccountKind = parse(row, "kind")?;
    let currency: Currency = text("currency")?.parse().map_err(failed)?;
    Ok(Account { id: AccountId::new(text("id")?), owner: text("owner")?, kind, currency })
}

pub(crate) fn transfer(row: &AnyRow) -> Result<Transfer, StoreError> {
    let text = |name: &str| row.try_get::<String, _>(name).map_err(failed);
    let currency: Currency = text("currency")?.parse().map_err(failed)?;
    let kind: TransferKind = parse(row, "kind")?;
    Ok(Transfer {
        id: TransferId::new(text("id")?),
        debit: AccountId::new(text("debit_account")?),
        credit: AccountId::new(text("credit_account")?),
        amount: Amount::new(row.try_get("amount").map_err(failed)?, currency).map_err(failed)?,
        kind,
        phase: phase(row)?,
        at: time(row.try_get("at").map_err(failed)?)?,
    })
}

fn phase(row: &AnyRow) -> Result<Phase, StoreError> {
    let word: String = row.try_get("phase").map_err(failed)?;
    let resolves: Option<String> = row.try_get("resolves").map_err(failed)?;
    let until: Option<i64> = row.try_get("until").map_err(failed)?;
    match (word.as_str(), resolves.map(TransferId::new)) {
        ("single", None) => Ok(Phase::Single),
        ("pending", None) => until.map_or(Ok(Phase::Pending), |end| Ok(Phase::PendingUntil(time(end)?))),
        ("post", Some(pending)) => Ok(Phase::Post(pending)),
        ("void", Some(pending)) => Ok(Phase::Void(pending)),
        ("expire", Some(pending)) => Ok(Phase::Expire(pending)),
        (word, _) => Err(failed(format!("transfer of phase {word}"))),
    }
}

fn time(milliseconds: i64) -> Result<Timestamp, StoreError> {
    Timestamp::from_millisecond(milliseconds).map_err(failed)
}

pub(crate) fn balance(row: &AnyRow) -> Result<Balance, StoreError> {
    let sum = |name: &str| row.try_get::<i64, _>(name).map_err(failed);
    Ok(Balance {
        debits_pending: sum("debits_pending")?,
        debits_posted: sum("debits_posted")?,
        credits_pending: sum("credits_pending")?,
        credits_posted: sum("credits_posted")?,
    })
}

pub(crate) async fn balance_of(pool: &AnyPool, id: &AccountId) -> Result<Option<Balance>, StoreError> {
    let sql = format!(
        "SELECT {SUMS} FROM accounts a LEFT JOIN balances b ON b.account_id = a.id WHERE a.id = $1 GROUP BY a.id"
    );
    let ask = || sqlx::query(AssertSqlSafe(sql.clone())).bind(id.as_str()).fetch_optional(pool);
    reading(ask).await?.as_ref().map(balance).transpose()
}

/// Pending transfers whose time is over and that nothing resolves, the oldest first.
pub(crate) async fn overdue(pool: &AnyPool, now: Timestamp) -> Result<Vec<Transfer>, StoreError> {
    let ask = || {
        sqlx::query(
            "SELECT * FROM transfers t WHERE t.until <= $1 AND NOT EXISTS \
             (SELECT 1 FROM transfers r WHERE r.resolves = t.id) ORDER BY t.until LIMIT 100",
        )
        .bind(now.as_millisecond())
        .fetch_all(pool)
    };
    reading(ask).await?.iter().map(transfer).collect()
}
