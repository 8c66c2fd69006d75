//! Merchants and gift codes to try things with. All of it is invented.

use anyhow::Context;
use jiff::SignedDuration;
use saifu_codes::GiftCode;
use saifu_money::{Amount, TaxRate};
use saifu_store::SqlStore;
use saifu_wallet::ChangeSet;
use saifu_wallet::id::{MerchantId, PublicKeyId};
use saifu_wallet::merchant::{Merchant, MerchantKey};
use saifu_wallet::moment::digest;
use saifu_wallet::port::store::{Commit, Entity, unless_stale};
use serde::Serialize;

use crate::clock;

/// What the sample shop and whoever tries things need to know.
#[derive(Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct DemoView {
    /// The sample shop's key.
    pub public_key_id: String,
    /// The sample shop.
    pub merchant_id: String,
    /// The sample shop's store.
    pub store_id: String,
    /// The shop with the till.
    pub till_merchant_id: String,
    /// Gift codes that can be redeemed once.
    pub gift_codes: Vec<String>,
}

/// Name, mark, domain, company, address, registration number, rate of goods without a list.
type Shop = (&'static str, &'static str, &'static str, &'static str, &'static str, &'static str, TaxRate);

const SHOPS: [(&str, Shop); 3] = [
    (
        "M1YAMANEKO",
        (
            "山ねこ珈琲",
            "山",
            "yamaneko-coffee.example",
            "株式会社山ねこ",
            "長野県松本市見本 4-5-6",
            "T6010001000001",
            TaxRate::Standard,
        ),
    ),
    (
        "M2MARUFUKU",
        (
            "まるふく青果",
            "福",
            "",
            "株式会社まるふく",
            "東京都文京区見本 1-2-3",
            "T5010001000002",
            TaxRate::Reduced,
        ),
    ),
    // Its goods can be sent back for two weeks, and its points come after that.
    (
        "M3MIDORI",
        (
            "みどり書店",
            "緑",
            "",
            "株式会社みどり書店",
            "京都府京都市中京区見本 3-2-1",
            "T4010001000003",
            TaxRate::Standard,
        ),
    ),
];

/// How long the third shop takes goods back.
const RETURN_DAYS: u16 = 14;

/// Yen, giver, days of life.
const GIFTS: [(u32, &str, i64); 4] = [
    (3000, "お試しギフト", 365),
    (1860, "田中さんからのギフト", 12),
    (10_000, "お祝いのギフト", 730),
    (500, "はじめてのギフト", 90),
];

/// Adds what is missing.
///
/// # Errors
/// The store failed.
pub async fn add(store: &SqlStore, shop_public_key_pem: &str) -> anyhow::Result<DemoView> {
    for (id, shop) in SHOPS {
        insert(store, merchant(id, shop)).await?;
    }
    let public_key_id = format!("SANDBOX-{}", &digest(shop_public_key_pem.trim()).to_uppercase()[..24]);
    let key = MerchantKey {
        id: PublicKeyId::new(public_key_id.clone()),
        merchant_id: MerchantId::new(SHOPS[0].0),
        public_key_pem: shop_public_key_pem.to_owned(),
    };
    crate::signature::MerchantKey::parse(shop_public_key_pem).context("the shop's public key")?;
    insert(store, key).await?;
    let mut gift_codes = Vec::new();
    for (index, gift) in (1_u8..).zip(GIFTS) {
        gift_codes.push(add_gift(store, index, gift).await?);
    }
    Ok(DemoView {
        public_key_id,
        merchant_id: SHOPS[0].0.to_owned(),
        store_id: store_id(SHOPS[0].0),
        till_merchant_id: SHOPS[1].0.to_owned(),
        gift_codes,
    })
}

fn merchant(id: &str, shop: Shop) -> Merchant {
    let (name, mark, domain, legal_name, address, number, default_tax_rate) = shop;
    Merchant {
        id: MerchantId::new(id),
        name: name.to_owned(),
        mark: mark.to_owned(),
        domain: domain.to_owned(),
        store_id: store_id(id),
        legal_name: legal_name.to_owned(),
        address: address.to_owned(),
        registration_number: Some(number.to_owned()),
        default_tax_rate,
        excluded: Vec::new(),
        points_after_days: if id == SHOPS[2].0 { RETURN_DAYS } else { 0 },
        created_at: clock::now(),
    }
}

fn store_id(merchant: &str) -> String {
    format!("amzn1.application-oa2-client.{}", &digest(merchant)[..32])
}

async fn add_gift(store: &SqlStore, index: u8, gift: (u32, &str, i64)) -> anyhow::Result<String> {
    let (yen, source, days) = gift;
    // The same codes each time: they are printed for whoever tries the sandbox.
    let code =
        GiftCode::from_random(&std::array::from_fn(|place| index.wrapping_mul(7).wrapping_add(place as u8)));
    let ends = clock::now().checked_add(SignedDuration::from_hours(24 * days))?;
    let issued = saifu_wallet::gift::issue(store, &code, Amount::yen(yen), source, ends).await;
    match issued {
        Err(refusal) if !refusal.is_stale() => Err(refusal.into()),
        _ => Ok(code.grouped()),
    }
}

/// Adds a row unless it is there.
async fn insert(store: &SqlStore, entity: impl Entity) -> anyhow::Result<()> {
    Ok(unless_stale(store.commit(ChangeSet::new().insert(entity)).await)?)
}
