//! What a request gets: an object, or Stripe's error object (<https://docs.stripe.com/api/errors>).

use std::future::ready;
use std::io;
use std::time::Duration;

use axum::Json;
use axum::body::{Body, Bytes};
use axum::http::{HeaderName, HeaderValue, Method, StatusCode};
use axum::response::{IntoResponse, Response};
use futures_util::stream;
use serde_json::{Value, json};

use super::card::Decline;

/// A refusal.
pub(super) struct ApiError {
    status: StatusCode,
    kind: &'static str,
    code: Option<&'static str>,
    decline_code: Option<&'static str>,
    param: Option<String>,
    message: String,
    // Boxed, as it is seldom there and large.
    object: Option<Box<(&'static str, Value)>>,
    executed: bool,
}

/// A status and a body, ready to be sent.
pub(super) struct Reply {
    pub(super) status: StatusCode,
    pub(super) body: Value,
    /// Whether the operation ran: then its answer is the answer to its idempotency key for good, and what it
    /// changed stays, also if the answer is a decline. A request that did not pass validation may be corrected
    /// and sent again under the same key (<https://docs.stripe.com/api/idempotent_requests>).
    pub(super) executed: bool,
    /// Whether this was answered before.
    pub(super) replayed: bool,
    /// How it goes back.
    pub(super) way: Way,
}

/// How an answer goes back.
#[derive(Clone, Copy, Debug, Default, PartialEq, Eq)]
pub(super) enum Way {
    #[default]
    Prompt,
    /// After this time.
    Late(Duration),
    /// Not at all: the connection drops.
    Lost,
}

impl ApiError {
    fn new(status: StatusCode, kind: &'static str, message: &str) -> Self {
        let message = message.to_owned();
        Self {
            status,
            kind,
            code: None,
            decline_code: None,
            param: None,
            message,
            object: None,
            executed: false,
        }
    }

    fn invalid_request(status: StatusCode, code: &'static str, message: &str) -> Self {
        Self { code: Some(code), ..Self::new(status, "invalid_request_error", message) }
    }

    /// A parameter that is missing, unknown or malformed.
    pub(super) fn parameter(code: &'static str, param: &str, message: &str) -> Self {
        Self {
            param: Some(param.to_owned()),
            ..Self::invalid_request(StatusCode::BAD_REQUEST, code, message)
        }
    }

    /// Well-formed, but nothing that can be done to this object now.
    pub(super) fn state(code: &'static str, message: &str) -> Self {
        Self { executed: true, ..Self::invalid_request(StatusCode::BAD_REQUEST, code, message) }
    }

    /// No object of that id: 404 where the URL names it, 400 where a parameter does.
    pub(super) fn missing(kind: &str, id: &str, param: Option<&str>) -> Self {
        let status = if param.is_some() { StatusCode::BAD_REQUEST } else { StatusCode::NOT_FOUND };
        let message = format!("No such {kind}: '{id}'");
        let param = Some(param.unwrap_or("id").to_owned());
        Self { param, ..Self::invalid_request(status, "resource_missing", &message) }
    }

    /// Card details that cannot be right: 402 as for a decline, but nothing was tried.
    pub(super) fn card_details(code: &'static str, param: &str, message: &str) -> Self {
        let error = Self::new(StatusCode::PAYMENT_REQUIRED, "card_error", message);
        Self { code: Some(code), param: Some(param.to_owned()), ..error }
    }

    /// The bank said no.
    pub(super) fn declined(decline: Decline) -> Self {
        let error = Self::new(StatusCode::PAYMENT_REQUIRED, "card_error", decline.message());
        Self { code: Some(decline.code()), decline_code: decline.decline_code(), executed: true, ..error }
    }

    /// The same refusal, given before anything was tried: it leaves no trace.
    pub(super) fn not_executed(self) -> Self {
        Self { executed: false, ..self }
    }

    /// The object that the error is about, such as `payment_intent`.
    pub(super) fn with_object(self, kind: &'static str, object: Value) -> Self {
        Self { object: Some(Box::new((kind, object))), ..self }
    }

    /// No key, or one of nobody.
    pub(super) fn unauthorized(message: &str) -> Self {
        Self::new(StatusCode::UNAUTHORIZED, "invalid_request_error", message)
    }

    /// A publishable key where only the secret one will do.
    pub(super) fn secret_key_required() -> Self {
        let message = "This API call cannot be made with a publishable API key. Please use a secret API key.";
        Self::invalid_request(StatusCode::UNAUTHORIZED, "secret_key_required", message)
    }

    /// The key was used for something else.
    pub(super) fn idempotency(message: &str) -> Self {
        Self::new(StatusCode::BAD_REQUEST, "idempotency_error", message)
    }

    /// Nothing is served there.
    pub(super) fn unknown_url(method: &Method, path: &str) -> Self {
        let message = format!("Unrecognized request URL ({method}: {path}).");
        Self::new(StatusCode::NOT_FOUND, "invalid_request_error", &message)
    }

    /// The sandbox failed, or plays that it did; the outcome is unknown to the caller.
    pub(super) fn unavailable(status: StatusCode) -> Self {
        Self::new(status, "api_error", "An error occurred internally with the sandbox.")
    }

    /// As the `error` member, without what is absent.
    fn body(&self) -> Value {
        let mut error = json!({ "type": self.kind, "message": self.message });
        let members = [
            ("code", self.code.map(Value::from)),
            ("decline_code", self.decline_code.map(Value::from)),
            ("param", self.param.clone().map(Value::from)),
        ];
        for (name, member) in members {
            if let Some(member) = member {
                error[name] = member;
            }
        }
        if let Some((kind, object)) = self.object.as_deref() {
            error[kind] = object.clone();
        }
        json!({ "error": error })
    }
}

impl From<ApiError> for Reply {
    fn from(error: ApiError) -> Self {
        Self {
            status: error.status,
            body: error.body(),
            executed: error.executed,
            replayed: false,
            way: Way::Prompt,
        }
    }
}

impl From<Result<Value, ApiError>> for Reply {
    fn from(outcome: Result<Value, ApiError>) -> Self {
        match outcome {
            Ok(body) => {
                Self { status: StatusCode::OK, body, executed: true, replayed: false, way: Way::Prompt }
            }
            Err(error) => error.into(),
        }
    }
}

impl Reply {
    /// Waits, if the answer is late.
    pub(super) async fn on_its_way(self) -> Self {
        if let Way::Late(pause) = self.way {
            tokio::time::sleep(pause).await;
        }
        self
    }
}

impl IntoResponse for Reply {
    fn into_response(self) -> Response {
        if self.way == Way::Lost {
            // A body that breaks off: the connection is closed before a whole answer went over it.
            return Body::from_stream(stream::once(ready(Err::<Bytes, _>(io::Error::other("lost")))))
                .into_response();
        }
        let mut response = (self.status, Json(self.body)).into_response();
        if self.replayed {
            let name = HeaderName::from_static("idempotent-replayed");
            response.headers_mut().insert(name, HeaderValue::from_static("true"));
        }
        response
    }
}
