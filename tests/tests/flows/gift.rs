//! A gift card is bought for somebody else, mailed, and redeemed or called off.

use jiff::SignedDuration;
use saifu_tests::wait::until;
use saifu_wallet::charge::{Charge, OrderState, RefundState};
use saifu_wallet::checkout;
use saifu_wallet::gift::{self, GiftState};
use saifu_wallet::outbox::{Audience, EventKind, StoredEvent};
use saifu_wallet::port::processor::Processor;
use saifu_wallet::port::store::Store;
use saifu_wallet::refusal::retry_stale;

use crate::house::Post;
use crate::stories;
use crate::world::{GOOD_CARD, World};

const DAY_S: i64 = 24 * 3600;

stories!(
    a_gift_is_bought_mailed_and_redeemed_by_another,
    a_gift_is_mailed_on_its_day,
    a_gift_is_called_off_before_it_is_redeemed,
    a_redeemed_gift_cannot_be_called_off,
    a_cancel_and_a_redemption_at_once_have_one_winner,
    a_resent_code_ends_the_one_before,
    a_gift_whose_mail_waits_again_says_so,
    mail_that_is_not_taken_is_tried_again,
    two_workers_mail_one_gift_once,
    a_gift_that_nobody_redeems_expires,
    a_gift_that_is_not_paid_ends,
    a_refund_that_no_card_takes_becomes_balance,
    a_declined_card_sends_nothing,
);

async fn order_state<S: Store>(world: &World<S>, gift: &gift::Gift) -> OrderState {
    let id = gift.charge_id.clone().unwrap();
    world.store.find::<Charge>(id.as_str()).await.unwrap().unwrap().value.order_state()
}

async fn ready<S: Store>(world: &World<S>) -> Post {
    world.house().await;
    world.link(GOOD_CARD).await.unwrap();
    Post::default()
}

async fn a_gift_is_bought_mailed_and_redeemed_by_another<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let yuki = world.another_shopper().await;
    let ordered = world.order_gift(5000, None).await;
    assert_eq!((ordered.state, ordered.can_cancel(world.now())), (GiftState::Unpaid, false));
    world.tend_gifts(&post).await.unwrap();
    assert_eq!(post.count(), 0, "nothing is mailed before it is paid");
    world.pay(&ordered.checkout_session_id).await.unwrap();
    let paid = world.gift_now(&ordered.id).await;
    assert_eq!((paid.state, paid.can_cancel(world.now())), (GiftState::Scheduled, true));
    let escrow = world.store.balance(&paid.escrow_id()).await.unwrap().unwrap();
    assert_eq!((escrow.available(), world.gift_balance().await), (5000, 0));
    world.tend_gifts(&post).await.unwrap();
    assert_eq!(world.gift_now(&ordered.id).await.state, GiftState::Sent);
    let (mail, face) = post.gifts.lock().unwrap()[0].clone();
    assert_eq!((mail.to.as_str(), face.recipient.as_str()), ("yuki@example.jp", "田中 ゆき"));
    assert!(mail.text.contains(&face.code) && mail.text.contains("お誕生日おめでとう"));
    assert_eq!(face.link, format!("saifu://gift/{}", face.code.replace('-', "")));

    let lot = world.redeem_as(&yuki.id, &face.code).await.unwrap();
    assert_eq!((lot.source.as_str(), lot.expires_at), ("佐藤 美咲", paid.expires_at));
    assert_eq!(world.gift_balance_of(&yuki.id).await, 5000);
    let redeemed = world.gift_now(&ordered.id).await;
    assert_eq!((redeemed.state, redeemed.redeemed_at), (GiftState::Redeemed, Some(world.now())));
    let escrow = world.store.balance(&paid.escrow_id()).await.unwrap().unwrap();
    assert_eq!(escrow.available(), 0);
    let again = world.redeem_as(&world.shopper.id, &face.code).await.unwrap_err();
    assert_eq!(again.code(), Some("gift.code_used"));
}

async fn a_gift_is_mailed_on_its_day<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let day = saifu_wallet::moment::in_japan(world.now())
        .date()
        .checked_add(SignedDuration::from_hours(72))
        .unwrap();
    let gift = world.order_gift(5000, Some(day)).await;
    world.pay(&gift.checkout_session_id).await.unwrap();
    world.tend_gifts(&post).await.unwrap();
    assert_eq!((post.count(), world.gift_now(&gift.id).await.state), (0, GiftState::Scheduled));
    let wait = gift.deliver_at.duration_since(world.now()).as_secs();
    world.pass(wait - 1);
    world.tend_gifts(&post).await.unwrap();
    assert_eq!(post.count(), 0, "a second early");
    world.pass(1);
    world.tend_gifts(&post).await.unwrap();
    assert_eq!((post.count(), world.gift_now(&gift.id).await.state), (1, GiftState::Sent));
    let sent = saifu_wallet::moment::in_japan(world.now());
    assert_eq!((sent.date(), sent.hour(), sent.minute()), (day, 9, 0));
}

