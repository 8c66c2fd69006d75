//! The store: narrow reads, one a concept, and one commit.

use std::future::Future;

use jiff::Timestamp;
use saifu_ledger::{AccountId, AccountKind, Balance, LedgerError, Transfer};
use saifu_money::{Amount, Currency};
use thiserror::Error;

use crate::card::Card;
use crate::change::{ChangeSet, Concept};
pub use crate::change::{Entity, Versioned};
use crate::charge::{Charge, Refund};
use crate::checkout::CheckoutSession;
use crate::device::{Device, DeviceJoin};
use crate::gift::{Gift, Lot, LotKind};
use crate::id::{ChargeId, GiftId, MerchantId, ShopperId};
use crate::merchant::Merchant;
use crate::movement::{MovedBefore, Movement};
use crate::outbox::{Audience, StoredEvent};
use crate::passkey::Credential;
use crate::permission::ChargePermission;
use crate::shopper::Shopper;
use crate::sign_in::{SignIn, SignedInBefore};
use crate::top_up::{TopUp, ToppedUpBefore};

/// Why a commit did not happen. Nothing of it was written.
#[derive(Debug, Error)]
pub enum StoreError {
    /// Somebody else was first: an id that must be new exists, or a row has another version. Read
    /// and decide again.
    #[error("{0:?} {1} was changed by somebody else")]
    Stale(Concept, String),
    /// The ledger refused a transfer.
    #[error(transparent)]
    Ledger(#[from] LedgerError),
    /// The database failed; the cause is for the log.
    #[error("store failed: {0}")]
    Failed(String),
}

/// A commit for which it is as good that somebody else was first.
///
/// # Errors
/// Anything but [`StoreError::Stale`].
pub fn unless_stale(committed: Result<(), StoreError>) -> Result<(), StoreError> {
    match committed {
        Err(StoreError::Stale(..)) => Ok(()),
        other => other,
    }
}

/// A page of charges: those before this place, newest first.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Before {
    /// When the charge was approved.
    pub at: Timestamp,
    /// Tells charges of one millisecond apart.
    pub id: ChargeId,
}

/// A lot with what it still holds.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct LotBalance {
    /// The lot.
    pub lot: Lot,
    /// Its account's balance.
    pub balance: Balance,
}

type Read<T> = Result<T, StoreError>;

/// Finds one thing by its key.
pub trait Find {
    /// The row with its version.
    fn find<T: Entity>(&self, key: &str) -> impl Future<Output = Read<Option<Versioned<T>>>> + Send;
}

/// Reads about shoppers and their devices.
pub trait ShopperReads {
    /// By verified address, lower case.
    fn shopper_by_email(&self, email: &str) -> impl Future<Output = Read<Option<Shopper>>> + Send;
    /// All credentials, oldest first.
    fn credentials_of(&self, shopper: &ShopperId) -> impl Future<Output = Read<Vec<Credential>>> + Send;
    /// All devices, revoked ones too, oldest first.
    fn devices_of(&self, shopper: &ShopperId) -> impl Future<Output = Read<Vec<Versioned<Device>>>> + Send;
    /// A page of sign-ins and attempts at one, before a place, newest first.
    fn sign_ins_of(
        &self,
        shopper: &ShopperId,
        before: Option<&SignedInBefore>,
        limit: u32,
    ) -> impl Future<Output = Read<Vec<SignIn>>> + Send;
    /// A device's way into an account, by the digest of its code.
    fn join_by_code(
        &self,
        code_digest: &str,
    ) -> impl Future<Output = Read<Option<Versioned<DeviceJoin>>>> + Send;
}

/// Reads about what a shopper can pay with.
pub trait HoldingReads {
    /// Linked cards, oldest first.
    fn cards_of(&self, shopper: &ShopperId) -> impl Future<Output = Read<Vec<Versioned<Card>>>> + Send;
    /// Gift and point lots that are not closed, the soonest expiry first.
    fn lots_of(&self, shopper: &ShopperId) -> impl Future<Output = Read<Vec<LotBalance>>> + Send;
    /// The derived sums of an account.
    fn balance(&self, account: &AccountId) -> impl Future<Output = Read<Option<Balance>>> + Send;
    /// Lots whose end must be looked at by `now`, the longest due first.
    fn lots_due(&self, now: Timestamp) -> impl Future<Output = Read<Vec<AccountId>>> + Send;
}

/// Reads histories.
pub trait MovementReads {
    /// What moved on a shopper's lots of one kind before a place, newest first.
    fn movements_of(
        &self,
        shopper: &ShopperId,
        kind: LotKind,
        before: Option<&MovedBefore>,
        limit: u32,
    ) -> impl Future<Output = Read<Vec<Movement>>> + Send;
}

/// Reads about mail on its way.
pub trait LetterReads {
    /// Ids of letters that are due by `now`, the longest due first.
    fn letters_due(&self, now: Timestamp) -> impl Future<Output = Read<Vec<String>>> + Send;
}

/// Reads of the ledger.
pub trait LedgerReads {
    /// Pending transfers whose time is over and that nothing resolves, the oldest first.
    fn transfers_overdue(&self, now: Timestamp) -> impl Future<Output = Read<Vec<Transfer>>> + Send;
    /// What all accounts of a kind held together just before `end`, from what was final by then. For
    /// reports: it reads every transfer.
    fn held_at(
        &self,
        kind: AccountKind,
        currency: Currency,
        end: Timestamp,
    ) -> impl Future<Output = Read<Amount>> + Send;
}

