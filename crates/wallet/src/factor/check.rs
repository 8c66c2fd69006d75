use jiff::{SignedDuration, Timestamp};

use super::{FactorKey, FactorKind, FactorTries, RecoveryCodes, Totp};
use crate::id::ShopperId;
use crate::moment::digest;
use crate::port::store::{Store, Versioned};
use crate::typed_code::read;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// So many wrong codes in a quarter of an hour, and the next has to wait until the oldest is that old: a million codes of six
/// digits against 480 tries a day.
const WRONG_IN_WINDOW: usize = 5;
const WINDOW: SignedDuration = SignedDuration::from_mins(15);

/// Checks a code of the app or a recovery code; answers with which it was, and with the writes that use it up. A wrong one is
/// counted at once.
///
/// # Errors
/// `factor.code_wrong`, `factor.too_many_tries`; the store failed, or somebody else was first (stale).
pub(crate) async fn check(
    store: &impl Store,
    key: &FactorKey,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    code: &str,
) -> Outcome<(FactorKind, ChangeSet)> {
    let tries = store.find::<FactorTries>(shopper.as_str()).await?;
    refuse_guessing(tries.as_ref(), moment)?;
    if let Some(changes) = by_app(store, key, moment, shopper, code).await? {
        return Ok((FactorKind::Totp, changes));
    }
    if let Some(changes) = used_recovery_code(store, shopper, code).await? {
        return Ok((FactorKind::RecoveryCode, changes));
    }
    Err(count_wrong(store, tries, moment, shopper).await?)
}

async fn by_app(
    store: &impl Store,
    key: &FactorKey,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    code: &str,
) -> Outcome<Option<ChangeSet>> {
    let found = store.find::<Totp>(shopper.as_str()).await?;
    let Some(totp) = found.filter(|it| it.value.confirmed_at.is_some()) else { return Ok(None) };
    let Some(step) = totp.value.step_of(key, moment, code)? else { return Ok(None) };
    let Versioned { mut value, version } = totp;
    value.used_step = step;
    // Two with one code: the version lets one of them through.
    Ok(Some(ChangeSet::new().update(Versioned { value, version })))
}

/// The writes that use a recovery code up; none where it is not one of theirs.
///
/// # Errors
/// The store failed.
pub(crate) async fn used_recovery_code(
    store: &impl Store,
    shopper: &ShopperId,
    code: &str,
) -> Outcome<Option<ChangeSet>> {
    let Some(mut codes) = store.find::<RecoveryCodes>(shopper.as_str()).await? else { return Ok(None) };
    let used = digest(&read(code));
    let before = codes.value.digests.len();
    codes.value.digests.retain(|it| *it != used);
    Ok((codes.value.digests.len() < before).then(|| ChangeSet::new().update(codes)))
}

/// Whether codes may be tried.
///
/// # Errors
/// `factor.too_many_tries`.
pub(super) fn refuse_guessing(tries: Option<&Versioned<FactorTries>>, moment: &Moment<'_>) -> Outcome<()> {
    let recent = tries.map(|it| it.value.recent(moment.now)).unwrap_or_default();
    match recent.first() {
        Some(oldest) if recent.len() >= WRONG_IN_WINDOW => {
            let at = oldest.checked_add(WINDOW).unwrap_or(moment.now);
            Err(Refusal::until("factor.too_many_tries", at))
        }
        _ => Ok(()),
    }
}

/// Counts a wrong code, and answers with what to say of it.
pub(super) async fn count_wrong(
    store: &impl Store,
    tries: Option<Versioned<FactorTries>>,
    moment: &Moment<'_>,
    shopper: &ShopperId,
) -> Outcome<Refusal> {
    let mut wrong = tries.as_ref().map(|it| it.value.recent(moment.now)).unwrap_or_default();
    wrong.push(moment.now);
    let left = WRONG_IN_WINDOW.saturating_sub(wrong.len());
    let counted = FactorTries { shopper_id: shopper.clone(), wrong };
    let changes = match tries {
        None => ChangeSet::new().insert(counted),
        Some(before) => ChangeSet::new().update(Versioned { value: counted, version: before.version }),
    };
    store.commit(changes).await?;
    Ok(Refusal::tries("factor.code_wrong", u32::try_from(left).unwrap_or_default()))
}

impl FactorTries {
    /// Those that still count; one from a clock ahead counts too.
    fn recent(&self, now: Timestamp) -> Vec<Timestamp> {
        self.wrong.iter().copied().filter(|at| now.duration_since(*at) < WINDOW).collect()
    }
}
