use aws_lc_rs::hmac;
use jiff::Timestamp;

/// What the header says.
pub(super) struct Signed {
    pub(super) at: Timestamp,
    /// As it was written: it is part of what is signed.
    time: String,
    signatures: Vec<Vec<u8>>,
}

impl Signed {
    /// Other schemes than `v1`, such as the test mode's `v0`, prove nothing and are skipped.
    pub(super) fn read(header: &str) -> Option<Self> {
        let parts = || header.split(',').filter_map(|part| part.trim().split_once('='));
        let time = parts().find(|(name, _)| *name == "t")?.1;
        let at = Timestamp::from_second(time.parse().ok()?).ok()?;
        let signatures: Vec<_> =
            parts().filter(|(name, _)| *name == "v1").filter_map(|(_, hex)| read_hex(hex)).collect();
        (!signatures.is_empty()).then(|| Self { at, time: time.to_owned(), signatures })
    }

    pub(super) fn fits(&self, payload: &[u8], secrets: &[&str]) -> bool {
        let text = signed_text(&self.time, payload);
        secrets.iter().filter(|secret| !secret.is_empty()).any(|secret| {
            let key = key(secret);
            self.signatures.iter().any(|signature| hmac::verify(&key, &text, signature).is_ok())
        })
    }
}

/// The header for a payload.
pub(crate) fn sign(secret: &str, at: Timestamp, payload: &[u8]) -> String {
    let time = at.as_second().to_string();
    let tag = hmac::sign(&key(secret), &signed_text(&time, payload));
    format!("t={time},v1={}", saifu_wallet::moment::hex(tag.as_ref()))
}

fn key(secret: &str) -> hmac::Key {
    hmac::Key::new(hmac::HMAC_SHA256, secret.as_bytes())
}

fn signed_text(time: &str, payload: &[u8]) -> Vec<u8> {
    [time.as_bytes(), b".", payload].concat()
}

fn read_hex(text: &str) -> Option<Vec<u8>> {
    let digit = |byte: &u8| char::from(*byte).to_digit(16);
    let byte = |pair: &[u8]| match pair {
        [high, low] => u8::try_from(digit(high)? * 16 + digit(low)?).ok(),
        _ => None,
    };
    text.as_bytes().chunks(2).map(byte).collect()
}
