use std::collections::HashMap;

use jiff::Timestamp;
use saifu_api::wallet::{
    Channel as ChannelView, OrderEvent, OrderRowView, OrderState as StateView, OrderView, PointReasonView,
    PointRule, RewardsView, TimelineView,
};
use saifu_money::Amount;
use saifu_rewards::{PointGrant, Rule};
use saifu_wallet::charge::{Channel, Charge, ChargeState, OrderState, Refund, RefundState};
use saifu_wallet::id::MerchantId;
use saifu_wallet::merchant::Merchant;
use saifu_wallet::port::store::Store;
use saifu_wallet::{Outcome, Refusal};

use super::{legs_of_charge, merchant_view};

/// Merchants by id, each read once.
#[derive(Default)]
pub struct Merchants(HashMap<MerchantId, Merchant>);

impl Merchants {
    /// The merchant of a charge.
    ///
    /// # Errors
    /// The store failed, or it has a charge without a merchant.
    pub async fn of(&mut self, store: &impl Store, id: &MerchantId) -> Outcome<&Merchant> {
        if !self.0.contains_key(id) {
            let found = store.find::<Merchant>(id.as_str()).await?;
            let found = found.ok_or_else(|| Refusal::Stored(format!("merchant {id} is missing")))?;
            self.0.insert(id.clone(), found.value);
        }
        self.0.get(id).ok_or_else(|| Refusal::Stored(format!("merchant {id} is missing")))
    }
}

/// One order in a list.
///
/// # Errors
/// Sums that cannot be.
pub fn order_row(charge: &Charge, merchant: &Merchant) -> Outcome<OrderRowView> {
    let whole = charge.captured.unwrap_or(charge.amount);
    let cost = charge.cost()?;
    let zero = Amount::zero(whole.currency());
    let points = match &charge.reward {
        Some(reward) => reward.grant.total.sub(reward.returned)?,
        None => zero,
    };
    Ok(OrderRowView {
        order_id: charge.id.order().to_owned(),
        merchant: merchant_view(merchant),
        channel: match charge.channel {
            Channel::Online => ChannelView::Online,
            Channel::Store => ChannelView::Store,
            Channel::Automatic => ChannelView::Automatic,
        },
        state: state(charge.order_state()),
        amount: cost,
        original: (cost != whole).then_some(whole),
        points,
        ordered_at: charge.approved_at,
        summary: charge.items.first().map(|item| item.name.clone()).unwrap_or_default(),
        item_count: charge.items.iter().map(|item| item.quantity).fold(0, u32::saturating_add),
    })
}

const fn state(it: OrderState) -> StateView {
    match it {
        OrderState::Processing => StateView::Processing,
        OrderState::Authorized => StateView::Authorized,
        OrderState::Captured => StateView::Captured,
        OrderState::PartiallyRefunded => StateView::PartiallyRefunded,
        OrderState::Refunded => StateView::Refunded,
        OrderState::Canceled => StateView::Canceled,
        OrderState::Declined => StateView::Declined,
    }
}

/// A whole order.
///
/// # Errors
/// The store failed.
pub async fn order(store: &impl Store, charge: &Charge, merchant: &Merchant) -> Outcome<OrderView> {
    let refunds = store.refunds_of(&charge.id).await?;
    let expected = saifu_wallet::charge::expected_reward(charge)?;
    let (grant, granted, promised_for) = match &charge.reward {
        Some(reward) => (&reward.grant, reward.promised_for.is_none(), reward.promised_for),
        None => (&expected, false, None),
    };
    Ok(OrderView {
        row: order_row(charge, merchant)?,
        charge_id: charge.id.to_string(),
        items: charge.items.clone(),
        total: charge.captured.unwrap_or(charge.amount),
        tax: saifu_wallet::charge::tax_of(&charge.items)?,
        funding: legs_of_charge(store, charge).await?,
        rewards: rewards(grant, granted, promised_for),
        timeline: timeline(charge, &refunds),
        receipt_available: charge.state == ChargeState::Captured,
        decline_code: charge.decline_code.clone(),
        bank_page: charge.bank_page.clone(),
    })
}

/// Points with their reasons.
#[must_use]
pub fn rewards(grant: &PointGrant, granted: bool, promised_for: Option<Timestamp>) -> RewardsView {
    let reason = |it: &saifu_rewards::Reason| PointReasonView {
        rule: match it.rule {
            Rule::Base => PointRule::Base,
            Rule::PointsExcluded => PointRule::PointsExcluded,
            Rule::PrepaidExcluded => PointRule::PrepaidExcluded,
        },
        base: it.base,
        rate: it.rate.basis_points(),
        points: it.points,
    };
    RewardsView {
        total: grant.total,
        granted,
        promised_for: promised_for.filter(|_| !grant.total.is_zero()),
        reasons: grant.reasons.iter().map(reason).collect(),
    }
}

fn timeline(charge: &Charge, refunds: &[Refund]) -> Vec<TimelineView> {
    let row = |event, at: Option<Timestamp>, amount| TimelineView { event, at, amount };
    let approved = match charge.channel {
        Channel::Online => OrderEvent::Approved,
        Channel::Store => OrderEvent::Scanned,
        Channel::Automatic => OrderEvent::StartedByRule,
    };
    let mut rows = vec![row(approved, Some(charge.approved_at), Some(charge.amount))];
    match charge.state {
        ChargeState::Declined => rows.push(row(OrderEvent::Declined, charge.closed_at, None)),
        ChargeState::Canceled => rows.push(row(OrderEvent::Canceled, charge.closed_at, None)),
        ChargeState::Captured => {
            rows.push(row(OrderEvent::Captured, charge.captured_at, charge.captured));
            rows.extend(charge.reward.as_ref().filter(|it| !it.grant.total.is_zero()).map(|it| {
                match it.promised_for {
                    Some(at) => row(OrderEvent::PointsPromised, Some(at), Some(it.grant.total)),
                    None => row(OrderEvent::PointsGranted, charge.captured_at, Some(it.grant.total)),
                }
            }));
        }
        _ => rows.push(row(OrderEvent::CaptureExpected, None, None)),
    }
    let given = refunds.iter().filter(|it| it.state != RefundState::Declined);
    rows.extend(given.map(|it| row(OrderEvent::Refunded, Some(it.created_at), Some(it.amount))));
    rows
}