/// Reads about top-ups.
pub trait TopUpReads {
    /// A shopper's top-ups before a place, newest first.
    fn top_ups_of(
        &self,
        shopper: &ShopperId,
        before: Option<&ToppedUpBefore>,
        limit: u32,
    ) -> impl Future<Output = Read<Vec<TopUp>>> + Send;
    /// A shopper's top-ups that wait for cash or for the bank.
    fn top_ups_waiting(&self, shopper: &ShopperId) -> impl Future<Output = Read<Vec<TopUp>>> + Send;
    /// Top-ups that somebody must look at by `now`, the longest due first.
    fn top_ups_due(&self, now: Timestamp) -> impl Future<Output = Read<Vec<TopUp>>> + Send;
    /// Whose rule for topping up must be looked at by `now`.
    fn automatic_due(&self, now: Timestamp) -> impl Future<Output = Read<Vec<ShopperId>>> + Send;
}

/// Reads about checkout sessions.
pub trait CheckoutReads {
    /// Open sessions that this shopper looked at and did not approve, newest first.
    fn sessions_awaiting(
        &self,
        shopper: &ShopperId,
        now: Timestamp,
    ) -> impl Future<Output = Read<Vec<CheckoutSession>>> + Send;
}

/// Reads about charges and refunds.
pub trait ChargeReads {
    /// A shopper's charges before a place, newest first.
    fn charges_of(
        &self,
        shopper: &ShopperId,
        before: Option<&Before>,
        limit: u32,
    ) -> impl Future<Output = Read<Vec<Charge>>> + Send;
    /// A shopper's charges that nobody has completed or given up, newest first.
    fn charges_open(&self, shopper: &ShopperId) -> impl Future<Output = Read<Vec<Charge>>> + Send;
    /// A shopper's charges whose points are promised, the soonest first.
    fn charges_promising(&self, shopper: &ShopperId) -> impl Future<Output = Read<Vec<Charge>>> + Send;
    /// Charges whose points are promised for by `now`, the longest due first.
    fn promises_due(&self, now: Timestamp) -> impl Future<Output = Read<Vec<ChargeId>>> + Send;
    /// The charge of an order.
    fn charge_of_order(&self, order: &str) -> impl Future<Output = Read<Option<Versioned<Charge>>>> + Send;
    /// A charge's refunds, oldest first.
    fn refunds_of(&self, charge: &ChargeId) -> impl Future<Output = Read<Vec<Refund>>> + Send;
    /// Charges that owe the processor a call since before `before`, oldest first.
    fn charges_due(&self, before: Timestamp) -> impl Future<Output = Read<Vec<ChargeId>>> + Send;
    /// Refunds that owe the processor a call since before `before`, oldest first.
    fn refunds_due(&self, before: Timestamp) -> impl Future<Output = Read<Vec<Refund>>> + Send;
    /// Authorized charges whose session or authorization ended by `now`.
    fn charges_lapsed(&self, now: Timestamp) -> impl Future<Output = Read<Vec<ChargeId>>> + Send;
    /// How many captured or authorized charges a shopper has at a merchant.
    fn times_paid(
        &self,
        shopper: &ShopperId,
        merchant: &MerchantId,
    ) -> impl Future<Output = Read<u32>> + Send;
}

/// Reads about permissions.
pub trait PermissionReads {
    /// A shopper's permissions that stand, ended ones too, newest first.
    fn permissions_of(&self, shopper: &ShopperId)
    -> impl Future<Output = Read<Vec<ChargePermission>>> + Send;
}

/// Reads about gifts that were bought.
pub trait GiftReads {
    /// The gifts that a shopper bought, newest first.
    fn gifts_of(&self, shopper: &ShopperId) -> impl Future<Output = Read<Vec<Gift>>> + Send;
    /// Gifts that somebody must look at by `now`, the longest due first.
    fn gifts_due(&self, now: Timestamp) -> impl Future<Output = Read<Vec<GiftId>>> + Send;
}

/// Reads about merchants.
pub trait MerchantReads {
    /// All, by id.
    fn merchants(&self) -> impl Future<Output = Read<Vec<Merchant>>> + Send;
}

/// Reads of the outbox.
pub trait OutboxReads {
    /// Events for one audience after a sequence number, oldest first.
    fn events_after(
        &self,
        audience: &Audience,
        after: i64,
        limit: u32,
    ) -> impl Future<Output = Read<Vec<StoredEvent>>> + Send;
    /// The newest sequence number.
    fn last_event(&self) -> impl Future<Output = Read<i64>> + Send;
}

/// Writes all of a use-case, or nothing.
pub trait Commit {
    /// Applies the changes in one transaction.
    fn commit(&self, changes: ChangeSet) -> impl Future<Output = Result<(), StoreError>> + Send;
}

/// Everything together.
pub trait Store:
    Find
    + ShopperReads
    + HoldingReads
    + LedgerReads
    + TopUpReads
    + MovementReads
    + LetterReads
    + CheckoutReads
    + ChargeReads
    + PermissionReads
    + GiftReads
    + MerchantReads
    + OutboxReads
    + Commit
    + Send
    + Sync
{
}

impl<T> Store for T where
    T: Find
        + ShopperReads
        + HoldingReads
        + LedgerReads
        + TopUpReads
        + MovementReads
        + LetterReads
        + CheckoutReads
        + ChargeReads
        + PermissionReads
        + PermissionReads
        + GiftReads
        + MerchantReads
        + OutboxReads
        + Commit
        + Send
        + Sync
{
}
