//! The two ceremonies of WebAuthn, as client and authenticator in one.

use passkey_authenticator::Authenticator;
use passkey_client::{Client, DefaultClientData, DefaultClientDataWithExtra, WebauthnError};
use passkey_crypto::iana;
use passkey_crypto::rust_crypto::RustCryptoBackend;
use passkey_types::Passkey;
use passkey_types::ctap2::Aaguid;
use serde::Serialize;
use serde::de::DeserializeOwned;
use serde_json::{Value, json};
use url::Url;

use super::encode_base64url;
use super::store::OneCredential;
use super::stored::{SealedItem, StoredCredential};
use super::verify::{Check, PinChosen};
use crate::DeviceError;

/// Who asks for a ceremony: what the service says of itself.
#[derive(Clone, Debug, PartialEq, Eq)]
pub struct RelyingParty {
    /// WebAuthn's relying party id.
    pub id: String,
    /// WebAuthn's origin.
    pub origin: String,
}

/// What the client data of a payment says beside the challenge, in the words of W3C Secure Payment
/// Confirmation's `CollectedClientAdditionalPaymentData`.
#[derive(Clone, Debug, Serialize)]
#[serde(rename_all = "camelCase")]
pub struct PaymentData {
    /// The merchant's name.
    pub payee_name: String,
    /// The shop's origin.
    pub payee_origin: String,
    /// What is paid.
    pub total: PaymentTotal,
}

/// SPC's `PaymentCurrencyAmount`.
#[derive(Clone, Debug, Serialize)]
pub struct PaymentTotal {
    /// ISO 4217.
    pub currency: String,
    /// The decimal.
    pub value: String,
}

#[derive(Clone, Serialize)]
struct Extra {
    payment: PaymentData,
}

/// Makes a credential. Its private key is in the answer's first part, unsealed.
pub async fn register(options: Value, relying_party: &RelyingParty) -> Result<(Passkey, Value), DeviceError> {
    let origin = origin_of(relying_party)?;
    let mut authenticator =
        Authenticator::new(Aaguid::new_empty(), None::<Passkey>, PinChosen, RustCryptoBackend);
    only_es256(authenticator.set_algorithms(&[iana::Algorithm::ES256]))?;
    authenticator.set_make_credentials_with_signature_counter(true);
    let mut client = Client::new(authenticator).allows_insecure_localhost(true);
    let answer = client.register(&origin, parse(options)?, DefaultClientData).await.map_err(refused)?;
    let made = client.authenticator_mut().store_mut().take();
    let passkey = made.filter(|passkey| passkey.rp_id == relying_party.id);
    let passkey = passkey.ok_or_else(|| DeviceError::Passkey("made for another relying party".to_owned()))?;
    Ok((passkey, to_json(&answer)?))
}

/// The request options for our own challenge: this credential, verification required.
pub fn options_for(challenge: &[u8; 32], stored: &StoredCredential) -> Value {
    json!({ "publicKey": {
        "challenge": encode_base64url(challenge),
        "rpId": stored.rp_id,
        "userVerification": "required",
        "allowCredentials": [{ "type": "public-key", "id": encode_base64url(&stored.credential_id) }],
    }})
}

/// Makes an assertion with the one credential, if the check opens it.
pub async fn authenticate(
    item: SealedItem,
    options: Value,
    relying_party: &RelyingParty,
    check: Check,
    payment: Option<PaymentData>,
) -> Result<Value, DeviceError> {
    if item.stored.rp_id != relying_party.id {
        return Err(DeviceError::Passkey("the service is another relying party now".to_owned()));
    }
    let origin = origin_of(relying_party)?;
    let refusal = std::sync::Arc::clone(&check.refusal);
    let mut authenticator =
        Authenticator::new(Aaguid::new_empty(), OneCredential(item), check, RustCryptoBackend);
    only_es256(authenticator.set_algorithms(&[iana::Algorithm::ES256]))?;
    let mut client =
        Client::new_with_custom_tld_provider(authenticator, public_suffix::DEFAULT_PROVIDER, None::<()>)
            .allows_insecure_localhost(true);
    let options = parse(options)?;
    let answer = match payment {
        Some(payment) => {
            let data = DefaultClientDataWithExtra(Extra { payment });
            client.authenticate(&origin, options, data).await
        }
        None => client.authenticate(&origin, options, DefaultClientData).await,
    };
    let why = refusal.lock().unwrap_or_else(std::sync::PoisonError::into_inner).take();
    to_json(&answer.map_err(|error| why.unwrap_or_else(|| refused(error)))?)
}

fn origin_of(relying_party: &RelyingParty) -> Result<Url, DeviceError> {
    Url::parse(&relying_party.origin).map_err(|error| DeviceError::NotUnderstood(error.to_string()))
}

fn only_es256<E: std::fmt::Debug>(set: Result<(), E>) -> Result<(), DeviceError> {
    set.map_err(|error| DeviceError::Passkey(format!("{error:?}")))
}

fn parse<T: DeserializeOwned>(options: Value) -> Result<T, DeviceError> {
    serde_json::from_value(options).map_err(|error| DeviceError::NotUnderstood(error.to_string()))
}

fn to_json<T: Serialize>(answer: &T) -> Result<Value, DeviceError> {
    serde_json::to_value(answer).map_err(|error| DeviceError::Internal(error.to_string()))
}

fn refused(error: WebauthnError) -> DeviceError {
    DeviceError::Passkey(format!("{error:?}"))
}
