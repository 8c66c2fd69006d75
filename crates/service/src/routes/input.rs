use axum::extract::{FromRequest, FromRequestParts, OriginalUri, Request};
use axum::http::header::AUTHORIZATION;
use axum::http::request::Parts;
use axum::{Json, RequestExt};
use saifu_wallet::Refusal;
use saifu_wallet::device::Device;
use saifu_wallet::id::{DeviceId, SessionId};
use saifu_wallet::port::store::Find;
use saifu_wallet::session::{Caller, Proof, Proved, authenticate, verify};
use saifu_wallet::shopper::Shopper;
use serde::de::DeserializeOwned;

use super::Network;
use crate::app::{App, Shared};
use crate::clock;
use crate::error::{Answer, ApiError, refuse};

/// A JSON body; anything that does not fit is `request.invalid`.
pub struct Input<T>(pub T);

impl<T: DeserializeOwned + 'static, S: Send + Sync> FromRequest<S> for Input<T> {
    type Rejection = ApiError;

    async fn from_request(request: Request, _: &S) -> Result<Self, ApiError> {
        let Json(body) =
            request.extract().await.map_err(|error: axum::extract::rejection::JsonRejection| {
                tracing::debug!(%error, "a body does not fit");
                refuse("request.invalid")
            })?;
        Ok(Self(body))
    }
}

/// Who asks, by bearer token.
pub struct SignedIn {
    /// The shopper.
    pub shopper: Shopper,
    /// With which device.
    pub device_id: DeviceId,
    /// In which session.
    pub session_id: SessionId,
}

impl SignedIn {
    /// The device as it is stored.
    pub async fn device(&self, app: &App) -> Answer<Device> {
        let found = app.store.find::<Device>(self.device_id.as_str()).await?.map(|it| it.value);
        found.filter(Device::is_live).ok_or(refuse("session.invalid"))
    }
}

impl FromRequestParts<Shared> for SignedIn {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        let header = parts.headers.get(AUTHORIZATION).and_then(|value| value.to_str().ok());
        let token = header.and_then(|value| value.strip_prefix("Bearer "));
        let token = token.ok_or(Refusal::rule("session.invalid"))?;
        let Caller { shopper, device_id, session_id } =
            authenticate(&app.store, &clock::moment(), token).await?;
        Ok(Self { shopper, device_id, session_id })
    }
}

/// A session key that the caller proved for this request (RFC 9449).
pub struct Proven(pub Proof);

impl FromRequestParts<Shared> for Proven {
    type Rejection = ApiError;

    async fn from_request_parts(parts: &mut Parts, app: &Shared) -> Result<Self, ApiError> {
        let Network(network) = Network::from_request_parts(parts, app).await?;
        let mut headers = parts.headers.get_all("dpop").iter();
        let jwt = headers.next().ok_or(Refusal::rule("session.key_required"))?.to_str();
        let (Ok(jwt), None) = (jwt, headers.next()) else { return Err(refuse("session.proof_invalid")) };
        // The path before it was nested under `/v1`.
        let path = parts.extensions.get::<OriginalUri>().map_or(&parts.uri, |it| &it.0).path();
        let proved = Proved { method: parts.method.as_str(), path, hosts: &app.host_names };
        Ok(Self(verify(jwt, proved, &network, clock::now())?))
    }
}
