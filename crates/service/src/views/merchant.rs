//! Domain values as Amazon Pay's objects.

use jiff::Timestamp;
use jiff::tz::TimeZone;
use saifu_api::merchant::{
    BuyerView, ChargePermissionView, ChargeView, CheckoutSessionView, ConstraintView, FrequencyView,
    LimitsView, MerchantMetadata, PaymentDetailsView, PermissionStatusView, PriceView, ProviderMetadata,
    ReasonView, RecurringView, RefundView, StatusView, WebCheckoutView,
};
use saifu_terms::Frequency;
use saifu_wallet::Outcome;
use saifu_wallet::charge::{Charge, ChargeState, Refund, RefundState};
use saifu_wallet::checkout::{
    Asked, CheckoutSession, Constraint, PaymentIntent, SessionState, StandingAsked,
};
use saifu_wallet::id::{ChargeId, ChargePermissionId, CheckoutSessionId, MerchantId};
use saifu_wallet::merchant::Metadata;
use saifu_wallet::moment::digest;
use saifu_wallet::permission::{
    ChargePermission, ClosedFor, PermissionState, Rhythm, Standing, StandingKind,
};
use saifu_wallet::shopper::Shopper;
use url::Url;

/// `yyyyMMddTHHmmssZ`: the only form that every SDK reads.
#[must_use]
pub fn timestamp(at: Timestamp) -> String {
    TimeZone::UTC.to_datetime(at).strftime("%Y%m%dT%H%M%SZ").to_string()
}

/// A shop's address with `amazonCheckoutSessionId` in its query; `None` if it is no address.
#[must_use]
pub fn with_session_id(address: &str, id: &CheckoutSessionId) -> Option<String> {
    let mut url = Url::parse(address).ok()?;
    url.query_pairs_mut().append_pair("amazonCheckoutSessionId", id.as_str());
    Some(url.into())
}

/// The buyer as one merchant knows them: the id differs from merchant to merchant.
#[must_use]
pub fn buyer(shopper: &Shopper, merchant: &MerchantId) -> BuyerView {
    let pair = digest(&format!("buyer:{}:{merchant}", shopper.id)).to_uppercase();
    BuyerView {
        buyer_id: format!("amzn1.account.{}", &pair[..28]),
        name: Some(shopper.name.clone()),
        email: Some(shopper.email.clone()),
        phone_number: None,
        prime_membership_types: None,
    }
}

const fn environment(sandbox: bool) -> &'static str {
    if sandbox { "Sandbox" } else { "Live" }
}

fn provider(asked: Option<&Asked>) -> ProviderMetadata {
    ProviderMetadata { provider_reference_id: asked.and_then(|it| it.provider_reference_id.clone()) }
}

/// A Checkout Session; `buyer` once somebody approved.
#[must_use]
pub fn session(
    it: &CheckoutSession,
    buyer: Option<BuyerView>,
    now: Timestamp,
    public_url: &str,
) -> CheckoutSessionView {
    let done = it.state == SessionState::Completed;
    let (web, payment) = (web_checkout(it, now, public_url), payment_details(&it.asked));
    CheckoutSessionView {
        checkout_session_id: it.id.to_string(),
        web_checkout_details: web,
        product_type: "PayAndShip".to_owned(),
        charge_permission_type: type_word(it.asked.standing.as_ref().map(|it| it.kind)),
        recurring_metadata: it.asked.standing.as_ref().and_then(recurring_asked),
        payment_details: payment,
        merchant_metadata: metadata(it.asked.metadata()),
        supplementary_data: it.asked.supplementary_data.clone(),
        buyer,
        billing_address: None,
        shipping_address: None,
        payment_preferences: vec![None],
        status_details: session_status(it, now),
        platform_id: it.asked.platform_id.clone(),
        charge_permission_id: it.permission_id.as_ref().filter(|_| done).map(ChargePermissionId::to_string),
        charge_id: it.charge_id.as_ref().filter(|_| done).map(ChargeId::to_string),
        constraints: it.constraints().into_iter().map(constraint).collect(),
        creation_timestamp: timestamp(it.created_at),
        expiration_timestamp: timestamp(it.expires_at),
        store_id: it.store_id.clone(),
        provider_metadata: provider(Some(&it.asked)),
        release_environment: environment(it.sandbox).to_owned(),
        delivery_specifications: None,
        payment_method_on_file_metadata: None,
        multi_addresses_checkout_metadata: None,
        shipping_address_list: None,
        checkout_button_text: None,
    }
}

fn session_status(it: &CheckoutSession, now: Timestamp) -> StatusView {
    let (state, reason) = it.state_at(now);
    StatusView {
        state: format!("{state:?}"),
        reason_code: reason.map(|reason| format!("{reason:?}")),
        reason_description: None,
        last_updated_timestamp: timestamp(it.updated_at),
    }
}

