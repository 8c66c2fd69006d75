use jiff::{SignedDuration, Timestamp};
use saifu_ledger::{AccountId, Phase, Transfer, TransferId, TransferKind};
use saifu_money::Amount;
use saifu_rewards::{POINT_LIFE_DAYS, PointGrant, grant, grant_for_prepaid};
use saifu_terms::InstrumentKind;

use crate::charge::{Charge, Reward};
use crate::gift::{Lot, LotKind, LotOrigin, LotStage, house_account};
use crate::house::Purpose;
use crate::merchant::Merchant;
use crate::{ChangeSet, Moment, Outcome};

/// A point lot is named after the charge that earned it.
const LOT_PREFIX: &str = "points:";

/// Adds what a captured charge earns: the reasons always, a lot only where there are points and the shop
/// gives them at once.
///
/// # Errors
/// Sums that cannot be.
pub(super) fn with_reward(
    mut charge: Charge,
    merchant: &Merchant,
    changes: ChangeSet,
    moment: &Moment<'_>,
) -> Outcome<(Charge, ChangeSet)> {
    let currency = charge.amount.currency();
    let by_points = charge.legs.iter().filter(|leg| leg.kind == InstrumentKind::Points);
    let with_points = Amount::sum(currency, by_points.map(|leg| leg.captured))?;
    let grant = earned(&charge.purpose, charge.captured.unwrap_or(charge.amount), with_points)?;
    let total = grant.total;
    let lot_id = format!("{LOT_PREFIX}{}", charge.id);
    let zero = Amount::zero(currency);
    let promised_for = merchant.points_promised_for(moment.now).filter(|_| !total.is_zero());
    charge.reward = Some(Reward { grant, lot_id, promised_for, returned: zero, owed: zero });
    if total.is_zero() || promised_for.is_some() {
        return Ok((charge, changes));
    }
    let changes = changes.then(granted(&charge, total, &merchant.name, moment));
    Ok((charge, changes))
}

/// The lot of a charge's points, and what fills it.
pub(super) fn granted(charge: &Charge, points: Amount, source: &str, moment: &Moment<'_>) -> ChangeSet {
    let lot = point_lot(charge, points, source, moment);
    let house = house_account(LotKind::Points.issued_kind(), points.currency());
    let fill = Transfer {
        id: TransferId::new(format!("{}:reward", charge.id)),
        debit: house.id.clone(),
        credit: lot.account_id.clone(),
        amount: points,
        kind: TransferKind::Reward,
        phase: Phase::Single,
        at: moment.now,
    };
    ChangeSet::new().open(house).open(lot.account()).insert(lot).transfers([fill])
}

/// What a payment earns.
///
/// # Errors
/// Sums that cannot be.
pub(crate) fn earned(purpose: &Purpose, paid: Amount, with_points: Amount) -> Outcome<PointGrant> {
    Ok(match purpose.is_prepaid() {
        true => grant_for_prepaid(paid),
        false => grant(paid, with_points)?,
    })
}

fn point_lot(charge: &Charge, points: Amount, source: &str, moment: &Moment<'_>) -> Lot {
    let life = SignedDuration::from_hours(24 * POINT_LIFE_DAYS);
    Lot {
        account_id: AccountId::new(format!("{LOT_PREFIX}{}", charge.id)),
        shopper_id: charge.shopper_id.clone(),
        kind: LotKind::Points,
        origin: LotOrigin::Points,
        source: source.to_owned(),
        initial: points,
        opened_at: moment.now,
        expires_at: moment.now.checked_add(life).unwrap_or(moment.now),
        stage: LotStage::Open,
    }
}

/// Takes back the points that what is left of a charge no longer earns, as far as its lot still
/// holds them; the rest is owed. Of what is only promised less is promised. `settled` is the charge without
/// refunds that may still be refused: those take theirs when they are given.
///
/// # Errors
/// Sums that cannot be.
pub(super) fn take_back(
    charge: &mut Charge,
    settled: &Charge,
    refund: &str,
    lot_holds: Amount,
    at: Timestamp,
) -> Outcome<Option<Transfer>> {
    let currency = charge.amount.currency();
    let Some(captured) = charge.captured else { return Ok(None) };
    let by_points = settled.legs.iter().filter(|leg| leg.kind == InstrumentKind::Points);
    let with_points: Vec<Amount> =
        by_points.map(|leg| leg.captured.sub(leg.refunded)).collect::<Result<_, _>>()?;
    let with_points = Amount::sum(currency, with_points)?;
    let earns = earned(&charge.purpose, captured.sub(settled.refunded)?, with_points)?.total;
    let Some(reward) = charge.reward.as_mut() else { return Ok(None) };
    let kept = reward.grant.total.sub(reward.returned)?.sub(reward.owed)?;
    let Ok(excess) = kept.sub(earns) else { return Ok(None) };
    if reward.promised_for.is_some() {
        reward.returned = reward.returned.add(excess)?;
        return Ok(None);
    }
    let amount = excess.min(lot_holds)?;
    reward.owed = reward.owed.add(excess.sub(amount)?)?;
    reward.returned = reward.returned.add(amount)?;
    Ok(returning(&reward.lot_id, format!("{refund}:reward"), amount, at))
}

/// Takes what is owed out of the points that a refund puts back into this charge's lot.
///
/// # Errors
/// Sums that cannot be.
pub(super) fn settle_owed(
    earner: &mut Charge,
    refund: &str,
    arriving: Amount,
    at: Timestamp,
) -> Outcome<Option<Transfer>> {
    let Some(reward) = earner.reward.as_mut() else { return Ok(None) };
    let amount = reward.owed.min(arriving)?;
    reward.owed = reward.owed.sub(amount)?;
    reward.returned = reward.returned.add(amount)?;
    Ok(returning(&reward.lot_id, format!("{refund}:{}:owed", earner.id), amount, at))
}

fn returning(lot: &str, id: String, amount: Amount, at: Timestamp) -> Option<Transfer> {
    (!amount.is_zero()).then(|| Transfer {
        id: TransferId::new(id),
        debit: AccountId::new(lot),
        credit: AccountId::house(LotKind::Points.issued_kind(), amount.currency()),
        amount,
        kind: TransferKind::RewardReturn,
        phase: Phase::Single,
        at,
    })
}

/// The charge whose points a lot holds.
pub(super) fn earner_of(lot: &str) -> Option<&str> {
    lot.strip_prefix(LOT_PREFIX)
}
