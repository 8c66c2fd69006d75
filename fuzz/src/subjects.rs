//! What strangers can send, each as one function of bytes that must not panic. `fuzz/targets` drives them by
//! coverage; `tests/tests/hostile` drives the same functions with every test run, on stable Rust.

use std::sync::LazyLock;

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use saifu_wallet::id::{CredentialId, ShopperId};
use saifu_wallet::passkey::{Credential, RelyingParty};
use saifu_wallet::session::Proved;
use serde_json::{Value, json};
use webauthn_authenticator_rs::AuthenticatorBackend;
use webauthn_authenticator_rs::softpasskey::SoftPasskey;
use webauthn_rs::prelude::{Passkey, Url, Uuid, Webauthn, WebauthnBuilder};

const ORIGIN: &str = "http://localhost:8080";
const SHOPPER: Uuid = Uuid::from_u128(7);

/// A link into the app: any page or mail can hold one.
pub fn deep_link(bytes: &[u8]) {
    let text = String::from_utf8_lossy(bytes);
    if let Ok(link) = text.parse::<saifu_device::Link>() {
        // What is taken is taken in one spelling only.
        assert!(text.starts_with("saifu://"), "{link:?}");
    }
}

/// Text that is pasted where a gift code is asked for.
pub fn gift_text(bytes: &[u8]) {
    if let Some(code) = saifu_codes::find_gift_code(&String::from_utf8_lossy(bytes)) {
        assert_eq!(code.as_str().len(), 16);
    }
}

/// A picture that is dropped there.
pub fn gift_picture(bytes: &[u8]) {
    if let Err(error) = saifu_device::gift_picture::read(bytes) {
        assert!(error.code().starts_with("gift.picture_"), "{error}");
    }
}

/// `clientDataJSON` of an assertion.
pub fn client_data(bytes: &[u8]) {
    refused_assertion(bytes, &[0; 37]);
}

/// `authenticatorData` of an assertion: flags, a counter, and CBOR where there is more.
pub fn authenticator_data(bytes: &[u8]) {
    let client_data =
        json!({ "type": "webauthn.get", "challenge": URL_SAFE_NO_PAD.encode([7; 32]), "origin": ORIGIN });
    refused_assertion(client_data.to_string().as_bytes(), bytes);
}

fn refused_assertion(client_data: &[u8], authenticator_data: &[u8]) {
    let id = URL_SAFE_NO_PAD.encode(PASSKEY.cred_id());
    let answer = json!({ "id": id, "rawId": id, "type": "public-key", "extensions": {}, "response": {
        "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
        "authenticatorData": URL_SAFE_NO_PAD.encode(authenticator_data),
        // The signature of nobody.
        "signature": URL_SAFE_NO_PAD.encode([0x30, 6, 2, 1, 1, 2, 1, 1]),
    }});
    refused(&answer);
}

/// The whole answer of an authenticator, as JSON.
pub fn assertion(bytes: &[u8]) {
    if let Ok(answer) = serde_json::from_slice::<Value>(bytes) {
        refused(&answer);
    }
}

fn refused(answer: &Value) {
    let party = RelyingParty::new(ORIGIN).expect("an origin");
    let shopper = ShopperId::new(SHOPPER.to_string());
    let credential = Credential {
        id: CredentialId::new(URL_SAFE_NO_PAD.encode(PASSKEY.cred_id())),
        shopper_id: shopper.clone(),
        passkey: PASSKEY.clone(),
        kind: Default::default(),
        used_at: None,
        device_name: String::new(),
        device_id: None,
        created_at: Timestamp::UNIX_EPOCH,
        revoked_at: None,
    };
    let verified = saifu_wallet::passkey::verify(&party, &shopper, &[credential], [7; 32], answer);
    assert!(verified.is_err(), "nobody signed it");
}

/// The attestation of a new passkey: CBOR with CBOR in it.
pub fn attestation(bytes: &[u8]) {
    let (options, state) = party().start_passkey_registration(SHOPPER, "hana", "花", None).expect("options");
    let challenge = serde_json::to_value(&options).expect("JSON")["publicKey"]["challenge"].clone();
    let client_data = json!({ "type": "webauthn.create", "challenge": challenge, "origin": ORIGIN });
    let answer = json!({ "id": "AAAA", "rawId": "AAAA", "type": "public-key", "extensions": {}, "response": {
        "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data.to_string()),
        "attestationObject": URL_SAFE_NO_PAD.encode(bytes),
        "transports": [],
    }});
    // Who registers brings a key of their own, so some of it may well be right.
    if let Ok(answer) = serde_json::from_value(answer) {
        drop(party().finish_passkey_registration(&answer, &state));
    }
}

/// The header `DPoP`.
pub fn proof(bytes: &[u8]) {
    let hosts = ["localhost".to_owned()];
    let proved = Proved { method: "POST", path: "/v1/session/refresh", hosts: &hosts };
    let jwt = String::from_utf8_lossy(bytes);
    drop(saifu_wallet::session::verify(&jwt, proved, "", Timestamp::UNIX_EPOCH));
}

static PASSKEY: LazyLock<Passkey> = LazyLock::new(|| {
    let (options, state) = party().start_passkey_registration(SHOPPER, "hana", "花", None).expect("options");
    let origin = Url::parse(ORIGIN).expect("an origin");
    let made = SoftPasskey::new(true).perform_register(origin, options.public_key, 60_000);
    party().finish_passkey_registration(&made.expect("a passkey"), &state).expect("its registration")
});

fn party() -> Webauthn {
    let origin = Url::parse(ORIGIN).expect("an origin");
    WebauthnBuilder::new("localhost", &origin).and_then(WebauthnBuilder::build).expect("a relying party")
}
