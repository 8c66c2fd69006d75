//! What every route shares.

use std::sync::Arc;

use jiff::SignedDuration;
use saifu_processor::StripeClient;
use saifu_store::SqlStore;
use saifu_wallet::factor::FactorKey;
use saifu_wallet::house::Issuer;
use saifu_wallet::passkey::RelyingParty;
use saifu_wallet::top_up::Counter;
use tokio::sync::watch;

use crate::mail::{Mailbox, Mailer};
use crate::pages::Site;

/// What every route shares. Nothing that another process would need is kept here.
pub struct App {
    /// The store.
    pub store: SqlStore,
    /// The card processor.
    pub processor: StripeClient,
    /// Sends mail.
    pub mailer: Mailer,
    /// The sandbox's mailbox; none outside of it.
    pub mailbox: Option<Mailbox>,
    /// WebAuthn's relying party.
    pub party: RelyingParty,
    /// How long the owner can stop a recovery.
    pub recovery_wait: SignedDuration,
    /// How many proxies of ours stand in front.
    pub proxies: usize,
    /// Opens the secrets of authenticator apps.
    pub factor_key: FactorKey,
    /// What the pages say of this service.
    pub site: Site,
    /// `http://localhost:8080`: what browsers and apps call it.
    pub public_url: String,
    /// Host names that merchants' requests may be signed for, without port.
    pub host_names: Vec<String>,
    /// What devices are told of the processor.
    pub processor_public: ProcessorPublic,
    /// The secrets under which the processor signs what it tells; none if it tells nothing.
    pub webhook_secrets: Vec<String>,
    /// Who owes the balance.
    pub issuer: Issuer,
    /// Where our own slips come from.
    pub counter: Counter,
    /// Wakes those who wait for events.
    pub waker: Waker,
}

/// What devices are told of the processor.
pub struct ProcessorPublic {
    /// Its address.
    pub url: String,
    /// Its key for making tokens.
    pub publishable_key: String,
}

/// Shared by all routes.
pub type Shared = Arc<App>;

/// Wakes those who wait for events, so that they look into the outbox at once. They look every second
/// anyway: another process may have written.
#[derive(Default)]
pub struct Waker(watch::Sender<u64>);

impl Waker {
    /// Something may have been written.
    pub fn wake(&self) {
        self.0.send_modify(|count| *count = count.wrapping_add(1));
    }

    /// For those who wait.
    #[must_use]
    pub fn waking(&self) -> watch::Receiver<u64> {
        self.0.subscribe()
    }
}
