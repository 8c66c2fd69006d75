use super::{Device, DevicePolicy, NAME_MAX};
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

/// Names a device, or changes what is asked of it. Other devices stay as they are.
///
/// # Errors
/// `device.not_found`, `device.name_invalid`, `device.policy_invalid`; the store failed, or somebody else was first
/// (stale).
pub async fn change(
    store: &impl Store,
    shopper: &ShopperId,
    id: &DeviceId,
    change: &DeviceChange,
) -> Outcome<Device> {
    let mut device = live_device(store, shopper, id).await?;
    if let Some(name) = &change.name {
        device.value.name = valid_name(name)?;
    }
    if let Some(policy) = &change.policy {
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

fn valid_policy(policy: &DevicePolicy) -> Outcome<DevicePolicy> {
    let fits = LOCK_AFTER_S.contains(&policy.lock_after_s);
    if fits { Ok(policy.clone()) } else { Err(Refusal::rule("device.policy_invalid")) }
}

#[cfg(test)]
mod tests {
    use super::*;

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
