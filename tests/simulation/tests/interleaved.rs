//! Two callers who meet at every point where one of them waits; and cards of a temper that no sandbox has. Each
//! story was a mistake once.

use anyhow::{Result, ensure};
use saifu_money::{Amount, TaxRate};
use saifu_simulation::stage::{Stage, interleave};
use saifu_simulation::{Temper, alone};
use saifu_wallet::card::{self, Card};
use saifu_wallet::charge::{Charge, Refund, RefundState};
use saifu_wallet::checkout::read_items;
use saifu_wallet::gift::{self, Gift};
use saifu_wallet::refusal::retry_stale;
use saifu_wallet::store_code::{self, Scan};

type Both = [Result<String, String>; 2];

fn both_come_through(_: &Stage, outcomes: Both) -> Result<()> {
    ensure!(outcomes.iter().all(Result::is_ok), "one was refused");
    Ok(())
}

async fn link(stage: &Stage, number: &str) -> saifu_wallet::Outcome<String> {
    let (world, moment) = (&stage.world, stage.service().moment());
    let token = stage.token(number, Temper::Good);
    let run = || card::link(world, world, &moment, &stage.shopper, &token);
    Ok(format!("{:?}", retry_stale(run).await?))
}

#[test]
fn of_first_cards_that_are_linked_at_once_one_is_the_default() -> Result<()> {
    let orders = interleave(
        Stage::new,
        |stage| [Box::pin(link(stage, "4000000000000001")), Box::pin(link(stage, "4000000000000002"))],
        |stage, outcomes| {
            both_come_through(stage, outcomes)?;
            let stored = stage.world.snapshot();
            let defaults = stored.rows::<Card>().filter(|card| card.is_default).count();
            ensure!(defaults == 1, "{defaults} defaults");
            Ok(())
        },
    )?;
    ensure!(orders > 40, "only {orders} orders");
    Ok(())
}

#[test]
fn a_default_that_is_removed_while_another_is_linked_has_a_successor() -> Result<()> {
    interleave(
        || {
            let stage = Stage::new()?;
            stage.link("4000000000000001", Temper::Good)?;
            Ok(stage)
        },
        |stage| {
            let remove = async move {
                let (world, moment) = (&stage.world, stage.service().moment());
                let first = stage.world.snapshot().rows::<Card>().next().map(|card| card.id.clone());
                let first = first.ok_or(saifu_wallet::Refusal::rule("card.not_found"))?;
                retry_stale(|| card::remove(world, world, &moment, &stage.shopper, &first, true)).await?;
                Ok(first.to_string())
            };
            [Box::pin(remove), Box::pin(link(stage, "4000000000000002"))]
        },
        both_come_through,
    )?;
    Ok(())
}

#[test]
fn of_two_who_drive_a_refused_refund_both_hear_that() -> Result<()> {
    interleave(
        || {
            let stage = Stage::new()?;
            stage.link("4000000000000001", Temper::RefusesRefund)?;
            let charge = stage.buy(3000)?;
            stage.ask_back(&charge, 1000)?;
            Ok(stage)
        },
        |stage| [Box::pin(drive(stage)), Box::pin(drive(stage))],
        |_, outcomes| {
            ensure!(outcomes.iter().all(|it| it.as_deref() == Ok("Declined")), "not both");
            Ok(())
        },
    )?;
    Ok(())
}

async fn drive(stage: &Stage) -> saifu_wallet::Outcome<String> {
    let stored = stage.world.snapshot();
    let id = stored.rows::<Refund>().next().map(|it| it.id.clone());
    let id = id.ok_or(saifu_wallet::Refusal::rule("refund.not_found"))?;
    Ok(format!("{:?}", stage.service().drive_refund(&id).await?.state))
}

