//! One request, authenticated and decoded.

use axum::body::Bytes;
use axum::extract::{FromRequest, FromRequestParts, RawPathParams, Request};
use axum::http::{HeaderMap, StatusCode};

use super::auth;
use super::edge::Moment;
use super::error::{ApiError, Reply};
use super::params::Params;
use super::state::SandboxState;

/// What an operation is told.
pub(super) struct Call {
    pub(super) params: Params,
    pub(super) moment: Moment,
    /// Method and path: an idempotency key belongs to one endpoint.
    pub(super) endpoint: String,
    pub(super) idempotency_key: Option<String>,
    id: Option<String>,
}

impl Call {
    /// The object that the URL names; empty, which names none, where it has no such part.
    pub(super) fn id(&self) -> &str {
        self.id.as_deref().unwrap_or_default()
    }
}

impl FromRequest<SandboxState> for Call {
    type Rejection = Reply;

    async fn from_request(request: Request, state: &SandboxState) -> Result<Self, Reply> {
        let (mut parts, body) = request.into_parts();
        auth::admit(&parts.headers, &parts.method, parts.uri.path())?;
        let idempotency_key = read_idempotency_key(&parts.headers)?;
        let id = RawPathParams::from_request_parts(&mut parts, state)
            .await
            .ok()
            .and_then(|path| path.iter().find(|(name, _)| *name == "id").map(|(_, id)| id.to_owned()));
        let endpoint = format!("{} {}", parts.method, parts.uri.path());
        let query = parts.uri.query().unwrap_or_default().as_bytes().to_vec();
        let body =
            Bytes::from_request(Request::from_parts(parts, body), state).await.map_err(|_| too_large())?;
        let params = Params::read(if body.is_empty() { &query } else { &body });
        Ok(Self { params, moment: Moment::now(), endpoint, idempotency_key, id })
    }
}

/// At most 255 characters (<https://docs.stripe.com/api/idempotent_requests>).
fn read_idempotency_key(headers: &HeaderMap) -> Result<Option<String>, ApiError> {
    let Some(value) = headers.get("idempotency-key") else { return Ok(None) };
    let key = value.to_str().ok().filter(|key| !key.is_empty() && key.len() <= 255);
    match key {
        Some(key) => Ok(Some(key.to_owned())),
        None => Err(ApiError::idempotency("Idempotency keys are 1 to 255 printable characters.")),
    }
}

fn too_large() -> Reply {
    Reply {
        status: StatusCode::PAYLOAD_TOO_LARGE,
        ..ApiError::parameter("parameter_invalid", "body", "Too large").into()
    }
}
