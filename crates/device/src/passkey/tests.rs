mod attacks;
mod finger;

use jiff::Timestamp;
use serde_json::{from_value, to_value};
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, Webauthn, WebauthnBuilder};

use super::*;
use crate::clock::Reading;
use crate::vault::SecretKind;

const PIN: &str = "402913";
const OTHER: &str = "402914";
const CHALLENGE: [u8; 32] = [7; 32];

struct Bench {
    home: tempfile::TempDir,
    passkeys: Passkeys,
    service: Webauthn,
    relying_party: RelyingParty,
}

impl Bench {
    fn new() -> Self {
        let origin = "http://localhost:8080".to_owned();
        let service = WebauthnBuilder::new("localhost", &origin.parse().unwrap()).unwrap().build().unwrap();
        let home = tempfile::tempdir().unwrap();
        let vault = Vault::over(keyring_core::mock::Store::new().unwrap(), Uuid::new_v4());
        let passkeys = Passkeys::new(home.path(), "amzn1-shopper", vault, Arc::default());
        let relying_party = RelyingParty { id: "localhost".to_owned(), origin };
        Self { home, passkeys, service, relying_party }
    }

    /// The same device after a restart: files and keyring, and nothing of the memory.
    fn restart(&mut self) {
        let vault = self.passkeys.vault.clone();
        self.passkeys = Passkeys::new(self.home.path(), "amzn1-shopper", vault, Arc::default());
    }

    async fn register(&self) -> Passkey {
        let (options, state) =
            self.service.start_passkey_registration(Uuid::new_v4(), "hana", "花", None).unwrap();
        let options = to_value(options).unwrap();
        let made = self.passkeys.create(options, &self.relying_party, pin(PIN)).await.unwrap();
        let answer = from_value(made.answer.clone()).unwrap();
        let registered = self.service.finish_passkey_registration(&answer, &state).unwrap();
        self.passkeys.keep(&made).unwrap();
        registered
    }

    async fn approve(&self, digits: &str, now: Reading) -> Result<Value, DeviceError> {
        let by = Verification::pin(pin(digits), now);
        self.passkeys.approve(&CHALLENGE, payment(), &self.relying_party, by).await
    }

    /// The service's side: our own challenge put into the state, as webauthn-rs has no call for it.
    fn expecting(&self, passkey: &Passkey, challenge: &[u8]) -> PasskeyAuthentication {
        let (_, state) = self.service.start_passkey_authentication(std::slice::from_ref(passkey)).unwrap();
        let mut state = to_value(state).unwrap();
        state["ast"]["challenge"] = Value::from(encode_base64url(challenge));
        from_value(state).unwrap()
    }

    fn backup(&self) -> Vec<(std::ffi::OsString, Vec<u8>)> {
        let entries = std::fs::read_dir(self.home.path()).unwrap().map(Result::unwrap);
        entries.map(|entry| (entry.file_name(), std::fs::read(entry.path()).unwrap())).collect()
    }

    fn restore(&self, backup: &[(std::ffi::OsString, Vec<u8>)]) {
        for (name, bytes) in backup {
            std::fs::write(self.home.path().join(name), bytes).unwrap();
        }
    }

    fn files(&self) -> Vec<u8> {
        self.backup().into_iter().flat_map(|(_, bytes)| bytes).collect()
    }
}

fn pin(digits: &str) -> Pin {
    Pin::new(digits.to_owned()).unwrap()
}

fn by_pin(digits: &str) -> Verification {
    Verification::pin(pin(digits), day(0))
}

fn payment() -> PaymentData {
    let total = PaymentTotal { currency: "JPY".into(), value: "5880".into() };
    PaymentData {
        payee_name: "山ねこ珈琲".into(), payee_origin: "https://yamaneko.example".into(), total
    }
}

fn day(day: i64) -> Reading {
    second(day * 86_400)
}

fn second(second: i64) -> Reading {
    let wall = Timestamp::from_second(1_795_000_000 + second).unwrap();
    Reading { wall, boot: "a boot".into(), up_ms: second * 1_000 }
}

fn contains(bytes: &[u8], part: &[u8]) -> bool {
    bytes.windows(part.len()).any(|window| window == part)
}

#[tokio::test]
async fn an_approval_verifies_against_its_own_challenge_and_no_other() {
    let bench = Bench::new();
    let registered = bench.register().await;
    let assertion = bench.approve(PIN, day(0)).await.unwrap();
    let answer = from_value(assertion).unwrap();
    let result = bench
        .service
        .finish_passkey_authentication(&answer, &bench.expecting(&registered, &CHALLENGE))
        .unwrap();
    assert!(result.user_verified());
    assert_eq!(result.counter(), 1, "the signature counter is on");
    let other = bench.expecting(&registered, &[8; 32]);
    assert!(bench.service.finish_passkey_authentication(&answer, &other).is_err());
}

