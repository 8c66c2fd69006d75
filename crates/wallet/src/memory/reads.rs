use std::cmp::Reverse;

use jiff::Timestamp;
use saifu_ledger::{AccountId, AccountKind, Balance, Books, Phase, Transfer};
use saifu_money::{Amount, Currency};

use crate::card::Card;
use crate::charge::{Charge, ChargeState, Refund};
use crate::checkout::{CheckoutSession, SessionState};
use crate::device::{Device, DeviceJoin};
use crate::gift::{Gift, Lot, LotKind, LotStage};
use crate::id::{ChargeId, GiftId, MerchantId, ShopperId};
use crate::letter::Letter;
use crate::memory::MemoryStore;
use crate::merchant::Merchant;
use crate::movement::{MovedBefore, Movement};
use crate::outbox::{Audience, StoredEvent};
use crate::passkey::Credential;
use crate::permission::ChargePermission;
use crate::port::store::{
    Before, ChargeReads, CheckoutReads, Entity, Find, GiftReads, HoldingReads, LedgerReads, LetterReads,
    LotBalance, MerchantReads, MovementReads, OutboxReads, PermissionReads, ShopperReads, StoreError,
    TopUpReads, Versioned,
};
use crate::shopper::Shopper;
use crate::sign_in::{SignIn, SignedInBefore};
use crate::top_up::{AutomaticTopUp, TopUp, TopUpState, ToppedUpBefore};

type Read<T> = Result<T, StoreError>;

impl MemoryStore {
    fn all<T: Entity>(&self, wanted: impl Fn(&T) -> bool) -> Vec<Versioned<T>> {
        let state = self.state();
        let rows = state.rows::<T>().filter(|(row, _)| wanted(row));
        rows.map(|(row, version)| Versioned { value: row.clone(), version }).collect()
    }

    fn values<T: Entity>(&self, wanted: impl Fn(&T) -> bool) -> Vec<T> {
        self.state().rows::<T>().map(|(row, _)| row).filter(|row| wanted(row)).cloned().collect()
    }
}

impl Find for MemoryStore {
    async fn find<T: Entity>(&self, key: &str) -> Read<Option<Versioned<T>>> {
        Ok(self.state().find(key))
    }
}

impl ShopperReads for MemoryStore {
    async fn shopper_by_email(&self, email: &str) -> Read<Option<Shopper>> {
        Ok(self.state().find_unique::<Shopper>(email).map(|it| it.value))
    }

    async fn credentials_of(&self, shopper: &ShopperId) -> Read<Vec<Credential>> {
        let mut found = self.values(|it: &Credential| it.shopper_id == *shopper);
        found.sort_by_key(|it| it.created_at);
        Ok(found)
    }

    async fn devices_of(&self, shopper: &ShopperId) -> Read<Vec<Versioned<Device>>> {
        let mut found = self.all(|it: &Device| it.shopper_id == *shopper);
        found.sort_by_key(|it| (it.value.created_at, it.value.id.clone()));
        Ok(found)
    }

    async fn sign_ins_of(
        &self,
        shopper: &ShopperId,
        before: Option<&SignedInBefore>,
        limit: u32,
    ) -> Read<Vec<SignIn>> {
        let mut found = self.values(|it: &SignIn| {
            it.shopper_id == *shopper && before.is_none_or(|place| it.place() < *place)
        });
        found.sort_by_key(|it| Reverse(it.place()));
        found.truncate(limit as usize);
        Ok(found)
    }

    async fn join_by_code(&self, code_digest: &str) -> Read<Option<Versioned<DeviceJoin>>> {
        Ok(self.state().find_unique(code_digest))
    }
}

impl HoldingReads for MemoryStore {
    async fn cards_of(&self, shopper: &ShopperId) -> Read<Vec<Versioned<Card>>> {
        let mut found = self.all(|it: &Card| it.shopper_id == *shopper && it.removed_at.is_none());
        found.sort_by_key(|it| it.value.linked_at);
        Ok(found)
    }

    async fn lots_of(&self, shopper: &ShopperId) -> Read<Vec<LotBalance>> {
        let mut lots = self.values(|it: &Lot| it.shopper_id == *shopper && it.stage != LotStage::Closed);
        lots.sort_by_key(|lot| (lot.expires_at, lot.account_id.clone()));
        let state = self.state();
        let balance = |lot: &Lot| state.books.balance(&lot.account_id).unwrap_or_default();
        Ok(lots.into_iter().map(|lot| LotBalance { balance: balance(&lot), lot }).collect())
    }

    async fn balance(&self, account: &AccountId) -> Read<Option<Balance>> {
        Ok(self.state().books.balance(account))
    }

    async fn lots_due(&self, now: Timestamp) -> Read<Vec<AccountId>> {
        let mut due = self.values(|it: &Lot| it.due_at().is_some_and(|due| due <= now));
        due.sort_by_key(Lot::due_at);
        Ok(due.into_iter().map(|lot| lot.account_id).collect())
    }
}

