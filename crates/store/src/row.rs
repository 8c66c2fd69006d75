//! How a stored thing becomes a row: its table, the columns that are searched, and its JSON.

use jiff::Timestamp;
use saifu_wallet::change::{Concept, Record};
use saifu_wallet::port::store::{Entity, StoreError, Versioned};
use sqlx::any::AnyRow;
use sqlx::{AnyPool, AssertSqlSafe, Row};

/// A searched column's value.
pub(crate) enum Value {
    Text(Option<String>),
    Number(Option<i64>),
}

impl From<&str> for Value {
    fn from(text: &str) -> Self {
        Self::Text(Some(text.to_owned()))
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
        Concept::Access => "accesses",
        Concept::Ceremony => "ceremonies",
        Concept::Credential => "credentials",
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
    }
}

/// The searched columns of a record.
pub(crate) fn columns(record: &Record) -> Columns {
    match record {
        Record::Shopper(it) => vec![("email", it.email.as_str().into())],
        Record::Access(it) => vec![("shopper_id", it.shopper_id.as_str().into())],
        Record::Credential(it) => {
            vec![("shopper_id", it.shopper_id.as_str().into()), ("created_at", it.created_at.into())]
        }
        Record::Card(it) => crate::holding::card_columns(it),
        Record::Lot(it) => {
            vec![("shopper_id", it.shopper_id.as_str().into()), ("expires_at", it.expires_at.into())]
        }
        Record::MerchantKey(it) => vec![("merchant_id", it.merchant_id.as_str().into())],
        Record::CheckoutSession(it) => crate::checkout::session_columns(it),
        Record::ChargeProposal(it) => vec![("shopper_id", it.shopper_id.as_str().into())],
        Record::Approval(it) => {
            vec![("shopper_id", it.shopper_id.as_str().into()), ("charge_id", it.charge_id.as_str().into())]
        }
        Record::ChargePermission(it) => {
            vec![
                ("shopper_id", it.shopper_id.as_str().into()),
                ("merchant_id", it.merchant_id.as_str().into()),
            ]
        }
        Record::Charge(it) => crate::charge::charge_columns(it),
        Record::Refund(it) => crate::charge::refund_columns(it),
        Record::StoreCode(it) => crate::holding::code_columns(it),
        Record::SignUp(_)
        | Record::Ceremony(_)
        | Record::GiftCard(_)
        | Record::GiftTries(_)
        | Record::Merchant(_)
        | Record::IdempotentAnswer(_) => Vec::new(),
    }
}

/// The JSON of a record, without the name of its concept: the table says that.
pub(crate) fn body(record: &Record) -> Result<String, StoreError> {
    let tagged = serde_json::to_value(record).map_err(failed)?;
    let inner = tagged.as_object().and_then(|object| object.values().next());
    serde_json::to_string(&inner).map_err(failed)
}

pub(crate) fn entity<T: Entity>(row: &AnyRow) -> Result<Versioned<T>, StoreError> {
    let body: String = row.try_get("body").map_err(failed)?;
    let version = row.try_get("version").map_err(failed)?;
    Ok(Versioned { value: serde_json::from_str(&body).map_err(failed)?, version })
}

pub(crate) fn failed(error: impl std::fmt::Display) -> StoreError {
    StoreError::Failed(error.to_string())
}

/// Rows of one concept: `SELECT … WHERE …` with `$1…` bound in order.
pub(crate) async fn select<T: Entity>(
    pool: &AnyPool,
    condition: &str,
    values: Vec<Value>,
) -> Result<Vec<Versioned<T>>, StoreError> {
    let sql = format!("SELECT body, version FROM {} WHERE {condition}", table(T::CONCEPT));
    let mut query = sqlx::query(AssertSqlSafe(sql));
    for value in values {
        query = match value {
            Value::Text(text) => query.bind(text),
            Value::Number(number) => query.bind(number),
        };
    }
    let rows = query.fetch_all(pool).await.map_err(failed)?;
    rows.iter().map(entity).collect()
}

/// As [`select`], without versions.
pub(crate) async fn values<T: Entity>(
    pool: &AnyPool,
    condition: &str,
    bound: Vec<Value>,
) -> Result<Vec<T>, StoreError> {
    Ok(select(pool, condition, bound).await?.into_iter().map(|it| it.value).collect())
}
