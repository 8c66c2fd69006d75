//! What the routes and workers of `saifu-service` do around a use-case: run it again while somebody else
//! was first, look up an idempotency key, and drive what is due.

use jiff::{SignedDuration, Timestamp};
use saifu_wallet::charge::{self, Charge, Refund, drive, drive_refund, grant_promised, lapse};
use saifu_wallet::gift::tend_lot;
use saifu_wallet::id::{ChargeId, RefundId};
use saifu_wallet::merchant::{IdempotencyKey, IdempotentAnswer};
use saifu_wallet::port::store::{ChargeReads, Find, GiftReads, HoldingReads, LetterReads, TopUpReads};
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::session::{self, Proof, Token, authenticate};
use saifu_wallet::shopper::Shopper;
use saifu_wallet::top_up::{Counter, TopUp, TopUpState};
use saifu_wallet::transfer::expire_overdue;
use saifu_wallet::{Moment, Outcome, Refusal, gift, letter, top_up};

use crate::device::Held;
use crate::executor::Task;
use crate::world::World;

/// As the workers have it: a request that is under way gets this long before a worker asks too.
const GRACE: SignedDuration = SignedDuration::from_secs(5);

/// Ours at convenience stores.
#[must_use]
pub fn counter() -> Counter {
    Counter { company_code: Some("000000".to_owned()) }
}

/// Cash that waits, and what was paid before, is looked at for days: that is no work left to do.
fn is_only_looked_at(top_up: &TopUp, now: Timestamp) -> bool {
    top_up.cash.as_ref().is_some_and(|cash| match top_up.state {
        TopUpState::Initiated => false,
        TopUpState::Pending => now < top_up.pay_by && !cash.cancel_asked,
        _ => cash.returning.is_none(),
    })
}

/// A device's refresh under way; over also where the process that answers it stops.
struct Turn<'w> {
    world: &'w World,
    device: usize,
}

impl Drop for Turn<'_> {
    fn drop(&mut self) {
        if let Some(held) = self.world.device(self.device).session.as_mut() {
            held.waits = false;
        }
    }
}

/// One process of the service, as a client reaches it.
#[derive(Clone, Copy)]
pub struct Service<'w> {
    /// Its outside.
    pub world: &'w World,
    /// Which one.
    pub process: usize,
}

