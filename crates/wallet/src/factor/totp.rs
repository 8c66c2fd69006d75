use totp_rs::{Algorithm, Builder, Secret};

use super::check::{count_wrong, refuse_guessing};
use super::{FactorKey, FactorTries, Totp};
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::shopper::Shopper;
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What authenticator apps call us.
const ISSUER: &str = "Saifu";

/// What an authenticator app needs, shown once.
pub struct NewTotp {
    /// `otpauth://totp/…`, for a QR code.
    pub uri: String,
    /// The same secret to be typed: base 32.
    pub secret: String,
}

/// What a passkey is used for once more before an authenticator app is set up or removed.
#[must_use]
pub const fn totp_purpose() -> &'static str {
    "totp"
}

/// Draws the secret of an authenticator app; it is asked for once a code of it was right. Setting up again before that
/// replaces the secret.
///
/// # Errors
/// `factor.totp_exists`; the store failed, or somebody else was first (stale).
pub async fn start_totp(
    store: &impl Store,
    key: &FactorKey,
    moment: &Moment<'_>,
    shopper: &Shopper,
) -> Outcome<NewTotp> {
    let before = store.find::<Totp>(shopper.id.as_str()).await?;
    if before.as_ref().is_some_and(|it| it.value.confirmed_at.is_some()) {
        return Err(Refusal::rule("factor.totp_exists"));
    }
    let secret = moment.bytes::<20>();
    let totp = Totp {
        shopper_id: shopper.id.clone(),
        sealed: key.seal(moment, &shopper.id, &secret)?,
        confirmed_at: None,
        used_step: 0,
        created_at: moment.now,
    };
    let changes = match before {
        None => ChangeSet::new().insert(totp),
        Some(before) => ChangeSet::new().update(Versioned { value: totp, version: before.version }),
    };
    store.commit(changes).await?;
    let app = app_of(&secret, &shopper.email)?;
    let uri = app.to_url().map_err(|error| Refusal::Stored(error.to_string()))?;
    Ok(NewTotp { uri, secret: app.secret().to_base32() })
}

/// The first code of the app: from now on it is a factor.
///
/// # Errors
/// `factor.totp_missing`, `factor.totp_exists`, `factor.code_wrong`, `factor.too_many_tries`; the store failed, or
/// somebody else was first (stale).
pub async fn confirm_totp(
    store: &impl Store,
    key: &FactorKey,
    moment: &Moment<'_>,
    shopper: &Shopper,
    code: &str,
) -> Outcome<()> {
    let tries = store.find::<FactorTries>(shopper.id.as_str()).await?;
    refuse_guessing(tries.as_ref(), moment)?;
    let totp = store.find::<Totp>(shopper.id.as_str()).await?.ok_or(Refusal::rule("factor.totp_missing"))?;
    if totp.value.confirmed_at.is_some() {
        return Err(Refusal::rule("factor.totp_exists"));
    }
    let Some(step) = totp.value.step_of(key, moment, code)? else {
        return Err(count_wrong(store, tries, moment, &shopper.id).await?);
    };
    let Versioned { mut value, version } = totp;
    (value.confirmed_at, value.used_step) = (Some(moment.now), step);
    let told = Event::to_shopper(&shopper.id, EventKind::AccountChanged, "totp");
    let mail = Notice::TotpAdded.to(shopper, moment);
    store.commit(ChangeSet::new().update(Versioned { value, version }).insert(mail).events([told])).await?;
    Ok(())
}

/// Takes the authenticator app away; recovery codes stay. The caller has had the passkey used for
/// [`totp_purpose`].
///
/// # Errors
/// `factor.totp_missing`; `factor.in_use`: a device asks for it; the store failed, or somebody else was first (stale).
pub async fn remove_totp(store: &impl Store, moment: &Moment<'_>, shopper: &Shopper) -> Outcome<()> {
    let found = store.find::<Totp>(shopper.id.as_str()).await?;
    let totp =
        found.filter(|it| it.value.confirmed_at.is_some()).ok_or(Refusal::rule("factor.totp_missing"))?;
    if super::second_factor_from(store, &shopper.id, None).await?.is_some() {
        return Err(Refusal::rule("factor.in_use"));
    }
    let Versioned { mut value, version } = totp;
    (value.confirmed_at, value.sealed) = (None, String::new());
    let told = Event::to_shopper(&shopper.id, EventKind::AccountChanged, "totp");
    let mail = Notice::TotpRemoved.to(shopper, moment);
    store.commit(ChangeSet::new().update(Versioned { value, version }).insert(mail).events([told])).await?;
    Ok(())
}

impl Totp {
    /// The time step of a code that is right and was not used; RFC 6238 §5.2: each works once, and one step before and after
    /// is let in for clocks that differ.
    pub(super) fn step_of(&self, key: &FactorKey, moment: &Moment<'_>, code: &str) -> Outcome<Option<u64>> {
        if self.sealed.is_empty() {
            return Ok(None);
        }
        let secret = key.open(&self.shopper_id, &self.sealed)?;
        let seconds = u64::try_from(moment.now.as_second()).unwrap_or_default();
        let step = app_of(&secret, "-")?.check(code, seconds);
        Ok(step.filter(|step| *step > self.used_step))
    }
}

/// RFC 6238 as every app has it: SHA-1, six digits, half a minute.
fn app_of(secret: &[u8], account: &str) -> Outcome<totp_rs::Totp> {
    let secret = Secret::from(secret.to_vec());
    let account = account.replace(':', " ");
    let built = Builder::new()
        .with_algorithm(Algorithm::SHA1)
        .with_digits(6)
        .with_step_duration(30)
        .with_skew(1)
        .with_secret(secret)
        .with_issuer(Some(ISSUER))
        .with_account_name(account)
        .build();
    built.map_err(|error| Refusal::Stored(error.to_string()))
}

#[cfg(test)]
mod tests {
    use super::*;

    /// RFC 6238, appendix B: the last six of the eight digits, for SHA-1.
    #[test]
    fn it_is_the_rfcs() {
        let app = app_of(b"12345678901234567890", "a@example.jp").unwrap();
        for (second, code) in [
            (59, "287082"),
            (1_111_111_109, "081804"),
            (1_111_111_111, "050471"),
            (1_234_567_890, "005924"),
            (2_000_000_000, "279037"),
            (20_000_000_000, "353130"),
        ] {
            assert_eq!(app.check(code, second), Some(second / 30), "{second}");
        }
    }

    #[test]
    fn the_uri_names_issuer_and_account() {
        let uri = app_of(b"12345678901234567890", "hana@example.jp").unwrap().to_url().unwrap();
        assert!(uri.starts_with("otpauth://totp/Saifu"), "{uri}");
        assert!(
            uri.contains("secret=GEZDGNBVGY3TQOJQGEZDGNBVGY3TQOJQ") && uri.contains("issuer=Saifu"),
            "{uri}"
        );
    }
}
