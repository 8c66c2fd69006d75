use aws_lc_rs::rand::SystemRandom;
use aws_lc_rs::rsa::KeySize;
use aws_lc_rs::signature::{KeyPair, RSA_PSS_SHA256, RsaKeyPair};
use base64::Engine;
use base64::engine::general_purpose::STANDARD;
use reqwest::Method;
use saifu_wallet::moment::hex;
use serde_json::Value;
use sha2::{Digest, Sha256};

/// A shop that signs its requests with `AMZN-PAY-RSASSA-PSS-V2`.
pub struct Shop {
    key: RsaKeyPair,
    pub key_id: String,
    pub store_id: String,
    pub url: String,
}

/// What the service answered.
#[derive(Debug)]
pub struct Reply {
    pub status: u16,
    pub body: Value,
}

impl Reply {
    pub fn reason(&self) -> (u16, &str) {
        (self.status, self.body["reasonCode"].as_str().unwrap_or_default())
    }
}

impl Shop {
    pub fn new() -> Self {
        let key = RsaKeyPair::generate(KeySize::Rsa2048).unwrap();
        Self { key, key_id: String::new(), store_id: String::new(), url: String::new() }
    }

    pub fn known_as(mut self, key_id: &str, store_id: &str, url: &str) -> Self {
        (self.key_id, self.store_id, self.url) = (key_id.to_owned(), store_id.to_owned(), url.to_owned());
        self
    }

    /// The same shop, at another address of the service.
    pub fn at(mut self, url: &str) -> Self {
        url.clone_into(&mut self.url);
        self
    }

    pub fn public_key_pem(&self) -> String {
        use aws_lc_rs::encoding::AsDer;
        let der: aws_lc_rs::encoding::PublicKeyX509Der<'_> = self.key.public_key().as_der().unwrap();
        let body = STANDARD.encode(der.as_ref());
        let lines: Vec<&str> =
            (0..body.len()).step_by(64).map(|at| &body[at..(at + 64).min(body.len())]).collect();
        format!("-----BEGIN PUBLIC KEY-----\n{}\n-----END PUBLIC KEY-----\n", lines.join("\n"))
    }

    pub async fn post(&self, path: &str, body: &Value) -> Reply {
        self.send(Method::POST, path, Some(body), None).await
    }

    pub async fn get(&self, path: &str) -> Reply {
        self.send(Method::GET, path, None, None).await
    }

    pub async fn send(&self, method: Method, path: &str, body: Option<&Value>, key: Option<&str>) -> Reply {
        self.send_signed_over(method, path, body, key, None).await
    }

    /// Sends `body`, but signs `signed` where that is given.
    pub async fn send_signed_over(
        &self,
        method: Method,
        path: &str,
        body: Option<&Value>,
        key: Option<&str>,
        signed: Option<&str>,
    ) -> Reply {
        let text = body.map(Value::to_string).unwrap_or_default();
        let date = saifu_service::views::merchant::timestamp(saifu_service::clock::now());
        let mut headers = vec![
            ("accept", "application/json".to_owned()),
            ("content-type", "application/json".to_owned()),
            ("x-amz-pay-date", date),
            ("x-amz-pay-host", "localhost".to_owned()),
            ("x-amz-pay-region", "jp".to_owned()),
        ];
        headers.extend(key.map(|key| ("x-amz-pay-idempotency-key", key.to_owned())));
        headers.sort();
        let authorization = self.authorization(&method, path, &headers, signed.unwrap_or(&text));
        let mut request = reqwest::Client::new().request(method, format!("{}{path}", self.url));
        for (name, value) in headers {
            request = request.header(name, value);
        }
        let answer = request.header("authorization", authorization).body(text).send().await.unwrap();
        let status = answer.status().as_u16();
        assert!(answer.headers().contains_key("x-amz-pay-request-id"));
        Reply { status, body: answer.json().await.unwrap() }
    }

    fn authorization(&self, method: &Method, path: &str, headers: &[(&str, String)], body: &str) -> String {
        let names = headers.iter().map(|(name, _)| *name).collect::<Vec<_>>().join(";");
        let lines: String = headers.iter().map(|(name, value)| format!("{name}:{value}\n")).collect();
        let digest = |text: &str| hex(&Sha256::digest(text));
        let canonical = format!("{method}\n{path}\n\n{lines}\n{names}\n{}", digest(body));
        let to_sign = format!("AMZN-PAY-RSASSA-PSS-V2\n{}", digest(&canonical));
        let mut signature = vec![0; self.key.public_modulus_len()];
        self.key.sign(&RSA_PSS_SHA256, &SystemRandom::new(), to_sign.as_bytes(), &mut signature).unwrap();
        let signature = STANDARD.encode(signature);
        format!(
            "AMZN-PAY-RSASSA-PSS-V2 PublicKeyId={}, SignedHeaders={names}, Signature={signature}",
            self.key_id
        )
    }
}
