use jiff::civil::Date;
use saifu_codes::GiftCode;

use crate::Moment;
use crate::gift::Gift;
use crate::moment::in_japan;
use crate::port::mail::{GiftFace, Mail};

/// What the QR code of a gift holds: the app opens its redeem screen with the code filled in.
#[must_use]
pub fn link(code: &GiftCode) -> String {
    format!("saifu://gift/{}", code.as_str())
}

/// The mail in plain text, in both languages: which one the recipient reads is not known.
pub(super) fn words(gift: &Gift, code: &GiftCode, moment: &Moment<'_>) -> Mail {
    let last = last_day(gift);
    let (amount, code, link) = (gift.amount.minor(), code.grouped(), link(code));
    let (name, sender) = (&gift.recipient_name, &gift.sender_name);
    let message = if gift.message.is_empty() { String::new() } else { format!("{}\n\n", gift.message) };
    let text = format!(
        "{name} さん\n\n{sender} さんから Saifu のギフトカードが届きました。\n\n{message}\
         金額: {amount}円\nコード: {code}\n有効期限: {}年{}月{}日\n\n\
         Saifu アプリの「ギフトコードを登録」に入力するか、QRコードを読み取ってください。\n{link}\n\
         同じギフトのメールが2通届いたときは、新しいほうのコードを使ってください。\n\n--\n\n\
         {sender} sent you a Saifu gift card worth {amount} yen.\n\nCode: {code}\nValid until {}\n\n\
         Enter it in the Saifu app under \"Redeem a gift code\", or scan the QR code.\n{link}\n\
         If this gift reached you twice, the code of the newer mail works.\n",
        last.year(),
        last.month(),
        last.day(),
        last.strftime("%-d %B %Y"),
    );
    Mail {
        to: gift.recipient_email.clone(),
        subject: format!("【Saifu】{sender} さんからギフトカードが届きました"),
        text,
        at: moment.now,
    }
}

/// The same as a picture.
pub(super) fn face(gift: &Gift, code: &GiftCode) -> GiftFace {
    GiftFace {
        design: gift.design,
        amount: gift.amount,
        sender: gift.sender_name.clone(),
        recipient: gift.recipient_name.clone(),
        message: gift.message.clone(),
        code: code.grouped(),
        link: link(code),
        last_day: last_day(gift),
    }
}

/// The last whole day on which the code works, in Japan.
fn last_day(gift: &Gift) -> Date {
    let end = in_japan(gift.expires_at).date();
    end.yesterday().unwrap_or(end)
}
