//! A shopper with a session, a passkey in software and a gift balance, made by the use-cases themselves.

use std::sync::Mutex;

use super::clock::moment;
use anyhow::{Context, Result, anyhow};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use saifu_codes::GiftCode;
use saifu_money::Amount;
use saifu_store::SqlStore;
use saifu_wallet::ChangeSet;
use saifu_wallet::device::Device;
use saifu_wallet::gift;
use saifu_wallet::id::ShopperId;
use saifu_wallet::passkey::{
    RelyingParty, finish_registration, finish_sign_in, start_registration, start_sign_in,
};
use saifu_wallet::port::store::Commit;
use saifu_wallet::session::Proof;
use saifu_wallet::shopper::Shopper;
use serde_json::{Value, json};
use url::Url;
use webauthn_authenticator_rs::AuthenticatorBackend;
use webauthn_authenticator_rs::softpasskey::SoftPasskey;

/// Enough for every approval of a run.
const BALANCE_YEN: u32 = 100_000;

pub struct Payer {
    pub shopper: ShopperId,
    /// Its access token.
    pub token: String,
    credential: String,
    passkey: Mutex<SoftPasskey>,
}

impl Payer {
    /// # Errors
    /// The store fails.
    pub async fn new(store: &SqlStore, party: &RelyingParty) -> Result<Self> {
        let (now, passkey) = (moment(), Mutex::new(SoftPasskey::new(true)));
        let id = ShopperId::new(now.uuid());
        let email = format!("{id}@example.jp");
        let shopper =
            Shopper { id: id.clone(), name: "佐藤 美咲".to_owned(), email, created_at: now.now };
        let device = Device::new(&now, &id, "bench");
        store.commit(ChangeSet::new().insert(shopper.clone()).insert(device.clone())).await?;
        let (ceremony, options) =
            start_registration(store, party, &now, &shopper, &device).await.map_err(refused)?;
        let answer = registered(&passkey, party, &options)?;
        let made = finish_registration(store, party, &now, &shopper, &device.id, &ceremony, answer).await;
        let credential = made.map_err(refused)?.id;
        let (ceremony, options) = start_sign_in(store, party, &now, &credential).await.map_err(refused)?;
        let answer = signed(&passkey, party, options["publicKey"].clone())?;
        let proof =
            Proof { key: "bench".to_owned(), jti: "0".to_owned(), network: "192.0.2.0/24".to_owned() };
        let begun = finish_sign_in(store, party, &now, &ceremony, &answer, &proof).await.map_err(refused)?;
        let code = GiftCode::from_random(&now.bytes());
        let ends = now.after_seconds(365 * 24 * 3600);
        gift::issue(store, &code, Amount::yen(BALANCE_YEN), "bench", ends).await.map_err(refused)?;
        gift::redeem(store, &now, &id, code.as_str()).await.map_err(refused)?;
        let token = begun.tokens.access.reveal().to_owned();
        Ok(Self { shopper: id, token, credential: credential.to_string(), passkey })
    }

    /// Signs a challenge as the shopper's device does.
    ///
    /// # Errors
    /// The authenticator refuses.
    pub fn sign(&self, party: &RelyingParty, challenge: [u8; 32]) -> Result<Value> {
        let options = json!({
            "challenge": URL_SAFE_NO_PAD.encode(challenge),
            "rpId": party.id,
            "userVerification": "required",
            "allowCredentials": [{ "type": "public-key", "id": self.credential }],
        });
        signed(&self.passkey, party, options)
    }
}

fn registered(passkey: &Mutex<SoftPasskey>, party: &RelyingParty, options: &Value) -> Result<Value> {
    let options = serde_json::from_value(options["publicKey"].clone())?;
    let mut passkey = passkey.lock().map_err(|_| anyhow!("the authenticator broke"))?;
    let answer = passkey.perform_register(Url::parse(&party.origin)?, options, 60_000);
    Ok(serde_json::to_value(answer.map_err(|error| anyhow!("{error:?}"))?)?)
}

fn signed(passkey: &Mutex<SoftPasskey>, party: &RelyingParty, options: Value) -> Result<Value> {
    let options = serde_json::from_value(options)?;
    let mut passkey = passkey.lock().map_err(|_| anyhow!("the authenticator broke"))?;
    let answer = passkey.perform_auth(Url::parse(&party.origin)?, options, 60_000);
    serde_json::to_value(answer.map_err(|error| anyhow!("{error:?}"))?).context("an answer")
}

pub fn refused(refusal: saifu_wallet::Refusal) -> anyhow::Error {
    anyhow!("refused: {refusal:?}")
}
