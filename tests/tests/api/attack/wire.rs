//! Whoever sits between a device and its service: passes everything on, and changes what a test says.

use std::sync::{Arc, Mutex};

use axum::body::{Body, Bytes};
use axum::extract::{Request, State};
use axum::response::{IntoResponse, Response};
use serde_json::Value;

type Alter = Box<dyn Fn(&mut Value) + Send + Sync>;

/// The wire.
#[derive(Clone)]
pub struct Wire {
    pub url: String,
    plan: Arc<Plan>,
}

#[derive(Default)]
struct Plan {
    service: String,
    /// What becomes of the terms on their way to the device.
    terms: Mutex<Option<Alter>>,
    /// What becomes of an approval on its way to the service.
    approval: Mutex<Option<Alter>>,
    /// How often an approval is passed on, at once.
    copies: Mutex<usize>,
    /// Approvals that came by, and what the service said to each copy.
    seen: Mutex<Vec<Value>>,
    answers: Mutex<Vec<u16>>,
}

impl Wire {
    pub async fn to(service: &str) -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let plan = Plan { service: service.to_owned(), copies: Mutex::new(1), ..Plan::default() };
        let wire = Self { url, plan: Arc::new(plan) };
        let router = axum::Router::new().fallback(pass).with_state(wire.clone());
        tokio::spawn(async move { axum::serve(listener, router).await });
        wire
    }

    pub fn alters_terms(&self, alter: impl Fn(&mut Value) + Send + Sync + 'static) {
        *self.plan.terms.lock().unwrap() = Some(Box::new(alter));
    }

    pub fn alters_approvals(&self, alter: impl Fn(&mut Value) + Send + Sync + 'static) {
        *self.plan.approval.lock().unwrap() = Some(Box::new(alter));
    }

    pub fn sends_approvals(&self, copies: usize) {
        *self.plan.copies.lock().unwrap() = copies;
    }

    /// The approvals that came by, as the device sent them.
    pub fn approvals(&self) -> Vec<Value> {
        self.plan.seen.lock().unwrap().clone()
    }

    /// What the service said to the copies.
    pub fn answers(&self) -> Vec<u16> {
        self.plan.answers.lock().unwrap().clone()
    }

    async fn send(&self, request: &Head, body: Bytes) -> Response {
        let url = format!("{}{}", self.plan.service, request.path);
        let mut sent = reqwest::Client::new().request(request.method.clone(), url).body(body);
        for name in ["authorization", "content-type", "dpop"] {
            if let Some(value) = request.headers.get(name) {
                sent = sent.header(name, value);
            }
        }
        let answer = sent.send().await.unwrap();
        let (status, body) = (answer.status(), answer.bytes().await.unwrap());
        (status, [("content-type", "application/json")], Body::from(body)).into_response()
    }
}

struct Head {
    method: reqwest::Method,
    path: String,
    headers: axum::http::HeaderMap,
}

async fn pass(State(wire): State<Wire>, request: Request) -> Response {
    let (head, body) = request.into_parts();
    let path = head.uri.path_and_query().unwrap().to_string();
    let body = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let head = Head { method: head.method, path, headers: head.headers };
    if head.path.ends_with("/approval") {
        return approve(&wire, &head, &body).await;
    }
    let is_terms = head.path.ends_with("/proposals");
    let answer = wire.send(&head, body).await;
    let alter = wire.plan.terms.lock().unwrap().take().filter(|_| is_terms && answer.status().is_success());
    match alter {
        Some(alter) => altered(answer, &*alter).await,
        None => answer,
    }
}

async fn altered(answer: Response, alter: &(dyn Fn(&mut Value) + Send + Sync)) -> Response {
    let (parts, body) = answer.into_parts();
    let bytes = axum::body::to_bytes(body, usize::MAX).await.unwrap();
    let mut value = serde_json::from_slice(&bytes).unwrap();
    alter(&mut value);
    let mut response = axum::Json(value).into_response();
    *response.status_mut() = parts.status;
    response
}

async fn approve(wire: &Wire, head: &Head, body: &Bytes) -> Response {
    let mut value: Value = serde_json::from_slice(body).unwrap();
    wire.plan.seen.lock().unwrap().push(value.clone());
    if let Some(alter) = wire.plan.approval.lock().unwrap().as_ref() {
        alter(&mut value);
    }
    let body = Bytes::from(serde_json::to_vec(&value).unwrap());
    let copies = *wire.plan.copies.lock().unwrap();
    let sent = (0..copies).map(|_| {
        let (wire, body) = (wire.clone(), body.clone());
        let head =
            Head { method: head.method.clone(), path: head.path.clone(), headers: head.headers.clone() };
        tokio::spawn(async move { wire.send(&head, body).await })
    });
    let mut answers = Vec::new();
    for sent in sent.collect::<Vec<_>>() {
        answers.push(sent.await.unwrap());
    }
    let statuses = answers.iter().map(|answer| answer.status().as_u16());
    wire.plan.answers.lock().unwrap().extend(statuses);
    let first_good = answers.iter().position(|answer| answer.status().is_success()).unwrap_or(0);
    answers.swap_remove(first_good)
}
