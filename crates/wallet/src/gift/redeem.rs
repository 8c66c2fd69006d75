use jiff::SignedDuration;
use saifu_codes::GiftCode;
use saifu_ledger::{AccountId, Phase, Transfer, TransferId, TransferKind};

use crate::gift::{GiftCard, GiftTries, Lot, LotKind, LotOrigin, LotStage, house_account};
use crate::id::ShopperId;
use crate::moment::digest;
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

const WRONG_PER_HOUR: u32 = 5;

/// Turns a gift code into a lot. A code with a wrong checksum is a slip of the finger and costs no
/// try; one that was never issued does. Used and expired are told to whoever holds the real code.
///
/// # Errors
/// `gift.code_malformed`, `gift.too_many_attempts`, `gift.code_unknown`, `gift.code_used`,
/// `gift.code_expired`.
pub async fn redeem(
    store: &impl Store,
    moment: &Moment<'_>,
    shopper: &ShopperId,
    code: &str,
) -> Outcome<Lot> {
    let code = GiftCode::parse(code).map_err(|_| Refusal::rule("gift.code_malformed"))?;
    let tries = store.find::<GiftTries>(shopper.as_str()).await?;
    refuse_guessing(tries.as_ref(), moment)?;
    let Some(card) = store.find::<GiftCard>(&digest(code.as_str())).await? else {
        store.commit(count_wrong(tries, moment, shopper)).await?;
        return Err(Refusal::rule("gift.code_unknown"));
    };
    let (changes, lot) = open_lot(card, moment, shopper)?;
    match store.commit(changes).await.map_err(Refusal::from) {
        // Two at once: the other one has it now.
        Err(refusal) if refusal.is_stale() => Err(Refusal::rule("gift.code_used")),
        done => done.map(|()| lot),
    }
}

fn open_lot(
    mut card: Versioned<GiftCard>,
    moment: &Moment<'_>,
    shopper: &ShopperId,
) -> Outcome<(ChangeSet, Lot)> {
    if card.value.redeemed_by.is_some() {
        return Err(Refusal::rule("gift.code_used"));
    }
    if moment.now >= card.value.expires_at {
        return Err(Refusal::rule("gift.code_expired"));
    }
    card.value.redeemed_by = Some(shopper.clone());
    let lot = Lot {
        account_id: AccountId::new(format!("gift:{}", moment.hex::<12>())),
        shopper_id: shopper.clone(),
        kind: LotKind::Gift,
        origin: LotOrigin::Code,
        source: card.value.source.clone(),
        initial: card.value.amount,
        opened_at: moment.now,
        expires_at: card.value.expires_at,
        stage: LotStage::Open,
    };
    let house = house_account(LotKind::Gift.issued_kind(), lot.initial.currency());
    let fill = Transfer {
        id: TransferId::new(format!("redeem:{}", card.value.code_digest)),
        debit: house.id.clone(),
        credit: lot.account_id.clone(),
        amount: lot.initial,
        kind: TransferKind::Redeem,
        phase: Phase::Single,
        at: moment.now,
    };
    let told = Event::to_shopper(shopper, EventKind::HoldingsChanged, lot.account_id.as_str());
    let changes = ChangeSet::new().update(card).open(house).open(lot.account()).insert(lot.clone());
    Ok((changes.transfers([fill]).events([told]), lot))
}

fn refuse_guessing(tries: Option<&Versioned<GiftTries>>, moment: &Moment<'_>) -> Outcome<()> {
    let Some(tries) = tries.map(|it| &it.value) else { return Ok(()) };
    let end = hour_end(tries);
    if tries.wrong >= WRONG_PER_HOUR && moment.now < end {
        return Err(Refusal::until("gift.too_many_attempts", end));
    }
    Ok(())
}

fn count_wrong(tries: Option<Versioned<GiftTries>>, moment: &Moment<'_>, shopper: &ShopperId) -> ChangeSet {
    let fresh = GiftTries { shopper_id: shopper.clone(), since: moment.now, wrong: 1 };
    match tries {
        None => ChangeSet::new().insert(fresh),
        Some(mut tries) => {
            if moment.now < hour_end(&tries.value) {
                tries.value.wrong += 1;
            } else {
                tries.value = fresh;
            }
            ChangeSet::new().update(tries)
        }
    }
}

fn hour_end(tries: &GiftTries) -> jiff::Timestamp {
    tries.since.checked_add(SignedDuration::from_hours(1)).unwrap_or(tries.since)
}
