use saifu_money::Amount;

use super::{Device, DevicePolicy, NAME_MAX};
use crate::factor::expect_totp;
use crate::id::{DeviceId, ShopperId};
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Outcome, Refusal};

/// A device may be left alone between half a minute and an hour before it locks itself.
const LOCK_AFTER_S: std::ops::RangeInclusive<u32> = 30..=3600;

/// What to change of a device; what is none stays.
#[derive(Clone, Debug, Default, PartialEq, Eq)]
pub struct DeviceChange {
    /// 1 to 40 characters.
    pub name: Option<String>,
    /// The whole policy.
    pub policy: Option<DevicePolicy>,
}

/// What a passkey is used for once more before a device is asked less.
#[must_use]
pub fn policy_purpose(id: &DeviceId) -> String {
    format!("device-policy:{id}")
}

/// Names a device, or changes what is asked of it. Other devices stay as they are. A session alone may ask more of a
/// device; to ask less a passkey has to be `proven` first, for [`policy_purpose`].
///
/// # Errors
/// `device.not_found`, `device.name_invalid`, `device.policy_invalid`, `device.proof_required`, `factor.totp_missing`; the store failed, or
/// somebody else was first (stale).
pub async fn change(
    store: &impl Store,
    shopper: &ShopperId,
    id: &DeviceId,
    change: &DeviceChange,
    proven: bool,
) -> Outcome<Device> {
    let mut device = live_device(store, shopper, id).await?;
    if let Some(name) = &change.name {
        device.value.name = valid_name(name)?;
    }
    if let Some(policy) = &change.policy {
        if device.value.policy.is_loosened_by(policy) && !proven {
            return Err(Refusal::rule("device.proof_required"));
        }
        if policy.second_factor_from.is_some() && device.value.policy.second_factor_from.is_none() {
            expect_totp(store, shopper).await?;
        }
        device.value.policy = valid_policy(policy)?;
    }
    let changed = device.value.clone();
    let told = Event::to_shopper(shopper, EventKind::AccountChanged, id.as_str());
    store.commit(ChangeSet::new().update(device).events([told])).await?;
    Ok(changed)
}

pub(super) async fn live_device(
    store: &impl Store,
    shopper: &ShopperId,
    id: &DeviceId,
) -> Outcome<Versioned<Device>> {
    let found = store.find::<Device>(id.as_str()).await?;
    found
        .filter(|it| it.value.shopper_id == *shopper && it.value.is_live())
        .ok_or(Refusal::rule("device.not_found"))
}

fn valid_name(name: &str) -> Outcome<String> {
    let name = name.trim();
    let fits = (1..=NAME_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(Refusal::rule("device.name_invalid")) }
}

impl DevicePolicy {
    /// Whether the other asks less in anything. How the device verifies is its own matter: the fingerprint is turned
    /// on there, after its PIN.
    #[must_use]
    pub fn is_loosened_by(&self, other: &Self) -> bool {
        let from = |policy: &Self| policy.second_factor_from.map_or(i64::MAX, Amount::minor);
        other.lock_after_s > self.lock_after_s
            || (other.store_codes_unverified && !self.store_codes_unverified)
            || from(other) > from(self)
    }
}

fn valid_policy(policy: &DevicePolicy) -> Outcome<DevicePolicy> {
    let fits = LOCK_AFTER_S.contains(&policy.lock_after_s);
    if fits { Ok(policy.clone()) } else { Err(Refusal::rule("device.policy_invalid")) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn less_in_anything_is_looser() {
        let policy = |lock_after_s, store_codes_unverified, from: Option<u32>| DevicePolicy {
            lock_after_s,
            store_codes_unverified,
            second_factor_from: from.map(Amount::yen),
            ..DevicePolicy::default()
        };
        let now = policy(300, false, Some(10_000));
        for looser in [
            policy(301, false, Some(1)),
            policy(30, true, Some(1)),
            policy(30, false, Some(10_001)),
            policy(30, false, None),
        ] {
            assert!(now.is_loosened_by(&looser), "{looser:?}");
        }
        for same in [now.clone(), policy(30, false, Some(9999))] {
            assert!(!now.is_loosened_by(&same), "{same:?}");
        }
    }

    #[test]
    fn names_and_policies_are_checked() {
        assert_eq!(valid_name(" 書斎の PC ").unwrap(), "書斎の PC");
        for bad in ["", "  ", "a\nb", &"長".repeat(41)] {
            assert_eq!(valid_name(bad).unwrap_err().code(), Some("device.name_invalid"));
        }
        for (seconds, fits) in [(29, false), (30, true), (3600, true), (3601, false)] {
            let policy = DevicePolicy { lock_after_s: seconds, ..DevicePolicy::default() };
            assert_eq!(valid_policy(&policy).is_ok(), fits, "{seconds}");
        }
    }
}
