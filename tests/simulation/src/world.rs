use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Mutex, MutexGuard, PoisonError};

use anyhow::Result;
use saifu_money::TaxRate;
use saifu_wallet::change::ChangeSet;
use saifu_wallet::charge::{Signed, Verifier};
use saifu_wallet::factor::FactorKey;
use saifu_wallet::house::{self, Issuer};
use saifu_wallet::id::MerchantId;
use saifu_wallet::memory::{MemoryStore, Snapshot};
use saifu_wallet::merchant::Merchant;
use saifu_wallet::passkey::RelyingParty;
use saifu_wallet::port::store::{Commit, StoreError};
use saifu_wallet::{Moment, Refusal};

use crate::actor::Sent;
use crate::audit::Finding;
use crate::books::Books;
use crate::clock::{Clock, PROCESSES};
use crate::device::{Device, ORIGIN};
use crate::dice::Dice;
use crate::executor::alone;
use crate::history::{History, Tally};
use crate::mutation::Mutation;
use crate::port::{Post, Wire};
use crate::weather::{Fault, Weather};

const SHOPPERS: [&str; 3] = ["misaki", "kenta", "haruka"];
/// With the days after which its points come.
const SHOPS: [(&str, &str, u16); 2] = [("M1", "山ねこ珈琲", 0), ("M2", "みなと書店", 3)];

/// Everything outside the use-cases: it is their store, their processor and their mail.
pub struct World {
    /// Who acts next and what strikes.
    pub dice: Dice,
    /// The wallet's ids and nonces.
    ids: Dice,
    /// The time.
    pub clock: Clock,
    /// What happened.
    pub history: History,
    /// The shops.
    pub merchants: Vec<Merchant>,
    /// The relying party of the service.
    pub party: RelyingParty,
    /// Opens the secrets of authenticator apps.
    pub factor_key: FactorKey,
    /// How the world is broken, to see that caught.
    pub mutation: Option<&'static Mutation>,
    pub(crate) memory: MemoryStore,
    weather: Mutex<Weather>,
    books: Mutex<Books>,
    wire: Mutex<Wire>,
    post: Mutex<Post>,
    devices: Vec<Mutex<Device>>,
    sent: Mutex<Vec<Sent>>,
    tally: Mutex<Tally>,
    findings: Mutex<Vec<Finding>>,
    changed: AtomicBool,
}

