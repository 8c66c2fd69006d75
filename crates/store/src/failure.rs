//! Why a transaction was rolled back, and whether the same again may work.

use saifu_wallet::port::store::StoreError;

use crate::row::failed;

/// Why a transaction was rolled back.
pub(crate) enum Failure {
    /// The database says that the same again may work.
    Again(String),
    /// A guard, or a failure that stays.
    Refused(StoreError),
}

impl From<StoreError> for Failure {
    fn from(error: StoreError) -> Self {
        Self::Refused(error)
    }
}

impl From<sqlx::Error> for Failure {
    fn from(error: sqlx::Error) -> Self {
        // SQLSTATE class 40 and 55P03 (PostgreSQL); 5 and its extended codes are SQLITE_BUSY.
        let code = error.as_database_error().and_then(|it| it.code().map(std::borrow::Cow::into_owned));
        match code.as_deref() {
            Some("40001" | "40P01" | "55P03" | "5" | "261" | "517") => Self::Again(error.to_string()),
            _ => Self::Refused(failed(error)),
        }
    }
}