#[tokio::test]
async fn the_client_data_of_an_approval_names_the_payment_and_a_sign_in_does_not() {
    use base64::Engine;
    let bench = Bench::new();
    let registered = bench.register().await;
    let client_data = |assertion: &Value| -> Value {
        let text = assertion["response"]["clientDataJSON"].as_str().unwrap();
        let bytes = base64::engine::general_purpose::URL_SAFE_NO_PAD.decode(text).unwrap();
        serde_json::from_slice(&bytes).unwrap()
    };
    let approval = client_data(&bench.approve(PIN, day(0)).await.unwrap());
    assert_eq!(approval["payment"]["payeeName"], "山ねこ珈琲");
    assert_eq!(approval["payment"]["total"]["value"], "5880");

    let (options, state) = bench.service.start_passkey_authentication(&[registered]).unwrap();
    let options = to_value(options).unwrap();
    let signed = bench.passkeys.sign_in(options, &bench.relying_party, by_pin(PIN)).await.unwrap();
    assert!(client_data(&signed).get("payment").is_none());
    bench.service.finish_passkey_authentication(&from_value(signed).unwrap(), &state).unwrap();
}

#[tokio::test]
async fn the_sealed_file_holds_neither_key_nor_pin() {
    let bench = Bench::new();
    let (options, _) = bench.service.start_passkey_registration(Uuid::new_v4(), "hana", "花", None).unwrap();
    let (passkey, _) = ceremony::register(to_value(options).unwrap(), &bench.relying_party).await.unwrap();
    let private = passkey.key.params.iter().find_map(|(label, value)| {
        // COSE's label −4 is d, the private scalar (RFC 9053 section 7.1.1).
        let is_d = *label == passkey_crypto::coset::Label::Int(-4);
        is_d.then(|| value.as_bytes().unwrap().clone())
    });
    let private = private.unwrap();
    assert_eq!(private.len(), 32);
    let secret = Zeroizing::new(vec![9; 32]);
    let sealed = seal::seal(&passkey.key, &passkey.credential_id, &pin(PIN), &secret).unwrap();
    let stored = StoredCredential::new(&passkey, &bench.relying_party.origin, sealed);
    bench.passkeys.keep(&NewCredential { answer: Value::Null, stored }).unwrap();

    let files = bench.files();
    let hex: String = private.iter().map(|byte| format!("{byte:02x}")).collect();
    for form in [private.clone(), hex.into_bytes(), encode_base64url(&private).into_bytes(), PIN.into()] {
        assert!(!contains(&files, &form));
    }
    assert!(contains(&files, encode_base64url(&passkey.credential_id).as_bytes()), "it is the file");
}

#[tokio::test]
async fn a_wrong_pin_counts_across_restarts_and_a_right_one_starts_over() {
    let mut bench = Bench::new();
    bench.register().await;
    for tries_left in [9, 8] {
        let refusal = bench.approve(OTHER, day(0)).await.unwrap_err();
        assert!(
            matches!(refusal, DeviceError::PinWrong { tries_left: n, .. } if n == tries_left),
            "{refusal}"
        );
        bench.restart();
    }
    bench.approve(PIN, day(0)).await.unwrap();
    bench.restart();
    let refusal = bench.approve(OTHER, day(0)).await.unwrap_err();
    assert!(matches!(refusal, DeviceError::PinWrong { tries_left: 9, .. }), "{refusal}");
}

#[tokio::test]
async fn even_the_right_pin_waits_while_it_is_locked() {
    let bench = Bench::new();
    bench.register().await;
    for _ in 0..3 {
        bench.approve(OTHER, day(0)).await.unwrap_err();
    }
    assert_eq!(bench.approve(PIN, day(0)).await.unwrap_err().code(), "approval.pin_locked");
    bench.approve(PIN, second(31)).await.unwrap();
}

#[tokio::test]
async fn another_relying_party_gets_no_signature_and_costs_no_try() {
    let bench = Bench::new();
    bench.register().await;
    let phish = RelyingParty { id: "localhost.example".into(), origin: "https://localhost.example".into() };
    let refused = bench.passkeys.approve(&CHALLENGE, payment(), &phish, by_pin(OTHER)).await;
    assert_eq!(refused.unwrap_err().code(), "passkey.refused");
    let refusal = bench.approve(OTHER, day(0)).await.unwrap_err();
    assert!(matches!(refusal, DeviceError::PinWrong { tries_left: 9, .. }), "{refusal}");
}
