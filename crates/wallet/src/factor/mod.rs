//! Second factors: a code of an authenticator app (TOTP, RFC 6238), and recovery codes for when that is gone.

mod check;
mod key;
mod recovery_codes;
mod totp;

use jiff::Timestamp;
use saifu_money::Amount;
use serde::{Deserialize, Serialize};

use crate::device::Device;
use crate::id::{DeviceId, ShopperId};
use crate::port::store::Store;
use crate::{Outcome, Refusal};

pub(crate) use check::{check, used_recovery_code};
pub use key::FactorKey;
pub use recovery_codes::{RECOVERY_CODES, recovery_codes_purpose, renew_recovery_codes};
pub use totp::{NewTotp, confirm_totp, remove_totp, start_totp, totp_purpose};

/// An authenticator app.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Totp {
    /// Whose.
    pub shopper_id: ShopperId,
    /// The shared secret under the service's [`FactorKey`].
    pub sealed: String,
    /// When its first code was right; before that it is asked for nowhere.
    pub confirmed_at: Option<Timestamp>,
    /// The time step of the newest code that was right: it and those before are used up.
    pub used_step: u64,
    /// When it was set up.
    pub created_at: Timestamp,
}

/// Ten codes that each work once.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct RecoveryCodes {
    /// Whose.
    pub shopper_id: ShopperId,
    /// SHA-256 of those that are left: they have 120 bits, so that a slow hash would guard nothing more.
    pub digests: Vec<String>,
    /// When they were drawn.
    pub created_at: Timestamp,
}

/// How often codes were wrong.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct FactorTries {
    /// Whose.
    pub shopper_id: ShopperId,
    /// When each of the last ones was wrong, the oldest first.
    pub wrong: Vec<Timestamp>,
}

/// Which of them was used.
#[derive(Clone, Copy, Debug, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum FactorKind {
    /// A code of the authenticator app.
    Totp,
    /// A recovery code.
    RecoveryCode,
}

/// What a shopper has of them.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct Factors {
    /// Since when the authenticator app is used.
    pub totp_since: Option<Timestamp>,
    /// How many recovery codes are left, and since when.
    pub recovery_codes: Option<(usize, Timestamp)>,
}

/// What a shopper has of them.
///
/// # Errors
/// The store failed.
pub async fn factors(store: &impl Store, shopper: &ShopperId) -> Outcome<Factors> {
    let totp = store.find::<Totp>(shopper.as_str()).await?;
    let codes = store.find::<RecoveryCodes>(shopper.as_str()).await?;
    Ok(Factors {
        totp_since: totp.and_then(|it| it.value.confirmed_at),
        recovery_codes: codes.map(|it| (it.value.digests.len(), it.value.created_at)),
    })
}

/// Whether a payment of this amount needs a second factor.
///
/// # Errors
/// The store failed.
pub(crate) async fn is_needed(
    store: &impl Store,
    shopper: &ShopperId,
    device: Option<&DeviceId>,
    amount: Amount,
) -> Outcome<bool> {
    let from = second_factor_from(store, shopper, device).await?;
    // An amount that cannot be compared is asked for.
    Ok(from.is_some_and(|from| !amount.less_than(from).unwrap_or(false)))
}

/// From which amount on a payment that this credential signs needs a second factor: what its own device says, and for one of
/// no device (a security key, a browser) the least that any of them says.
///
/// # Errors
/// The store failed.
pub(crate) async fn second_factor_from(
    store: &impl Store,
    shopper: &ShopperId,
    device: Option<&DeviceId>,
) -> Outcome<Option<Amount>> {
    let devices = store.devices_of(shopper).await?;
    let live = devices.into_iter().map(|it| it.value).filter(Device::is_live);
    let asked =
        live.filter(|it| device.is_none_or(|id| it.id == *id)).filter_map(|it| it.policy.second_factor_from);
    Ok(asked.min_by_key(|amount| amount.minor()))
}

/// A device asks for a second factor only where there is one.
///
/// # Errors
/// `factor.totp_missing`; the store failed.
pub(crate) async fn expect_totp(store: &impl Store, shopper: &ShopperId) -> Outcome<()> {
    match factors(store, shopper).await?.totp_since {
        Some(_) => Ok(()),
        None => Err(Refusal::rule("factor.totp_missing")),
    }
}