async fn a_gift_is_called_off_before_it_is_redeemed<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let gift = world.sent_gift(5000, &post).await;
    let code = post.code();
    world.cancel_gift(&gift.id).await.unwrap();
    let canceled = world.gift_now(&gift.id).await;
    assert_eq!((canceled.state, canceled.can_cancel(world.now())), (GiftState::Canceled, false));
    assert_eq!(order_state(&world, &canceled).await, OrderState::Refunded);
    let escrow = world.store.balance(&gift.escrow_id()).await.unwrap().unwrap();
    assert_eq!((escrow.available(), world.gift_balance().await), (0, 0), "it went back to the card");
    let dead = world.redeem_as(&world.shopper.id, &code).await.unwrap_err();
    assert_eq!(dead.code(), Some("gift.code_canceled"));
    world.cancel_gift(&gift.id).await.unwrap();
    let refunds = world.store.refunds_of(gift.charge_id.as_ref().unwrap()).await.unwrap();
    assert_eq!(refunds.len(), 1, "again changes nothing");
}

async fn a_redeemed_gift_cannot_be_called_off<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let gift = world.sent_gift(5000, &post).await;
    world.redeem_as(&world.shopper.id, &post.code()).await.unwrap();
    let refused = world.cancel_gift(&gift.id).await.unwrap_err();
    assert_eq!(refused.code(), Some("gift.already_redeemed"));
    let other = world.another_shopper().await;
    let (store, moment) = (&world.store, world.moment());
    let refused = gift::cancel(store, &moment, &other.id, &gift.id).await.unwrap_err();
    assert_eq!(refused.code(), Some("gift.not_found"), "it is nobody else's to call off");
}

async fn a_cancel_and_a_redemption_at_once_have_one_winner<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let yuki = world.another_shopper().await;
    for _ in 0..5 {
        let gift = world.sent_gift(1000, &post).await;
        let (before, code, moment) = (world.gift_balance_of(&yuki.id).await, post.code(), world.moment());
        let (redeemed, canceled) = tokio::join!(
            retry_stale(|| gift::redeem(&world.store, &moment, &yuki.id, &code)),
            retry_stale(|| gift::cancel(&world.store, &moment, &world.shopper.id, &gift.id))
        );
        let gained = world.gift_balance_of(&yuki.id).await - before;
        match (redeemed, canceled) {
            (Ok(_), Err(refused)) => {
                assert_eq!((refused.code(), gained), (Some("gift.already_redeemed"), 1000));
            }
            (Err(refused), Ok((_, refund))) => {
                assert_eq!((refused.code(), gained), (Some("gift.code_canceled"), 0));
                let (store, processor) = (&world.store, &world.processor);
                let id = refund.unwrap().id;
                saifu_wallet::charge::drive_refund(store, processor, &moment, &id).await.unwrap();
            }
            both => panic!("{both:?}"),
        }
    }
}

async fn a_resent_code_ends_the_one_before<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let gift = world.sent_gift(5000, &post).await;
    let first = post.code();
    let soon = gift::resend(&world.store, &post, &world.moment(), &world.shopper.id, &gift.id).await;
    assert_eq!(soon.unwrap_err().code(), Some("gift.resend_too_soon"));
    world.pass(60);
    let moment = world.moment();
    let sent = gift::resend(&world.store, &post, &moment, &world.shopper.id, &gift.id).await.unwrap();
    assert_eq!((sent.state, post.count()), (GiftState::Sent, 2));
    let second = post.code();
    // No mail goes out: nobody waits.
    let (store, moment) = (&world.store, world.moment());
    let printed = gift::print(store, &moment, &world.shopper.id, &gift.id).await.unwrap();
    for dead in [first, second] {
        let refused = world.redeem_as(&world.shopper.id, &dead).await.unwrap_err();
        assert_eq!(refused.code(), Some("gift.code_replaced"));
    }
    world.redeem_as(&world.shopper.id, printed.as_str()).await.unwrap();
    world.pass(DAY_S);
    let moment = world.moment();
    let late = gift::resend(&world.store, &post, &moment, &world.shopper.id, &gift.id).await;
    assert_eq!(late.unwrap_err().code(), Some("gift.not_sent"));
}

/// It was sent, and is scheduled again until the mail is out: the app hears of both.
async fn a_gift_whose_mail_waits_again_says_so<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let gift = world.sent_gift(5000, &post).await;
    let told = async || {
        let audience = Audience::Shopper(world.shopper.id.clone());
        let events = world.store.events_after(&audience, 0, 100).await.unwrap();
        let of_gift =
            |it: &&StoredEvent| it.kind == EventKind::GiftChanged && it.object_id == gift.id.as_str();
        events.iter().filter(of_gift).count()
    };
    let before = told().await;
    world.pass(60);
    post.close(true);
    let (store, moment) = (&world.store, world.moment());
    assert!(gift::resend(store, &post, &moment, &world.shopper.id, &gift.id).await.is_err());
    assert_eq!(world.gift_now(&gift.id).await.state, GiftState::Scheduled);
    // An event may be seen a moment after its commit.
    let seen = until("the event", async || Ok((told().await > before).then_some(()))).await;
    seen.unwrap();
}

