//! The processor's side: cards, holds and refunds as it knows them, and an answer for each key.

mod cash;
mod hold;

use std::collections::BTreeMap;

use jiff::Timestamp;
use saifu_money::Amount;
use saifu_wallet::id::ShopperId;
use saifu_wallet::port::processor::{
    CardFunding, CashAsked, CashRequest, Hold, Link, LinkedCard, Payment, PaymentRequest, ProcessorError,
};

pub use cash::CashMoney;
pub use hold::{HeldMoney, HoldState};

/// How long a key is remembered: 24 hours, as Stripe has it.
const KEY_LIFE_S: i64 = 24 * 3600;

/// How a card behaves, whatever it is asked.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Temper {
    /// Pays.
    Good,
    /// Cannot be linked.
    RefusesLink,
    /// Has no funds.
    RefusesHold,
    /// Holds, and refuses the capture.
    RefusesCapture,
    /// Pays, and takes nothing back.
    RefusesRefund,
    /// Has funds every other time.
    Moody,
    /// Ended last month.
    Expired,
    /// Its bank wants to see the shopper before it is linked.
    WantsShopper,
    /// Its bank wants to see the shopper at each payment.
    AsksEachTime,
}

/// One request as it goes over the wire.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Request {
    /// Attach a token.
    Link(ShopperId, String),
    /// Where a link stands.
    Confirm(ShopperId, String),
    /// Forget a token.
    Unlink(String),
    /// Hold.
    Hold(PaymentRequest),
    /// Take a hold.
    Capture(String, Amount, String),
    /// Release a hold.
    Cancel(String, String),
    /// Give back.
    Refund(String, Amount, String),
    /// Ask for cash.
    AskForCash(CashRequest),
    /// Take no more cash.
    Withdraw(String, String),
    /// Where a payment of cash stands.
    Look(String),
}

/// What it says.
#[derive(Clone, Debug, PartialEq, Eq)]
pub enum Answer {
    /// A card, or that its bank wants to see the shopper.
    Link(Link),
    /// A hold.
    Hold(Hold),
    /// Cash that was asked for.
    Cash(CashAsked),
    /// A payment of cash.
    Payment(Payment),
    /// Done.
    Done,
}

/// An answer or a no.
pub type Said = Result<Answer, ProcessorError>;

/// A token that a device made.
#[derive(Clone, Debug)]
pub struct Method {
    number: String,
    temper: Temper,
    ends: (u16, u8),
    attached_to: Option<ShopperId>,
    detached: bool,
}

/// A link that waits for the shopper at the card's bank, or did.
#[derive(Clone, Debug)]
struct SetUp {
    shopper: ShopperId,
    token: String,
    /// Whether the bank was satisfied, once it was asked.
    satisfied: Option<bool>,
}

/// How the processor itself may be broken, to see the audit catch it.
#[derive(Clone, Copy, Debug, PartialEq, Eq)]
pub enum Quirk {
    /// Every request is new to it.
    IgnoresKeys,
    /// Takes all that is held, whatever was asked.
    CapturesAll,
    /// Says that a hold is released and keeps it.
    KeepsHolds,
    /// Says that it gave back and does not.
    KeepsRefunds,
    /// Takes what is held and says that it was refused.
    CapturesAndSaysNo,
    /// Says that a card is linked and does not attach it.
    AttachesNone,
    /// Links cards; does nothing else and says nothing.
    NeverAnswers,
    /// Says that all cash came in that it was asked for.
    SaysCashCame,
}

/// What a key was answered.
struct Kept {
    request: Request,
    said: Said,
    at: Timestamp,
}

/// The processor's books.
#[derive(Default)]
pub struct Books {
    methods: BTreeMap<String, Method>,
    /// All holds, by id.
    pub holds: BTreeMap<String, HeldMoney>,
    /// All cash that was asked for, by id.
    pub cash: BTreeMap<String, CashMoney>,
    set_ups: BTreeMap<String, SetUp>,
    answers: BTreeMap<String, Kept>,
    drawn: u64,
    quirk: Option<Quirk>,
}

