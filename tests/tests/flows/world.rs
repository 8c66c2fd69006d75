use std::path::PathBuf;
use std::sync::atomic::{AtomicU64, Ordering};
use std::sync::{Arc, Mutex};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use saifu_codes::GiftCode;
use saifu_money::{Amount, TaxRate};
use saifu_processor::StripeClient;
use saifu_processor::sandbox::{Outage, PUBLISHABLE_KEY, SECRET_KEY, SandboxState, router};
use saifu_service::mail::{Mail, Mailbox, Mailer};
use saifu_wallet::card::{self, Card, Linking};
use saifu_wallet::charge::{Charge, Signed, Verifier, approve, drive, grant_promised, lapse};
use saifu_wallet::checkout::{self, Asked, CheckoutSession, PaymentIntent};
use saifu_wallet::device::Device;
use saifu_wallet::factor::FactorKey;
use saifu_wallet::funding::Preference;
use saifu_wallet::gift::{self, LotKind};
use saifu_wallet::id::{CeremonyId, CheckoutSessionId, MerchantId, ProposalId, ShopperId};
use saifu_wallet::letter;
use saifu_wallet::merchant::Merchant;
use saifu_wallet::passkey::{
    RelyingParty, finish_registration, finish_sign_in, start_proving_again, start_registration, start_sign_in,
};
use saifu_wallet::port::store::{Store, Versioned};
use saifu_wallet::proposal::{ChargeProposal, propose};
use saifu_wallet::session::{Begun, Proof};
use saifu_wallet::shopper::{Holdings, Shopper, holdings};
use saifu_wallet::top_up::{self, Counter};
use saifu_wallet::{ChangeSet, Moment, Outcome, Random};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};
use url::Url;
use webauthn_authenticator_rs::AuthenticatorBackend;
use webauthn_authenticator_rs::softpasskey::SoftPasskey;

pub const ORIGIN: &str = "http://localhost:8080";
pub const GOOD_CARD: &str = "4242424242424242";

/// Bytes that are the same in every run.
#[derive(Default)]
struct Counted(AtomicU64);

impl Random for Counted {
    fn fill(&self, bytes: &mut [u8]) {
        for chunk in bytes.chunks_mut(32) {
            let count = self.0.fetch_add(1, Ordering::Relaxed);
            chunk.copy_from_slice(&Sha256::digest(count.to_be_bytes())[..chunk.len()]);
        }
    }
}

/// A shopper with a passkey, a shop, and a processor behind a real socket.
pub struct World<S> {
    pub store: S,
    pub processor: StripeClient,
    pub sandbox: SandboxState,
    pub party: RelyingParty,
    pub factor_key: FactorKey,
    pub shopper: Shopper,
    /// The shopper's device.
    pub device: Device,
    pub merchant: Merchant,
    processor_url: String,
    passkey: Mutex<SoftPasskey>,
    clock: Arc<Mutex<Timestamp>>,
    random: Counted,
    state: tempfile::TempDir,
}

impl<S: Store> World<S> {
    pub async fn new(store: S) -> Self {
        let state = tempfile::tempdir().unwrap();
        let clock = Arc::new(Mutex::new(Timestamp::from_millisecond(1_795_000_000_000).unwrap()));
        let ticking = Arc::clone(&clock);
        let file = state.path().join("processor.json");
        let sandbox = SandboxState::open_with_clock(file, move || *ticking.lock().unwrap()).unwrap();
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let processor_url = format!("http://{}", listener.local_addr().unwrap());
        let service = router(sandbox.clone());
        tokio::spawn(async move { axum::serve(listener, service).await });
        let start = *clock.lock().unwrap();
        let first = shopper("0191d7a4-0000-4000-8000-000000000001", start);
        let random = Counted::default();
        let mut world = Self {
            device: Device::new(&Moment { now: start, random: &random }, &first.id, "test"),
            shopper: first,
            processor: StripeClient::new(&processor_url, SECRET_KEY)
                .unwrap()
                .with_return_url("http://localhost:8080/card/returned"),
            processor_url,
            sandbox,
            party: RelyingParty::new(ORIGIN).unwrap(),
            factor_key: FactorKey::new([7; 32].into()),
            merchant: merchant(start),
            passkey: Mutex::new(SoftPasskey::new(true)),
            clock,
            random,
            store,
            state,
        };
        let changes = ChangeSet::new().insert(world.merchant.clone()).insert(world.shopper.clone());
        world.store.commit(changes).await.unwrap();
        world.device = world.register(&world.shopper.clone()).await;
        world
    }

