//! Another address: proved by the passkey, verified by a code that goes there, told to the old address, which can take it
//! back.

use jiff::{SignedDuration, Timestamp};
use serde::{Deserialize, Serialize};

use super::{Shopper, read_email};
use crate::id::{EmailChangeId, ShopperId};
use crate::mailed_code::{CodeRefusals, MailedCode};
use crate::moment::digest;
use crate::notice::Notice;
use crate::outbox::{Event, EventKind};
use crate::port::mail::{Mail, Mailer};
use crate::port::store::{Store, Versioned};
use crate::refusal::retry_stale;
use crate::{ChangeSet, Moment, Outcome, Refusal, limit, session};

/// How long the old address can take it back: a week.
const UNDO: SignedDuration = SignedDuration::from_hours(7 * 24);

const CODE: CodeRefusals = CodeRefusals {
    expired: "email.code_expired",
    too_many: "email.too_many_attempts",
    wrong: "email.code_wrong",
};

/// A change of address.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct EmailChange {
    /// Unguessable.
    pub id: EmailChangeId,
    /// Whose.
    pub shopper_id: ShopperId,
    /// Before.
    pub old_email: String,
    /// After.
    pub new_email: String,
    /// What went to the new address. Where that has an account already it went nowhere.
    #[serde(flatten)]
    pub code: MailedCode,
    /// When it was confirmed, and what takes it back.
    pub done: Option<Done>,
    /// When it was taken back.
    pub undone_at: Option<Timestamp>,
}

/// A change that took place.
#[derive(Clone, Debug, PartialEq, Eq, Serialize, Deserialize)]
pub struct Done {
    /// When.
    pub at: Timestamp,
    /// Digest of what stands in the link that went to the old address.
    pub undo_digest: String,
}

impl EmailChange {
    fn can_be_undone(&self, now: Timestamp) -> bool {
        let recent = self.done.as_ref().is_some_and(|it| now.duration_since(it.at) < UNDO);
        recent && self.undone_at.is_none()
    }
}

/// What a passkey is asked to prove for this.
#[must_use]
pub fn email_change_purpose(email: &str) -> String {
    format!("email-change:{}", email.trim().to_lowercase())
}

/// Mails a code to the new address. The passkey was proved for it before. Whether that address has an account is not told
/// here; who reads its mail learns it.
///
/// # Errors
/// `email.invalid`, `email.same`, `limit.too_many_tries`; the mail or the store failed.
pub async fn start_email_change(
    store: &impl Store,
    mailer: &impl Mailer,
    moment: &Moment<'_>,
    shopper: &Shopper,
    email: &str,
) -> Outcome<EmailChange> {
    let email = read_email(email).ok_or(Refusal::rule("email.invalid"))?;
    if email == shopper.email {
        return Err(Refusal::rule("email.same"));
    }
    limit::take(store, moment, limit::MAIL_TO, &email).await?;
    let id = EmailChangeId::new(moment.hex::<16>());
    let (code, digits) = MailedCode::draw(moment, id.as_str());
    let change = EmailChange {
        id,
        shopper_id: shopper.id.clone(),
        old_email: shopper.email.clone(),
        new_email: email.clone(),
        code,
        done: None,
        undone_at: None,
    };
    store.commit(ChangeSet::new().insert(change.clone())).await?;
    let mail = match store.shopper_by_email(&email).await? {
        None => code_mail(&email, &shopper.name, &digits, moment),
        Some(_) => taken_mail(&email, moment),
    };
    mailer.send(&mail).await?;
    Ok(change)
}

/// Takes the code. From this commit on the account has the new address, and the old one is told, with a link
/// (`undo_page` and a secret) that takes it back for a week.
///
/// # Errors
/// `email.not_found`, `email.code_expired`, `email.too_many_attempts`, `email.code_wrong`; the store failed, or
/// somebody else was first (stale).
pub async fn confirm_email_change(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    id: &EmailChangeId,
    code: &str,
    undo_page: &str,
) -> Outcome<Shopper> {
    let not_found = || Refusal::rule("email.not_found");
    let found = store.find::<EmailChange>(id.as_str()).await?;
    let mut change = found.filter(|it| it.value.shopper_id == *shopper).ok_or_else(not_found)?;
    let mut owner = store.find::<Shopper>(shopper.as_str()).await?.ok_or_else(not_found)?;
    // One that began before another took place is over.
    if change.value.done.is_some() || change.value.old_email != owner.value.email {
        return Err(not_found());
    }
    // Taken meanwhile reads like a wrong code: who owns the new address has had a mail that says so.
    let is_taken = store.shopper_by_email(&change.value.new_email).await?.is_some();
    let checked = change.value.code.check(moment.now, id.as_str(), code, &CODE);
    let checked = checked.and_then(|()| match is_taken {
        true => Err(change.value.code.count_wrong(&CODE)),
        false => Ok(()),
    });
    if let Err(refusal) = checked {
        store.commit(ChangeSet::new().update(change)).await?;
        return Err(refusal);
    }
    let secret = moment.hex::<16>();
    change.value.done = Some(Done { at: moment.now, undo_digest: digest(&secret) });
    let link = format!("{undo_page}?t={id}.{secret}");
    owner.value.email.clone_from(&change.value.new_email);
    let (old, new) = (&change.value.old_email, &change.value.new_email);
    let to_old = Notice::EmailChanged { new, link: &link }.to_address(old, &owner.value.name, moment);
    let to_new = Notice::EmailIsNew.to(&owner.value, moment);
    let told = Event::to_shopper(shopper, EventKind::AccountChanged, id.as_str());
    let changed = owner.value.clone();
    let changes = ChangeSet::new().update(change).update(owner).insert(to_old).insert(to_new);
    store.commit(changes.events([told])).await?;
    Ok(changed)
}