impl Books {
    /// Empty books of a processor that may be broken.
    #[must_use]
    pub fn new(quirk: Option<Quirk>) -> Self {
        Self { quirk, ..Self::default() }
    }

    /// A device sends a number and gets a token.
    pub fn make_token(&mut self, number: &str, temper: Temper, now: Timestamp) -> String {
        let today = saifu_wallet::moment::in_japan(now);
        let year = u16::try_from(today.year()).unwrap_or_default();
        let ends = if temper == Temper::Expired { (year - 1, 12) } else { (year + 3, 12) };
        let method = Method { number: number.to_owned(), temper, ends, attached_to: None, detached: false };
        let id = self.draw("pm");
        self.methods.insert(id.clone(), method);
        id
    }

    /// Whether a token is attached to this shopper.
    #[must_use]
    pub fn is_attached(&self, payment_method_id: &str, shopper: &ShopperId) -> bool {
        self.methods.get(payment_method_id).is_some_and(|it| it.attached_to.as_ref() == Some(shopper))
    }

    /// Does what is asked, once a key: the same key has the same answer, and with another request a no. After
    /// a day a hold's key is forgotten, unless it is asked for with the time when it was sent first.
    pub fn serve(&mut self, request: &Request, now: Timestamp) -> Said {
        if self.quirk == Some(Quirk::NeverAnswers) && !matches!(request, Request::Link(..)) {
            return Err(ProcessorError::Unavailable("weather: it never answers".to_owned()));
        }
        let key = request.key().filter(|_| self.quirk != Some(Quirk::IgnoresKeys)).map(str::to_owned);
        let kept = key.as_ref().and_then(|key| self.answers.get(key)).filter(|it| it.is_known(request, now));
        if let Some(kept) = kept {
            let same = kept.request.is_same(request);
            return if same {
                self.said_again(kept, now)
            } else {
                refused("the key was used with another request")
            };
        }
        let said = self.perform(request, now);
        if let Some(key) = key {
            self.answers.insert(key, Kept { request: request.clone(), said: said.clone(), at: now });
        }
        said
    }

    /// Of cash, and of a card whose bank was asked, it says where it stands by now.
    fn said_again(&self, kept: &Kept, now: Timestamp) -> Said {
        match &kept.said {
            Err(ProcessorError::ActionRequired { hold_id, .. }) => self.tell_hold(hold_id),
            Ok(Answer::Cash(asked)) => self.tell_cash(&asked.payment.payment_id, now),
            Ok(Answer::Payment(payment)) => self.look(&payment.payment_id, now),
            said => said.clone(),
        }
    }

    fn perform(&mut self, request: &Request, now: Timestamp) -> Said {
        match request {
            Request::Link(shopper, token) => self.link(shopper, token),
            Request::Confirm(shopper, set_up) => self.confirm(shopper, set_up),
            Request::Unlink(token) => self.unlink(token),
            Request::Hold(hold) => self.hold(hold, now),
            Request::Capture(hold, amount, _) => self.capture(hold, *amount, now),
            Request::Cancel(hold, _) => self.cancel(hold),
            Request::Refund(id, amount, key) if self.cash.contains_key(id) => {
                self.give_cash_back(id, *amount, key)
            }
            Request::Refund(hold, amount, key) => self.refund(hold, *amount, key),
            Request::AskForCash(asked) => self.ask_for_cash(asked, now),
            Request::Withdraw(id, _) => self.withdraw(id, now),
            Request::Look(id) => self.look(id, now),
        }
    }

    fn link(&mut self, shopper: &ShopperId, token: &str) -> Said {
        let Some(method) = self.methods.get_mut(token) else { return refused("no such token") };
        if method.detached || method.attached_to.as_ref().is_some_and(|other| other != shopper) {
            return refused("the token was used before");
        }
        if method.temper == Temper::RefusesLink {
            return declined("generic_decline");
        }
        if method.temper == Temper::WantsShopper && method.attached_to.is_none() {
            return Ok(Answer::Link(self.set_up(shopper, token)));
        }
        self.attach(shopper, token)
    }

