use jiff::Timestamp;
use saifu_api::wallet::ChargeProposalView;
use saifu_wallet::Outcome;
use saifu_wallet::funding;
use saifu_wallet::gift::LotKind;
use saifu_wallet::passkey::Credential;
use saifu_wallet::port::store::Store;
use saifu_wallet::proposal::{Proposed, expected_grant};

use super::funding::unusable;
use super::{cards, legs_of_terms, merchant_view, preference, rewards};

/// The frozen terms and what helps to read them.
///
/// # Errors
/// The store failed.
pub async fn proposal(
    store: &impl Store,
    it: &Proposed,
    credentials: &[Credential],
    now: Timestamp,
) -> Outcome<ChargeProposalView> {
    let terms = &it.proposal.terms;
    let live = credentials.iter().filter(|credential| credential.is_of_live_device());
    let blocked = funding::unusable(&it.holdings, &it.merchant.excluded, now);
    Ok(ChargeProposalView {
        merchant: merchant_view(&it.merchant),
        times_paid: it.times_paid,
        funding: legs_of_terms(store, &terms.funding, terms.amount).await?,
        preference: preference(&it.proposal.preference),
        unusable: blocked.into_iter().map(unusable).collect(),
        cards: cards(store, &it.proposal.shopper_id, &it.holdings.cards, now).await?,
        points_available: it.holdings.total(LotKind::Points)?,
        gift_available: it.holdings.total(LotKind::Gift)?,
        rewards: rewards(&expected_grant(&it.purpose, terms)?, false, it.merchant.points_promised_for(now)),
        tax: saifu_wallet::charge::tax_of(&terms.items)?,
        credential_ids: live.map(|credential| credential.id.to_string()).collect(),
        second_factor: it.proposal.second_factor,
        terms: terms.clone(),
    })
}
