//! A world without faults, with a shopper who is signed in: for stories in which two callers have to meet at
//! one point, or the processor has to be of a certain temper.

use anyhow::{Context, Result, bail, ensure};
use saifu_codes::GiftCode;
use saifu_money::Amount;
use saifu_wallet::card::{self, Card, Linking};
use saifu_wallet::charge::{Charge, Refund, RefundRequest, approve, refund};
use saifu_wallet::checkout::{self, Asked, PaymentIntent};
use saifu_wallet::funding::Preference;
use saifu_wallet::gift::{self, Gift, GiftDesign, GiftOrder, issue, redeem};
use saifu_wallet::id::{CheckoutSessionId, GiftId, ShopperId};
use saifu_wallet::passkey::{finish_registration, start_registration};
use saifu_wallet::proposal::propose;
use saifu_wallet::session::{Begun, Proof};
use saifu_wallet::shopper::{Shopper, confirm, start};

use crate::audit::{Finding, Watch, When, audit};
use crate::books::Temper;
use crate::executor::{Act, Task, alone};
use crate::service::Service;
use crate::world::{World, over};

/// A calm world; its shopper holds the first device.
pub struct Stage {
    /// The world.
    pub world: World,
    /// Who is signed in.
    pub shopper: ShopperId,
}

impl Stage {
    /// A shopper signs up and registers a passkey.
    ///
    /// # Errors
    /// Something of that is refused.
    pub fn new() -> Result<Self> {
        let world = World::new(0, false, None)?;
        world.calm_down();
        let shopper = alone(sign_up(&world))??;
        Ok(Self { world, shopper })
    }

    /// The service, as a client reaches it.
    #[must_use]
    pub const fn service(&self) -> Service<'_> {
        Service { world: &self.world, process: 0 }
    }

    /// A token of a card number of this temper, as the device makes it.
    pub fn token(&self, number: &str, temper: Temper) -> String {
        self.world.books().make_token(number, temper, self.world.clock.now())
    }

    /// A linked card.
    ///
    /// # Errors
    /// It is refused.
    pub fn link(&self, number: &str, temper: Temper) -> Result<Card> {
        let token = self.token(number, temper);
        let moment = self.service().moment();
        match alone(card::link(&self.world, &self.world, &moment, &self.shopper, &token))?? {
            Linking::Linked(card) => Ok(*card),
            asked @ Linking::ActionRequired { .. } => bail!("{asked:?}"),
        }
    }

    /// Gift balance.
    ///
    /// # Errors
    /// It is refused.
    pub fn give(&self, yen: u32) -> Result<()> {
        let moment = self.service().moment();
        let code = GiftCode::from_random(&moment.bytes());
        let ends = moment.after_seconds(90 * 24 * 3600);
        alone(issue(&self.world, &code, Amount::yen(yen), "田中さん", ends))??;
        alone(redeem(&self.world, &moment, &self.shopper, code.as_str()))??;
        Ok(())
    }

    /// A purchase that was approved, completed and captured.
    ///
    /// # Errors
    /// Something of that is refused.
    pub fn buy(&self, yen: u32) -> Result<Charge> {
        alone(self.bought(yen))?
    }

    async fn bought(&self, yen: u32) -> Result<Charge> {
        let (world, service) = (&self.world, self.service());
        let (moment, shop, amount) = (service.moment(), &world.merchants[0], Amount::yen(yen));
        let asked = Asked {
            result_return_url: Some("https://shop.example/result".to_owned()),
            intent: Some(PaymentIntent::AuthorizeWithCapture),
            charge_amount: Some(amount),
            ..Asked::default()
        };
        let session = checkout::create(world, &moment, shop, asked, true, None).await?;
        let charge = self.paid(&session.id).await?;
        checkout::complete(world, &moment, shop, &session.id, amount, None).await?;
        Ok(service.drive(&charge.id).await?)
    }

    async fn paid(&self, session: &CheckoutSessionId) -> Result<Charge> {
        let (world, moment) = (&self.world, self.service().moment());
        let shown =
            propose(world, &moment, &self.shopper, None, session, Preference::default()).await?.proposal;
        let assertion = world.device(0).sign(&shown.terms.challenge())?;
        let charge =
            approve(world, &world.verifier(), &moment, &self.shopper, &shown.id, &over(&assertion)).await?;
        Ok(self.service().drive(&charge.id).await?)
    }

    /// A gift that was paid and mailed.
    ///
    /// # Errors
    /// Something of that is refused.
    pub fn send_gift(&self, yen: u32) -> Result<GiftId> {
        let gift = alone(self.bought_gift(yen))??;
        alone(self.service().round())??;
        Ok(gift.id)
    }

    async fn bought_gift(&self, yen: u32) -> Result<Gift> {
        let (world, moment) = (&self.world, self.service().moment());
        let sender = world.snapshot().find::<Shopper>(self.shopper.as_str()).context("no account")?.value;
        let order = GiftOrder {
            amount: Amount::yen(yen),
            recipient_name: "haruka".to_owned(),
            recipient_email: "haruka@example.jp".to_owned(),
            message: String::new(),
            design: GiftDesign::Nami,
            deliver_on: None,
        };
        let gift = gift::buy(world, &moment, &sender, &order, true).await?;
        self.paid(&gift.checkout_session_id).await?;
        Ok(gift)
    }

    /// A refund that was asked for; the processor was not asked yet.
    ///
    /// # Errors
    /// It is refused.
    pub fn ask_back(&self, charge: &Charge, yen: u32) -> Result<Refund> {
        let (charge_id, amount) = (charge.id.clone(), Amount::yen(yen));
        let asked = RefundRequest { charge_id, amount, soft_descriptor: None };
        let moment = self.service().moment();
        Ok(alone(refund(&self.world, &moment, &charge.merchant_id, &asked, None))??)
    }

    /// What the audit finds once workers find nothing more to do.
    ///
    /// # Errors
    /// A worker's round fails.
    pub fn findings_at_rest(&self) -> Result<Vec<Finding>> {
        for _ in 0..4 {
            self.world.clock.pass(60);
            alone(self.service().round())??;
        }
        Ok(audit(&self.world, &mut Watch::default(), When::AtRest))
    }
}

