//! How a stored thing becomes a row: the columns that are searched, and its JSON.

use saifu_wallet::change::Record;
use saifu_wallet::port::store::StoreError;

use crate::row::{Columns, failed};

/// The searched columns of a record.
pub(crate) fn columns(record: &Record) -> Columns {
    match record {
        Record::Shopper(it) => vec![("email", it.email.as_str().into())],
        Record::Session(it) => vec![("shopper_id", it.shopper_id.as_str().into())],
        Record::DeviceJoin(it) => vec![("code_digest", it.code_digest.as_str().into())],
        Record::Device(it) => {
            vec![("shopper_id", it.shopper_id.as_str().into()), ("created_at", it.created_at.into())]
        }
        Record::Credential(it) => {
            vec![("shopper_id", it.shopper_id.as_str().into()), ("created_at", it.created_at.into())]
        }
        Record::Card(it) => crate::holding::card_columns(it),
        Record::Lot(it) => crate::holding::lot_columns(it),
        Record::Letter(it) => vec![("due_at", it.due_at.into())],
        Record::MerchantKey(it) => vec![("merchant_id", it.merchant_id.as_str().into())],
        Record::CheckoutSession(it) => crate::checkout::session_columns(it),
        Record::ChargeProposal(it) => vec![("shopper_id", it.shopper_id.as_str().into())],
        Record::Approval(it) => {
            vec![("shopper_id", it.shopper_id.as_str().into()), ("charge_id", it.charge_id.as_str().into())]
        }
        Record::ChargePermission(it) => crate::permission::permission_columns(it),
        Record::Charge(it) => crate::charge::charge_columns(it),
        Record::Refund(it) => crate::charge::refund_columns(it),
        Record::Gift(it) => crate::gift::gift_columns(it),
        Record::AutomaticTopUp(it) => crate::top_up::automatic_columns(it),
        Record::TopUp(it) => crate::top_up::columns(it),
        Record::SignIn(it) => vec![("shopper_id", it.shopper_id.as_str().into()), ("at", it.at.into())],
        Record::LimitUse(it) => vec![("free_at", it.free_at.into())],
        Record::StoreCode(it) => vec![("shopper_id", it.shopper_id.as_str().into())],
        Record::SignUp(_)
        | Record::Ceremony(_)
        | Record::PasskeyInvitation(_)
        | Record::BrowserSession(_)
        | Record::GiftCard(_)
        | Record::GiftTries(_)
        | Record::LiveCode(_)
        | Record::TopUpUse(_)
        | Record::Totp(_)
        | Record::RecoveryCodes(_)
        | Record::Recovery(_)
        | Record::EmailChange(_)
        | Record::RecoveryUnderWay(_)
        | Record::FactorTries(_)
        | Record::FundingRule(_)
        | Record::Merchant(_)
        | Record::IdempotentAnswer(_) => Vec::new(),
    }
}

/// The JSON of a record, without the name of its concept: the table says that.
pub(crate) fn body(record: &Record) -> Result<String, StoreError> {
    let tagged = serde_json::to_value(record).map_err(failed)?;
    let inner = tagged.as_object().and_then(|object| object.values().next());
    serde_json::to_string(&inner).map_err(failed)
}