impl<'w> Service<'w> {
    /// The time and the random source of this process.
    #[must_use]
    pub fn moment(self) -> Moment<'w> {
        self.world.moment(self.process)
    }

    /// Something that somebody does here.
    pub fn task(
        self,
        who: impl Into<String>,
        what: &'static str,
        act: impl Future<Output = Outcome<String>> + 'w,
    ) -> Task<'w> {
        Task { who: who.into(), what, process: self.process, act: Box::pin(act) }
    }

    /// Whose token a device sends: it refreshes one that has ended, and forgets a session that is over.
    ///
    /// # Errors
    /// `session.invalid`, `session.expired`; the store failed.
    pub async fn signed_in(self, device: usize) -> Outcome<Shopper> {
        let token = self.world.device(device).session.as_ref().map(|it| it.tokens.access.clone());
        let token = token.ok_or(Refusal::rule("session.invalid"))?;
        match authenticate(self.world, &self.moment(), token.reveal()).await {
            Ok(caller) => Ok(caller.shopper),
            Err(refusal) if refusal.code() == Some("session.expired") => self.refresh(device).await,
            Err(refusal) => Err(self.heed(device, &token, refusal)),
        }
    }

    /// As the device has it: one refresh at a time, and the same proof until its answer has come.
    async fn refresh(self, device: usize) -> Outcome<Shopper> {
        let fresh = self.moment().hex::<8>();
        let held = {
            let mut device = self.world.device(device);
            let held = device.session.as_mut().filter(|it| !it.waits);
            let held = held.ok_or(Refusal::rule("session.expired"))?;
            let key = held.key.clone();
            held.refreshing.get_or_insert(Proof { key, jti: fresh, network: "192.0.2.0/24".to_owned() });
            held.waits = true;
            held.clone()
        };
        let _turn = Turn { world: self.world, device };
        let Some(proof) = held.refreshing else { return Err(Refusal::rule("session.expired")) };
        let (moment, token) = (self.moment(), &held.tokens.refresh);
        let begun = retry_stale(|| session::refresh(self.world, &moment, &proof, token.reveal())).await;
        let access = &held.tokens.access;
        let same = |it: &&mut Held| it.tokens.access == *access;
        if let Ok(begun) = &begun
            && let Some(held) = self.world.device(device).session.as_mut().filter(same)
        {
            held.tokens = begun.tokens.clone();
            held.refreshing = None;
        }
        begun.map(|it| it.shopper).map_err(|refusal| self.heed(device, access, refusal))
    }

    fn heed(self, device: usize, token: &Token, refusal: Refusal) -> Refusal {
        let mut device = self.world.device(device);
        let same = device.session.as_ref().is_some_and(|it| it.tokens.access == *token);
        if same && refusal.code() == Some("session.invalid") {
            device.session = None;
        }
        refusal
    }

    /// What a request with a key made: before, or now.
    ///
    /// # Errors
    /// What the use-case refuses.
    pub async fn once<Run>(self, key: &IdempotencyKey, run: impl FnOnce() -> Run) -> Outcome<String>
    where
        Run: Future<Output = Outcome<String>>,
    {
        if let Some(id) = self.made_before(key).await? {
            return Ok(id);
        }
        match run().await {
            Ok(id) => Ok(id),
            Err(refusal) => self.made_before(key).await?.ok_or(refusal),
        }
    }

    async fn made_before(self, key: &IdempotencyKey) -> Outcome<Option<String>> {
        let before = self.world.find::<IdempotentAnswer>(&key.key).await?;
        Ok(before.and_then(|it| it.value.object_id))
    }

    /// Drives a charge after its use-case.
    ///
    /// # Errors
    /// The store failed.
    pub async fn drive(self, id: &ChargeId) -> Outcome<Charge> {
        drive(self.world, self.world, &self.moment(), id).await
    }

    /// Drives a refund after its use-case.
    ///
    /// # Errors
    /// The store failed.
    pub async fn drive_refund(self, id: &RefundId) -> Outcome<Refund> {
        drive_refund(self.world, self.world, &self.moment(), id).await
    }

    /// The shop cancels, and what is held on a card is released.
    ///
    /// # Errors
    /// What the use-case refuses.
    pub async fn cancel(self, charge: &Charge) -> Outcome<Charge> {
        let (moment, merchant) = (self.moment(), &charge.merchant_id);
        let canceled = retry_stale(|| charge::cancel(self.world, &moment, merchant, &charge.id)).await?;
        self.drive(&canceled.id).await
    }

    /// One round of the workers; answers how many items they looked after.
    ///
    /// # Errors
    /// The store failed; what goes wrong with one item is judged and keeps no other waiting.
    pub async fn round(self) -> Outcome<usize> {
        let asked = self.ask_processor().await?;
        let ended = self.end_what_ended().await?;
        let topped_up = self.top_up_shoppers().await?;
        Ok(asked + ended + topped_up + self.send_mail().await?)
    }

    async fn ask_processor(self) -> Outcome<usize> {
        let moment = self.moment();
        let before = moment.now.checked_sub(GRACE).unwrap_or(moment.now);
        let charges = self.world.charges_due(before).await?;
        for id in &charges {
            self.tended("a worker drives", id.as_str(), drive(self.world, self.world, &moment, id).await);
        }
        let refunds = self.world.refunds_due(before).await?;
        for refund in &refunds {
            let driven = drive_refund(self.world, self.world, &moment, &refund.id).await;
            self.tended("a worker drives a refund", refund.id.as_str(), driven);
        }
        Ok(charges.len() + refunds.len())
    }

    async fn end_what_ended(self) -> Outcome<usize> {
        let moment = self.moment();
        let expired = expire_overdue(self.world, &moment).await?;
        let charges = self.world.charges_lapsed(moment.now).await?;
        for id in &charges {
            self.tended("a worker lets a charge lapse", id.as_str(), lapse(self.world, &moment, id).await);
        }
        let promises = self.world.promises_due(moment.now).await?;
        for id in &promises {
            let granted = grant_promised(self.world, &moment, id).await;
            self.tended("a worker grants points", id.as_str(), granted);
        }
        let lots = self.world.lots_due(moment.now).await?;
        for id in &lots {
            self.tended("a worker ends a lot", id.as_str(), tend_lot(self.world, &moment, id).await);
        }
        Ok(expired + charges.len() + promises.len() + lots.len())
    }

    async fn send_mail(self) -> Outcome<usize> {
        let moment = self.moment();
        let letters = self.world.letters_due(moment.now).await?;
        for id in &letters {
            self.tended("a worker mails", id, letter::send(self.world, self.world, &moment, id).await);
        }
        let gifts = self.world.gifts_due(moment.now).await?;
        for id in &gifts {
            let tended = gift::tend(self.world, self.world, &moment, id).await;
            if let Ok(Some(refund)) = &tended {
                let driven = drive_refund(self.world, self.world, &moment, &refund.id).await;
                self.tended("a worker gives a gift back", refund.id.as_str(), driven);
            }
            self.tended("a worker tends a gift", id.as_str(), tended);
        }
        Ok(letters.len() + gifts.len())
    }

    async fn top_up_shoppers(self) -> Outcome<usize> {
        let moment = self.moment();
        let due = self.world.top_ups_due(moment.now).await?;
        for it in &due {
            let tended = top_up::tend(self.world, self.world, &counter(), &moment, it).await;
            self.tended("a worker tends a top-up", it.id.as_str(), tended);
        }
        let shoppers = self.world.automatic_due(moment.now).await?;
        for shopper in &shoppers {
            let run = top_up::run_automatic(self.world, &moment, shopper, true).await;
            if let Ok(Some(charge)) = &run {
                let driven = drive(self.world, self.world, &moment, &charge.id).await;
                self.tended("a worker pays a top-up", charge.id.as_str(), driven);
            }
            self.tended("a worker tops up", shopper.as_str(), run);
        }
        let worked = due.iter().filter(|it| !is_only_looked_at(it, moment.now)).count();
        Ok(worked + shoppers.len())
    }

    fn tended<T>(self, what: &str, id: &str, outcome: Outcome<T>) {
        match outcome {
            Ok(_) => self.world.tell(|| format!("    {what}: {id}")),
            Err(refusal) => {
                self.world.tell(|| format!("    {what}: {id}: {refusal}"));
                self.world.judge(what, &refusal);
            }
        }
    }
}
