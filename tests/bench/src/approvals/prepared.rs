//! What is there before the clock runs: shoppers, and proposals that they have signed.

use super::clock::moment;
use anyhow::{Context, Result, anyhow};
use saifu_money::{Amount, TaxRate};
use saifu_store::SqlStore;
use saifu_wallet::ChangeSet;
use saifu_wallet::checkout::{self, Asked, PaymentIntent};
use saifu_wallet::funding::Preference;
use saifu_wallet::id::{MerchantId, ProposalId};
use saifu_wallet::merchant::Merchant;
use saifu_wallet::passkey::RelyingParty;
use saifu_wallet::port::store::Commit;
use saifu_wallet::proposal::{ChargeProposal, propose};
use serde_json::{Value, json};

use super::payer::{Payer, refused};

/// A signed proposal.
pub struct Prepared {
    pub proposal_id: ProposalId,
    pub proposal: ChargeProposal,
    pub token: String,
    pub assertion: Value,
    /// As the device sends it.
    pub body: Value,
}

/// A shop, shoppers, and the store that the service works on.
pub struct Scene {
    pub store: SqlStore,
    pub party: RelyingParty,
    pub payers: Vec<Payer>,
    /// Where the service listens.
    pub url: String,
    merchant: Merchant,
}

impl Scene {
    /// # Errors
    /// The store fails.
    pub async fn set(store: SqlStore, url: &str, payers: usize) -> Result<Self> {
        let party = RelyingParty::new(url).map_err(|error| anyhow!("{error:?}"))?;
        let merchant = merchant();
        store.commit(ChangeSet::new().insert(merchant.clone())).await?;
        let mut made = Vec::new();
        for _ in 0..payers {
            made.push(Payer::new(&store, &party).await?);
        }
        Ok(Self { store, party, payers: made, url: url.to_owned(), merchant })
    }

    /// So many proposals of one shopper, signed.
    ///
    /// # Errors
    /// A use-case refuses.
    pub async fn prepare(&self, payer: usize, count: usize) -> Result<Vec<Prepared>> {
        let payer = self.payers.get(payer).context("a shopper of this number")?;
        let mut prepared = Vec::new();
        for _ in 0..count {
            prepared.push(self.one(payer).await?);
        }
        Ok(prepared)
    }

    async fn one(&self, payer: &Payer) -> Result<Prepared> {
        let asked = Asked {
            result_return_url: Some("https://shop.example/result".to_owned()),
            intent: Some(PaymentIntent::AuthorizeWithCapture),
            charge_amount: Some(Amount::yen(10)),
            ..Asked::default()
        };
        let session = checkout::create(&self.store, &moment(), &self.merchant, asked, true, None).await;
        let id = session.map_err(refused)?.id;
        let proposed =
            propose(&self.store, &moment(), &payer.shopper, None, &id, Preference::default()).await;
        let proposal = proposed.map_err(refused)?.proposal;
        let assertion = payer.sign(&self.party, proposal.terms.challenge())?;
        let body = json!({ "credential": assertion });
        Ok(Prepared {
            proposal_id: proposal.id.clone(),
            proposal,
            token: payer.token.clone(),
            assertion,
            body,
        })
    }
}

fn merchant() -> Merchant {
    Merchant {
        id: MerchantId::new("BENCH"),
        name: "山ねこ珈琲".to_owned(),
        mark: "山".to_owned(),
        domain: "shop.example".to_owned(),
        store_id: "bench-store".to_owned(),
        legal_name: "株式会社山ねこ".to_owned(),
        address: "長野県松本市見本 4-5-6".to_owned(),
        registration_number: Some("T6010001000001".to_owned()),
        default_tax_rate: TaxRate::Standard,
        excluded: Vec::new(),
        points_after_days: 0,
        created_at: moment().now,
    }
}
