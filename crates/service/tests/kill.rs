//! The real binary is killed while tills charge: what was acknowledged is there afterwards, nothing is
//! there twice, and the books hold.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

use std::io::{BufRead, BufReader};
use std::path::Path;
use std::process::{Child, Command, Stdio};

use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD as BASE64;
use p256::ecdsa::signature::Signer;
use p256::ecdsa::{Signature, SigningKey};
use reqwest::Client;
use serde_json::{Value, json};

const SERVICE: &str = env!("CARGO_BIN_EXE_saifu-service");
const ROUNDS: usize = 4;
const CHARGES_BEFORE_KILL: usize = 6;

struct Running {
    child: Child,
    url: String,
}

impl Running {
    fn start(dir: &Path) -> Self {
        let mut child = Command::new(SERVICE)
            .args(["serve", "--sandbox", "--listen", "127.0.0.1:0", "--tls-listen", "127.0.0.1:0"])
            .args([Path::new("--data-dir"), dir])
            .stdout(Stdio::piped())
            .stderr(Stdio::null())
            .spawn()
            .unwrap();
        let mut line = String::new();
        BufReader::new(child.stdout.take().unwrap()).read_line(&mut line).unwrap();
        let ready: Value = serde_json::from_str(&line).unwrap();
        Self { url: ready["http"].as_str().unwrap().to_owned(), child }
    }

    fn kill(mut self) {
        // SIGKILL: nothing of the process runs any more.
        self.child.kill().unwrap();
        self.child.wait().unwrap();
    }
}

async fn post(url: &str, token: &str, body: &Value) -> Option<Value> {
    let answer = Client::new().post(url).bearer_auth(token).json(body).send().await.ok()?;
    answer.status().is_success().then_some(())?;
    answer.json().await.ok()
}

/// Signs up with the mailed code; answers with the token.
async fn sign_up(url: &str) -> String {
    let body = json!({ "name": "佐藤 美咲", "email": "misaki@example.jp" });
    let started = post(&format!("{url}/v1/sign-ups"), "", &body).await.unwrap();
    let mails = Client::new().get(format!("{url}/dev/mailbox.json")).send().await.unwrap();
    let mails: Value = mails.json().await.unwrap();
    let code = mails[0]["subject"].as_str().unwrap().rsplit(' ').next().unwrap().to_owned();
    let confirm = format!("{url}/v1/sign-ups/{}/confirm", started["signUpId"].as_str().unwrap());
    let body = json!({ "code": code, "deviceName": "test" });
    let request = Client::new().post(&confirm).header("dpop", proof(&confirm)).json(&body);
    let session: Value = request.send().await.unwrap().json().await.unwrap();
    session["accessToken"].as_str().unwrap().to_owned()
}

/// That this device has a session key (RFC 9449).
fn proof(url: &str) -> String {
    let key = SigningKey::from_slice(&[7; 32]).unwrap();
    let point = key.verifying_key().to_sec1_point(false);
    let (x, y) = point.as_bytes()[1..].split_at(32);
    let jwk = json!({ "kty": "EC", "crv": "P-256", "x": BASE64.encode(x), "y": BASE64.encode(y) });
    let header = json!({ "typ": "dpop+jwt", "alg": "ES256", "jwk": jwk });
    let now = saifu_service::clock::now().as_second();
    let claims = json!({ "jti": "1", "htm": "POST", "htu": url, "iat": now });
    let part = |value: &Value| BASE64.encode(value.to_string());
    let signed = format!("{}.{}", part(&header), part(&claims));
    let signature: Signature = key.sign(signed.as_bytes());
    format!("{signed}.{}", BASE64.encode(signature.to_bytes()))
}

/// Issues a code and lets the till charge it; answers with the order if it was acknowledged.
async fn pay_at_till(url: &str, token: &str) -> Option<String> {
    let code = post(&format!("{url}/v1/store-codes"), token, &json!({})).await?;
    let scan = json!({ "code": code["digits"], "amount": "7" });
    let paid = post(&format!("{url}/dev/till"), token, &scan).await?;
    Some(paid["orderId"].as_str()?.to_owned())
}

fn demo(dir: &Path) -> Value {
    let key = dir.join("public.pem");
    std::fs::write(&key, include_str!("public.pem")).unwrap();
    let demo = Command::new(SERVICE)
        .args([Path::new("demo"), Path::new("--data-dir"), dir, Path::new("--shop-public-key"), &key])
        .output()
        .unwrap();
    serde_json::from_slice(&demo.stdout).unwrap()
}

#[tokio::test(flavor = "multi_thread")]
async fn what_was_acknowledged_survives_kill_9() {
    let dir = tempfile::tempdir().unwrap();
    let codes = demo(dir.path())["giftCodes"].clone();
    let service = Running::start(dir.path());
    let token = sign_up(&service.url).await;
    let redeem = format!("{}/v1/gift-cards/redemptions", service.url);
    post(&redeem, &token, &json!({ "code": codes[2] })).await.unwrap();
    service.kill();

    let mut acknowledged = Vec::new();
    for _ in 0..ROUNDS {
        let service = Running::start(dir.path());
        for _ in 0..CHARGES_BEFORE_KILL {
            acknowledged.extend(pay_at_till(&service.url, &token).await);
        }
        // One more is under way when the process dies; whether it lands is open, halves are not.
        let (url, token) = (service.url.clone(), token.clone());
        let last = tokio::spawn(async move { pay_at_till(&url, &token).await });
        tokio::task::yield_now().await;
        service.kill();
        acknowledged.extend(last.await.unwrap());
    }
    check(dir.path(), &token, &acknowledged).await;
}

async fn check(dir: &Path, token: &str, acknowledged: &[String]) {
    let service = Running::start(dir);
    let get = |path: &str| Client::new().get(format!("{}{path}", service.url)).bearer_auth(token).send();
    let orders: Value = get("/v1/orders?limit=100").await.unwrap().json().await.unwrap();
    let orders = orders["orders"].as_array().unwrap();
    let known = |id: &String| orders.iter().any(|order| order["orderId"] == id.as_str());
    assert!(acknowledged.iter().all(known), "an acknowledged charge is lost");
    assert!(acknowledged.len() >= ROUNDS * CHARGES_BEFORE_KILL);
    assert!(orders.len() <= ROUNDS * (CHARGES_BEFORE_KILL + 1), "a charge is there twice");
    let home: Value = get("/v1/home").await.unwrap().json().await.unwrap();
    let left: usize = home["gift"]["amount"].as_str().unwrap().parse().unwrap();
    assert_eq!(left, 10_000 - 7 * orders.len());
    service.kill();
    let audit =
        Command::new(SERVICE).args([Path::new("audit"), Path::new("--data-dir"), dir]).output().unwrap();
    assert!(audit.status.success(), "{}", String::from_utf8_lossy(&audit.stdout));
}