impl LedgerReads for MemoryStore {
    async fn transfers_overdue(&self, now: Timestamp) -> Read<Vec<Transfer>> {
        let books = self.state().books.clone();
        let is_overdue = |it: &&Transfer| it.phase.until().is_some_and(|end| end <= now);
        let mut found: Vec<Transfer> =
            books.transfers().filter(is_overdue).filter(|it| !books.is_resolved(&it.id)).cloned().collect();
        found.sort_by_key(|it| (it.phase.until(), it.id.clone()));
        Ok(found)
    }

    async fn held_at(&self, kind: AccountKind, currency: Currency, end: Timestamp) -> Read<Amount> {
        let books = self.state().books.clone();
        let is_held =
            |id: &AccountId| books.account(id).is_some_and(|it| it.kind == kind && it.currency == currency);
        let is_final = |it: &&Transfer| matches!(it.phase, Phase::Single | Phase::Post(_)) && it.at < end;
        let sum = books.transfers().filter(is_final).fold(0, |sum, it| {
            let signed = i64::from(is_held(&it.credit)) - i64::from(is_held(&it.debit));
            sum + signed * it.amount.minor()
        });
        Amount::new(sum, currency).map_err(|error| StoreError::Failed(error.to_string()))
    }
}

impl TopUpReads for MemoryStore {
    async fn top_ups_of(
        &self,
        shopper: &ShopperId,
        before: Option<&ToppedUpBefore>,
        limit: u32,
    ) -> Read<Vec<TopUp>> {
        let mut found = self
            .values(|it: &TopUp| it.shopper_id == *shopper && before.is_none_or(|place| it.place() < *place));
        found.sort_by_key(|it| Reverse(it.place()));
        found.truncate(limit as usize);
        Ok(found)
    }

    async fn top_ups_waiting(&self, shopper: &ShopperId) -> Read<Vec<TopUp>> {
        let waits = |it: &TopUp| it.shopper_id == *shopper && it.state == TopUpState::Pending;
        Ok(self.values(waits))
    }

    async fn top_ups_due(&self, now: Timestamp) -> Read<Vec<TopUp>> {
        let mut due = self.values(|it: &TopUp| it.due_at().is_some_and(|due| due <= now));
        due.sort_by_key(TopUp::due_at);
        Ok(due)
    }

    async fn automatic_due(&self, now: Timestamp) -> Read<Vec<ShopperId>> {
        let mut due = self.values(|it: &AutomaticTopUp| it.due_at().is_some_and(|due| due <= now));
        due.sort_by_key(AutomaticTopUp::due_at);
        Ok(due.into_iter().map(|it| it.shopper_id).collect())
    }
}

impl MovementReads for MemoryStore {
    async fn movements_of(
        &self,
        shopper: &ShopperId,
        kind: LotKind,
        before: Option<&MovedBefore>,
        limit: u32,
    ) -> Read<Vec<Movement>> {
        let lots = self.values(|it: &Lot| it.shopper_id == *shopper && it.kind == kind);
        let books = self.state().books.clone();
        let of_lot = |lot: &Lot| {
            let (lot, moved) = (lot.clone(), moved(&books, &lot.account_id));
            moved.into_iter().map(move |(transfer, incoming)| Movement {
                transfer,
                lot: lot.clone(),
                incoming,
            })
        };
        let mut found: Vec<Movement> = lots.iter().flat_map(of_lot).collect();
        found.retain(|it| before.is_none_or(|place| it.place() < *place));
        found.sort_by_key(|it| Reverse(it.place()));
        found.truncate(limit as usize);
        Ok(found)
    }
}

/// What moved an account, and whether it came in: what is final, and what is reserved to go out.
fn moved(books: &Books, id: &AccountId) -> Vec<(Transfer, bool)> {
    let moved = books.transfers().filter_map(|transfer| {
        let incoming = transfer.credit == *id;
        let counts = match transfer.phase {
            Phase::Single | Phase::Post(_) => true,
            Phase::Pending | Phase::PendingUntil(_) => !incoming && !books.is_resolved(&transfer.id),
            Phase::Void(_) | Phase::Expire(_) => false,
        };
        ((incoming || transfer.debit == *id) && counts).then(|| (transfer.clone(), incoming))
    });
    moved.collect()
}

impl LetterReads for MemoryStore {
    async fn letters_due(&self, now: Timestamp) -> Read<Vec<String>> {
        let mut due = self.values(|it: &Letter| it.due_at.is_some_and(|due| due <= now));
        due.sort_by_key(|it| it.due_at);
        Ok(due.into_iter().map(|it| it.id).collect())
    }
}

impl CheckoutReads for MemoryStore {
    async fn sessions_awaiting(&self, shopper: &ShopperId, now: Timestamp) -> Read<Vec<CheckoutSession>> {
        let mut found = self.values(|it: &CheckoutSession| {
            let open = it.state == SessionState::Open && it.expires_at > now && it.charge_id.is_none();
            open && it.shopper_id.as_ref() == Some(shopper)
        });
        found.sort_by_key(|it| Reverse(it.created_at));
        Ok(found)
    }
}

