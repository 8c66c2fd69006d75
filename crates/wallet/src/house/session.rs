use saifu_money::{Amount, TaxRate};
use saifu_terms::LineItem;

use crate::ChangeSet;
use crate::Moment;
use crate::checkout::{Asked, CheckoutSession, PaymentIntent, SessionState};
use crate::house::{HOUSE_ID, Purpose};
use crate::id::{CheckoutSessionId, MerchantId, ShopperId};
use crate::merchant::Merchant;
use crate::outbox::{Event, EventKind};

/// How long a purchase waits for its approval: half an hour.
pub(crate) const PURCHASE_LIFE_S: i64 = 1800;

/// A session of Saifu's own shop, tied to the one shopper who may approve it.
pub(crate) fn ask(
    shop: &Merchant,
    shopper: &ShopperId,
    purpose: Purpose,
    amount: Amount,
    sandbox: bool,
    moment: &Moment<'_>,
) -> (CheckoutSession, ChangeSet) {
    let asked = Asked {
        intent: Some(PaymentIntent::AuthorizeWithCapture),
        charge_amount: Some(amount),
        ..Asked::default()
    };
    let session = CheckoutSession {
        id: CheckoutSessionId::new(moment.uuid()),
        merchant_id: MerchantId::new(HOUSE_ID),
        store_id: shop.store_id.clone(),
        sandbox,
        asked,
        items: vec![item(&purpose, amount)],
        purpose,
        state: SessionState::Open,
        reason: None,
        shopper_id: Some(shopper.clone()),
        permission_id: None,
        charge_id: None,
        created_at: moment.now,
        updated_at: moment.now,
        expires_at: moment.after_seconds(PURCHASE_LIFE_S),
    };
    let told = Event::to_shopper(shopper, EventKind::CheckoutChanged, session.id.as_str());
    let changes = ChangeSet::new().insert(session.clone()).events([told]);
    (session, changes)
}

/// The one line of a purchase. Prepaid value is not taxed, see [`TaxRate::Exempt`].
pub(crate) fn item(purpose: &Purpose, amount: Amount) -> LineItem {
    let name = match purpose {
        Purpose::Gift(_) => "ギフトカード",
        Purpose::TopUp(_) | Purpose::Shop => "ギフト残高のチャージ",
    };
    LineItem { name: name.to_owned(), quantity: 1, unit_price: amount, amount, tax_rate: TaxRate::Exempt }
}
