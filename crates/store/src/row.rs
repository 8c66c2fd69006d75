//! Rows: the table of a concept, and reading things back out of it.

use jiff::Timestamp;
use saifu_wallet::change::Concept;
use saifu_wallet::port::store::{Entity, StoreError, Versioned};
use serde::de::DeserializeOwned;
use serde_json::Value as Json;
use sqlx::any::AnyRow;
use sqlx::{AnyConnection, AnyPool, AssertSqlSafe, Row};

use crate::dialect::{Dialect, Field, Type};
use crate::failure::{Failure, reading};

/// A searched column's value.
pub(crate) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

impl Value {
    pub(crate) const fn kind(&self) -> Type {
        match self {
            Self::Text(_) => Type::Text,
            Self::Number(_) => Type::Number,
        }
    }
}

impl From<Value> for Json {
    fn from(value: Value) -> Self {
        match value {
            Value::Text(text) => text.into(),
            Value::Number(number) => number.into(),
        }
    }
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
    }
}

impl From<Option<&str>> for Value {
    fn from(text: Option<&str>) -> Self {
        Self::Text(text.map(str::to_owned))
    }
}

impl From<i64> for Value {
    fn from(number: i64) -> Self {
        Self::Number(Some(number))
    }
}

impl From<Timestamp> for Value {
    fn from(at: Timestamp) -> Self {
        Self::Number(Some(at.as_millisecond()))
    }
}

impl From<Option<Timestamp>> for Value {
    fn from(at: Option<Timestamp>) -> Self {
        Self::Number(at.map(Timestamp::as_millisecond))
    }
}

pub(crate) type Columns = Vec<(&'static str, Value)>;

/// The table of a concept.
pub(crate) const fn table(concept: Concept) -> &'static str {
    match concept {
        Concept::Shopper => "shoppers",
        Concept::SignUp => "sign_ups",
        Concept::Session => "sessions",
        Concept::Device => "devices",
        Concept::DeviceJoin => "device_joins",
        Concept::Ceremony => "ceremonies",
        Concept::Credential => "credentials",
        Concept::PasskeyInvitation => "passkey_invitations",
        Concept::BrowserSession => "browser_sessions",
        Concept::Card => "cards",
        Concept::GiftCard => "gift_cards",
        Concept::GiftTries => "gift_tries",
        Concept::Lot => "lots",
        Concept::Merchant => "merchants",
        Concept::MerchantKey => "merchant_keys",
        Concept::IdempotentAnswer => "idempotent_answers",
        Concept::CheckoutSession => "checkout_sessions",
        Concept::ChargeProposal => "charge_proposals",
        Concept::Approval => "approvals",
        Concept::ChargePermission => "charge_permissions",
        Concept::Charge => "charges",
        Concept::Refund => "refunds",
        Concept::StoreCode => "store_codes",
        Concept::LiveCode => "live_codes",
        Concept::Letter => "letters",
        Concept::TopUpUse => "top_up_uses",
        Concept::Gift => "gifts",
        Concept::TopUp => "top_ups",
        Concept::AutomaticTopUp => "automatic_top_ups",
        Concept::Totp => "totps",
        Concept::RecoveryCodes => "recovery_codes",
        Concept::Recovery => "recoveries",
        Concept::RecoveryUnderWay => "recoveries_under_way",
        Concept::SignIn => "sign_ins",
        Concept::LimitUse => "limit_uses",
        Concept::EmailChange => "email_changes",
        Concept::FactorTries => "factor_tries",
        Concept::FundingRule => "funding_rules",
    }
}

pub(crate) fn entity<T: Entity>(row: &AnyRow) -> Result<Versioned<T>, StoreError> {
    let body: String = row.try_get("body").map_err(failed)?;
    let version = row.try_get("version").map_err(failed)?;
    Ok(Versioned { value: serde_json::from_str(&body).map_err(failed)?, version })
}

pub(crate) fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Failed(error.to_string())
}

