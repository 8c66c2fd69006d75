use jiff::SignedDuration;
use saifu_codes::GiftCode;
use saifu_ledger::{AccountId, Phase, Transfer, TransferId, TransferKind};

use crate::change::Concept;
use crate::gift::{CodeEnd, Gift, GiftCard, GiftTries, Lot, LotKind, LotOrigin, LotStage, house_account};
use crate::id::ShopperId;
use crate::moment::digest;
use crate::outbox::{Event, EventKind};
use crate::port::store::{Store, StoreError, Versioned};
use crate::{ChangeSet, Moment, Outcome, Refusal};

const WRONG_PER_HOUR: u32 = 5;

/// Turns a gift code into a lot. A code with a wrong checksum is a slip of the finger and costs no
/// try; one that was never issued does. Why a code does not work is told to whoever holds the real one.
///
/// # Errors
/// `gift.code_malformed`, `gift.too_many_attempts`, `gift.code_unknown`, `gift.code_used`,
/// `gift.code_expired`, `gift.code_replaced`, `gift.code_canceled`; the store failed, or somebody else was
/// first (stale).
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
    refuse_dead(&card.value, moment)?;
    let (changes, source) = source_of(store, &card.value, moment).await?;
    let (changes, lot) = open_lot(changes, card, source, moment, shopper);
    store.commit(changes).await?;
    Ok(lot)
}

fn refuse_dead(card: &GiftCard, moment: &Moment<'_>) -> Outcome<()> {
    let dead = match card.end {
        _ if card.redeemed_by.is_some() => "gift.code_used",
        Some(CodeEnd::Replaced) => "gift.code_replaced",
        Some(CodeEnd::Canceled) => "gift.code_canceled",
        None if moment.now >= card.expires_at => "gift.code_expired",
        None => return Ok(()),
    };
    Err(Refusal::rule(dead))
}

/// Where the value is: in the escrow of a gift, which is redeemed with it, or with the house for a card
/// that was issued elsewhere.
async fn source_of(
    store: &impl Store,
    card: &GiftCard,
    moment: &Moment<'_>,
) -> Outcome<(ChangeSet, AccountId)> {
    let Some(id) = &card.gift_id else {
        let house = house_account(LotKind::Gift.issued_kind(), card.amount.currency());
        let source = house.id.clone();
        return Ok((ChangeSet::new().open(house), source));
    };
    let gift = store.find::<Gift>(id.as_str()).await?;
    let gift = gift.ok_or_else(|| Refusal::Stored(format!("{id} has a code but is missing")))?;
    if !gift.value.state.waits() {
        // Called off between reading the code and reading the gift: read again.
        return Err(StoreError::Stale(Concept::Gift, id.to_string()).into());
    }
    let escrow = gift.value.escrow_id();
    let value = gift.value.redeemed(moment.now);
    let told = value.told();
    let changes = ChangeSet::new().update(Versioned { value, version: gift.version }).events([told]);
    Ok((changes, escrow))
}

fn open_lot(
    changes: ChangeSet,
    mut card: Versioned<GiftCard>,
    source: AccountId,
    moment: &Moment<'_>,
    shopper: &ShopperId,
) -> (ChangeSet, Lot) {
    card.value.redeemed_by = Some(shopper.clone());
    let lot = Lot {
        account_id: AccountId::new(format!("gift:{}", moment.hex::<12>())),
        shopper_id: shopper.clone(),
        kind: LotKind::Gift,
        origin: if card.value.gift_id.is_some() { LotOrigin::Gift } else { LotOrigin::Code },
        source: card.value.source.clone(),
        initial: card.value.amount,
        opened_at: moment.now,
        expires_at: card.value.expires_at,
        stage: LotStage::Open,
    };
    let fill = Transfer {
        id: TransferId::new(format!("redeem:{}", card.value.code_digest)),
        debit: source,
        credit: lot.account_id.clone(),
        amount: lot.initial,
        kind: TransferKind::Redeem,
        phase: Phase::Single,
        at: moment.now,
    };
    let told = Event::to_shopper(shopper, EventKind::HoldingsChanged, lot.account_id.as_str());
    let changes = changes.update(card).open(lot.account()).insert(lot.clone());
    (changes.transfers([fill]).events([told]), lot)
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
