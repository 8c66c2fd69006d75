//! The idle lock: a wallet that nobody touches closes its screens until the PIN opens them. The session stays.

use std::sync::{Mutex, MutexGuard, PoisonError};

use jiff::{SignedDuration, Timestamp};
use saifu_api::wallet::{DevicePolicyView, DevicesView};

use super::Device;
use crate::passkey::Verification;
use crate::{DeviceError, clock};

/// What is asked of a device whose policy is not known yet: as the service has it for a new one.
const LOCK_AFTER_S: u32 = 300;
/// When the wallet was touched is written down this often, for the next start.
const NOTED_EVERY: SignedDuration = SignedDuration::from_secs(30);
/// A PIN that was typed for a store code is good for this long, once.
const PIN_GOOD_FOR: SignedDuration = SignedDuration::from_secs(30);

/// Whether the wallet is locked, and why it is not.
pub(super) struct Lock(Mutex<State>);

#[derive(Clone, Copy)]
struct State {
    locked: bool,
    touched_at: Timestamp,
    noted_at: Timestamp,
    verified_at: Option<Timestamp>,
}

impl Lock {
    /// At the start: locked where it was last touched too long ago.
    pub fn since(touched_at: Option<Timestamp>, policy: Option<&DevicePolicyView>, now: Timestamp) -> Self {
        let locked = touched_at.is_some_and(|touched_at| is_idle(touched_at, policy, now));
        Self(Mutex::new(State { locked, touched_at: now, noted_at: now, verified_at: None }))
    }

    fn state(&self) -> MutexGuard<'_, State> {
        self.0.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

/// A clock that was set back counts as idle: it must not keep a wallet open.
fn is_idle(touched_at: Timestamp, policy: Option<&DevicePolicyView>, now: Timestamp) -> bool {
    let after = policy.map_or(LOCK_AFTER_S, |policy| policy.lock_after_seconds);
    let idle = now.duration_since(touched_at);
    idle.is_negative() || idle >= SignedDuration::from_secs(i64::from(after))
}

impl Device {
    /// Somebody uses the wallet.
    ///
    /// # Errors
    /// [`DeviceError::Storage`]: when is noted for the next start.
    pub fn touch(&self) -> Result<(), DeviceError> {
        self.touched_at(clock::now())
    }

    fn touched_at(&self, now: Timestamp) -> Result<(), DeviceError> {
        let mut state = self.lock.state();
        if state.locked {
            return Ok(());
        }
        state.touched_at = now;
        if now.duration_since(state.noted_at).abs() < NOTED_EVERY {
            return Ok(());
        }
        state.noted_at = now;
        drop(state);
        self.settings.update(|settings| settings.touched_at = Some(now))
    }

    /// Locks a wallet that is open and that nobody has touched for as long as its policy says; answers whether it did.
    ///
    /// # Errors
    /// [`DeviceError::Storage`] or [`DeviceError::Damaged`].
    pub fn lock_if_idle(&self) -> Result<bool, DeviceError> {
        let (touched_at, policy) = (self.lock.state().touched_at, self.settings.get().policy);
        let idle = is_idle(touched_at, policy.as_ref(), clock::now());
        if !idle || self.stage()? != super::Stage::Ready {
            return Ok(false);
        }
        self.lock();
        Ok(true)
    }

    /// Locks the wallet: nothing is read or done until the PIN opens it.
    pub fn lock(&self) {
        let mut state = self.lock.state();
        (state.locked, state.verified_at) = (true, None);
    }

    /// Whether it is locked.
    #[must_use]
    pub fn is_locked(&self) -> bool {
        self.lock.state().locked
    }

    /// Opens a locked wallet. The service is not asked.
    ///
    /// # Errors
    /// `approval.pin_…`, `fingerprint.…`, `device.…`.
    pub async fn unlock(&self, by: Verification) -> Result<(), DeviceError> {
        self.verify(by).await?;
        self.opened();
        self.touch()
    }

    /// Signed in, or unlocked.
    pub(super) fn opened(&self) {
        let mut state = self.lock.state();
        (state.locked, state.touched_at) = (false, clock::now());
    }

    /// Makes sure that the shopper is there, for one store code.
    ///
    /// # Errors
    /// As [`Device::unlock`].
    pub async fn verify_for_store_code(&self, by: Verification) -> Result<(), DeviceError> {
        self.verify(by).await?;
        self.lock.state().verified_at = Some(clock::now());
        Ok(())
    }

    /// A store code is money: where the shopper wants it, each needs the PIN.
    pub(super) fn expect_pin_for_store_code(&self) -> Result<(), DeviceError> {
        let asks = self.settings.get().policy.is_some_and(|policy| !policy.store_codes_unverified);
        let verified_at = self.lock.state().verified_at.take();
        let good = verified_at.is_some_and(|at| clock::now().duration_since(at).abs() < PIN_GOOD_FOR);
        if asks && !good { Err(DeviceError::PinRequired) } else { Ok(()) }
    }

    /// Keeps what is asked of this device.
    pub(super) fn note_policy(&self, view: &DevicesView) -> Result<(), DeviceError> {
        let policy = view.devices.iter().find(|it| it.current).map(|it| it.policy.clone());
        if policy.is_none() || policy == self.settings.get().policy {
            return Ok(());
        }
        self.settings.update(|settings| settings.policy = policy)
    }
}

#[cfg(test)]
mod tests {
    use saifu_api::wallet::VerificationView;

    use super::*;

    fn at(second: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + second).unwrap()
    }

    fn policy(lock_after_seconds: u32) -> DevicePolicyView {
        DevicePolicyView {
            verify: VerificationView::Pin,
            second_factor_from: None,
            lock_after_seconds,
            store_codes_unverified: true,
        }
    }

    #[test]
    fn a_wallet_is_idle_after_its_own_time() {
        assert!(!is_idle(at(0), Some(&policy(60)), at(59)));
        assert!(is_idle(at(0), Some(&policy(60)), at(60)));
        assert!(!is_idle(at(0), None, at(299)), "as a new device has it");
        assert!(is_idle(at(0), None, at(300)));
    }

    #[test]
    fn a_clock_that_was_set_back_opens_nothing() {
        assert!(is_idle(at(0), Some(&policy(3600)), at(-1)));
        assert!(Lock::since(Some(at(0)), Some(&policy(3600)), at(-1)).state().locked);
    }

    #[test]
    fn a_wallet_that_was_left_long_ago_starts_locked() {
        assert!(!Lock::since(Some(at(0)), Some(&policy(60)), at(30)).state().locked);
        assert!(Lock::since(Some(at(0)), Some(&policy(60)), at(90)).state().locked);
        assert!(!Lock::since(None, None, at(0)).state().locked, "nobody has used it yet");
    }
}