    pub fn now(&self) -> Timestamp {
        *self.clock.lock().unwrap()
    }

    pub fn pass(&self, seconds: i64) {
        let mut clock = self.clock.lock().unwrap();
        *clock = clock.checked_add(SignedDuration::from_secs(seconds)).unwrap();
    }

    pub fn moment(&self) -> Moment<'_> {
        Moment { now: self.now(), random: &self.random }
    }

    /// A device of a shopper, with a session and a passkey of the soft authenticator.
    pub async fn register(&self, shopper: &Shopper) -> Device {
        let (store, moment) = (&self.store, self.moment());
        let device = Device::new(&moment, &shopper.id, "test");
        store.commit(ChangeSet::new().insert(device.clone())).await.unwrap();
        let (id, options) = start_registration(store, &self.party, &moment, shopper, &device).await.unwrap();
        let answer = self.make_credential(&options);
        let done =
            finish_registration(store, &self.party, &moment, shopper, &device.id, &id, answer).await.unwrap();
        assert_eq!(done.device_id.as_ref(), Some(&device.id));
        device
    }

    /// Signs in with the passkey of the shopper's device.
    pub async fn sign_in(&self, key: &str) -> Begun {
        let credentials = self.store.credentials_of(&self.shopper.id).await.unwrap();
        let (store, moment) = (&self.store, self.moment());
        let (id, options) = start_sign_in(store, &self.party, &moment, &credentials[0].id).await.unwrap();
        let answer = self.answer(&options);
        let proof = Proof { key: key.to_owned(), jti: "0".to_owned(), network: "192.0.2.0/24".to_owned() };
        finish_sign_in(store, &self.party, &moment, &id, &answer, &proof).await.unwrap()
    }

    /// Uses the passkey of the shopper's device once more.
    pub async fn prove_again(&self, purpose: &str) -> (CeremonyId, Value) {
        let device: Versioned<Device> = self.store.find(self.device.id.as_str()).await.unwrap().unwrap();
        let (store, moment) = (&self.store, self.moment());
        let begun = start_proving_again(store, &self.party, &moment, &device.value, purpose).await;
        let (id, options) = begun.unwrap();
        (id, self.answer(&options))
    }

    /// Answers WebAuthn's request options.
    pub fn answer(&self, options: &Value) -> Value {
        let options = serde_json::from_value(options["publicKey"].clone()).unwrap();
        let origin = Url::parse(ORIGIN).unwrap();
        let answer = self.passkey.lock().unwrap().perform_auth(origin, options, 60_000).unwrap();
        serde_json::to_value(&answer).unwrap()
    }

    /// Answers WebAuthn's creation options.
    pub fn make_credential(&self, options: &Value) -> Value {
        let options = serde_json::from_value(options["publicKey"].clone()).unwrap();
        let origin = Url::parse(ORIGIN).unwrap();
        let answer = self.passkey.lock().unwrap().perform_register(origin, options, 60_000).unwrap();
        serde_json::to_value(&answer).unwrap()
    }

    /// Another shopper, with a passkey on the same authenticator.
    pub async fn another_shopper(&self) -> Shopper {
        let other = shopper("0191d7a4-0000-4000-8000-000000000002", self.now());
        self.store.commit(ChangeSet::new().insert(other.clone())).await.unwrap();
        self.register(&other).await;
        other
    }

    pub async fn gift(&self, yen: u32) {
        self.gift_for(yen, 365).await;
    }

    /// A gift that lives some days.
    pub async fn gift_for(&self, yen: u32, days: i64) {
        let code = GiftCode::from_random(&self.moment().bytes());
        let ends = self.now().checked_add(SignedDuration::from_hours(24 * days)).unwrap();
        gift::issue(&self.store, &code, Amount::yen(yen), "田中さん", ends).await.unwrap();
        gift::redeem(&self.store, &self.moment(), &self.shopper.id, code.as_str()).await.unwrap();
    }

    /// Sends the number to the processor, as a device does, and links the token.
    pub async fn link(&self, number: &str) -> Outcome<Card> {
        self.link_token(&self.token_of(number).await).await
    }

    /// The same with a card whose bank wants to see the shopper, and does.
    pub async fn link_at_bank(&self, number: &str) -> Card {
        let (store, moment, token) = (&self.store, self.moment(), self.token_of(number).await);
        let asked = card::link(store, &self.processor, &moment, &self.shopper.id, &token).await.unwrap();
        let Linking::ActionRequired { confirmation_id, .. } = asked else { panic!("{asked:?}") };
        self.sandbox.authenticate(&confirmation_id, true).await.unwrap();
        let who = &self.shopper.id;
        match card::confirm(store, &self.processor, &moment, who, &confirmation_id).await.unwrap() {
            Linking::Linked(card) => *card,
            asked @ Linking::ActionRequired { .. } => panic!("{asked:?}"),
        }
    }

    async fn token_of(&self, number: &str) -> String {
        let form = [
            ("type", "card"),
            ("card[number]", number),
            ("card[exp_month]", "12"),
            ("card[exp_year]", "2030"),
            ("card[cvc]", "123"),
        ];
        let body = form.map(|(name, value)| format!("{name}={value}")).join("&");
        let request = reqwest::Client::new()
            .post(format!("{}/v1/payment_methods", self.processor_url))
            .bearer_auth(PUBLISHABLE_KEY)
            .header("content-type", "application/x-www-form-urlencoded")
            .body(body);
        let made: Value = request.send().await.unwrap().json().await.unwrap();
        made["id"].as_str().unwrap().to_owned()
    }

    /// Links a token; the bank must not ask for the shopper.
    pub async fn link_token(&self, token: &str) -> Outcome<Card> {
        let (store, moment) = (&self.store, self.moment());
        match card::link(store, &self.processor, &moment, &self.shopper.id, token).await? {
            Linking::Linked(card) => Ok(*card),
            asked @ Linking::ActionRequired { .. } => panic!("{asked:?}"),
        }
    }

    pub async fn session(&self, yen: u32) -> CheckoutSession {
        let asked = Asked {
            result_return_url: Some("https://shop.example/result".to_owned()),
            intent: Some(PaymentIntent::AuthorizeWithCapture),
            charge_amount: Some(Amount::yen(yen)),
            ..Asked::default()
        };
        let made = checkout::create(&self.store, &self.moment(), &self.merchant, asked, true, None).await;
        made.unwrap()
    }

    pub async fn propose(&self, session: &CheckoutSessionId) -> Outcome<ChargeProposal> {
        self.propose_with(session, Preference::default()).await
    }

    pub async fn propose_with(
        &self,
        session: &CheckoutSessionId,
        preference: Preference,
    ) -> Outcome<ChargeProposal> {
        let who = &self.shopper.id;
        Ok(propose(&self.store, &self.moment(), who, Some(&self.device.id), session, preference)
            .await?
            .proposal)
    }

    /// Signs what a proposal says, as the shopper.
    pub async fn sign(&self, proposal: &ChargeProposal) -> Value {
        self.sign_as(&self.shopper.id, proposal.terms.challenge()).await
    }

    /// Signs any challenge with the credentials of any shopper.
    pub async fn sign_as(&self, shopper: &ShopperId, challenge: [u8; 32]) -> Value {
        self.sign_at(ORIGIN, shopper, challenge).await
    }

    pub async fn sign_at(&self, origin: &str, shopper: &ShopperId, challenge: [u8; 32]) -> Value {
        let credentials = self.store.credentials_of(shopper).await.unwrap();
        let allowed: Vec<Value> =
            credentials.iter().map(|it| json!({ "type": "public-key", "id": it.id })).collect();
        let options = json!({
            "challenge": URL_SAFE_NO_PAD.encode(challenge),
            "rpId": "localhost",
            "userVerification": "required",
            "allowCredentials": allowed,
        });
        let options = serde_json::from_value(options).unwrap();
        let origin = Url::parse(origin).unwrap();
        let answer = self.passkey.lock().unwrap().perform_auth(origin, options, 60_000).unwrap();
        serde_json::to_value(&answer).unwrap()
    }

    pub async fn approve(&self, proposal: &ProposalId, assertion: &Value) -> Outcome<Charge> {
        let (store, moment) = (&self.store, self.moment());
        let charge =
            approve(store, &self.verifier(), &moment, &self.shopper.id, proposal, &signed(assertion)).await?;
        drive(store, &self.processor, &moment, &charge.id).await
    }

    /// What the service checks with.
    pub fn verifier(&self) -> Verifier<'_> {
        Verifier { party: &self.party, factor_key: &self.factor_key }
    }

    /// Proposes, signs and approves in one go.
    pub async fn pay(&self, session: &CheckoutSessionId) -> Outcome<Charge> {
        let proposal = self.propose(session).await?;
        let assertion = self.sign(&proposal).await;
        self.approve(&proposal.id, &assertion).await
    }

    pub async fn complete(&self, session: &CheckoutSessionId, yen: u32) -> Outcome<Charge> {
        let (moment, amount) = (self.moment(), Amount::yen(yen));
        let (_, charge) =
            checkout::complete(&self.store, &moment, &self.merchant, session, amount, None).await?;
        drive(&self.store, &self.processor, &moment, &charge.id).await
    }

    pub async fn holdings(&self) -> Holdings {
        holdings(&self.store, &self.shopper.id, self.now()).await.unwrap()
    }

    pub async fn total(&self, kind: LotKind) -> Amount {
        self.holdings().await.total(kind).unwrap()
    }

    /// One round of the workers: what lapsed, what ended, and mail.
    pub async fn round(&self) {
        let (store, moment) = (&self.store, self.moment());
        for id in store.charges_lapsed(self.now()).await.unwrap() {
            lapse(store, &moment, &id).await.unwrap();
        }
        for id in store.promises_due(self.now()).await.unwrap() {
            grant_promised(store, &moment, &id).await.unwrap();
        }
        for id in store.lots_due(self.now()).await.unwrap() {
            gift::tend_lot(store, &moment, &id).await.unwrap();
        }
        for due in store.top_ups_due(self.now()).await.unwrap() {
            top_up::tend(store, &self.processor, &self.counter(), &moment, &due).await.unwrap();
        }
        let mailer = self.mailer();
        for id in store.letters_due(self.now()).await.unwrap() {
            letter::send(store, &mailer, &moment, &id).await.unwrap();
        }
    }

    /// A company code for slips of our own.
    pub fn counter(&self) -> Counter {
        Counter { company_code: Some("000000".to_owned()) }
    }

    /// Writes into the mailbox.
    pub fn mailer(&self) -> Mailer {
        Mailer::outbox(&self.mail_dir(), "Saifu <no-reply@saifu.example>").unwrap()
    }

    /// Everybody's mails, the newest first.
    pub async fn mailbox(&self) -> Vec<Mail> {
        Mailbox::new(&self.mail_dir()).list(None).await.unwrap()
    }

    /// The subjects of the mails that arrived, oldest first.
    pub async fn mails(&self) -> Vec<String> {
        let mails = Mailbox::new(&self.mail_dir()).list(Some(&self.shopper.email)).await.unwrap();
        mails.into_iter().rev().map(|mail| mail.subject).collect()
    }

    fn mail_dir(&self) -> PathBuf {
        self.state.path().join("mail")
    }

    pub fn outage(&self, outage: Outage) {
        self.sandbox.set_outage(outage);
    }
}

/// A signature without a second factor.
pub const fn signed(assertion: &Value) -> Signed<'_> {
    Signed { assertion, second_factor: None }
}

fn shopper(id: &str, at: Timestamp) -> Shopper {
    let email = format!("{}@example.jp", &id[id.len() - 4..]);
    Shopper { id: ShopperId::new(id), name: "佐藤 美咲".to_owned(), email, created_at: at }
}

pub fn merchant(at: Timestamp) -> Merchant {
    Merchant {
        id: MerchantId::new("M1"),
        name: "山ねこ珈琲".to_owned(),
        mark: "山".to_owned(),
        domain: "yamaneko-coffee.example".to_owned(),
        store_id: "store-1".to_owned(),
        legal_name: "株式会社山ねこ".to_owned(),
        address: "長野県松本市見本 4-5-6".to_owned(),
        registration_number: Some("T6010001000001".to_owned()),
        default_tax_rate: TaxRate::Standard,
        excluded: Vec::new(),
        points_after_days: 0,
        created_at: at,
    }
}
