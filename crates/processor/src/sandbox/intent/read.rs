//! What creation takes.

use saifu_money::{Amount, Currency};

use super::{CaptureMethod, Intent, Means, Status};
use crate::sandbox::call::Call;
use crate::sandbox::error::ApiError;
use crate::sandbox::params::Params;

pub(super) const CREATE: &[&str] = &[
    "amount",
    "currency",
    "customer",
    "payment_method",
    "payment_method_types[",
    "payment_method_data[",
    "payment_method_options[",
    "capture_method",
    "confirm",
    "off_session",
    "return_url",
    "description",
    "metadata[",
];

/// Stripe takes this much at stores (<https://docs.stripe.com/payments/konbini>), in yen.
const KONBINI_YEN: std::ops::RangeInclusive<i64> = 120..=300_000;
const KONBINI_DAYS_MAX: i64 = 60;
const DAY_S: i64 = 24 * 60 * 60;

pub(super) fn read_intent(call: &Call) -> Result<Intent, ApiError> {
    let params = &call.params;
    let currency = read_currency(params)?;
    params.required("amount")?;
    let amount = params.amount("amount", currency)?.unwrap_or(Amount::zero(currency));
    let means = read_means(call, amount)?;
    let text = |name| params.text(name).map(str::to_owned);
    let payment_method = match means {
        Means::Card => text("payment_method"),
        _ => Some(format!("pm_{}", call.moment.serial)),
    };
    let status =
        if payment_method.is_some() { Status::RequiresConfirmation } else { Status::RequiresPaymentMethod };
    Ok(Intent {
        id: format!("pi_{}", call.moment.serial),
        created: call.moment.unix,
        amount,
        capture_method: read_capture_method(params)?,
        customer: text("customer"),
        means,
        payment_method,
        description: text("description"),
        metadata: params.map("metadata"),
        status,
        captured: Amount::zero(currency),
        refunded: Amount::zero(currency),
        last_decline: None,
        canceled_at: None,
        redirect: None,
    })
}

fn read_means(call: &Call, amount: Amount) -> Result<Means, ApiError> {
    let params = &call.params;
    match params.text("payment_method_data[type]") {
        None | Some("card") => Ok(Means::Card),
        Some("konbini") => read_konbini(call, amount),
        Some("customer_balance") => {
            params.required("customer")?;
            let options = "payment_method_options[customer_balance]";
            let is =
                |name: &str, value: &str| params.required(&format!("{options}{name}")).map(|it| it == value);
            if is("[funding_type]", "bank_transfer")? && is("[bank_transfer][type]", "jp_bank_transfer")? {
                return yen_only(amount).map(|()| Means::BankTransfer);
            }
            Err(ApiError::parameter("parameter_invalid", options, "The sandbox knows jp_bank_transfer only"))
        }
        Some(_) => {
            let message = "The sandbox knows card, konbini and customer_balance";
            Err(ApiError::parameter("parameter_invalid", "payment_method_data[type]", message))
        }
    }
}

fn read_konbini(call: &Call, amount: Amount) -> Result<Means, ApiError> {
    let params = &call.params;
    for name in ["name", "email"] {
        params.required(&format!("payment_method_data[billing_details][{name}]"))?;
    }
    yen_only(amount)?;
    if amount.minor() < *KONBINI_YEN.start() {
        return Err(ApiError::parameter("amount_too_small", "amount", "Amount must be at least ¥120"));
    }
    if amount.minor() > *KONBINI_YEN.end() {
        return Err(ApiError::parameter(
            "amount_too_large",
            "amount",
            "Amount must be no more than ¥300,000",
        ));
    }
    let name = "payment_method_options[konbini][expires_at]";
    let now = call.moment.unix;
    let expires_at = match params.text(name) {
        None => Some(now + 3 * DAY_S),
        Some(text) => text.parse().ok(),
    };
    let within = |at: &i64| (now + 1..=now + KONBINI_DAYS_MAX * DAY_S).contains(at);
    match expires_at.filter(within) {
        Some(expires_at) => Ok(Means::Konbini { expires_at }),
        None => Err(ApiError::parameter("parameter_invalid", name, "It must lie within the next 60 days")),
    }
}

fn yen_only(amount: Amount) -> Result<(), ApiError> {
    if amount.currency() == Currency::Jpy {
        return Ok(());
    }
    Err(ApiError::parameter("parameter_invalid", "currency", "Only jpy can be paid so"))
}

/// Stripe writes currencies in lower case.
fn read_currency(params: &Params) -> Result<Currency, ApiError> {
    let text = params.required("currency")?;
    let known = text.to_ascii_uppercase().parse();
    known.map_err(|_| {
        ApiError::parameter("parameter_invalid", "currency", &format!("Invalid currency: {text}"))
    })
}

fn read_capture_method(params: &Params) -> Result<CaptureMethod, ApiError> {
    match params.text("capture_method") {
        None | Some("automatic") => Ok(CaptureMethod::Automatic),
        Some("manual") => Ok(CaptureMethod::Manual),
        Some(_) => Err(ApiError::parameter("parameter_invalid", "capture_method", "Invalid capture_method")),
    }
}