impl World {
    /// What the service checks approvals with.
    pub fn verifier(&self) -> Verifier<'_> {
        Verifier { party: &self.party, factor_key: &self.factor_key }
    }

    /// A world of shops with their keys, and of shoppers who have not signed up.
    ///
    /// # Errors
    /// webauthn-rs refuses the origin, or the shops cannot be stored.
    pub fn new(seed: u64, written: bool, mutation: Option<&'static Mutation>) -> Result<Self> {
        let dice = Dice::new(seed, 0);
        let behind = [0, *dice.pick(&[0, 90, 900, 7200]).unwrap_or(&0)];
        let clock = Clock::new(behind);
        let merchants: Vec<Merchant> = SHOPS.map(|(id, name, days)| shop(id, name, days, &clock)).into();
        let memory = MemoryStore::new();
        let shops = merchants.iter().fold(ChangeSet::new(), |changes, shop| changes.insert(shop.clone()));
        alone(memory.commit(shops))??;
        alone(house::open(&memory, &issuer(), clock.now()))??;
        Ok(Self {
            weather: Mutex::new(Weather::draw(&dice)),
            books: Mutex::new(Books::new(mutation.and_then(Mutation::quirk))),
            devices: SHOPPERS.iter().map(|name| Mutex::new(Device::new(name))).collect(),
            dice,
            ids: Dice::new(seed, 1),
            clock,
            history: History::new(written),
            merchants,
            party: RelyingParty::new(ORIGIN)?,
            factor_key: FactorKey::new([7; 32].into()),
            mutation,
            memory,
            wire: Mutex::default(),
            post: Mutex::default(),
            sent: Mutex::default(),
            tally: Mutex::default(),
            findings: Mutex::default(),
            changed: AtomicBool::new(false),
        })
    }

    /// What a use-case is told in a process of the service.
    pub fn moment(&self, process: usize) -> Moment<'_> {
        Moment { now: self.clock.now_in(process.min(PROCESSES - 1)), random: &self.ids }
    }

    /// Whether a fault strikes now; counts it if so.
    pub fn strikes(&self, fault: Fault) -> bool {
        let rate = locked(&self.weather).per_mille(fault);
        let strikes = self.dice.chance(rate);
        if strikes {
            self.count(format!("fault: {fault:?}"));
        }
        strikes
    }

    /// From now on nothing strikes any more.
    pub fn calm_down(&self) {
        *locked(&self.weather) = Weather::CALM;
        self.wire().is_down = false;
    }

    /// All that is stored.
    pub fn snapshot(&self) -> Snapshot {
        self.memory.snapshot()
    }

    /// The processor's books.
    pub fn books(&self) -> MutexGuard<'_, Books> {
        locked(&self.books)
    }

    /// What is on its way to the processor.
    pub fn wire(&self) -> MutexGuard<'_, Wire> {
        locked(&self.wire)
    }

    /// Mails.
    pub fn post(&self) -> MutexGuard<'_, Post> {
        locked(&self.post)
    }

    /// A shopper's device.
    pub fn device(&self, place: usize) -> MutexGuard<'_, Device> {
        locked(&self.devices[place])
    }

    /// How many devices there are.
    pub const fn devices(&self) -> usize {
        self.devices.len()
    }

    /// Requests that shops sent with a key.
    pub fn sent(&self) -> MutexGuard<'_, Vec<Sent>> {
        locked(&self.sent)
    }

    /// Adds a line to the history, with the time.
    pub fn tell(&self, line: impl FnOnce() -> String) {
        self.history.tell(|| format!("{} {}", self.clock.now().strftime("%m-%d %H:%M:%S"), line()));
    }

    /// Counts something for the tally.
    pub fn count(&self, what: impl Into<String>) {
        locked(&self.tally).count(what);
    }

    /// What was counted so far.
    pub fn tally(&self) -> Tally {
        locked(&self.tally).clone()
    }

    /// Something does not hold.
    pub fn report(&self, rule: &'static str, what: String) {
        locked(&self.findings).push(Finding { rule, what });
    }

    /// What was found since the last time.
    pub fn take_findings(&self) -> Vec<Finding> {
        std::mem::take(&mut *locked(&self.findings))
    }

    /// The store or the processor's books are not as they were.
    pub fn something_changed(&self) {
        self.changed.store(true, Ordering::Relaxed);
    }

    /// Whether something changed since the last time.
    pub fn take_changed(&self) -> bool {
        self.changed.swap(false, Ordering::Relaxed)
    }

    /// A failure that no rule and no weather explains is a mistake of ours.
    pub fn judge(&self, what: &str, refusal: &Refusal) {
        let explained = match refusal {
            Refusal::Rule { .. } | Refusal::CardDeclined(_) => true,
            Refusal::Store(StoreError::Stale(..)) => true,
            Refusal::Store(StoreError::Failed(cause)) => cause.starts_with("weather"),
            Refusal::Processor(error) => error.to_string().contains("weather"),
            Refusal::Mail(error) => error.0.starts_with("weather"),
            Refusal::Store(StoreError::Ledger(_)) | Refusal::Money(_) | Refusal::Stored(_) => false,
        };
        if !explained {
            self.report("every failure has a reason", format!("{what}: {refusal}"));
        }
    }
}

fn issuer() -> Issuer {
    Issuer {
        legal_name: "株式会社さいふ".to_owned(),
        address: "東京都千代田区見本 1-2-3".to_owned(),
        contact: "help@saifu.example".to_owned(),
        registration_number: None,
    }
}

fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}

fn shop(id: &str, name: &str, points_after_days: u16, clock: &Clock) -> Merchant {
    Merchant {
        id: MerchantId::new(id),
        name: name.to_owned(),
        mark: name.chars().take(1).collect(),
        domain: format!("{}.example", id.to_lowercase()),
        store_id: format!("store-{id}"),
        legal_name: format!("株式会社{name}"),
        address: "長野県松本市見本 4-5-6".to_owned(),
        registration_number: None,
        default_tax_rate: TaxRate::Standard,
        excluded: Vec::new(),
        points_after_days,
        created_at: clock.now(),
    }
}

/// A signature without a second factor.
#[must_use]
pub const fn over(assertion: &serde_json::Value) -> Signed<'_> {
    Signed { assertion, second_factor: None }
}
