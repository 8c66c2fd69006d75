use jiff::Timestamp;
use saifu_ledger::{AccountId, AccountKind, Phase, Transfer, TransferId, TransferKind};
use saifu_money::Amount;
use saifu_terms::InstrumentKind;

use crate::change::Concept;
use crate::charge::{Charge, ChargeState, Leg, Refund, RefundPart, RefundState, reward};
use crate::gift::{Lot, LotOrigin, LotStage};
use crate::id::{ChargeId, MerchantId, RefundId};
use crate::merchant::IdempotencyKey;
use crate::port::store::{Store, StoreError, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

/// What the shop asks to give back.
#[derive(Clone, Debug)]
pub struct RefundRequest {
    /// Of which charge.
    pub charge_id: ChargeId,
    /// How much.
    pub amount: Amount,
    /// On the card's statement.
    pub soft_descriptor: Option<String>,
}

/// Gives back part or all of a captured charge: the last leg first, each to where it came from. With
/// a card in it the refund comes back as RefundInitiated and the caller goes on with
/// [`crate::charge::drive_refund`].
///
/// # Errors
/// `charge.not_found`, `charge.status_invalid`, `refund.amount_exceeded`; the store failed.
pub async fn refund(
    store: &impl Store,
    moment: &Moment<'_>,
    merchant: &MerchantId,
    request: &RefundRequest,
    key: Option<&IdempotencyKey>,
) -> Outcome<Refund> {
    let found = store.find::<Charge>(request.charge_id.as_str()).await?;
    let charge = found.filter(|it| it.value.merchant_id == *merchant);
    let charge = charge.ok_or(Refusal::rule("charge.not_found"))?;
    let id = charge.value.id.clone();
    let (refund, mut changes) = refunding(store, ChangeSet::new(), charge, request, moment).await?;
    if let Some(key) = key {
        changes = changes.insert(key.made(refund.id.as_str()));
    }
    commit_money(store, changes, &id).await?;
    Ok(refund)
}

/// Adds the writes of a refund.
///
/// # Errors
/// `charge.status_invalid`, `refund.amount_exceeded`; the store failed.
pub(crate) async fn refunding(
    store: &impl Store,
    changes: ChangeSet,
    mut charge: Versioned<Charge>,
    request: &RefundRequest,
    moment: &Moment<'_>,
) -> Outcome<(Refund, ChangeSet)> {
    let parts = refundable(&charge.value, request.amount)?;
    let by_card = parts.iter().any(|part| charge.value.legs[part.leg].kind == InstrumentKind::Card);
    let refund = Refund {
        id: RefundId::draw(moment, &charge.value.id),
        charge_id: charge.value.id.clone(),
        merchant_id: charge.value.merchant_id.clone(),
        amount: request.amount,
        soft_descriptor: request.soft_descriptor.clone(),
        parts,
        state: if by_card { RefundState::RefundInitiated } else { RefundState::Refunded },
        reason: None,
        due_since: by_card.then_some(moment.now),
        created_at: moment.now,
        updated_at: moment.now,
    };
    // What is on its way counts as given back, so that two refunds cannot both fit.
    claim(&mut charge.value, &refund, moment)?;
    let changes = changes.insert(refund.clone());
    let money = match by_card {
        true => ChangeSet::new(),
        false => given_back(store, moment, &mut charge.value, &refund).await?,
    };
    let told = charge.value.told();
    Ok((refund, changes.update(charge).then(money).events(told)))
}

/// Commits what a refund moves. Where the ledger refuses, a lot changed between reading and writing: that
/// is stale too.
pub(super) async fn commit_money(store: &impl Store, changes: ChangeSet, charge: &ChargeId) -> Outcome<()> {
    match store.commit(changes).await {
        Err(StoreError::Ledger(_)) => Err(changed(charge)),
        done => Ok(done?),
    }
}

fn changed(charge: &ChargeId) -> Refusal {
    StoreError::Stale(Concept::Charge, charge.to_string()).into()
}

/// Which leg gets how much of a refund: the last leg first.
///
/// # Errors
/// `charge.status_invalid` unless captured, `refund.amount_exceeded` above what is left.
pub fn refundable(charge: &Charge, amount: Amount) -> Outcome<Vec<RefundPart>> {
    if charge.state != ChargeState::Captured {
        return Err(Refusal::rule("charge.status_invalid"));
    }
    let mut open = amount;
    let mut parts = Vec::new();
    for (place, leg) in charge.legs.iter().enumerate().rev() {
        let part = leg.captured.sub(leg.refunded)?.min(open)?;
        if !part.is_zero() {
            parts.push(RefundPart { leg: place, amount: part });
            open = open.sub(part)?;
        }
    }
    if amount.is_zero() || !open.is_zero() {
        return Err(Refusal::rule("refund.amount_exceeded"));
    }
    Ok(parts)
}

fn claim(charge: &mut Charge, refund: &Refund, moment: &Moment<'_>) -> Outcome<()> {
    for part in &refund.parts {
        let leg = &mut charge.legs[part.leg];
        leg.refunded = leg.refunded.add(part.amount)?;
    }
    charge.refunded = charge.refunded.add(refund.amount)?;
    charge.updated_at = moment.now;
    Ok(())
}

/// Gives up a claim that the processor refused. One that is not there any more was given up by somebody who
/// was first: stale.
pub(super) fn unclaim(charge: &mut Charge, refund: &Refund, moment: &Moment<'_>) -> Outcome<()> {
    let first = |_| changed(&refund.charge_id);
    for part in &refund.parts {
        let leg = &mut charge.legs[part.leg];
        leg.refunded = leg.refunded.sub(part.amount).map_err(first)?;
    }
    charge.refunded = charge.refunded.sub(refund.amount).map_err(first)?;
    charge.updated_at = moment.now;
    Ok(())
}

/// The money of a refund that is final: each part to where it came from, and points that are no
/// longer earned back to the house. `charge` is written by the caller.
pub(super) async fn given_back(
    store: &impl Store,
    moment: &Moment<'_>,
    charge: &mut Charge,
    refund: &Refund,
) -> Outcome<ChangeSet> {
    let mut changes = ChangeSet::new();
    for part in &refund.parts {
        changes = changes.then(part_given_back(store, moment, &charge.legs[part.leg], part, refund).await?);
    }
    let Some(reward) = &charge.reward else { return Ok(changes) };
    let balance = store.balance(&AccountId::new(reward.lot_id.clone())).await?;
    let holds = balance.map_or(0, |balance| balance.available());
    let holds = Amount::new(holds, charge.amount.currency())?;
    let settled = settled(store, moment, charge, refund).await?;
    Ok(changes.transfers(reward::take_back(charge, &settled, refund.id.as_str(), holds, moment.now)?))
}

/// The charge without the claims of other refunds that the processor may still refuse.
async fn settled(
    store: &impl Store,
    moment: &Moment<'_>,
    charge: &Charge,
    refund: &Refund,
) -> Outcome<Charge> {
    let mut settled = charge.clone();
    let others = store.refunds_of(&charge.id).await?;
    for open in others.iter().filter(|it| it.state == RefundState::RefundInitiated && it.id != refund.id) {
        unclaim(&mut settled, open, moment)?;
    }
    Ok(settled)
}

async fn part_given_back(
    store: &impl Store,
    moment: &Moment<'_>,
    leg: &Leg,
    part: &RefundPart,
    refund: &Refund,
) -> Outcome<ChangeSet> {
    let lot = match leg.kind {
        InstrumentKind::Card => None,
        InstrumentKind::Gift | InstrumentKind::Points => store.find::<Lot>(&leg.instrument_id).await?,
    };
    let ended = lot.filter(|lot| lot.value.expires_at <= moment.now);
    if let Some(ended) = ended {
        let fresh = reopened(&ended.value, part, refund, moment);
        let money = give_back(leg, part, refund, fresh.account_id.clone(), moment.now);
        return Ok(ChangeSet::new().open(fresh.account()).insert(fresh).transfers([money]));
    }
    let changes =
        ChangeSet::new().transfers([give_back(leg, part, refund, source_of(leg, part), moment.now)]);
    settle_owed(store, changes, leg, part, refund, moment).await
}

/// Where a leg's money came from.
fn source_of(leg: &Leg, part: &RefundPart) -> AccountId {
    match leg.kind {
        InstrumentKind::Card => AccountId::house(AccountKind::CardClearing, part.amount.currency()),
        InstrumentKind::Gift | InstrumentKind::Points => AccountId::new(leg.instrument_id.clone()),
    }
}

/// A lot that ended since gets a successor that lives as long as it did.
fn reopened(ended: &Lot, part: &RefundPart, refund: &Refund, moment: &Moment<'_>) -> Lot {
    let life = ended.expires_at.duration_since(ended.opened_at);
    Lot {
        account_id: AccountId::new(format!("refund:{}:{}", refund.id, part.leg)),
        initial: part.amount,
        opened_at: moment.now,
        expires_at: moment.now.checked_add(life).unwrap_or(moment.now),
        origin: LotOrigin::Refund,
        stage: LotStage::Open,
        ..ended.clone()
    }
}

/// Points that come back to a lot pay first what its own charge owes.
async fn settle_owed(
    store: &impl Store,
    changes: ChangeSet,
    leg: &Leg,
    part: &RefundPart,
    refund: &Refund,
    moment: &Moment<'_>,
) -> Outcome<ChangeSet> {
    let Some(earner) = reward::earner_of(&leg.instrument_id) else { return Ok(changes) };
    let Some(mut earner) = store.find::<Charge>(earner).await? else { return Ok(changes) };
    match reward::settle_owed(&mut earner.value, refund.id.as_str(), part.amount, moment.now)? {
        Some(transfer) => Ok(changes.update(earner).transfers([transfer])),
        None => Ok(changes),
    }
}

fn give_back(leg: &Leg, part: &RefundPart, refund: &Refund, credit: AccountId, at: Timestamp) -> Transfer {
    Transfer {
        id: TransferId::new(format!("{}:{}", refund.id, part.leg)),
        debit: leg.reservation.credit.clone(),
        credit,
        amount: part.amount,
        kind: TransferKind::Refund,
        phase: Phase::Single,
        at,
    }
}

/// The charge of a refund, as it is now.
pub(super) async fn charge_of(store: &impl Store, refund: &Refund) -> Outcome<Versioned<Charge>> {
    let charge = store.find::<Charge>(refund.charge_id.as_str()).await?;
    charge.ok_or_else(|| Refusal::Stored(format!("{} has no charge", refund.id)))
}
