use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::Timestamp;
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use serde::Deserialize;
use serde::de::DeserializeOwned;
use sha2::{Digest, Sha256};
use webauthn_rs::prelude::Url;

use crate::{Outcome, Refusal};

/// How far the device's clock may be from ours. What a proof is for works once (a code, a ceremony, a refresh token),
/// so that a proof that is sent again gains nothing.
const SKEW_S: i64 = 300;
const JTI_MAX: usize = 64;

/// A device proved that it has a session key.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct Proof {
    /// The key's thumbprint (RFC 7638), base64url.
    pub key: String,
    /// Unlike that of any other proof of the device.
    pub jti: String,
    /// From where it came: the network's first part.
    pub network: String,
}

/// What a proof must have been made for.
#[derive(Clone, Copy, Debug)]
pub struct Proved<'a> {
    /// `POST`.
    pub method: &'a str,
    /// `/v1/session/refresh`.
    pub path: &'a str,
    /// Names of this service, without port.
    pub hosts: &'a [String],
}

#[derive(Deserialize)]
struct Header {
    typ: String,
    alg: String,
    jwk: Jwk,
}

#[derive(Deserialize)]
struct Jwk {
    kty: String,
    crv: String,
    x: String,
    y: String,
    /// A private key has no business here (RFC 9449 §4.2).
    d: Option<String>,
}

#[derive(Deserialize)]
struct Claims {
    jti: String,
    htm: String,
    htu: String,
    iat: i64,
}

/// Checks the `DPoP` header of a request (RFC 9449 §4.3): a JWT of type `dpop+jwt`, signed by ES256 with the key that
/// it names, for this method and address, made just now.
///
/// # Errors
/// `session.proof_outdated`: the device's clock is wrong by more than five minutes; `session.proof_invalid`: anything
/// else.
pub fn verify(jwt: &str, proved: Proved<'_>, network: &str, now: Timestamp) -> Outcome<Proof> {
    let invalid = || Refusal::rule("session.proof_invalid");
    let (signed, signature) = jwt.rsplit_once('.').ok_or_else(invalid)?;
    let (header, claims) = signed.split_once('.').ok_or_else(invalid)?;
    let header: Header = part(header).ok_or_else(invalid)?;
    let claims: Claims = part(claims).ok_or_else(invalid)?;
    let key = key_of(&header).ok_or_else(invalid)?;
    let signature = URL_SAFE_NO_PAD.decode(signature).map_err(|_| invalid())?;
    let signature = Signature::from_slice(&signature).map_err(|_| invalid())?;
    key.verify(signed.as_bytes(), &signature).map_err(|_| invalid())?;
    let jti_fits = (1..=JTI_MAX).contains(&claims.jti.len());
    if !jti_fits || claims.htm != proved.method || !is_for(&claims.htu, proved) {
        return Err(invalid());
    }
    if now.as_second().abs_diff(claims.iat) > SKEW_S.unsigned_abs() {
        return Err(Refusal::rule("session.proof_outdated"));
    }
    Ok(Proof { key: thumbprint(&header.jwk), jti: claims.jti, network: network.to_owned() })
}

fn part<T: DeserializeOwned>(text: &str) -> Option<T> {
    serde_json::from_slice(&URL_SAFE_NO_PAD.decode(text).ok()?).ok()
}

fn key_of(header: &Header) -> Option<VerifyingKey> {
    let jwk = &header.jwk;
    let fits = header.typ == "dpop+jwt" && header.alg == "ES256" && jwk.kty == "EC" && jwk.crv == "P-256";
    let coordinate = |text: &str| URL_SAFE_NO_PAD.decode(text).ok().filter(|it| it.len() == 32);
    let (x, y) = (coordinate(&jwk.x)?, coordinate(&jwk.y)?);
    // SEC 1 §2.3.3: an uncompressed point.
    let point = [&[4][..], &x, &y].concat();
    VerifyingKey::from_sec1_bytes(&point).ok().filter(|_| fits && jwk.d.is_none())
}

