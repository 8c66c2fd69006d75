//! A till scans a one-time code, and a gift code is redeemed.

use saifu_codes::GiftCode;
use saifu_money::{Amount, TaxRate};
use saifu_wallet::Outcome;
use saifu_wallet::charge::{Charge, ChargeState, drive};
use saifu_wallet::checkout::read_items;
use saifu_wallet::gift::{LotKind, issue, redeem};
use saifu_wallet::port::store::Store;
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::store_code::{self, Scan};

use crate::stories;
use crate::world::{GOOD_CARD, World};

stories!(
    a_code_pays_once,
    a_code_ends_after_five_minutes_and_when_renewed,
    a_card_pays_the_rest_at_the_till,
    without_enough_money_the_till_is_refused,
    a_gift_code_is_redeemed_once,
    guessing_gift_codes_is_slowed_down,
    of_codes_issued_at_once_one_is_live,
    no_till_charges_more_than_the_largest_charge,
);

async fn scan<S: Store>(world: &World<S>, code: &str, yen: u32) -> Outcome<Charge> {
    let amount = Amount::yen(yen);
    let items = read_items(None, amount, "お買い上げ", TaxRate::Reduced)?;
    let asked = Scan { code: code.to_owned(), amount, items, sandbox: true };
    let charge = store_code::scan(&world.store, &world.moment(), &world.merchant, &asked).await?;
    drive(&world.store, &world.processor, &world.moment(), &charge.id).await
}

async fn code<S: Store>(world: &World<S>) -> String {
    let issued = store_code::issue(&world.store, &world.moment(), &world.shopper.id).await;
    issued.unwrap().0.as_str().to_owned()
}

async fn a_code_pays_once<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let digits = code(&world).await;
    let charge = scan(&world, &digits, 1284).await.unwrap();
    assert_eq!(charge.state, ChargeState::Captured);
    assert_eq!(scan(&world, &digits, 1284).await.unwrap_err().code(), Some("store_code.used"));
    let after = world.holdings().await;
    assert_eq!(after.total(LotKind::Gift).unwrap(), Amount::yen(3716));
    assert_eq!(after.total(LotKind::Points).unwrap(), Amount::yen(12));
}

async fn a_code_ends_after_five_minutes_and_when_renewed<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let first = code(&world).await;
    let second = code(&world).await;
    assert_eq!(scan(&world, &first, 100).await.unwrap_err().code(), Some("store_code.used"));
    world.pass(300);
    assert_eq!(scan(&world, &second, 100).await.unwrap_err().code(), Some("store_code.expired"));
    assert_eq!(scan(&world, "12345", 100).await.unwrap_err().code(), Some("store_code.malformed"));
}

async fn a_card_pays_the_rest_at_the_till<S: Store>(world: World<S>) {
    world.gift(1000).await;
    world.link(GOOD_CARD).await.unwrap();
    let digits = code(&world).await;
    let charge = scan(&world, &digits, 1284).await.unwrap();
    assert_eq!(charge.state, ChargeState::Captured);
    assert_eq!(charge.legs[1].captured, Amount::yen(284));
}

async fn without_enough_money_the_till_is_refused<S: Store>(world: World<S>) {
    world.gift(100).await;
    let digits = code(&world).await;
    assert_eq!(scan(&world, &digits, 101).await.unwrap_err().code(), Some("store_code.insufficient"));
    assert_eq!(scan(&world, &digits, 100).await.unwrap().state, ChargeState::Captured);
}

async fn a_gift_code_is_redeemed_once<S: Store>(world: World<S>) {
    let code = GiftCode::from_random(&world.moment().bytes());
    let ends = world.moment().after_seconds(60);
    issue(&world.store, &code, Amount::yen(3000), "", ends).await.unwrap();
    let (moment, who) = (world.moment(), &world.shopper.id);
    let (one, two) = tokio::join!(
        redeem(&world.store, &moment, who, code.as_str()),
        redeem(&world.store, &moment, who, code.as_str())
    );
    assert_eq!([one.is_ok(), two.is_ok()].iter().filter(|ok| **ok).count(), 1);
    let again = redeem(&world.store, &moment, who, code.as_str()).await.unwrap_err();
    assert_eq!(again.code(), Some("gift.code_used"));
    assert_eq!(world.holdings().await.total(LotKind::Gift).unwrap(), Amount::yen(3000));

    let late = GiftCode::from_random(&world.moment().bytes());
    issue(&world.store, &late, Amount::yen(3000), "", ends).await.unwrap();
    world.pass(60);
    let expired = redeem(&world.store, &world.moment(), who, late.as_str()).await.unwrap_err();
    assert_eq!(expired.code(), Some("gift.code_expired"));
}

async fn guessing_gift_codes_is_slowed_down<S: Store>(world: World<S>) {
    let who = &world.shopper.id;
    for _ in 0..5 {
        let guess = GiftCode::from_random(&world.moment().bytes());
        let refused = redeem(&world.store, &world.moment(), who, guess.as_str()).await.unwrap_err();
        assert_eq!(refused.code(), Some("gift.code_unknown"));
    }
    let malformed = redeem(&world.store, &world.moment(), who, "0000").await.unwrap_err();
    assert_eq!(malformed.code(), Some("gift.code_malformed"), "a slip of the finger is no guess");
    let guess = GiftCode::from_random(&world.moment().bytes());
    let slowed = redeem(&world.store, &world.moment(), who, guess.as_str()).await.unwrap_err();
    assert_eq!(slowed.code(), Some("gift.too_many_attempts"));
    world.pass(3600);
    let again = redeem(&world.store, &world.moment(), who, guess.as_str()).await.unwrap_err();
    assert_eq!(again.code(), Some("gift.code_unknown"));
}

async fn of_codes_issued_at_once_one_is_live<S: Store>(world: World<S>) {
    world.gift(5000).await;
    let issue = async || {
        let moment = world.moment();
        retry_stale(|| store_code::issue(&world.store, &moment, &world.shopper.id)).await.unwrap().0
    };
    let (one, two, three) = tokio::join!(issue(), issue(), issue());
    let mut paid = 0;
    for code in [one, two, three] {
        paid += i32::from(scan(&world, code.as_str(), 100).await.is_ok());
    }
    assert_eq!(paid, 1);
}

async fn no_till_charges_more_than_the_largest_charge<S: Store>(world: World<S>) {
    world.link(GOOD_CARD).await.unwrap();
    let digits = code(&world).await;
    assert_eq!(scan(&world, &digits, 10_000_001).await.unwrap_err().code(), Some("charge.amount_exceeded"));
    assert_eq!(scan(&world, &digits, 10_000_000).await.unwrap().state, ChargeState::Captured);
}