#[test]
fn points_that_are_spent_while_a_refund_takes_them_back_are_owed() -> Result<()> {
    interleave(
        || {
            let stage = Stage::new()?;
            stage.link("4000000000000001", Temper::Good)?;
            let charge = stage.buy(5000)?;
            stage.ask_back(&charge, 5000)?;
            Ok(stage)
        },
        |stage| {
            let spend = async move {
                let (world, moment) = (&stage.world, stage.service().moment());
                let (code, _) = store_code::issue(world, &moment, &stage.shopper).await?;
                let amount = Amount::yen(50);
                let items = read_items(None, amount, "お買い上げ", TaxRate::Reduced)?;
                let asked = Scan { code: code.as_str().to_owned(), amount, items, sandbox: true };
                let scanned = store_code::scan(world, &moment, &world.merchants[0], &asked).await;
                // Whoever is first has the points; the till may be told that they are not there.
                match scanned {
                    Err(refusal) if refusal.code() == Some("store_code.insufficient") => {
                        Ok("refused".to_owned())
                    }
                    scanned => Ok(scanned?.id.to_string()),
                }
            };
            [Box::pin(drive(stage)), Box::pin(spend)]
        },
        both_come_through,
    )?;
    Ok(())
}

#[test]
fn a_gift_that_is_called_off_twice_at_once_goes_back_once() -> Result<()> {
    interleave(
        || {
            let stage = Stage::new()?;
            stage.link("4000000000000001", Temper::Good)?;
            stage.send_gift(5000)?;
            Ok(stage)
        },
        |stage| [Box::pin(call_off(stage)), Box::pin(call_off(stage))],
        |stage, outcomes| {
            both_come_through(stage, outcomes)?;
            let stored = stage.world.snapshot();
            let refunds = stored.rows::<Refund>().count();
            ensure!(refunds == 1, "{refunds} refunds");
            Ok(())
        },
    )?;
    Ok(())
}

async fn call_off(stage: &Stage) -> saifu_wallet::Outcome<String> {
    let (world, moment) = (&stage.world, stage.service().moment());
    let id = stage.world.snapshot().rows::<Gift>().next().map(|gift| gift.id.clone());
    let id = id.ok_or(saifu_wallet::Refusal::rule("gift.not_found"))?;
    let (gift, refund) = retry_stale(|| gift::cancel(world, &moment, &stage.shopper, &id)).await?;
    if let Some(refund) = refund {
        stage.service().drive_refund(&refund.id).await?;
    }
    Ok(format!("{:?}", gift.state))
}

#[test]
fn points_wait_for_a_refund_that_the_card_may_refuse() -> Result<()> {
    let stage = Stage::new()?;
    stage.give(1000)?;
    stage.link("4000000000000001", Temper::RefusesRefund)?;
    let charge = stage.buy(3000)?;
    let by_card = stage.ask_back(&charge, 2000)?;
    stage.ask_back(&charge, 500)?;
    let refused = alone(stage.service().drive_refund(&by_card.id))??;
    assert_eq!(refused.state, RefundState::Declined);
    let charge = stage.world.snapshot().find::<Charge>(charge.id.as_str()).expect("the charge").value;
    let reward = charge.reward.expect("its points");
    // 2,500 yen are left, and earn 25 points.
    assert_eq!((reward.grant.total, reward.returned), (Amount::yen(30), Amount::yen(5)));
    assert_eq!(stage.findings_at_rest()?, []);
    Ok(())
}

#[test]
fn a_token_of_a_card_that_has_ended_is_worth_nothing_afterwards() -> Result<()> {
    let stage = Stage::new()?;
    let token = stage.token("4000000000000001", Temper::Expired);
    let (world, moment) = (&stage.world, stage.service().moment());
    let refused = || alone(card::link(world, world, &moment, &stage.shopper, &token));
    assert_eq!(refused()?.unwrap_err().code(), Some("card.expired"));
    // The token is forgotten by now.
    assert_eq!(refused()?.unwrap_err().code(), Some("card.not_found"));
    Ok(())
}