fn web_checkout(it: &CheckoutSession, now: Timestamp, public_url: &str) -> WebCheckoutView {
    let open = it.state_at(now).0 == SessionState::Open && it.is_ready();
    let redirect = format!("{public_url}/checkout/processing?amazonCheckoutSessionId={}", it.id);
    WebCheckoutView {
        checkout_review_return_url: it.asked.review_return_url.clone(),
        checkout_result_return_url: it.asked.result_return_url.clone(),
        checkout_cancel_url: it.asked.cancel_url.clone(),
        amazon_pay_redirect_url: open.then_some(redirect),
    }
}

fn payment_details(asked: &Asked) -> PaymentDetailsView {
    PaymentDetailsView {
        payment_intent: asked.intent.map(|intent| match intent {
            PaymentIntent::Authorize => "Authorize".to_owned(),
            PaymentIntent::AuthorizeWithCapture => "AuthorizeWithCapture".to_owned(),
        }),
        can_handle_pending_authorization: asked.can_handle_pending,
        charge_amount: asked.charge_amount.map(PriceView::from),
        total_order_amount: None,
        soft_descriptor: asked.soft_descriptor.clone(),
        presentment_currency: asked.charge_amount.map(|amount| amount.currency().to_string()),
        allow_overcharge: None,
        extend_expiration: None,
    }
}

fn metadata(it: Metadata) -> MerchantMetadata {
    MerchantMetadata {
        merchant_reference_id: it.merchant_reference_id,
        merchant_store_name: it.merchant_store_name,
        note_to_buyer: it.note_to_buyer,
        custom_information: it.custom_information,
    }
}

/// What the merchant keeps with something; until that is changed, what its session says.
fn kept(own: Option<&Metadata>, asked: Option<&Asked>) -> MerchantMetadata {
    metadata(own.cloned().or_else(|| asked.map(Asked::metadata)).unwrap_or_default())
}

fn constraint(it: Constraint) -> ConstraintView {
    let description = match it {
        Constraint::BuyerNotAssociated => "There is no buyer associated with this checkout session.",
        Constraint::ChargeAmountNotSet => "chargeAmount is not set.",
        Constraint::CheckoutResultReturnUrlNotSet => "checkoutResultReturnUrl is not set.",
        Constraint::PaymentIntentNotSet => "paymentIntent is not set.",
        Constraint::RecurringFrequencyNotSet => "recurringMetadata.frequency is not set.",
    };
    ConstraintView { constraint_id: format!("{it:?}"), description: description.to_owned() }
}

/// The name of a charge's state.
#[must_use]
pub fn state_word(state: ChargeState) -> String {
    format!("{state:?}")
}

/// A Charge, with what its session was asked for.
#[must_use]
pub fn charge(it: &Charge, asked: Option<&Asked>, sandbox: bool) -> ChargeView {
    let captured = it.captured.filter(|_| it.state == ChargeState::Captured);
    ChargeView {
        charge_id: it.id.to_string(),
        charge_permission_id: it.permission_id.to_string(),
        charge_amount: it.amount.into(),
        capture_amount: captured.map(PriceView::from),
        refunded_amount: captured.map(|_| it.refunded.into()),
        converted_amount: None,
        conversion_rate: None,
        soft_descriptor: it
            .soft_descriptor
            .clone()
            .or_else(|| asked.and_then(|it| it.soft_descriptor.clone())),
        platform_id: asked.and_then(|asked| asked.platform_id.clone()),
        capture_now: it.capture_now,
        can_handle_pending_authorization: asked.is_some_and(|asked| asked.can_handle_pending),
        provider_metadata: provider(asked),
        merchant_metadata: Some(kept(it.metadata.as_ref(), asked)),
        web_checkout_details: None,
        status_details: StatusView {
            state: state_word(it.state),
            reason_code: it.reason.clone(),
            reason_description: None,
            last_updated_timestamp: timestamp(it.updated_at),
        },
        creation_timestamp: timestamp(it.approved_at),
        expiration_timestamp: timestamp(it.expires_at),
        release_environment: environment(sandbox).to_owned(),
    }
}

/// A Charge Permission. The limit of one that stands is that of a month.
///
/// # Errors
/// Its limits cannot be, see [`Standing::left_at`].
pub fn permission(
    it: &ChargePermission,
    asked: Option<&Asked>,
    buyer: Option<BuyerView>,
    now: Timestamp,
    sandbox: bool,
) -> Outcome<ChargePermissionView> {
    let (limit, remaining) = match &it.standing {
        Some(standing) => (standing.terms.month, standing.left_at(now)?),
        None => (it.limit, it.remaining),
    };
    Ok(ChargePermissionView {
        charge_permission_id: it.id.to_string(),
        charge_permission_reference_id: None,
        charge_permission_type: type_word(it.standing.as_ref().map(|it| it.kind)),
        recurring_metadata: it.standing.as_ref().and_then(|agreed| recurring(agreed, it.rhythm.as_ref())),
        limits: LimitsView { amount_limit: limit.into(), amount_balance: remaining.into() },
        buyer,
        shipping_address: None,
        billing_address: None,
        payment_preferences: vec![None],
        merchant_metadata: kept(it.metadata.as_ref(), asked),
        platform_id: asked.and_then(|asked| asked.platform_id.clone()),
        status_details: PermissionStatusView {
            state: permission_state(it, now),
            reasons: reasons(it, now),
            last_updated_timestamp: timestamp(it.updated_at),
        },
        creation_timestamp: timestamp(it.created_at),
        expiration_timestamp: timestamp(it.expires_at),
        presentment_currency: it.limit.currency().to_string(),
        release_environment: environment(sandbox).to_owned(),
    })
}