async fn sign_up(world: &World) -> Result<ShopperId> {
    let moment = world.moment(0);
    let (name, email) = {
        let device = world.device(0);
        (device.name, device.email.clone())
    };
    let begun = start(world, world, &moment, name, &email).await?;
    let subject = world.post().arrived.last().map(|mail| mail.subject.clone()).context("no mail")?;
    let code = subject.rsplit(' ').next().unwrap_or_default().to_owned();
    let proof = Proof { key: moment.hex::<16>(), jti: moment.hex::<8>(), network: "192.0.2.0/24".to_owned() };
    let Begun { shopper, device, .. } = confirm(world, &moment, &begun.id, &code, "phone", &proof).await?;
    let (id, options) = start_registration(world, &world.party, &moment, &shopper, &device).await?;
    let answer = world.device(0).register(&options)?;
    finish_registration(world, &world.party, &moment, &shopper, &device.id, &id, answer).await?;
    Ok(shopper.id)
}

/// Two acts of one stage.
pub type Pair<'s> = [Act<'s>; 2];

/// Runs two acts through all orders in which the second comes between the first once, or is itself interrupted
/// once: for each, `set` makes a stage, and `check` looks at it afterwards. Answers how many orders there were.
///
/// # Errors
/// A stage cannot be made, or an order does not pass.
pub fn interleave(
    set: impl Fn() -> Result<Stage>,
    acts: impl for<'s> Fn(&'s Stage) -> Pair<'s>,
    check: impl Fn(&Stage, [Result<String, String>; 2]) -> Result<()>,
) -> Result<u32> {
    let mut orders = 0;
    for first_turns in 0.. {
        for second_turns in 0.. {
            let stage = set()?;
            let [first, second] = acts(&stage);
            let (mut first, mut second) = (Turns::of(first), Turns::of(second));
            first.take(first_turns);
            second.take(second_turns);
            let ended = [first.ended.is_some(), second.ended.is_some()];
            first.take(u32::MAX);
            second.take(u32::MAX);
            let outcomes = [first.outcome()?, second.outcome()?];
            let told = format!("{outcomes:?} after {first_turns} and {second_turns} turns");
            check(&stage, outcomes).with_context(|| told.clone())?;
            let findings = stage.findings_at_rest()?;
            ensure!(findings.is_empty(), "{told}: {findings:?}");
            orders += 1;
            match ended {
                [true, _] if second_turns == 0 => return Ok(orders),
                [_, true] => break,
                _ => {}
            }
        }
    }
    Ok(orders)
}

/// An act that takes as many turns as it is given.
struct Turns<'s> {
    task: Task<'s>,
    ended: Option<Result<String, String>>,
}

impl<'s> Turns<'s> {
    fn of(act: Act<'s>) -> Self {
        Self { task: Task { who: String::new(), what: "", process: 0, act }, ended: None }
    }

    /// Takes turns until it has had so many, or ends.
    fn take(&mut self, turns: u32) {
        // More than any act has; one that goes on for ever is told by having no outcome.
        for _ in 0..turns.min(100_000) {
            if self.ended.is_some() {
                return;
            }
            if let std::task::Poll::Ready(outcome) = self.task.go_on() {
                self.ended = Some(outcome.map_err(|refusal| refusal.to_string()));
            }
        }
    }

    fn outcome(self) -> Result<Result<String, String>> {
        self.ended.context("it did not end")
    }
}