/// The change that the link of a mail is about, while it can be taken back.
///
/// # Errors
/// `email.not_found`: unknown, taken back or over, told alike; the store failed.
pub async fn undoable(
    store: &impl Store,
    moment: &Moment<'_>,
    link: &str,
) -> Outcome<Versioned<EmailChange>> {
    let not_found = || Refusal::rule("email.not_found");
    let (id, secret) = link.split_once('.').ok_or_else(not_found)?;
    let found = store.find::<EmailChange>(id).await?.ok_or_else(not_found)?;
    let is_its = found.value.done.as_ref().is_some_and(|it| it.undo_digest == digest(secret));
    if is_its && found.value.can_be_undone(moment.now) { Ok(found) } else { Err(not_found()) }
}

/// The old address takes the change back. Who changed it had a session and the passkey, so in the same commit all
/// sessions end: each device proves its passkey to come back.
///
/// # Errors
/// As [`undoable`]; `email.taken`: the old address has another account by now; the store failed.
pub async fn undo_email_change(store: &impl Store, moment: &Moment<'_>, link: &str) -> Outcome<()> {
    retry_stale(|| undo(store, moment, link)).await
}

async fn undo(store: &impl Store, moment: &Moment<'_>, link: &str) -> Outcome<()> {
    let not_found = || Refusal::rule("email.not_found");
    let mut change = undoable(store, moment, link).await?;
    let shopper = change.value.shopper_id.clone();
    let mut owner = store.find::<Shopper>(shopper.as_str()).await?.ok_or_else(not_found)?;
    if store.shopper_by_email(&change.value.old_email).await?.is_some_and(|it| it.id != shopper) {
        return Err(Refusal::rule("email.taken"));
    }
    owner.value.email.clone_from(&change.value.old_email);
    change.value.undone_at = Some(moment.now);
    let mut changes = ChangeSet::new();
    for device in store.devices_of(&shopper).await? {
        changes = session::end(store, moment, &device.value, changes).await?.update(device);
    }
    let letter = Notice::EmailChangeUndone.to(&owner.value, moment);
    let told = Event::to_shopper(&shopper, EventKind::AccountChanged, change.value.id.as_str());
    store.commit(changes.update(change).update(owner).insert(letter).events([told])).await?;
    Ok(())
}

fn code_mail(email: &str, name: &str, code: &str, moment: &Moment<'_>) -> Mail {
    let text = format!(
        "{name} さん\n\nSaifu のメールアドレスをこのアドレスに変える確認コードは {code} です。10分間使えます。\n\
         心当たりがないときは、このメールを捨ててください。だれにも教えないでください。\n\n--\n\n\
         Your code to use this address for your Saifu wallet is {code}. It works for 10 minutes.\n\
         If you did not ask for it, ignore this mail. Never tell it to anyone.\n",
    );
    Mail { to: email.to_owned(), subject: format!("Saifu 確認コード {code}"), text, at: moment.now }
}

fn taken_mail(email: &str, moment: &Moment<'_>) -> Mail {
    let text = "別の財布のメールアドレスを、このアドレスに変えようとした人がいます。\n\
        このアドレスはすでにあなたの財布で使われているので、何も変わりません。\n\
        心当たりがないときは、このメールを捨ててください。\n\n--\n\n\
        Somebody tried to use this address for another Saifu wallet.\n\
        It is the address of your wallet already, so nothing changes.\n\
        If it was not you, ignore this mail.\n";
    let subject = "Saifu メールアドレスの変更について".to_owned();
    Mail { to: email.to_owned(), subject, text: text.to_owned(), at: moment.now }
}
