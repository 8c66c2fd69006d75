use super::RecoveryCodes;
use crate::moment::digest;
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::shopper::Shopper;
use crate::typed_code::{draw, grouped};
use crate::{ChangeSet, Moment, Outcome};

/// How many there are.
pub const RECOVERY_CODES: usize = 10;

/// 24 characters of five bits: 120 bits, out of reach of guessing even with the database in hand (OWASP ASVS 5.0, 6.5.2: from 112 on a
/// plain hash does).
const CHARACTERS: usize = 24;

/// What a passkey is used for once more before recovery codes are drawn.
#[must_use]
pub const fn recovery_codes_purpose() -> &'static str {
    "recovery-codes"
}

/// Draws ten codes and answers with them, once; those before are void. The caller has had the passkey used for
/// [`recovery_codes_purpose`].
///
/// # Errors
/// The store failed, or somebody else was first (stale).
pub async fn renew_recovery_codes(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &Shopper,
) -> Outcome<Vec<String>> {
    let drawn: Vec<String> = (0..RECOVERY_CODES).map(|_| draw::<CHARACTERS>(moment)).collect();
    let codes = RecoveryCodes {
        shopper_id: shopper.id.clone(),
        digests: drawn.iter().map(|code| digest(code)).collect(),
        created_at: moment.now,
    };
    let changes = match store.find::<RecoveryCodes>(shopper.id.as_str()).await? {
        None => ChangeSet::new().insert(codes),
        Some(before) => ChangeSet::new().update(Versioned { value: codes, version: before.version }),
    };
    let told = Event::to_shopper(&shopper.id, EventKind::AccountChanged, "recovery-codes");
    let mail = Notice::RecoveryCodesRenewed.to(shopper, moment);
    store.commit(changes.insert(mail).events([told])).await?;
    Ok(drawn.iter().map(|code| grouped(code)).collect())
}
