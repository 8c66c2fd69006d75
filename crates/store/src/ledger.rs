//! Accounts, balances and transfers: reading what a decision needs, writing what was decided. The
//! statement that moves money carries the check against overdraft, as a constraint of its row.

use std::collections::{BTreeSet, HashMap};

use jiff::Timestamp;
use saifu_ledger::{
    Account, AccountId, AccountKind, Balance, Books, Phase, Transfer, TransferId, TransferKind,
};
use saifu_money::{Amount, Currency};
use saifu_wallet::port::store::StoreError;
use serde::de::DeserializeOwned;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Row};

use crate::commit::Gain;
use crate::dialect::{Dialect, Field, Type};
use crate::failure::{Failure, reading};
use crate::row::{self, Value, failed, gathered, insert, listed};
use crate::rows::Rows;

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

/// Accounts that were read before. They never change and are never closed, so that only their balances are
/// read again.
#[derive(Default)]
pub(crate) struct Seen(HashMap<AccountId, Account>);

/// Some 50 MiB of accounts; then it begins anew.
const SEEN_MAX: usize = 200_000;

/// What an account is taken to hold until the statement that writes tells: a trillion yen, more than any pays
/// in one group. A group that moves more in one transfer looks first.
pub(crate) const ASSUMED: i64 = 1 << 40;

/// Up to here a group that has not looked may write a sum: what it adds, and what the other writers add to
/// their rows of the same account, still fits [`Balance::MAX`] then.
const ROOM: i64 = Balance::MAX / 32;

/// Takes over accounts, with the balance that is assumed of each.
pub(crate) async fn assume_accounts(
    connection: &mut AnyConnection,
    dialect: Dialect,
    ids: &BTreeSet<&str>,
    seen: &mut Seen,
    books: &mut Books,
) -> Result<(), Failure> {
    let assumed = Balance { credits_posted: ASSUMED, ..Balance::default() };
    load_accounts(connection, dialect, ids, seen, books, assumed).await
}

/// Reads accounts with their balances.
pub(crate) async fn read_accounts(
    connection: &mut AnyConnection,
    dialect: Dialect,
    ids: &BTreeSet<&str>,
    seen: &mut Seen,
    books: &mut Books,
) -> Result<(), Failure> {
    if ids.is_empty() {
        return Ok(());
    }
    load_accounts(connection, dialect, ids, seen, books, Balance::default()).await?;
    let columns = "t.account_id, t.debits_pending, t.debits_posted, t.credits_pending, t.credits_posted";
    let join = "JOIN balances t ON t.account_id = r.key";
    let rows: Vec<(AccountId, i64, i64, i64, i64)> =
        gathered(connection, dialect, columns, join, ids).await?;
    for (id, debits_pending, debits_posted, credits_pending, credits_posted) in rows {
        let Some(account) = books.account(&id).cloned() else { continue };
        let sums = [debits_pending, debits_posted, credits_pending, credits_posted];
        let balance = added(books.balance(&id).unwrap_or_default(), sums).ok_or_else(|| too_large(&id))?;
        books.load_account(account, balance);
    }
    Ok(())
}

async fn load_accounts(
    connection: &mut AnyConnection,
    dialect: Dialect,
    ids: &BTreeSet<&str>,
    seen: &mut Seen,
    books: &mut Books,
    balance: Balance,
) -> Result<(), Failure> {
    see(connection, dialect, ids, seen).await?;
    for account in ids.iter().filter_map(|id| seen.0.get(&AccountId::new(*id))) {
        books.load_account(account.clone(), balance);
    }
    Ok(())
}

async fn see(
    connection: &mut AnyConnection,
    dialect: Dialect,
    ids: &BTreeSet<&str>,
    seen: &mut Seen,
) -> Result<(), Failure> {
    if seen.0.len() + ids.len() > SEEN_MAX {
        seen.0.clear();
    }
    let fresh: BTreeSet<&str> =
        ids.iter().copied().filter(|id| !seen.0.contains_key(&AccountId::new(*id))).collect();
    if fresh.is_empty() {
        return Ok(());
    }
    let columns = "t.id, t.owner, t.kind, t.currency";
    let join = "JOIN accounts t ON t.id = r.key";
    let rows: Vec<(AccountId, String, AccountKind, String)> =
        gathered(connection, dialect, columns, join, &fresh).await?;
    for (id, owner, kind, currency) in rows {
        let currency: Currency = currency.parse().map_err(failed)?;
        seen.0.insert(id.clone(), Account { id, owner, kind, currency });
    }
    Ok(())
}

/// An account that may be overdrawn has several rows of balances.
fn added(to: Balance, sums: [i64; 4]) -> Option<Balance> {
    let [debits_pending, debits_posted, credits_pending, credits_posted] = sums;
    Some(Balance {
        debits_pending: to.debits_pending.checked_add(debits_pending)?,
        debits_posted: to.debits_posted.checked_add(debits_posted)?,
        credits_pending: to.credits_pending.checked_add(credits_pending)?,
        credits_posted: to.credits_posted.checked_add(credits_posted)?,
    })
}

