//! What one approval takes when nobody else asks: the signature, what is decided and committed, and HTTP around it.

use std::time::{Duration, Instant};

use super::clock::moment;
use anyhow::{Context, Result};
use saifu_tests::figure::Figure;
use saifu_wallet::charge::{Signed, Verifier, approve};
use saifu_wallet::factor::FactorKey;
use saifu_wallet::passkey::verify;
use saifu_wallet::port::store::ShopperReads;

use super::ALONE;
use super::one_after_another;
use super::payer::refused;
use super::prepared::{Prepared, Scene};

/// Prints the steps, each beside the whole as its client sees it.
///
/// # Errors
/// An approval is refused.
pub async fn print(scene: &Scene, name: &str, mut prepared: Vec<Prepared>) -> Result<()> {
    let (in_process, through_http) = (prepared.split_off(2 * ALONE), prepared.split_off(ALONE));
    let signature = verifying(scene, &prepared).await?;
    // In the order in which they were signed: the authenticator's counter goes up.
    let latencies = one_after_another(&scene.url, &through_http).await?;
    let inside = approving(scene, &in_process).await?;
    let whole = mean_us(latencies.iter().sum(), latencies.len())?;
    let names = match name {
        "approvals.sqlite" => {
            ["approvals.sqlite.signature", "approvals.sqlite.decide_and_commit", "approvals.sqlite.http"]
        }
        _ => ["approvals.signature", "approvals.decide_and_commit", "approvals.http"],
    };
    let [first, second, third] = names;
    Figure::against(first, "µs", signature, whole).print()?;
    Figure::against(second, "µs", inside - signature, whole).print()?;
    Figure::against(third, "µs", whole - inside, whole).print()
}

/// The check of a signature, and nothing written.
async fn verifying(scene: &Scene, prepared: &[Prepared]) -> Result<f64> {
    let payer = scene.payers.first().context("a shopper")?;
    let credentials = scene.store.credentials_of(&payer.shopper).await?;
    let start = Instant::now();
    for it in prepared {
        let challenge = it.proposal.terms.challenge();
        verify(&scene.party, &payer.shopper, &credentials, challenge, &it.assertion).map_err(refused)?;
    }
    mean_us(start.elapsed(), prepared.len())
}

/// The whole use-case, called as the route does.
async fn approving(scene: &Scene, prepared: &[Prepared]) -> Result<f64> {
    let payer = scene.payers.first().context("a shopper")?;
    let factor_key = FactorKey::new([0; 32].into());
    let verifier = Verifier { party: &scene.party, factor_key: &factor_key };
    let start = Instant::now();
    for it in prepared {
        let (now, who) = (moment(), &payer.shopper);
        let signed = Signed { assertion: &it.assertion, second_factor: None };
        let done = approve(&scene.store, &verifier, &now, who, &it.proposal_id, &signed).await;
        done.map_err(refused)?;
    }
    mean_us(start.elapsed(), prepared.len())
}

fn mean_us(time: Duration, count: usize) -> Result<f64> {
    Ok(time.as_secs_f64() * 1e6 / f64::from(u32::try_from(count)?))
}
