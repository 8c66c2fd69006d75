//! How often something may be tried, by whomever: a bucket that leaks, held by the store, so that a restart or a second
//! process changes nothing.
//!
//! Of a bucket only the moment is kept when it will be empty again (the generic cell rate algorithm, ITU-T I.371): who
//! comes while more than the whole bucket is ahead of now has to wait.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use crate::id::LimitUseId;
use crate::moment::digest;
use crate::port::store::{Store, Versioned};
use crate::refusal::retry_stale;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// One rule.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub struct Limit {
    /// What is limited: the first part of a bucket's id.
    pub name: &'static str,
    /// How many at once.
    pub burst: u32,
    /// After that, one in this time.
    pub every: SignedDuration,
}

/// From one network, over all that nobody is signed in for. Many may share an address, so this only stops machines; each
/// code and each account has limits of its own.
pub const FROM_ADDRESS: Limit =
    Limit { name: "address", burst: 300, every: SignedDuration::from_millis(200) };
/// Mails to one address that anybody can cause.
pub const MAIL_TO: Limit = Limit { name: "mail", burst: 5, every: SignedDuration::from_mins(10) };
/// Sign-ins begun for one account.
pub const SIGN_INS: Limit = Limit { name: "sign-in", burst: 30, every: SignedDuration::from_mins(1) };
/// Refreshes, and uses of the passkey beside payments, by one device.
pub const OF_DEVICE: Limit = Limit { name: "device", burst: 120, every: SignedDuration::from_secs(10) };

/// What somebody has used of a limit.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct LimitUse {
    /// The limit's name and a digest of whom it counts.
    pub id: LimitUseId,
    /// When nothing of it is left: the row may be forgotten from then on.
    pub free_at: Timestamp,
}

/// Counts one use, before the work: what is refused later has been tried too.
///
/// # Errors
/// `limit.too_many_tries` with the time to come back; the store failed.
pub async fn take(store: &impl Store, moment: &Moment<'_>, limit: Limit, whom: &str) -> Outcome<()> {
    let id = LimitUseId::new(format!("{}:{}", limit.name, &digest(whom)[..32]));
    retry_stale(|| take_once(store, moment.now, limit, &id)).await
}

async fn take_once(store: &impl Store, now: Timestamp, limit: Limit, id: &LimitUseId) -> Outcome<()> {
    let used = store.find::<LimitUse>(id.as_str()).await?;
    let free_at = after_one_more(limit, used.as_ref().map(|it| it.value.free_at), now)?;
    let value = LimitUse { id: id.clone(), free_at };
    let changes = match used {
        None => ChangeSet::new().insert(value),
        Some(before) => ChangeSet::new().update(Versioned { value, version: before.version }),
    };
    Ok(store.commit(changes).await?)
}

/// When the bucket is empty after one more use.
fn after_one_more(limit: Limit, free_at: Option<Timestamp>, now: Timestamp) -> Outcome<Timestamp> {
    let whole = limit.every.checked_mul(i32::try_from(limit.burst).unwrap_or(i32::MAX));
    let whole = whole.unwrap_or(SignedDuration::MAX);
    // A clock that was ahead must not lock anybody out for longer than the whole bucket.
    let latest = now.checked_add(whole).unwrap_or(now);
    let from = free_at.map_or(now, |it| it.clamp(now, latest));
    let after = from.checked_add(limit.every).unwrap_or(from);
    if after <= latest {
        return Ok(after);
    }
    Err(Refusal::until("limit.too_many_tries", after.checked_sub(whole).unwrap_or(now)))
}

#[cfg(test)]
mod tests {
    use proptest::prelude::*;

    use super::*;

    const FEW: Limit = Limit { name: "few", burst: 3, every: SignedDuration::from_secs(10) };

    fn at(seconds: i64) -> Timestamp {
        Timestamp::from_second(1_795_000_000 + seconds).unwrap()
    }

    /// Which of the uses at these times are allowed.
    fn allowed(times: &[i64]) -> Vec<bool> {
        let mut free_at = None;
        let mut take = |now| match after_one_more(FEW, free_at, at(now)) {
            Ok(next) => {
                free_at = Some(next);
                true
            }
            Err(_) => false,
        };
        times.iter().map(|now| take(*now)).collect()
    }

    #[test]
    fn a_burst_and_then_one_at_a_time() {
        assert_eq!(
            allowed(&[0, 0, 0, 0, 9, 10, 10, 20, 60, 60, 60, 60]),
            [true, true, true, false, false, true, false, true, true, true, true, false]
        );
    }

    #[test]
    fn a_refusal_says_when_it_is_allowed() {
        let full = Some(at(30));
        let Err(Refusal::Rule { retry_at: Some(again), .. }) = after_one_more(FEW, full, at(0)) else {
            panic!("the bucket is full")
        };
        assert_eq!(again, at(10));
        assert!(after_one_more(FEW, full, again).is_ok());
    }

    #[test]
    fn a_clock_that_went_back_locks_nobody_out_for_long() {
        let Err(Refusal::Rule { retry_at: Some(again), .. }) = after_one_more(FEW, Some(at(86_400)), at(0))
        else {
            panic!("the bucket is full")
        };
        assert_eq!(again, at(10));
    }

    proptest! {
        #[test]
        fn no_stretch_of_time_has_more_than_burst_and_rate(mut times in prop::collection::vec(0i64..500, 1..80)) {
            times.sort_unstable();
            let taken: Vec<i64> = times.iter().copied().zip(allowed(&times)).filter(|it| it.1).map(|it| it.0).collect();
            for (from, first) in taken.iter().enumerate() {
                for (to, last) in taken.iter().enumerate().skip(from) {
                    let most = 3 + (last - first) / 10;
                    prop_assert!(i64::try_from(to - from + 1).unwrap() <= most);
                }
            }
        }
    }
}
