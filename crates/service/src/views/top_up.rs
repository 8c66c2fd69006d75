use jiff::Timestamp;
use saifu_api::wallet::{
    AutomaticTopUpView, BankTransferView, SlipView, StoreChain as ChainView, TopUpCardView, TopUpLimitsView,
    TopUpMethod as MethodView, TopUpState as StateView, TopUpView,
};
use saifu_wallet::Outcome;
use saifu_wallet::card::Card;
use saifu_wallet::port::store::Store;
use saifu_wallet::top_up::{
    AutomaticTopUp, BankTransfer, Cash, Instructions, POLICY, Slip, StoreChain, TopUp, TopUpMethod,
    TopUpState, Usage,
};

/// A top-up.
///
/// # Errors
/// The store failed.
pub async fn top_up(store: &impl Store, it: &TopUp, now: Timestamp) -> Outcome<TopUpView> {
    let card = match &it.card_id {
        Some(id) => store.find::<Card>(id.as_str()).await?,
        None => None,
    };
    Ok(TopUpView {
        top_up_id: it.id.to_string(),
        amount: it.amount,
        method: match it.method {
            TopUpMethod::Card => MethodView::Card,
            TopUpMethod::Slip => MethodView::Slip,
            TopUpMethod::BankTransfer => MethodView::BankTransfer,
        },
        state: match it.state_at(now) {
            TopUpState::Initiated => StateView::Initiated,
            TopUpState::Pending => StateView::Pending,
            TopUpState::Settled => StateView::Settled,
            TopUpState::Canceled => StateView::Canceled,
            TopUpState::Expired => StateView::Expired,
            TopUpState::Failed => StateView::Failed,
        },
        created_at: it.created_at,
        settled_at: it.settled_at,
        automatic: it.automatic,
        lot_id: it.lot_id.as_ref().map(|id| id.as_str().to_owned()),
        order_id: it.charge_id.as_ref().map(|id| id.order().to_owned()),
        card: card.map(|card| TopUpCardView { brand: card.value.brand, last4: card.value.last4 }),
        slip: slip(it)?,
        bank_transfer: bank_transfer(it),
        to_return: it.to_return(),
        failure: it.failure.clone(),
    })
}

fn instructions(it: &TopUp) -> Option<(&Cash, &Instructions)> {
    let cash = it.cash.as_ref()?;
    cash.instructions.as_ref().map(|how| (cash, how))
}

fn slip(it: &TopUp) -> Outcome<Option<SlipView>> {
    let Some((cash, Instructions::Slip(slip))) = instructions(it) else { return Ok(None) };
    let Slip { chain, number, confirmation_number, barcode } = slip.clone();
    Ok(Some(SlipView {
        chain: chain_view(chain),
        number,
        confirmation_number,
        barcode,
        amount: it.amount.add(cash.fee)?,
        fee: cash.fee,
        due_at: it.pay_by,
    }))
}

fn bank_transfer(it: &TopUp) -> Option<BankTransferView> {
    let (_, Instructions::BankTransfer(bank)) = instructions(it)? else { return None };
    let BankTransfer { bank_name, branch_name, account_type, account_number, account_holder, reference } =
        bank.clone();
    Some(BankTransferView {
        bank_name,
        branch_name,
        account_type,
        account_number,
        account_holder,
        reference,
        due_at: it.pay_by,
    })
}

const fn chain_view(it: StoreChain) -> ChainView {
    match it {
        StoreChain::SevenEleven => ChainView::SevenEleven,
        StoreChain::Lawson => ChainView::Lawson,
        StoreChain::FamilyMart => ChainView::FamilyMart,
        StoreChain::Ministop => ChainView::Ministop,
        StoreChain::Seicomart => ChainView::Seicomart,
    }
}

/// What the wire calls a chain.
#[must_use]
pub const fn store_chain(it: ChainView) -> StoreChain {
    match it {
        ChainView::SevenEleven => StoreChain::SevenEleven,
        ChainView::Lawson => StoreChain::Lawson,
        ChainView::FamilyMart => StoreChain::FamilyMart,
        ChainView::Ministop => StoreChain::Ministop,
        ChainView::Seicomart => StoreChain::Seicomart,
    }
}

/// What can still be topped up.
///
/// # Errors
/// Sums that cannot be.
pub fn limits(usage: &Usage) -> Outcome<TopUpLimitsView> {
    let left = POLICY.left(usage)?;
    Ok(TopUpLimitsView {
        min: POLICY.least.amount,
        per_transaction: POLICY.per_transaction.amount,
        left_today: left.today,
        left_this_month: left.this_month,
        balance_max: POLICY.balance.amount,
        left_of_balance: left.balance,
        left_now: left.now,
    })
}

/// The shopper's rule.
#[must_use]
pub fn automatic(it: &AutomaticTopUp) -> AutomaticTopUpView {
    AutomaticTopUpView {
        enabled: it.enabled,
        amount: it.amount,
        below: it.below,
        day_of_month: it.day_of_month,
        card_id: it.card_id.as_ref().map(ToString::to_string),
        next_on: it.next_on,
        last_failure: it.last_failure.clone(),
    }
}
