use super::Recovery;
use crate::device::given_name;
use crate::id::RecoveryId;
use crate::mailed_code::MailedCode;
use crate::port::mail::{Mail, Mailer};
use crate::port::store::Store;
use crate::session::Proof;
use crate::shopper::read_email;
use crate::{ChangeSet, Moment, Outcome, Refusal, limit};

/// A device that is nobody's yet asks for an account. Whether or not the address has one, a mail goes there and the answer is
/// the same; only who reads the mail learns which.
///
/// # Errors
/// `sign_up.email_invalid`, `limit.too_many_tries`; the mail or the store failed.
pub async fn start(
    store: &impl Store,
    mailer: &impl Mailer,
    moment: &Moment<'_>,
    email: &str,
    device_name: &str,
    proof: &Proof,
) -> Outcome<Recovery> {
    let email = read_email(email).ok_or(Refusal::rule("sign_up.email_invalid"))?;
    limit::take(store, moment, limit::MAIL_TO, &email).await?;
    let owner = store.shopper_by_email(&email).await?;
    let id = RecoveryId::new(moment.hex::<16>());
    let (code, digits) = MailedCode::draw(moment, id.as_str());
    let recovery = Recovery {
        code,
        id,
        shopper_id: owner.as_ref().map(|it| it.id.clone()),
        device_name: given_name(device_name),
        key: proof.key.clone(),
        proved: None,
        stopped_at: None,
        finished_at: None,
    };
    store.commit(ChangeSet::new().insert(recovery.clone())).await?;
    let mail = match owner {
        Some(owner) => code_mail(&email, &owner.name, &digits, moment),
        None => nobody_mail(&email, moment),
    };
    mailer.send(&mail).await?;
    Ok(recovery)
}

fn code_mail(email: &str, name: &str, code: &str, moment: &Moment<'_>) -> Mail {
    let text = format!(
        "{name} さん\n\n新しい端末で財布を取り戻すための確認コードは {code} です。10分間使えます。\n\
         次に、控えてある回復コードを入れます。だれにも教えないでください。\n\
         心当たりがないときは、このメールを捨ててください。回復コードがなければ何も起こりません。\n\n--\n\n\
         Your code to recover your Saifu wallet on a new device is {code}. It works for 10 minutes.\n\
         A recovery code is asked for next. Never tell either to anyone.\n\
         If you did not ask for it, ignore this mail: nothing happens without a recovery code.\n",
    );
    Mail {
        to: email.to_owned(), subject: format!("Saifu 回復の確認コード {code}"), text, at: moment.now
    }
}

/// Who has another address learns which one to look for; who has none, that somebody typed theirs.
fn nobody_mail(email: &str, moment: &Moment<'_>) -> Mail {
    let text = "このアドレスで登録された Saifu の財布はありません。\n\
        新しい端末で財布を取り戻すときは、登録したアドレスを入れてください。\n\
        心当たりがないときは、このメールを捨ててください。\n\n--\n\n\
        There is no Saifu wallet with this address.\n\
        To recover yours, enter the address that you signed up with.\n\
        If you did not ask for this, ignore this mail.\n";
    let subject = "Saifu 回復のご案内".to_owned();
    Mail { to: email.to_owned(), subject, text: text.to_owned(), at: moment.now }
}