    /// The same link each time.
    fn set_up(&mut self, shopper: &ShopperId, token: &str) -> Link {
        let known = self.set_ups.iter().find(|(_, it)| it.token == token).map(|(id, _)| id.clone());
        let setup_intent_id = known.unwrap_or_else(|| {
            let id = self.draw("seti");
            let set_up = SetUp { shopper: shopper.clone(), token: token.to_owned(), satisfied: None };
            self.set_ups.insert(id.clone(), set_up);
            id
        });
        Link::ActionRequired { setup_intent_id, redirect_url: Some("https://bank.example".to_owned()) }
    }

    /// The shopper is at the card's bank.
    pub fn authenticate(&mut self, set_up: &str, satisfied: bool) {
        if let Some(set_up) = self.set_ups.get_mut(set_up) {
            set_up.satisfied.get_or_insert(satisfied);
        }
    }

    fn confirm(&mut self, shopper: &ShopperId, id: &str) -> Said {
        let Some(set_up) = self.set_ups.get(id).filter(|it| it.shopper == *shopper).cloned() else {
            return refused("no such link");
        };
        match set_up.satisfied {
            None => Ok(Answer::Link(self.set_up(shopper, &set_up.token))),
            Some(false) => declined("setup_intent_authentication_failure"),
            Some(true) => self.attach(shopper, &set_up.token),
        }
    }

    fn attach(&mut self, shopper: &ShopperId, token: &str) -> Said {
        let attaches = self.quirk != Some(Quirk::AttachesNone);
        let Some(method) = self.methods.get_mut(token).filter(|it| !it.detached) else {
            return refused("the token was used before");
        };
        method.attached_to = attaches.then(|| shopper.clone());
        let digits = method.number.len();
        Ok(Answer::Link(Link::Linked(LinkedCard {
            payment_method_id: token.to_owned(),
            customer_id: format!("cus_{shopper}"),
            brand: "visa".to_owned(),
            last4: method.number[digits.saturating_sub(4)..].to_owned(),
            expiry_month: method.ends.1,
            expiry_year: method.ends.0,
            fingerprint: method.number.clone(),
            funding: CardFunding::Credit,
        })))
    }

    fn unlink(&mut self, token: &str) -> Said {
        let attached = self.methods.get_mut(token).filter(|it| it.attached_to.is_some());
        let Some(method) = attached else { return refused("not attached") };
        method.attached_to = None;
        method.detached = true;
        Ok(Answer::Done)
    }

    fn draw(&mut self, kind: &str) -> String {
        self.drawn += 1;
        format!("{kind}_{:04}", self.drawn)
    }
}

impl Request {
    /// The idempotency key; none where asking again changes nothing anyway.
    #[must_use]
    pub fn key(&self) -> Option<&str> {
        match self {
            // A link answers where it stands by now, and needs no key.
            Self::Link(..) | Self::Confirm(..) | Self::Unlink(_) | Self::Look(_) => None,
            Self::Hold(hold) => Some(&hold.key),
            Self::AskForCash(asked) => Some(&asked.key),
            Self::Capture(_, _, key)
            | Self::Cancel(_, key)
            | Self::Refund(_, _, key)
            | Self::Withdraw(_, key) => Some(key),
        }
    }
}

impl Request {
    /// Whether it asks for the same; when it was first asked is no part of that.
    fn is_same(&self, other: &Self) -> bool {
        match (self, other) {
            (Self::Hold(one), Self::Hold(two)) => {
                *one == PaymentRequest { asked_since: one.asked_since, ..two.clone() }
            }
            (Self::AskForCash(one), Self::AskForCash(two)) => {
                *one == CashRequest { asked_since: one.asked_since, ..two.clone() }
            }
            _ => self == other,
        }
    }
}

impl Kept {
    fn is_known(&self, request: &Request, now: Timestamp) -> bool {
        let asked_since = match request {
            Request::Hold(hold) => hold.asked_since,
            Request::AskForCash(asked) => asked.asked_since,
            _ => Some(self.at),
        };
        asked_since.is_some() || now.duration_since(self.at).as_secs() < KEY_LIFE_S
    }
}

fn refused(why: &str) -> Said {
    Err(ProcessorError::Refused(why.to_owned()))
}

fn declined(code: &str) -> Said {
    Err(ProcessorError::Declined { code: code.to_owned() })
}
