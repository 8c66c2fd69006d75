use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{DerSignature, SigningKey};
use serde_json::{Value, json};
use sha2::{Digest, Sha256};

/// A security key in software that says whatever a test wants it to say: what no browser would.
#[derive(Clone)]
pub struct Authenticator {
    pub key: SigningKey,
    pub id: Vec<u8>,
    /// What it was given when it was registered.
    pub handle: Option<String>,
    /// Grows with each use; zero stays zero, as with synced passkeys.
    pub counter: u32,
    pub verified: bool,
    pub synced: bool,
    /// The page that it believes to be on.
    pub origin: String,
    pub cross_origin: bool,
}

const PRESENT: u8 = 0x01;
const VERIFIED: u8 = 0x04;
const SYNCED: u8 = 0x18;
const ATTESTED: u8 = 0x40;

impl Authenticator {
    /// One of 255 keys, on the pages of `origin`.
    pub fn new(number: u8, origin: &str) -> Self {
        Self {
            key: SigningKey::from_slice(&[number; 32]).unwrap(),
            id: vec![number; 20],
            handle: None,
            counter: 1,
            verified: true,
            synced: false,
            origin: origin.to_owned(),
            cross_origin: false,
        }
    }

    pub fn register(&mut self, options: &Value) -> Value {
        let options = &options["publicKey"];
        self.handle = Some(options["user"]["id"].as_str().unwrap().to_owned());
        let client_data = self.client_data("webauthn.create", &options["challenge"]);
        let data = self.data(options["rp"]["id"].as_str().unwrap(), ATTESTED);
        let length = u8::try_from(data.len()).unwrap();
        // {"fmt": "none", "attStmt": {}, "authData": …} in CBOR (RFC 8949).
        let object =
            [b"\xa3\x63fmt\x64none\x67attStmt\xa0\x68authData\x58".as_slice(), &[length], &data].concat();
        json!({
            "id": URL_SAFE_NO_PAD.encode(&self.id), "rawId": URL_SAFE_NO_PAD.encode(&self.id), "type": "public-key",
            "authenticatorAttachment": "cross-platform", "extensions": {},
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "attestationObject": URL_SAFE_NO_PAD.encode(object),
                "transports": ["usb"],
            },
        })
    }

    pub fn sign(&mut self, options: &Value) -> Value {
        let options = &options["publicKey"];
        if self.counter > 0 {
            self.counter += 1;
        }
        let client_data = self.client_data("webauthn.get", &options["challenge"]);
        let data = self.data(options["rpId"].as_str().unwrap(), 0);
        let signed = [data.as_slice(), &Sha256::digest(&client_data)].concat();
        let signature: DerSignature = self.key.sign(&signed);
        json!({
            "id": URL_SAFE_NO_PAD.encode(&self.id), "rawId": URL_SAFE_NO_PAD.encode(&self.id), "type": "public-key",
            "authenticatorAttachment": "cross-platform", "extensions": {},
            "response": {
                "clientDataJSON": URL_SAFE_NO_PAD.encode(client_data),
                "authenticatorData": URL_SAFE_NO_PAD.encode(data),
                "signature": URL_SAFE_NO_PAD.encode(signature.as_bytes()),
                "userHandle": self.handle,
            },
        })
    }

    fn client_data(&self, kind: &str, challenge: &Value) -> Vec<u8> {
        let (origin, cross) = (&self.origin, self.cross_origin);
        json!({ "type": kind, "challenge": challenge, "origin": origin, "crossOrigin": cross })
            .to_string()
            .into_bytes()
    }

    /// Authenticator data (WebAuthn L3 §6.1).
    fn data(&self, party: &str, flags: u8) -> Vec<u8> {
        let verified = if self.verified { VERIFIED } else { 0 };
        let synced = if self.synced { SYNCED } else { 0 };
        let mut data = Sha256::digest(party).to_vec();
        data.push(PRESENT | verified | synced | flags);
        data.extend(self.counter.to_be_bytes());
        if flags & ATTESTED != 0 {
            data.extend([0; 16]);
            data.extend(u16::try_from(self.id.len()).unwrap().to_be_bytes());
            data.extend(&self.id);
            data.extend(self.public_key());
        }
        data
    }

    /// A COSE key (RFC 9053 §7.1): EC2, ES256, P-256, x, y.
    fn public_key(&self) -> Vec<u8> {
        let point = self.key.verifying_key().to_sec1_point(false);
        let (x, y) = point.as_bytes()[1..].split_at(32);
        [b"\xa5\x01\x02\x03\x26\x20\x01\x21\x58\x20".as_slice(), x, b"\x22\x58\x20", y].concat()
    }
}
