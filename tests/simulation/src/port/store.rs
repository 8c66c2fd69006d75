use jiff::Timestamp;
use saifu_ledger::{AccountId, AccountKind, Balance, Transfer};
use saifu_money::{Amount, Currency};
use saifu_wallet::card::Card;
use saifu_wallet::change::{Change, ChangeSet, Concept, Entity, Versioned};
use saifu_wallet::charge::{Charge, Refund};
use saifu_wallet::checkout::CheckoutSession;
use saifu_wallet::device::{Device, DeviceJoin};
use saifu_wallet::gift::{Gift, LotKind};
use saifu_wallet::id::{ChargeId, GiftId, MerchantId, ShopperId};
use saifu_wallet::merchant::Merchant;
use saifu_wallet::movement::{MovedBefore, Movement};
use saifu_wallet::outbox::{Audience, StoredEvent};
use saifu_wallet::passkey::Credential;
use saifu_wallet::permission::ChargePermission;
use saifu_wallet::port::store::{
    Before, ChargeReads, CheckoutReads, Commit, Find, GiftReads, HoldingReads, LedgerReads, LetterReads,
    LotBalance, MerchantReads, MovementReads, OutboxReads, PermissionReads, ShopperReads, StoreError,
    TopUpReads,
};
use saifu_wallet::shopper::Shopper;
use saifu_wallet::sign_in::{SignIn, SignedInBefore};
use saifu_wallet::top_up::{TopUp, ToppedUpBefore};

use crate::executor::turn;
use crate::weather::Fault;
use crate::world::World;

type Read<T> = Result<T, StoreError>;

impl Find for World {
    async fn find<T: Entity>(&self, key: &str) -> Read<Option<Versioned<T>>> {
        self.before_reading().await?;
        self.memory.find(key).await
    }
}

/// Each read waits its turn, may fail, and is the memory store's.
macro_rules! reads {
    ($($trait:ident { $($name:ident($($given:ident: $kind:ty),*) -> $found:ty;)* })*) => {$(
        impl $trait for World {
            $(async fn $name(&self, $($given: $kind),*) -> Read<$found> {
                self.before_reading().await?;
                self.memory.$name($($given),*).await
            })*
        }
    )*};
}

reads! {
    ShopperReads {
        shopper_by_email(email: &str) -> Option<Shopper>;
        credentials_of(shopper: &ShopperId) -> Vec<Credential>;
        devices_of(shopper: &ShopperId) -> Vec<Versioned<Device>>;
        sign_ins_of(shopper: &ShopperId, before: Option<&SignedInBefore>, limit: u32) -> Vec<SignIn>;
        join_by_code(code_digest: &str) -> Option<Versioned<DeviceJoin>>;
    }
    HoldingReads {
        cards_of(shopper: &ShopperId) -> Vec<Versioned<Card>>;
        lots_of(shopper: &ShopperId) -> Vec<LotBalance>;
        balance(account: &AccountId) -> Option<Balance>;
        lots_due(now: Timestamp) -> Vec<AccountId>;
    }
    MovementReads {
        movements_of(
            shopper: &ShopperId,
            kind: LotKind,
            before: Option<&MovedBefore>,
            limit: u32
        ) -> Vec<Movement>;
    }
    LetterReads {
        letters_due(now: Timestamp) -> Vec<String>;
    }
    PermissionReads {
        permissions_of(shopper: &ShopperId) -> Vec<ChargePermission>;
    }
    GiftReads {
        gifts_of(shopper: &ShopperId) -> Vec<Gift>;
        gifts_due(now: Timestamp) -> Vec<GiftId>;
    }
    TopUpReads {
        top_ups_of(shopper: &ShopperId, before: Option<&ToppedUpBefore>, limit: u32) -> Vec<TopUp>;
        top_ups_waiting(shopper: &ShopperId) -> Vec<TopUp>;
        top_ups_due(now: Timestamp) -> Vec<TopUp>;
        automatic_due(now: Timestamp) -> Vec<ShopperId>;
    }
    LedgerReads {
        transfers_overdue(now: Timestamp) -> Vec<Transfer>;
        held_at(kind: AccountKind, currency: Currency, end: Timestamp) -> Amount;
    }
    CheckoutReads {
        sessions_awaiting(shopper: &ShopperId, now: Timestamp) -> Vec<CheckoutSession>;
    }
    ChargeReads {
        charges_of(shopper: &ShopperId, before: Option<&Before>, limit: u32) -> Vec<Charge>;
        charge_of_order(order: &str) -> Option<Versioned<Charge>>;
        refunds_of(charge: &ChargeId) -> Vec<Refund>;
        charges_open(shopper: &ShopperId) -> Vec<Charge>;
        charges_promising(shopper: &ShopperId) -> Vec<Charge>;
        promises_due(now: Timestamp) -> Vec<ChargeId>;
        charges_due(before: Timestamp) -> Vec<ChargeId>;
        refunds_due(before: Timestamp) -> Vec<Refund>;
        charges_lapsed(now: Timestamp) -> Vec<ChargeId>;
        times_paid(shopper: &ShopperId, merchant: &MerchantId) -> u32;
    }
    MerchantReads {
        merchants() -> Vec<Merchant>;
    }
    OutboxReads {
        events_after(audience: &Audience, after: i64, limit: u32) -> Vec<StoredEvent>;
        last_event() -> i64;
    }
}

impl Commit for World {
    async fn commit(&self, changes: ChangeSet) -> Result<(), StoreError> {
        turn().await;
        if self.strikes(Fault::CommitFails) {
            return Err(StoreError::Failed("weather: the store is away".to_owned()));
        }
        if let Some(refused) = self.refuse_a_guard(&changes) {
            return Err(refused);
        }
        let changes = self.mutated(changes);
        let moved = self.history.is_written().then(|| changes.clone());
        let done = self.memory.commit(changes).await;
        self.tell_commit(&done, moved);
        turn().await;
        if done.is_ok() && self.strikes(Fault::CommitUnsure) {
            return Err(StoreError::Failed("weather: the answer to a commit was lost".to_owned()));
        }
        done
    }
}

impl World {
    async fn before_reading(&self) -> Read<()> {
        turn().await;
        if self.strikes(Fault::ReadFails) {
            return Err(StoreError::Failed("weather: a read failed".to_owned()));
        }
        Ok(())
    }

    fn refuse_a_guard(&self, changes: &ChangeSet) -> Option<StoreError> {
        let guarded = changes.0.iter().find_map(|change| match change {
            Change::Insert(record) | Change::Update(record, _) => Some(record.place()),
            Change::OpenAccount(_) | Change::Transfer(_) | Change::Event(_) => None,
        });
        let (concept, key) = guarded?;
        self.strikes(Fault::GuardRefuses).then_some(StoreError::Stale(concept, key))
    }

    fn tell_commit(&self, done: &Result<(), StoreError>, moved: Option<ChangeSet>) {
        match done {
            Ok(()) => self.something_changed(),
            // An authenticator draws the id of its credential by itself: it is another in each run.
            Err(StoreError::Stale(Concept::Credential, _)) => {
                return self.tell(|| {
                    "      the store refuses: a credential was changed by somebody else".to_owned()
                });
            }
            Err(error) => return self.tell(|| format!("      the store refuses: {error}")),
        }
        for change in moved.into_iter().flat_map(|changes| changes.0) {
            if let Change::Transfer(it) = change {
                let (phase, debit, credit) = (it.phase.word(), it.debit.as_str(), it.credit.as_str());
                self.tell(|| format!("      {phase} {} {debit} → {credit} ({})", it.amount, it.id.as_str()));
            }
        }
    }
}
