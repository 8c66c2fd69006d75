//! What the stories of Saifu's own shop share: buying, a mailbox, and the workers' rounds.

use std::sync::Mutex;
use std::sync::atomic::{AtomicBool, Ordering};

use jiff::civil::Date;
use saifu_money::Amount;
use saifu_wallet::Outcome;
use saifu_wallet::charge::{drive, drive_refund};
use saifu_wallet::gift::{self, Gift, GiftDesign, GiftOrder, LotKind};
use saifu_wallet::house::{self, Issuer};
use saifu_wallet::id::{GiftId, ShopperId, TopUpId};
use saifu_wallet::port::mail::{GiftFace, Mail, MailError, Mailer};
use saifu_wallet::port::store::Store;
use saifu_wallet::shopper::holdings;
use saifu_wallet::top_up::{self, TopUp};

use crate::world::World;

/// Keeps what is mailed; can be out of order.
#[derive(Default)]
pub struct Post {
    pub gifts: Mutex<Vec<(Mail, GiftFace)>>,
    pub closed: AtomicBool,
}

impl Mailer for Post {
    async fn send(&self, _: &Mail) -> Result<(), MailError> {
        Ok(())
    }

    async fn send_gift(&self, mail: &Mail, face: &GiftFace) -> Result<(), MailError> {
        if self.closed.load(Ordering::Relaxed) {
            return Err(MailError("closed".to_owned()));
        }
        self.gifts.lock().unwrap().push((mail.clone(), face.clone()));
        Ok(())
    }
}

impl Post {
    pub fn close(&self, closed: bool) {
        self.closed.store(closed, Ordering::Relaxed);
    }

    /// The newest code that was mailed.
    pub fn code(&self) -> String {
        self.gifts.lock().unwrap().last().unwrap().1.code.clone()
    }

    pub fn count(&self) -> usize {
        self.gifts.lock().unwrap().len()
    }
}

impl<S: Store> World<S> {
    /// Opens Saifu's own shop.
    pub async fn house(&self) {
        let issuer = Issuer {
            legal_name: "株式会社見本".to_owned(),
            address: "東京都千代田区見本 1-1".to_owned(),
            contact: "support@saifu.example".to_owned(),
            registration_number: None,
        };
        house::open(&self.store, &issuer, self.now()).await.unwrap();
    }

    pub async fn top_up(&self, yen: u32) -> TopUp {
        top_up::buy(&self.store, &self.moment(), &self.shopper.id, Amount::yen(yen), true).await.unwrap()
    }

    pub async fn top_up_now(&self, id: &TopUpId) -> TopUp {
        self.store.find::<TopUp>(id.as_str()).await.unwrap().unwrap().value
    }

    pub async fn order_gift(&self, yen: u32, deliver_on: Option<Date>) -> Gift {
        let order = GiftOrder {
            amount: Amount::yen(yen),
            recipient_name: "田中 ゆき".to_owned(),
            recipient_email: "yuki@example.jp".to_owned(),
            message: "お誕生日おめでとう".to_owned(),
            design: GiftDesign::Hoshi,
            deliver_on,
        };
        gift::buy(&self.store, &self.moment(), &self.shopper, &order, true).await.unwrap()
    }

    /// Orders a gift, approves it, and lets the workers mail it.
    pub async fn sent_gift(&self, yen: u32, post: &Post) -> Gift {
        let gift = self.order_gift(yen, None).await;
        self.pay(&gift.checkout_session_id).await.unwrap();
        self.tend_gifts(post).await.unwrap();
        self.gift_now(&gift.id).await
    }

    pub async fn gift_now(&self, id: &GiftId) -> Gift {
        self.store.find::<Gift>(id.as_str()).await.unwrap().unwrap().value
    }

    /// Redeems a code as a shopper.
    pub async fn redeem_as(&self, shopper: &ShopperId, code: &str) -> Outcome<gift::Lot> {
        gift::redeem(&self.store, &self.moment(), shopper, code).await
    }

    pub async fn cancel_gift(&self, id: &GiftId) -> Outcome<Gift> {
        let (moment, shopper) = (self.moment(), &self.shopper.id);
        let (gift, refund) = gift::cancel(&self.store, &moment, shopper, id).await?;
        if let Some(refund) = refund {
            drive_refund(&self.store, &self.processor, &moment, &refund.id).await?;
        }
        Ok(gift)
    }

    /// One round of the worker that looks after gifts.
    pub async fn tend_gifts(&self, post: &Post) -> Outcome<()> {
        for id in self.store.gifts_due(self.now()).await? {
            if let Some(refund) = gift::tend(&self.store, post, &self.moment(), &id).await? {
                drive_refund(&self.store, &self.processor, &self.moment(), &refund.id).await?;
            }
        }
        Ok(())
    }

    /// One round of the worker that runs the shoppers' rules.
    pub async fn run_rules(&self) -> usize {
        let mut started = 0;
        for shopper in self.store.automatic_due(self.now()).await.unwrap() {
            let moment = self.moment();
            let run = top_up::run_automatic(&self.store, &moment, &shopper, true).await.unwrap();
            if let Some(charge) = run {
                started += 1;
                drive(&self.store, &self.processor, &moment, &charge.id).await.unwrap();
            }
        }
        started
    }

    pub async fn gift_balance(&self) -> i64 {
        self.gift_balance_of(&self.shopper.id).await
    }

    pub async fn gift_balance_of(&self, shopper: &ShopperId) -> i64 {
        let held = holdings(&self.store, shopper, self.now()).await.unwrap();
        held.total(LotKind::Gift).unwrap().minor()
    }
}
