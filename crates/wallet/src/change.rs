//! All writes of one use-case: typed, guarded, applied in one transaction or not at all.

use saifu_ledger::{Account, Transfer};
use serde::de::DeserializeOwned;
use serde::{Deserialize, Serialize};

use crate::browser::BrowserSession;
use crate::card::Card;
use crate::charge::{Charge, Refund};
use crate::checkout::CheckoutSession;
use crate::device::{Device, DeviceJoin};
use crate::factor::{FactorTries, RecoveryCodes, Totp};
use crate::funding::FundingRule;
use crate::gift::{Gift, GiftCard, GiftTries, Lot};
use crate::letter::Letter;
use crate::limit::LimitUse;
use crate::merchant::{IdempotentAnswer, Merchant, MerchantKey};
use crate::outbox::Event;
use crate::passkey::{Ceremony, Credential, PasskeyInvitation};
use crate::permission::ChargePermission;
use crate::proposal::{Approval, ChargeProposal};
use crate::recovery::{Recovery, RecoveryUnderWay};
use crate::session::Session;
use crate::shopper::{EmailChange, Shopper, SignUp};
use crate::sign_in::SignIn;
use crate::store_code::{LiveCode, StoreCode};
use crate::top_up::{AutomaticTopUp, TopUp, TopUpUse};

/// The writes of one use-case, in the order in which they are applied.
#[derive(Clone, Debug, Default)]
pub struct ChangeSet(pub Vec<Change>);

/// One write and its guard.
#[derive(Clone, Debug)]
pub enum Change {
    /// Guard: the key is new.
    Insert(Box<Record>),
    /// Guard: the row is still at this version.
    Update(Box<Record>, i64),
    /// Opens a ledger account; one that exists stays as it is.
    OpenAccount(Account),
    /// Guards: nobody is overdrawn, a pending one is resolved once, an id has one content.
    Transfer(Transfer),
    /// A row of the outbox.
    Event(Event),
}

/// What was read, with the version that an update must still find.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Versioned<T> {
    /// The value.
    pub value: T,
    /// Counts the writes of this row, from 1.
    pub version: i64,
}

/// Something that is stored under an id of its own.
pub trait Entity: Serialize + DeserializeOwned + Clone + Send + Sync + 'static {
    /// The concept it belongs to.
    const CONCEPT: Concept;
    /// Its key.
    fn key(&self) -> String;
    /// As a record of a change.
    fn into_record(self) -> Record;
    /// Out of a record; `None` if it is of another concept.
    fn from_record(record: Record) -> Option<Self>;
    /// Inside a record; `None` if it is of another concept.
    fn in_record(record: &Record) -> Option<&Self>;
}

impl ChangeSet {
    /// No writes yet.
    #[must_use]
    pub fn new() -> Self {
        Self::default()
    }

    /// Adds other changes behind these.
    #[must_use]
    pub fn then(mut self, others: Self) -> Self {
        self.0.extend(others.0);
        self
    }

    /// Adds a row that must be new.
    #[must_use]
    pub fn insert(mut self, entity: impl Entity) -> Self {
        self.0.push(Change::Insert(Box::new(entity.into_record())));
        self
    }

    /// Replaces a row that must be as it was read.
    #[must_use]
    pub fn update<T: Entity>(mut self, entity: Versioned<T>) -> Self {
        self.0.push(Change::Update(Box::new(entity.value.into_record()), entity.version));
        self
    }

    /// Opens a ledger account if it does not exist.
    #[must_use]
    pub fn open(mut self, account: Account) -> Self {
        self.0.push(Change::OpenAccount(account));
        self
    }

    /// Moves money.
    #[must_use]
    pub fn transfers(mut self, transfers: impl IntoIterator<Item = Transfer>) -> Self {
        self.0.extend(transfers.into_iter().map(Change::Transfer));
        self
    }

    /// Tells somebody.
    #[must_use]
    pub fn events(mut self, events: impl IntoIterator<Item = Event>) -> Self {
        self.0.extend(events.into_iter().map(Change::Event));
        self
    }
}