/// RFC 7638 §3: the members that make the key, in the order of their names.
fn thumbprint(jwk: &Jwk) -> String {
    let members = format!(r#"{{"crv":"P-256","kty":"EC","x":"{}","y":"{}"}}"#, jwk.x, jwk.y);
    URL_SAFE_NO_PAD.encode(Sha256::digest(members))
}

/// Whether an address is that of the request; behind a proxy scheme and port are not ours to know.
fn is_for(htu: &str, proved: Proved<'_>) -> bool {
    let Ok(url) = Url::parse(htu) else { return false };
    let named = url.host_str().is_some_and(|host| proved.hosts.iter().any(|own| own == host));
    named && url.path() == proved.path && matches!(url.scheme(), "https" | "http")
}

#[cfg(test)]
mod tests {
    use p256::ecdsa::SigningKey;
    use p256::ecdsa::signature::Signer;
    use serde_json::{Value, json};

    use super::*;

    const PATH: &str = "/v1/session/refresh";

    fn key(byte: u8) -> SigningKey {
        SigningKey::from_slice(&[byte; 32]).unwrap()
    }

    fn jwk(key: &SigningKey) -> Value {
        let point = key.verifying_key().to_sec1_point(false);
        let coordinate = |bytes: &[u8]| URL_SAFE_NO_PAD.encode(bytes);
        json!({ "kty": "EC", "crv": "P-256", "x": coordinate(&point.as_bytes()[1..33]), "y": coordinate(&point.as_bytes()[33..]) })
    }

    fn sign(key: &SigningKey, header: &Value, claims: &Value) -> String {
        let part = |value: &Value| URL_SAFE_NO_PAD.encode(value.to_string());
        let signed = format!("{}.{}", part(header), part(claims));
        let signature: Signature = key.sign(signed.as_bytes());
        format!("{signed}.{}", URL_SAFE_NO_PAD.encode(signature.to_bytes()))
    }

    fn now() -> Timestamp {
        Timestamp::from_second(1_795_000_000).unwrap()
    }

    fn check(jwt: &str) -> Result<Proof, &'static str> {
        let hosts = ["localhost".to_owned()];
        let proved = Proved { method: "POST", path: PATH, hosts: &hosts };
        verify(jwt, proved, "192.0.2.0/24", now()).map_err(|refusal| refusal.code().unwrap())
    }

    fn altered(header: impl Fn(&mut Value), claims: impl Fn(&mut Value)) -> Result<Proof, &'static str> {
        let key = key(7);
        let mut head = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": jwk(&key) });
        let url = format!("http://localhost:8080{PATH}");
        let mut body = json!({ "jti": "1", "htm": "POST", "htu": url, "iat": now().as_second() });
        header(&mut head);
        claims(&mut body);
        check(&sign(&key, &head, &body))
    }

    #[test]
    fn a_proof_names_its_key() {
        let proof = altered(|_| {}, |_| {}).unwrap();
        assert_eq!((proof.key.len(), proof.jti.as_str()), (43, "1"));
    }

    #[test]
    fn what_is_not_made_for_this_request_is_refused() {
        let claims: [fn(&mut Value); 6] = [
            |it| it["htm"] = "GET".into(),
            |it| it["htu"] = format!("http://elsewhere.example{PATH}").into(),
            |it| it["htu"] = "http://localhost/v1/sign-ins/1".into(),
            |it| it["htu"] = "no address".into(),
            |it| it["jti"] = "".into(),
            |it| it["iat"] = Value::Null,
        ];
        for change in claims {
            assert_eq!(altered(|_| {}, change), Err("session.proof_invalid"));
        }
        let headers: [fn(&mut Value); 5] = [
            |it| it["typ"] = "JWT".into(),
            |it| it["alg"] = "none".into(),
            |it| it["jwk"]["crv"] = "P-384".into(),
            |it| it["jwk"]["d"] = "AQ".into(),
            |it| it["jwk"] = jwk(&key(8)),
        ];
        for change in headers {
            assert_eq!(altered(change, |_| {}), Err("session.proof_invalid"));
        }
    }

    #[test]
    fn a_clock_may_be_off_by_five_minutes() {
        for (seconds, fits) in [(-300, true), (300, true), (-301, false), (301, false)] {
            let checked = altered(|_| {}, |it| it["iat"] = (now().as_second() + seconds).into());
            assert_eq!(checked.is_ok(), fits, "{seconds}");
            assert!(fits || checked == Err("session.proof_outdated"));
        }
        let far = altered(|_| {}, |it| it["iat"] = i64::MIN.into());
        assert_eq!(far, Err("session.proof_outdated"));
    }

    #[test]
    fn noise_is_refused() {
        for noise in ["", ".", "..", "a.b.c", "e30.e30.", "é.é.é"] {
            assert_eq!(check(noise), Err("session.proof_invalid"), "{noise}");
        }
    }
}
