//! Accounts and transfers. The statement that moves money carries the check against overdraft.

use jiff::Timestamp;
use saifu_ledger::{
    Account, AccountId, Balance, Effect, LedgerError, Phase, Transfer, TransferId, TransferKind,
};
use saifu_money::{Amount, Currency};
use saifu_wallet::port::store::StoreError;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyPool, Row};

use crate::failure::Failure;
use crate::row::failed;

pub(crate) async fn open(connection: &mut AnyConnection, account: &Account) -> Result<(), Failure> {
    sqlx::query(
        "INSERT INTO accounts (id, owner, kind, currency, overdraft_refused) VALUES ($1, $2, $3, $4, $5) \
         ON CONFLICT DO NOTHING",
    )
    .bind(account.id.as_str())
    .bind(account.owner.as_str())
    .bind(account.kind.word())
    .bind(account.currency.code())
    .bind(i64::from(account.kind.overdraft_refused()))
    .execute(connection)
    .await?;
    Ok(())
}

pub(crate) async fn post(connection: &mut AnyConnection, transfer: &Transfer) -> Result<(), Failure> {
    if let Some(before) = find(connection, &transfer.id).await? {
        let same = transfer.has_content_of(&before);
        return if same { Ok(()) } else { Err(refused(LedgerError::Conflict(transfer.id.clone()))) };
    }
    let pending = match transfer.phase.resolves() {
        Some(id) => find(connection, id).await?,
        None => None,
    };
    let effect = transfer.effect(pending.as_ref()).map_err(refused)?;
    record(connection, transfer).await?;
    debit(connection, transfer, effect).await?;
    credit(connection, transfer, effect).await
}

/// The row of a transfer. A pending one that is resolved already refuses by its unique column.
async fn record(connection: &mut AnyConnection, transfer: &Transfer) -> Result<(), Failure> {
    let written = sqlx::query(
        "INSERT INTO transfers (id, debit_account, credit_account, amount, currency, kind, phase, resolves, at) \
         VALUES ($1, $2, $3, $4, $5, $6, $7, $8, $9) ON CONFLICT (resolves) DO NOTHING",
    )
    .bind(transfer.id.as_str())
    .bind(transfer.debit.as_str())
    .bind(transfer.credit.as_str())
    .bind(transfer.amount.minor())
    .bind(transfer.amount.currency().code())
    .bind(transfer.kind.word())
    .bind(transfer.phase.word())
    .bind(transfer.phase.resolves().map(TransferId::as_str))
    .bind(transfer.at.as_millisecond())
    .execute(connection)
    .await?;
    match written.rows_affected() {
        0 => Err(refused(LedgerError::NotPending(transfer.id.clone()))),
        _ => Ok(()),
    }
}

async fn debit(connection: &mut AnyConnection, transfer: &Transfer, effect: Effect) -> Result<(), Failure> {
    let moved = sqlx::query(
        "UPDATE accounts SET debits_pending = debits_pending + $1, debits_posted = debits_posted + $2 \
         WHERE id = $3 AND currency = $4 AND debits_pending <= $5 AND debits_posted <= $6 \
         AND (overdraft_refused = 0 OR credits_posted - debits_posted - debits_pending >= $1 + $2)",
    )
    .bind(effect.pending)
    .bind(effect.posted)
    .bind(transfer.debit.as_str())
    .bind(transfer.amount.currency().code())
    .bind(Balance::MAX - effect.pending.max(0))
    .bind(Balance::MAX - effect.posted)
    .execute(&mut *connection)
    .await?;
    match moved.rows_affected() {
        0 => Err(why(connection, transfer, effect, &transfer.debit).await?),
        _ => Ok(()),
    }
}

async fn credit(connection: &mut AnyConnection, transfer: &Transfer, effect: Effect) -> Result<(), Failure> {
    let moved = sqlx::query(
        "UPDATE accounts SET credits_pending = credits_pending + $1, credits_posted = credits_posted + $2 \
         WHERE id = $3 AND currency = $4 AND credits_pending <= $5 AND credits_posted <= $6",
    )
    .bind(effect.pending)
    .bind(effect.posted)
    .bind(transfer.credit.as_str())
    .bind(transfer.amount.currency().code())
    .bind(Balance::MAX - effect.pending.max(0))
    .bind(Balance::MAX - effect.posted)
    .execute(&mut *connection)
    .await?;
    match moved.rows_affected() {
        0 => Err(why(connection, transfer, effect, &transfer.credit).await?),
        _ => Ok(()),
    }
}

/// Why a guarded update of one side touched no row.
async fn why(
    connection: &mut AnyConnection,
    transfer: &Transfer,
    effect: Effect,
    side: &AccountId,
) -> Result<Failure, Failure> {
    let row = sqlx::query("SELECT * FROM accounts WHERE id = $1 AND currency = $2")
        .bind(side.as_str())
        .bind(transfer.amount.currency().code())
        .fetch_optional(connection)
        .await?;
    let id = &transfer.id;
    let Some(balance) = row.as_ref().map(balance).transpose()? else {
        return Ok(refused(LedgerError::CurrencyMismatch(id.clone())));
    };
    let (pending, posted) = match *side == transfer.debit {
        true => (balance.debits_pending, balance.debits_posted),
        false => (balance.credits_pending, balance.credits_posted),
    };
    let room = |sum: i64, added: i64| sum.saturating_add(added) <= Balance::MAX;
    Ok(refused(match room(pending, effect.pending) && room(posted, effect.posted) {
        true => LedgerError::Overdrawn(id.clone()),
        false => LedgerError::TooLarge(id.clone()),
    }))
}

fn refused(error: LedgerError) -> Failure {
    Failure::Refused(StoreError::Ledger(error))
}

async fn find(connection: &mut AnyConnection, id: &TransferId) -> Result<Option<Transfer>, Failure> {
    let row = sqlx::query("SELECT * FROM transfers WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(connection)
        .await?;
    Ok(row.as_ref().map(transfer).transpose()?)
}

fn transfer(row: &AnyRow) -> Result<Transfer, StoreError> {
    let text = |name: &str| row.try_get::<String, _>(name).map_err(failed);
    let currency: Currency = text("currency")?.parse().map_err(failed)?;
    let amount = Amount::new(row.try_get("amount").map_err(failed)?, currency).map_err(failed)?;
    let resolves: Option<String> = row.try_get("resolves").map_err(failed)?;
    let kind = serde_json::from_value::<TransferKind>(text("kind")?.into()).map_err(failed)?;
    let phase = match (text("phase")?.as_str(), resolves) {
        ("single", _) => Phase::Single,
        ("pending", _) => Phase::Pending,
        ("post", Some(pending)) => Phase::Post(TransferId::new(pending)),
        ("void", Some(pending)) => Phase::Void(TransferId::new(pending)),
        (phase, _) => return Err(failed(format!("transfer of phase {phase}"))),
    };
    Ok(Transfer {
        id: TransferId::new(text("id")?),
        debit: AccountId::new(text("debit_account")?),
        credit: AccountId::new(text("credit_account")?),
        amount,
        kind,
        phase,
        at: Timestamp::from_millisecond(row.try_get("at").map_err(failed)?).map_err(failed)?,
    })
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
    let row = sqlx::query("SELECT * FROM accounts WHERE id = $1")
        .bind(id.as_str())
        .fetch_optional(pool)
        .await
        .map_err(failed)?;
    row.as_ref().map(balance).transpose()
}