impl ChargeReads for MemoryStore {
    async fn charges_of(
        &self,
        shopper: &ShopperId,
        before: Option<&Before>,
        limit: u32,
    ) -> Read<Vec<Charge>> {
        let place = before.map(|it| (it.at, it.id.clone()));
        let mut found = self.values(|it: &Charge| {
            let older = place.as_ref().is_none_or(|place| (it.approved_at, it.id.clone()) < *place);
            it.shopper_id == *shopper && older
        });
        found.sort_by_key(|it| Reverse((it.approved_at, it.id.clone())));
        found.truncate(limit as usize);
        Ok(found)
    }

    async fn charges_open(&self, shopper: &ShopperId) -> Read<Vec<Charge>> {
        let mut found = self.values(|it: &Charge| it.shopper_id == *shopper && it.state.is_open());
        found.sort_by_key(|it| Reverse(it.approved_at));
        Ok(found)
    }

    async fn charges_promising(&self, shopper: &ShopperId) -> Read<Vec<Charge>> {
        let mut found =
            self.values(|it: &Charge| it.shopper_id == *shopper && it.points_promised_for().is_some());
        found.sort_by_key(Charge::points_promised_for);
        Ok(found)
    }

    async fn promises_due(&self, now: Timestamp) -> Read<Vec<ChargeId>> {
        let due = |it: &Charge| it.points_promised_for().is_some_and(|at| at <= now);
        let mut due = self.values(due);
        due.sort_by_key(Charge::points_promised_for);
        Ok(due.into_iter().map(|it| it.id).collect())
    }

    async fn charge_of_order(&self, order: &str) -> Read<Option<Versioned<Charge>>> {
        Ok(self.state().find_unique(order))
    }

    async fn refunds_of(&self, charge: &ChargeId) -> Read<Vec<Refund>> {
        let mut found = self.values(|it: &Refund| it.charge_id == *charge);
        found.sort_by_key(|it| it.created_at);
        Ok(found)
    }

    async fn charges_due(&self, before: Timestamp) -> Read<Vec<ChargeId>> {
        let due = |it: &Charge| it.due.is_some_and(|due| due.since <= before);
        Ok(self.values(due).into_iter().map(|it| it.id).collect())
    }

    async fn refunds_due(&self, before: Timestamp) -> Read<Vec<Refund>> {
        Ok(self.values(|it: &Refund| it.due_since.is_some_and(|since| since <= before)))
    }

    async fn charges_lapsed(&self, now: Timestamp) -> Read<Vec<ChargeId>> {
        let lapsed = |it: &Charge| it.state == ChargeState::Authorized && it.expires_at <= now;
        Ok(self.values(lapsed).into_iter().map(|it| it.id).collect())
    }

    async fn times_paid(&self, shopper: &ShopperId, merchant: &MerchantId) -> Read<u32> {
        let paid = self.values(|it: &Charge| {
            let counts = !matches!(it.state, ChargeState::Canceled | ChargeState::Declined);
            it.shopper_id == *shopper && it.merchant_id == *merchant && counts
        });
        Ok(u32::try_from(paid.len()).unwrap_or(u32::MAX))
    }
}

impl PermissionReads for MemoryStore {
    async fn permissions_of(&self, shopper: &ShopperId) -> Read<Vec<ChargePermission>> {
        let mut found =
            self.values(|it: &ChargePermission| it.shopper_id == *shopper && it.standing.is_some());
        found.sort_by_key(|it| Reverse((it.created_at, it.id.clone())));
        Ok(found)
    }
}

impl GiftReads for MemoryStore {
    async fn gifts_of(&self, shopper: &ShopperId) -> Read<Vec<Gift>> {
        let mut found = self.values(|it: &Gift| it.shopper_id == *shopper);
        found.sort_by_key(|it| Reverse((it.created_at, it.id.clone())));
        Ok(found)
    }

    async fn gifts_due(&self, now: Timestamp) -> Read<Vec<GiftId>> {
        let mut due = self.values(|it: &Gift| it.due_at.is_some_and(|due| due <= now));
        due.sort_by_key(|it| it.due_at);
        Ok(due.into_iter().map(|it| it.id).collect())
    }
}

impl MerchantReads for MemoryStore {
    async fn merchants(&self) -> Read<Vec<Merchant>> {
        Ok(self.values(|_| true))
    }
}

impl OutboxReads for MemoryStore {
    async fn events_after(&self, audience: &Audience, after: i64, limit: u32) -> Read<Vec<StoredEvent>> {
        let state = self.state();
        let stored = state
            .events
            .iter()
            .zip(1_i64..)
            .filter(|(event, sequence)| event.audience == *audience && *sequence > after);
        let stored = stored.map(|(event, sequence)| StoredEvent {
            sequence,
            kind: event.kind,
            object_id: event.object_id.clone(),
        });
        Ok(stored.take(limit as usize).collect())
    }

    async fn last_event(&self) -> Read<i64> {
        Ok(i64::try_from(self.state().events.len()).unwrap_or(i64::MAX))
    }
}