/// What is due by a time that stands in a column, the longest first; the rest comes with the next round.
pub(crate) async fn due<T: Entity>(
    pool: &AnyPool,
    column: &'static str,
    now: Timestamp,
) -> Result<Vec<T>, StoreError> {
    values(pool, &format!("{column} <= $1 ORDER BY {column} LIMIT 100"), vec![now.into()]).await
}

/// A page of a shopper's rows by a column of time: those before a place, newest first.
pub(crate) async fn page<T: Entity>(
    pool: &AnyPool,
    shopper: &str,
    column: &'static str,
    before: Option<(Timestamp, &str)>,
    limit: u32,
) -> Result<Vec<T>, StoreError> {
    let order = format!("ORDER BY {column} DESC, id DESC LIMIT");
    let mut bound: Vec<Value> = vec![shopper.into(), i64::from(limit).into()];
    let Some((at, id)) = before else {
        return values(pool, &format!("shopper_id = $1 {order} $2"), bound).await;
    };
    bound.extend([at.into(), id.into()]);
    values(pool, &format!("shopper_id = $1 AND ({column}, id) < ($3, $4) {order} $2"), bound).await
}

/// Keys as a JSON array, for [`Dialect::listed`].
pub(crate) fn listed(keys: impl IntoIterator<Item = impl AsRef<str>>) -> String {
    Json::from_iter(keys.into_iter().map(|key| key.as_ref().to_owned())).to_string()
}

/// Rows for a list of keys, fetched as one.
pub(crate) async fn gathered<T: DeserializeOwned>(
    connection: &mut AnyConnection,
    dialect: Dialect,
    columns: &str,
    join: &str,
    keys: impl IntoIterator<Item = impl AsRef<str>>,
) -> Result<Vec<T>, Failure> {
    let sql = format!("SELECT {} AS gathered FROM {} {join}", dialect.gathered(columns), dialect.listed());
    let row = sqlx::query(AssertSqlSafe(sql)).bind(listed(keys)).fetch_one(connection).await?;
    let text: Option<String> = row.try_get("gathered")?;
    Ok(text.map_or(Ok(Vec::new()), |text| serde_json::from_str(&text)).map_err(failed)?)
}

/// An insert of many rows, whatever the table; a row that is there already stays as it is.
pub(crate) fn insert(dialect: Dialect, table: &str, fields: &[Field]) -> String {
    // SQLite needs the WHERE to tell the conflict clause from a join's.
    format!("{} WHERE 1 = 1 ON CONFLICT DO NOTHING", all(dialect, table, fields))
}

/// An insert of many rows; one that is there already is an error.
pub(crate) fn all(dialect: Dialect, table: &str, fields: &[Field]) -> String {
    let names = fields.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(", ");
    format!("INSERT INTO {table} ({names}) SELECT {names} FROM {}", dialect.rows(fields))
}

/// Rows of one concept: `SELECT … WHERE …` with `$1…` bound in order.
pub(crate) async fn select<T: Entity>(
    pool: &AnyPool,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<Versioned<T>>, StoreError> {
    // PostgreSQL's texts hold no zero bytes, so nothing is stored under such a key; it would say so loudly.
    if values.iter().any(|value| matches!(value, Value::Text(Some(text)) if text.contains('\0'))) {
        return Ok(Vec::new());
    }
    let sql = format!("SELECT body, version FROM {} WHERE {condition}", table(T::CONCEPT));
    let ask = || {
        let query = sqlx::query(AssertSqlSafe(sql.clone()));
        let bound = values.iter().fold(query, |query, value| match value {
            Value::Text(text) => query.bind(text.clone()),
            Value::Number(number) => query.bind(*number),
        });
        bound.fetch_all(pool)
    };
    reading(ask).await?.iter().map(entity).collect()
}

/// As [`select`], without versions.
pub(crate) async fn values<T: Entity>(
    pool: &AnyPool,
    condition: &str,
    bound: Vec<Value>,
) -> Result<Vec<T>, StoreError> {
    Ok(select(pool, condition, bound).await?.into_iter().map(|it| it.value).collect())
}