macro_rules! concepts {
    ($($name:ident($entity:ty) by $key:expr;)*) => {
        /// Everything that is stored under an id of its own.
        #[derive(Clone, Copy, Debug, PartialEq, Eq, Hash, PartialOrd, Ord)]
        #[allow(missing_docs, reason = "each variant is the concept of its name")]
        pub enum Concept {
            $($name,)*
        }

        /// One stored thing.
        #[derive(Clone, Debug, Serialize, Deserialize)]
        #[allow(missing_docs, reason = "each variant is the concept of its name")]
        #[allow(clippy::large_enum_variant, reason = "a change boxes it")]
        pub enum Record {
            $($name($entity),)*
        }

        impl Record {
            /// Concept and key.
            #[must_use]
            pub fn place(&self) -> (Concept, String) {
                match self {
                    $(Self::$name(entity) => (Concept::$name, entity.key()),)*
                }
            }
        }

        $(impl Entity for $entity {
            const CONCEPT: Concept = Concept::$name;

            fn key(&self) -> String {
                let key: fn(&Self) -> &str = $key;
                key(self).to_owned()
            }

            fn into_record(self) -> Record {
                Record::$name(self)
            }

            fn from_record(record: Record) -> Option<Self> {
                match record {
                    Record::$name(entity) => Some(entity),
                    _ => None,
                }
            }

            fn in_record(record: &Record) -> Option<&Self> {
                match record {
                    Record::$name(entity) => Some(entity),
                    _ => None,
                }
            }
        })*
    };
}

concepts! {
    Shopper(Shopper) by |it| it.id.as_str();
    SignUp(SignUp) by |it| it.id.as_str();
    Session(Session) by |it| it.id.as_str();
    Device(Device) by |it| it.id.as_str();
    DeviceJoin(DeviceJoin) by |it| it.id.as_str();
    Ceremony(Ceremony) by |it| it.id.as_str();
    Credential(Credential) by |it| it.id.as_str();
    PasskeyInvitation(PasskeyInvitation) by |it| &it.code_digest;
    BrowserSession(BrowserSession) by |it| it.id.as_str();
    Card(Card) by |it| it.id.as_str();
    GiftCard(GiftCard) by |it| &it.code_digest;
    GiftTries(GiftTries) by |it| it.shopper_id.as_str();
    Lot(Lot) by |it| it.account_id.as_str();
    Merchant(Merchant) by |it| it.id.as_str();
    MerchantKey(MerchantKey) by |it| it.id.as_str();
    IdempotentAnswer(IdempotentAnswer) by |it| &it.key;
    CheckoutSession(CheckoutSession) by |it| it.id.as_str();
    ChargeProposal(ChargeProposal) by |it| it.id.as_str();
    Approval(Approval) by |it| it.proposal_id.as_str();
    ChargePermission(ChargePermission) by |it| it.id.as_str();
    Charge(Charge) by |it| it.id.as_str();
    Refund(Refund) by |it| it.id.as_str();
    StoreCode(StoreCode) by |it| &it.code_digest;
    LiveCode(LiveCode) by |it| it.shopper_id.as_str();
    Letter(Letter) by |it| &it.id;
    TopUpUse(TopUpUse) by |it| it.shopper_id.as_str();
    Gift(Gift) by |it| it.id.as_str();
    TopUp(TopUp) by |it| it.id.as_str();
    AutomaticTopUp(AutomaticTopUp) by |it| it.shopper_id.as_str();
    Totp(Totp) by |it| it.shopper_id.as_str();
    RecoveryCodes(RecoveryCodes) by |it| it.shopper_id.as_str();
    Recovery(Recovery) by |it| it.id.as_str();
    RecoveryUnderWay(RecoveryUnderWay) by |it| it.shopper_id.as_str();
    SignIn(SignIn) by |it| it.id.as_str();
    LimitUse(LimitUse) by |it| it.id.as_str();
    EmailChange(EmailChange) by |it| it.id.as_str();
    FactorTries(FactorTries) by |it| it.shopper_id.as_str();
    FundingRule(FundingRule) by |it| it.shopper_id.as_str();
}