fn too_large(id: &AccountId) -> StoreError {
    StoreError::Failed(format!("the sums of {} do not fit", id.as_str()))
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
    let (mut rows, mut balances) = (Rows::new(dialect), Rows::new(dialect));
    for account in accounts {
        let (id, owner) = (account.id.as_str(), account.owner.as_str());
        rows.push([id.into(), owner.into(), account.kind.word().into(), account.currency.code().into()]);
        if account.kind.overdraft_refused() {
            balances.push([id.into(), ONLY.into(), 0.into(), 0.into(), 0.into(), 0.into()]);
        }
    }
    // Another process may open a house account at the same time: then it is open.
    rows.write(connection, insert(dialect, "accounts", ACCOUNT)).await?;
    balances.write(connection, insert(dialect, "balances", BALANCE)).await?;
    Ok(())
}

/// Writes transfers that are new.
pub(crate) async fn write_transfers<'a>(
    connection: &mut AnyConnection,
    dialect: Dialect,
    transfers: impl Iterator<Item = &'a Transfer>,
) -> Result<(), Failure> {
    let mut rows = Rows::new(dialect);
    transfers.map(transfer_row).for_each(|row| rows.push(row));
    let count = rows.count();
    // If the id, or the pending transfer that is resolved, was taken since we looked, its key says so.
    if rows.write(connection, row::all(dialect, "transfers", TRANSFER)).await? == count {
        return Ok(());
    }
    Err(StoreError::Failed("a transfer is missing".to_owned()).into())
}

/// As [`TRANSFER`].
fn transfer_row(transfer: &Transfer) -> [Value; 10] {
    [
        transfer.id.as_str().into(),
        transfer.debit.as_str().into(),
        transfer.credit.as_str().into(),
        transfer.amount.minor().into(),
        transfer.amount.currency().code().into(),
        transfer.kind.word().into(),
        transfer.phase.word().into(),
        transfer.phase.resolves().map(TransferId::as_str).into(),
        transfer.phase.until().into(),
        transfer.at.into(),
    ]
}

/// What balances gain.
pub(crate) struct Gains<'a> {
    pub(crate) overdraft_refused: bool,
    pub(crate) slot: i64,
    /// Whether the balances are assumed: then the statement checks what is needed of them.
    pub(crate) assumed: bool,
    pub(crate) rows: Vec<(&'a AccountId, &'a Gain)>,
}

impl Gains<'_> {
    /// As [`BALANCE`], with what must be there before.
    fn rows(&self, dialect: Dialect) -> Rows {
        let mut rows = Rows::new(dialect);
        for (id, Gain { debits, credits, needed, .. }) in &self.rows {
            rows.push([
                id.as_str().into(),
                self.slot.into(),
                debits.pending.into(),
                debits.posted.into(),
                credits.pending.into(),
                credits.posted.into(),
                (*needed).into(),
            ]);
        }
        rows
    }

    /// Adds to the one row of an account that must not be overdrawn, or to this writer's row of any other.
    fn sql(&self, dialect: Dialect) -> String {
        let from = dialect.rows(&[BALANCE, &[("needed", Type::Number)]].concat());
        let room = |row: &str| match self.assumed {
            true => each_sum(" AND ", |name| format!("{row}.{name} <= {ROOM}")),
            false => "1 = 1".to_owned(),
        };
        let added = |row: &str| each_sum(", ", |name| format!("{name} = balances.{name} + {row}.{name}"));
        if self.overdraft_refused {
            format!(
                "UPDATE balances SET {} FROM {from} WHERE balances.account_id = r.account_id \
                 AND balances.slot = r.slot AND {} AND (r.needed = 0 OR \
                 balances.credits_posted - balances.debits_posted - balances.debits_pending >= r.needed)",
                added("r"),
                room("balances")
            )
        } else {
            format!(
                "INSERT INTO balances SELECT account_id, slot, debits_pending, debits_posted, \
                 credits_pending, credits_posted FROM {from} WHERE 1 = 1 \
                 ON CONFLICT (account_id, slot) DO UPDATE SET {} WHERE {}",
                added("excluded"),
                room("balances")
            )
        }
    }
}

fn each_sum(between: &str, text: impl Fn(&str) -> String) -> String {
    BALANCE.iter().skip(2).map(|(name, _)| text(name)).collect::<Vec<_>>().join(between)
}

/// Adds to balances. An account that holds less than is needed, or more than there is room for, is left alone,
/// and the group is told that it raced.
pub(crate) async fn write_balances(
    connection: &mut AnyConnection,
    dialect: Dialect,
    gains: Gains<'_>,
) -> Result<(), Failure> {
    if gains.rows.is_empty() {
        return Ok(());
    }
    if gains.rows(dialect).write(connection, gains.sql(dialect)).await? == gains.rows.len() {
        return Ok(());
    }
    let missing = StoreError::Failed("a balance is missing".to_owned());
    Err(if gains.assumed { Failure::Raced(missing) } else { missing.into() })
}

fn parse<T: DeserializeOwned>(row: &AnyRow, name: &str) -> Result<T, StoreError> {
    let word: String = row.try_get(name).map_err(failed)?;
    serde_json::from_value(word.into()).map_err(failed)
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
