use jiff::civil::Date;
use jiff::{SignedDuration, Timestamp, ToSpan};
use saifu_money::{Amount, Currency};

use crate::gift::{BALANCE_LIFE_DAYS, Gift, GiftDesign, GiftState};
use crate::house::{self, HOUSE_ID, PURCHASE_LIFE_S, Purpose};
use crate::id::GiftId;
use crate::merchant::Merchant;
use crate::moment::{hour_in_japan, in_japan};
use crate::port::store::Store;
use crate::shopper::{Shopper, read_email};
use crate::{Moment, Outcome, Refusal};

/// The least of a gift.
const LEAST: Amount = Amount::yen(500);
/// The most of a gift: more at once, in a form that can be handed on, is 高額電子移転可能型 and asks for a plan
/// filed before (資金決済法 第3条第8項, 第11条の2).
const MOST: Amount = Amount::yen(100_000);
const NAME_MAX: usize = 50;
const MESSAGE_MAX: usize = 200;
/// A gift can be planned this far ahead.
const AHEAD_DAYS: i32 = 365;
/// Gifts are mailed at nine in the morning in Japan.
const DELIVERY_HOUR: i8 = 9;

/// What the sender asks for.
#[derive(Clone, Debug)]
pub struct GiftOrder {
    /// How much.
    pub amount: Amount,
    /// Whom the mail greets.
    pub recipient_name: String,
    /// Where the code is mailed to.
    pub recipient_email: String,
    /// The sender's words.
    pub message: String,
    /// The picture.
    pub design: GiftDesign,
    /// On which day in Japan it is mailed; none for at once.
    pub deliver_on: Option<Date>,
}

/// Makes a gift that waits for the sender's approval in the approval window.
///
/// # Errors
/// `gift.amount_invalid`, `gift.recipient_invalid`, `gift.email_invalid`,
/// `gift.message_invalid`, `gift.date_invalid`; the store failed.
pub async fn buy(
    store: &impl Store,
    moment: &Moment<'_>,
    sender: &Shopper,
    order: &GiftOrder,
    sandbox: bool,
) -> Outcome<Gift> {
    let shop = store.find::<Merchant>(HOUSE_ID).await?;
    let shop = shop.ok_or_else(|| Refusal::Stored(format!("{HOUSE_ID} is missing")))?.value;
    let id = GiftId::draw(moment);
    let purpose = Purpose::Gift(id.clone());
    let amount = amount(order.amount)?;
    let (session, changes) = house::ask(&shop, &sender.id, purpose, amount, sandbox, moment);
    let deliver_at = deliver_at(order.deliver_on, moment.now)?;
    let pay_by = moment.after_seconds(PURCHASE_LIFE_S);
    let gift = Gift {
        id,
        shopper_id: sender.id.clone(),
        sender_name: sender.name.clone(),
        amount,
        recipient_name: line(&order.recipient_name).ok_or(Refusal::rule("gift.recipient_invalid"))?,
        recipient_email: read_email(&order.recipient_email).ok_or(Refusal::rule("gift.email_invalid"))?,
        message: message(&order.message).ok_or(Refusal::rule("gift.message_invalid"))?,
        design: order.design,
        state: GiftState::Unpaid,
        checkout_session_id: session.id,
        charge_id: None,
        code_digest: None,
        codes_drawn: 0,
        resend_at: moment.now,
        created_at: moment.now,
        pay_by,
        deliver_at,
        sent_at: None,
        redeemed_at: None,
        expires_at: days_after(deliver_at, BALANCE_LIFE_DAYS),
        due_at: Some(pay_by),
        updated_at: moment.now,
    };
    store.commit(changes.insert(gift.clone()).events([gift.told()])).await?;
    Ok(gift)
}

fn amount(amount: Amount) -> Outcome<Amount> {
    let fits = amount.currency() == Currency::Jpy && !amount.less_than(LEAST)? && !MOST.less_than(amount)?;
    if fits { Ok(amount) } else { Err(Refusal::rule("gift.amount_invalid")) }
}

fn line(text: &str) -> Option<String> {
    let text = text.trim();
    let fits = (1..=NAME_MAX).contains(&text.chars().count()) && !text.chars().any(char::is_control);
    fits.then(|| text.to_owned())
}

fn message(text: &str) -> Option<String> {
    let text = text.trim().replace("\r\n", "\n");
    let odd = |sign: char| sign.is_control() && sign != '\n';
    let fits = text.chars().count() <= MESSAGE_MAX && !text.chars().any(odd);
    fits.then_some(text)
}

/// At once, or at nine on a day that is not past; on the day itself at nine, or at once after nine.
fn deliver_at(on: Option<Date>, now: Timestamp) -> Outcome<Timestamp> {
    let Some(on) = on else { return Ok(now) };
    let invalid = || Refusal::rule("gift.date_invalid");
    let today = in_japan(now).date();
    let last = today.checked_add(AHEAD_DAYS.days()).map_err(|_| invalid())?;
    if on < today || on > last {
        return Err(invalid());
    }
    Ok(hour_in_japan(on, DELIVERY_HOUR).ok_or_else(invalid)?.max(now))
}

fn days_after(at: Timestamp, days: i64) -> Timestamp {
    at.checked_add(SignedDuration::from_hours(24 * days)).unwrap_or(at)
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn a_gift_is_mailed_at_nine_in_japan() {
        let on = |day: &str| Some(day.parse().unwrap());
        let morning = at("2026-11-24T23:59:59Z");
        assert_eq!(deliver_at(on("2026-11-25"), morning).unwrap(), at("2026-11-25T00:00:00Z"));
        let later = at("2026-11-25T05:00:00Z");
        assert_eq!(deliver_at(on("2026-11-25"), later).unwrap(), later, "nine is past: at once");
        assert_eq!(deliver_at(on("2026-12-24"), later).unwrap(), at("2026-12-24T00:00:00Z"));
        assert_eq!(deliver_at(None, later).unwrap(), later);
        for bad in ["2026-11-24", "2027-11-26", "9999-12-31"] {
            let refused = deliver_at(on(bad), later);
            assert_eq!(refused.unwrap_err().code(), Some("gift.date_invalid"), "{bad}");
        }
    }

    #[test]
    fn words_that_do_not_fit_are_refused() {
        assert_eq!(line(" 田中 ゆき ").as_deref(), Some("田中 ゆき"));
        for bad in ["", " ", "a\nb", &"あ".repeat(51)] {
            assert_eq!(line(bad), None, "{bad}");
        }
        assert_eq!(message("おめでとう\r\nまたね").as_deref(), Some("おめでとう\nまたね"));
        assert_eq!(message("").as_deref(), Some(""));
        assert_eq!(message("bell\u{7}"), None);
        assert_eq!(message(&"あ".repeat(201)), None);
        assert!(amount(Amount::yen(499)).is_err() && amount(Amount::yen(100_001)).is_err());
        assert!(amount(Amount::yen(500)).is_ok() && amount(Amount::yen(100_000)).is_ok());
    }
}