async fn mail_that_is_not_taken_is_tried_again<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    post.close(true);
    let gift = world.order_gift(5000, None).await;
    world.pay(&gift.checkout_session_id).await.unwrap();
    assert!(world.tend_gifts(&post).await.is_err());
    let waits = world.gift_now(&gift.id).await;
    assert_eq!((waits.state, waits.due_at), (GiftState::Scheduled, Some(world.moment().after_seconds(60))));
    world.tend_gifts(&post).await.unwrap();
    world.pass(60);
    post.close(false);
    world.tend_gifts(&post).await.unwrap();
    assert_eq!((post.count(), world.gift_now(&gift.id).await.state), (1, GiftState::Sent));
    world.redeem_as(&world.shopper.id, &post.code()).await.unwrap();
    assert_eq!(world.gift_balance().await, 5000);
}

async fn two_workers_mail_one_gift_once<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let gift = world.order_gift(5000, None).await;
    world.pay(&gift.checkout_session_id).await.unwrap();
    let moment = world.moment();
    let (one, two) = tokio::join!(
        gift::tend(&world.store, &post, &moment, &gift.id),
        gift::tend(&world.store, &post, &moment, &gift.id)
    );
    for worked in [one, two] {
        assert!(worked.is_ok() || worked.is_err_and(|refusal| refusal.is_stale()));
    }
    assert_eq!(post.count(), 1);
    world.redeem_as(&world.shopper.id, &post.code()).await.unwrap();
}

async fn a_gift_that_nobody_redeems_expires<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let gift = world.sent_gift(5000, &post).await;
    world.pass(gift.expires_at.duration_since(world.now()).as_secs());
    assert_eq!(world.gift_now(&gift.id).await.state_at(world.now()), GiftState::Expired);
    let late = world.redeem_as(&world.shopper.id, &post.code()).await.unwrap_err();
    assert_eq!(late.code(), Some("gift.code_expired"));
    assert_eq!(world.cancel_gift(&gift.id).await.unwrap_err().code(), Some("gift.expired"));
    world.tend_gifts(&post).await.unwrap();
    assert_eq!(world.gift_now(&gift.id).await.state, GiftState::Expired);
    let escrow = world.store.balance(&gift.escrow_id()).await.unwrap().unwrap();
    assert_eq!(escrow.available(), 0);
    assert!(world.store.gifts_due(world.now()).await.unwrap().is_empty());
}

async fn a_gift_that_is_not_paid_ends<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let (said_no, forgotten) = (world.order_gift(1000, None).await, world.order_gift(1000, None).await);
    let (store, session) = (&world.store, &said_no.checkout_session_id);
    checkout::decline(store, &world.moment(), &world.shopper.id, session).await.unwrap();
    assert_eq!(world.gift_now(&said_no.id).await.state, GiftState::Canceled);
    let refused = world.cancel_gift(&forgotten.id).await.unwrap_err();
    assert_eq!(refused.code(), Some("gift.not_paid"));
    world.pass(1800);
    world.tend_gifts(&post).await.unwrap();
    assert_eq!(world.gift_now(&forgotten.id).await.state, GiftState::Canceled);
    assert!(world.store.gifts_due(world.now()).await.unwrap().is_empty());
}

/// The card was closed meanwhile, and its processor refuses the refund for good.
async fn a_refund_that_no_card_takes_becomes_balance<S: Store>(world: World<S>) {
    let post = ready(&world).await;
    let gift = world.sent_gift(5000, &post).await;
    let charge = gift.charge_id.clone().unwrap();
    let hold = world.store.find::<Charge>(charge.as_str()).await.unwrap().unwrap().value.hold_id.unwrap();
    // What was given back elsewhere cannot be given back again.
    world.processor.refund(&hold, gift.amount, "elsewhere").await.unwrap();
    world.cancel_gift(&gift.id).await.unwrap();
    let refunds = world.store.refunds_of(&charge).await.unwrap();
    assert_eq!(refunds[0].state, RefundState::Declined);
    assert_eq!(world.gift_balance().await, 5000, "nothing is lost");
}

async fn a_declined_card_sends_nothing<S: Store>(world: World<S>) {
    world.house().await;
    world.link("4000000000009995").await.unwrap();
    let post = Post::default();
    let gift = world.order_gift(5000, None).await;
    assert_eq!(world.pay(&gift.checkout_session_id).await.unwrap().order_state(), OrderState::Declined);
    let waits = world.gift_now(&gift.id).await;
    assert_eq!((waits.state, waits.charge_id), (GiftState::Unpaid, None), "another card may pay");
    assert!(world.store.balance(&gift.escrow_id()).await.unwrap().is_none());
    world.pass(1800);
    world.tend_gifts(&post).await.unwrap();
    assert_eq!((post.count(), world.gift_now(&gift.id).await.state), (0, GiftState::Canceled));
}
