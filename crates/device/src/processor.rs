//! The way of a card number: from the device straight to the processor (Stripe's API), which
//! answers with a token. The wallet service never sees the number.

use std::time::Duration;

use bytes::Bytes;
use reqwest::header::{AUTHORIZATION, CONTENT_TYPE};
use reqwest::{Client, Response};
use serde::Deserialize;
use url::form_urlencoded;
use zeroize::Zeroizing;

use crate::{CardInput, DeviceError};

/// How long the processor may take; it asks the card's bank.
const TIMEOUT: Duration = Duration::from_secs(30);

/// Where card numbers go: said by the service, reached without it.
pub struct Processor<'a> {
    /// The HTTP client.
    pub http: &'a Client,
    /// The base of Stripe's API.
    pub url: &'a str,
    /// A key that can make tokens and nothing else.
    pub publishable_key: &'a str,
}

#[derive(Deserialize)]
struct PaymentMethod {
    id: String,
}

#[derive(Deserialize)]
struct Failure {
    error: FailureDetail,
}

#[derive(Deserialize)]
struct FailureDetail {
    code: Option<String>,
    param: Option<String>,
}

impl Processor<'_> {
    /// `POST /v1/payment_methods`: a card for a token (`pm_…`).
    ///
    /// # Errors
    /// [`DeviceError::Card`] as the processor refuses it; [`DeviceError::Unreachable`].
    pub async fn create_payment_method(&self, card: CardInput) -> Result<String, DeviceError> {
        let url = format!("{}/v1/payment_methods", self.url.trim_end_matches('/'));
        let form = Bytes::from_owner(encode(&card));
        drop(card);
        let response = self
            .http
            .post(url)
            .timeout(TIMEOUT)
            .header(AUTHORIZATION, format!("Bearer {}", self.publishable_key))
            .header(CONTENT_TYPE, "application/x-www-form-urlencoded")
            .body(form)
            .send()
            .await
            .map_err(DeviceError::Unreachable)?;
        read(response).await
    }
}

/// Stripe's form. Its memory is wiped when the request lets go of it.
fn encode(card: &CardInput) -> Zeroizing<Vec<u8>> {
    // Reserved at once: a buffer that grows leaves copies of the number behind.
    let mut form = form_urlencoded::Serializer::new(String::with_capacity(256));
    form.append_pair("type", "card")
        .append_pair("card[number]", &card.number)
        .append_pair("card[exp_month]", &card.expiry_month.to_string())
        .append_pair("card[exp_year]", &card.expiry_year.to_string())
        .append_pair("card[cvc]", &card.cvc);
    Zeroizing::new(form.finish().into_bytes())
}

async fn read(response: Response) -> Result<String, DeviceError> {
    let is_success = response.status().is_success();
    let body = response.bytes().await.map_err(DeviceError::Unreachable)?;
    let not_understood = |error: serde_json::Error| DeviceError::NotUnderstood(error.to_string());
    if is_success {
        return serde_json::from_slice(&body).map(|method: PaymentMethod| method.id).map_err(not_understood);
    }
    let failure: Failure = serde_json::from_slice(&body).map_err(not_understood)?;
    Err(refusal(&failure.error))
}

/// Stripe's error codes in ours. See <https://docs.stripe.com/error-codes>.
fn refusal(detail: &FailureDetail) -> DeviceError {
    let code = match detail.code.as_deref() {
        Some("incorrect_number" | "invalid_number") => "card.number_invalid",
        Some("invalid_expiry_month" | "invalid_expiry_year") => "card.expiry_invalid",
        Some("incorrect_cvc" | "invalid_cvc") => "card.cvc_invalid",
        Some("expired_card") => "card.expired",
        Some("card_declined" | "processing_error") => "card.declined",
        other => match (other, detail.param.as_deref()) {
            (_, Some("card[number]")) => "card.number_invalid",
            (_, Some("card[exp_month]" | "card[exp_year]")) => "card.expiry_invalid",
            (_, Some("card[cvc]")) => "card.cvc_invalid",
            (code, param) => {
                let seen = format!("the processor refused: {code:?} {param:?}");
                return DeviceError::NotUnderstood(seen);
            }
        },
    };
    DeviceError::Card(code)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_form_is_stripes() {
        let card = CardInput {
            number: "4242424242424242".into(),
            expiry_month: 4,
            expiry_year: 2030,
            cvc: "123".into(),
        };
        let form = encode(&card);
        let pairs: Vec<_> = form_urlencoded::parse(&form).collect();
        let expected = [
            ("type", "card"),
            ("card[number]", "4242424242424242"),
            ("card[exp_month]", "4"),
            ("card[exp_year]", "2030"),
            ("card[cvc]", "123"),
        ];
        assert!(pairs.iter().map(|(name, value)| (name.as_ref(), value.as_ref())).eq(expected));
        assert!(form.len() <= 256, "the reserved buffer suffices");
    }

    #[test]
    fn refusals_have_our_codes() {
        let code = |code: Option<&str>, param: Option<&str>| {
            let detail = FailureDetail { code: code.map(Into::into), param: param.map(Into::into) };
            refusal(&detail).code().to_owned()
        };
        assert_eq!(code(Some("card_declined"), None), "card.declined");
        assert_eq!(code(Some("expired_card"), Some("card[exp_month]")), "card.expired");
        assert_eq!(code(Some("parameter_invalid_integer"), Some("card[exp_year]")), "card.expiry_invalid");
        assert_eq!(code(Some("api_key_expired"), None), "device.service_not_understood");
    }
}
