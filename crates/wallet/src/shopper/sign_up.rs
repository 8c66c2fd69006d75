use crate::device::{Device, revoked};
use crate::id::{ShopperId, SignUpId};
use crate::mailed_code::{CodeRefusals, MailedCode};
use crate::port::mail::{Mail, Mailer};
use crate::port::store::{Store, Versioned};
use crate::session::{self, Begun, Proof};
use crate::shopper::{Shopper, SignUp, read_email};
use crate::sign_in::SignInMethod;
use crate::{ChangeSet, Moment, Outcome, Refusal, limit};

const NAME_MAX: usize = 50;

const CODE: CodeRefusals = CodeRefusals {
    expired: "sign_up.code_expired",
    too_many: "sign_up.too_many_attempts",
    wrong: "sign_up.code_wrong",
};

/// Starts a sign-up and mails its code. What it answers does not depend on whether the address has
/// an account.
///
/// # Errors
/// `sign_up.name_invalid`, `sign_up.email_invalid`, `limit.too_many_tries`; the mail or the store failed.
pub async fn start(
    store: &impl Store,
    mailer: &impl Mailer,
    moment: &Moment<'_>,
    name: &str,
    email: &str,
) -> Outcome<SignUp> {
    let (name, email) = (valid_name(name)?, valid_email(email)?);
    limit::take(store, moment, limit::MAIL_TO, &email).await?;
    let id = SignUpId::new(moment.hex::<16>());
    let (code, digits) = MailedCode::draw(moment, id.as_str());
    let resend_at = moment.after_seconds(pause_s(0));
    let sign_up = SignUp { id, name, email, code, resend_at, sent: 1, confirmed: false };
    let mail = code_mail(&sign_up, &digits, moment);
    store.commit(ChangeSet::new().insert(sign_up.clone())).await?;
    mailer.send(&mail).await?;
    Ok(sign_up)
}

/// Mails a new code; the one before ends. The pause doubles with each.
///
/// # Errors
/// `sign_up.not_found`, `sign_up.resend_too_soon`; the mail or the store failed.
pub async fn resend(
    store: &impl Store,
    mailer: &impl Mailer,
    moment: &Moment<'_>,
    id: &SignUpId,
) -> Outcome<SignUp> {
    let found = find(store, id).await?;
    if moment.now < found.value.resend_at {
        return Err(Refusal::until("sign_up.resend_too_soon", found.value.resend_at));
    }
    let (sign_up, mail) = with_new_code(found.value, moment);
    store
        .commit(ChangeSet::new().update(Versioned { value: sign_up.clone(), version: found.version }))
        .await?;
    mailer.send(&mail).await?;
    Ok(sign_up)
}

/// Takes the code: makes the account with its first device, or goes on with one whose set-up was left before its
/// passkey.
///
/// # Errors
/// `sign_up.not_found`, `sign_up.code_expired`, `sign_up.too_many_attempts`, `sign_up.code_wrong`,
/// `sign_up.account_exists`; the store failed, or somebody else was first (stale).
pub async fn confirm(
    store: &impl Store,
    moment: &Moment<'_>,
    id: &SignUpId,
    code: &str,
    device_name: &str,
    proof: &Proof,
) -> Outcome<Begun> {
    let mut found = find(store, id).await?;
    if let Err(refusal) = found.value.code.check(moment.now, id.as_str(), code, &CODE) {
        // A wrong try counts even though the answer is no.
        store.commit(ChangeSet::new().update(found)).await?;
        return Err(refusal);
    }
    found.value.confirmed = true;
    let existing = store.shopper_by_email(&found.value.email).await?;
    let (changes, shopper) = match existing {
        Some(shopper) => (left_before(store, moment, &shopper).await?, shopper),
        None => {
            let shopper = new_shopper(&found.value, moment);
            (ChangeSet::new().insert(shopper.clone()), shopper)
        }
    };
    let mut device = Device::new(moment, &shopper.id, device_name);
    let (tokens, begun) = session::begin(moment, &mut device, proof, SignInMethod::MailedCode);
    store.commit(changes.update(found).insert(device.clone()).then(begun)).await?;
    Ok(Begun { shopper, device, tokens })
}

/// What was left of a set-up before its passkey ends: whoever reads the mail is the owner.
async fn left_before(store: &impl Store, moment: &Moment<'_>, shopper: &Shopper) -> Outcome<ChangeSet> {
    if !store.credentials_of(&shopper.id).await?.is_empty() {
        return Err(Refusal::rule("sign_up.account_exists"));
    }
    let mut changes = ChangeSet::new();
    for device in store.devices_of(&shopper.id).await? {
        changes = changes.then(revoked(store, moment, device).await?);
    }
    Ok(changes)
}

async fn find(store: &impl Store, id: &SignUpId) -> Outcome<Versioned<SignUp>> {
    let found = store.find::<SignUp>(id.as_str()).await?;
    found.filter(|it| !it.value.confirmed).ok_or(Refusal::rule("sign_up.not_found"))
}

fn new_shopper(sign_up: &SignUp, moment: &Moment<'_>) -> Shopper {
    Shopper {
        id: ShopperId::new(moment.uuid()),
        name: sign_up.name.clone(),
        email: sign_up.email.clone(),
        created_at: moment.now,
    }
}

/// Before another mail, after so many.
fn pause_s(sent: u32) -> i64 {
    30 << sent.min(5)
}

fn with_new_code(mut sign_up: SignUp, moment: &Moment<'_>) -> (SignUp, Mail) {
    let (code, digits) = MailedCode::draw(moment, sign_up.id.as_str());
    sign_up.code = code;
    sign_up.resend_at = moment.after_seconds(pause_s(sign_up.sent));
    sign_up.sent += 1;
    let mail = code_mail(&sign_up, &digits, moment);
    (sign_up, mail)
}

fn code_mail(sign_up: &SignUp, code: &str, moment: &Moment<'_>) -> Mail {
    let text = format!(
        "{name} さん\n\nSaifu の確認コードは {code} です。10分間使えます。\n\
         心当たりがないときは、このメールを捨ててください。だれにも教えないでください。\n\n\
         --\n\nYour Saifu code is {code}. It works for 10 minutes.\n\
         If you did not ask for it, ignore this mail. Never tell it to anyone.\n",
        name = sign_up.name,
    );
    Mail { to: sign_up.email.clone(), subject: format!("Saifu 確認コード {code}"), text, at: moment.now }
}

fn valid_name(name: &str) -> Outcome<String> {
    let name = name.trim();
    let fits = (1..=NAME_MAX).contains(&name.chars().count()) && !name.chars().any(char::is_control);
    if fits { Ok(name.to_owned()) } else { Err(Refusal::rule("sign_up.name_invalid")) }
}

fn valid_email(email: &str) -> Outcome<String> {
    read_email(email).ok_or(Refusal::rule("sign_up.email_invalid"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn names_are_checked() {
        assert!(valid_name("  ").is_err());
        assert!(valid_name("佐藤\n美咲").is_err());
        assert_eq!(valid_name(" 佐藤 美咲 ").unwrap(), "佐藤 美咲");
    }
}
