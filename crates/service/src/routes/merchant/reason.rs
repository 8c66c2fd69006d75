//! The rules' codes in Amazon Pay's words.

use axum::http::StatusCode;

pub const NOT_FOUND: &str = "The object you requested could not be found.";

const BAD: StatusCode = StatusCode::BAD_REQUEST;
const UNPROCESSABLE: StatusCode = StatusCode::UNPROCESSABLE_ENTITY;
const TOO_LITTLE: &str = "The buyer has too little to pay with at the moment; the permission is as it was.";

/// Status, reason code and message of a rule's code; none for one that no merchant should meet.
pub fn reason(code: &str) -> Option<(StatusCode, &'static str, &'static str)> {
    if code.ends_with(".not_found") {
        return Some((StatusCode::NOT_FOUND, "ResourceNotFound", NOT_FOUND));
    }
    if code.starts_with("funding.") || code.starts_with("card.") {
        return Some((UNPROCESSABLE, "SoftDeclined", TOO_LITTLE));
    }
    let found = REASONS.iter().find(|(known, ..)| *known == code);
    found.map(|(_, status, reason, message)| (*status, *reason, *message))
}

const REASONS: &[(&str, StatusCode, &str, &str)] = &[
    ("checkout.canceled", UNPROCESSABLE, "CheckoutSessionCanceled", "The checkout session is canceled."),
    (
        "checkout.status_invalid",
        UNPROCESSABLE,
        "InvalidCheckoutSessionStatus",
        "The state of the session does not allow this.",
    ),
    (
        "checkout.amount_mismatch",
        StatusCode::CONFLICT,
        "AmountMismatch",
        "The amount differs from that of the session.",
    ),
    (
        "checkout.items_invalid",
        BAD,
        "InvalidParameterValue",
        "supplementaryData.lineItems is not well formed or does not sum to chargeAmount.",
    ),
    (
        "charge.status_invalid",
        UNPROCESSABLE,
        "InvalidChargeStatus",
        "The state of the charge does not allow this.",
    ),
    ("charge.amount_exceeded", BAD, "TransactionAmountExceeded", "More than the charge amount."),
    ("refund.amount_exceeded", BAD, "TransactionAmountExceeded", "More than was captured and not refunded."),
    ("permission.status_invalid", UNPROCESSABLE, "InvalidChargePermissionStatus", PERMISSION_STATE),
    ("permission.ended", UNPROCESSABLE, "InvalidChargePermissionStatus", PERMISSION_STATE),
    ("permission.paused", UNPROCESSABLE, "InvalidChargePermissionStatus", PERMISSION_STATE),
    (
        "permission.not_modifiable",
        UNPROCESSABLE,
        "ChargePermissionNotModifiable",
        "The charge permission is closed; only empty fields of a OneTime permission can be filled.",
    ),
    (
        "permission.rhythm_invalid",
        BAD,
        "InvalidParameterCombination",
        "recurringMetadata is for chargePermissionType Recurring.",
    ),
    (
        "permission.each_exceeded",
        BAD,
        "TransactionAmountExceeded",
        "More than the buyer agreed to for one charge.",
    ),
    (
        "permission.month_exceeded",
        BAD,
        "PeriodicAmountExceeded",
        "More than the buyer agreed to for a month.",
    ),
    ("permission.frequency_invalid", BAD, "InvalidParameterValue", "recurringMetadata.frequency is invalid."),
];

const PERMISSION_STATE: &str = "The state of the charge permission does not allow this.";