fn type_word(standing: Option<StandingKind>) -> String {
    standing.map_or_else(|| "OneTime".to_owned(), |kind| format!("{kind:?}"))
}

fn recurring_asked(it: &StandingAsked) -> Option<RecurringView> {
    let recurring = it.kind == StandingKind::Recurring;
    recurring.then(|| RecurringView {
        frequency: it.frequency.map(frequency),
        amount: it.amount.map(PriceView::from),
    })
}

/// What was signed, or what the merchant said since.
fn recurring(it: &Standing, said: Option<&Rhythm>) -> Option<RecurringView> {
    let every = said.and_then(|said| said.frequency).or(it.terms.frequency);
    let each = said.and_then(|said| said.amount).unwrap_or(it.terms.each);
    let recurring = it.kind == StandingKind::Recurring;
    recurring.then(|| RecurringView { frequency: every.map(frequency), amount: Some(each.into()) })
}

fn frequency(it: Frequency) -> FrequencyView {
    FrequencyView { unit: it.unit.word().to_owned(), value: it.value.to_string() }
}

/// A paused permission is one that cannot be charged at the moment.
fn permission_state(it: &ChargePermission, now: Timestamp) -> String {
    match it.state_at(now).0 {
        PermissionState::Chargeable if it.is_paused() => "NonChargeable".to_owned(),
        state => format!("{state:?}"),
    }
}

fn reasons(it: &ChargePermission, now: Timestamp) -> Option<Vec<ReasonView>> {
    let reason = |code: &str, description: &str| {
        Some(vec![ReasonView { reason_code: code.to_owned(), reason_description: description.to_owned() }])
    };
    match it.state_at(now) {
        (PermissionState::Chargeable, _) if it.is_paused() => {
            reason("PaymentMethodNotAllowed", "The buyer has paused it.")
        }
        (PermissionState::Chargeable, _) => None,
        (PermissionState::NonChargeable, _) => reason("ChargeInProgress", "A charge uses all of it."),
        (_, Some(ClosedFor::AmazonClosed)) => reason("AmazonClosed", "Everything was captured."),
        (_, Some(ClosedFor::AmazonCanceled)) => reason("AmazonCanceled", "The charge was declined."),
        (_, Some(ClosedFor::Expired)) => reason("Expired", "It ended by time."),
        (_, Some(ClosedFor::BuyerClosed)) => reason("BuyerClosed", "The buyer ended it."),
        (_, Some(ClosedFor::MerchantClosed) | None) if it.closure_reason.is_some() => {
            reason("MerchantClosed", it.closure_reason.as_deref().unwrap_or_default())
        }
        (_, Some(ClosedFor::MerchantClosed) | None) => reason("MerchantClosed", "The charge was canceled."),
    }
}

/// A Refund.
#[must_use]
pub fn refund(it: &Refund, sandbox: bool) -> RefundView {
    let state = match it.state {
        RefundState::RefundInitiated => "RefundInitiated",
        RefundState::Refunded => "Refunded",
        RefundState::Declined => "Declined",
    };
    RefundView {
        refund_id: it.id.to_string(),
        charge_id: it.charge_id.to_string(),
        refund_amount: it.amount.into(),
        soft_descriptor: it.soft_descriptor.clone(),
        status_details: StatusView {
            state: state.to_owned(),
            reason_code: it.reason.clone(),
            reason_description: None,
            last_updated_timestamp: timestamp(it.updated_at),
        },
        creation_timestamp: timestamp(it.created_at),
        release_environment: environment(sandbox).to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_return_address_keeps_its_query() {
        let id = CheckoutSessionId::new("s1");
        assert_eq!(
            with_session_id("https://shop.example/done?lang=ja", &id).unwrap(),
            "https://shop.example/done?lang=ja&amazonCheckoutSessionId=s1"
        );
        assert_eq!(with_session_id("not an address", &id), None);
    }

    #[test]
    fn timestamps_are_compact() {
        let at = Timestamp::from_millisecond(1_767_225_600_123).unwrap();
        assert_eq!(timestamp(at), "20260101T000000Z");
    }
}
