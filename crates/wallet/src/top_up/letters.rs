//! What a shopper is told of a top-up by mail: that the balance is there, that nobody paid in time, that
//! money waits to be given back.

use saifu_money::Amount;

use crate::letter::Letter;
use crate::port::mail::Mail;
use crate::port::store::Store;
use crate::shopper::Shopper;
use crate::top_up::{Arrived, TopUp, TopUpState};
use crate::{ChangeSet, Moment, Outcome};

/// Adds the mails of what has become of a top-up.
pub(super) async fn tell(
    store: &impl Store,
    mut changes: ChangeSet,
    top_up: &TopUp,
    arrived: Arrived,
    has_ended: bool,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let Some(shopper) = store.find::<Shopper>(top_up.shopper_id.as_str()).await? else { return Ok(changes) };
    let mut write = |word: &str, words: Words| {
        let id = format!("top-up:{}:{word}", top_up.id);
        changes = std::mem::take(&mut changes).insert(Letter::new(id, words.mail(&shopper.value, moment)));
    };
    match top_up.state {
        TopUpState::Settled if has_ended => write("settled", settled(top_up)),
        TopUpState::Expired if has_ended => write("expired", expired(top_up)),
        _ => {}
    }
    if !arrived.owed.is_zero() {
        let booked = top_up.cash.as_ref().map_or(0, |cash| cash.booked.minor());
        write(&format!("owed:{booked}"), owed(top_up, arrived.owed));
    }
    Ok(changes)
}

struct Words {
    subject: String,
    ja: String,
    en: String,
}

impl Words {
    fn mail(self, shopper: &Shopper, moment: &Moment<'_>) -> Mail {
        let text = format!("{} さん\n\n{}\n\n--\n\n{}\n", shopper.name, self.ja, self.en);
        Mail { to: shopper.email.clone(), subject: self.subject, text, at: moment.now }
    }
}

fn settled(top_up: &TopUp) -> Words {
    let (yen, id) = (top_up.amount.minor(), &top_up.id);
    Words {
        subject: format!("【Saifu】{yen}円をチャージしました"),
        ja: format!("ギフト残高に{yen}円が入りました。\nチャージ番号: {id}"),
        en: format!("{yen} yen have arrived in your gift balance.\nTop-up: {id}"),
    }
}

fn expired(top_up: &TopUp) -> Words {
    let (yen, id) = (top_up.amount.minor(), &top_up.id);
    Words {
        subject: "【Saifu】チャージの支払期限が過ぎました".to_owned(),
        ja: format!(
            "{yen}円のチャージは期限までに支払われなかったため、終わりました。\n\
             これから支払わないでください。チャージ番号: {id}"
        ),
        en: format!(
            "Nobody paid for the top-up of {yen} yen in time, so it has ended.\n\
             Please do not pay it any more. Top-up: {id}"
        ),
    }
}

fn owed(top_up: &TopUp, amount: Amount) -> Words {
    let (yen, id) = (amount.minor(), &top_up.id);
    Words {
        subject: format!("【Saifu】{yen}円をお返しします"),
        ja: format!(
            "チャージ {id} に、期限のあと・二重・または違う金額で{yen}円が支払われました。\n\
             残高には入らず、お返しするためにお預かりしています。"
        ),
        en: format!(
            "For the top-up {id}, {yen} yen came in too late, twice, or in another sum.\n\
             They are not in your balance: we keep them to give them back to you."
        ),
    }
}
