//! A wallet service in memory: real WebAuthn, one shopper, one payment.

use std::sync::{Arc, Mutex, MutexGuard};

use axum::extract::{Path, State};
use axum::http::{HeaderMap, StatusCode};
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use jiff::{SignedDuration, Timestamp};
use p256::ecdsa::signature::Verifier;
use p256::ecdsa::{Signature, VerifyingKey};
use saifu_api::wallet::{
    ApprovalOutcome, ApprovalView, CeremonyView, ChargeProposalView, CredentialRequest, CredentialView,
    ErrorView, FundingLegView, FundingPreference, MerchantView, OrderPage, RefreshRequest, RewardsView,
    SessionView, ShopperView, SignUpView, StatusView,
};
use saifu_device::clock;
use saifu_money::{Amount, TaxRate};
use saifu_terms::{ChargeTerms, FundingLeg, InstrumentKind, LineItem, Payee};
use serde_json::{Value, from_value, to_value};
use uuid::Uuid;
use webauthn_rs::prelude::{Passkey, PasskeyAuthentication, PasskeyRegistration, Webauthn, WebauthnBuilder};

pub const CODE: &str = "123456";
pub const SESSION: &str = "3b1ff7b5-3f6a-4c1e-9d0e-6a1f0c2b4d5e";

type Shared = Arc<Mutex<Wallet>>;

pub struct Service {
    url: String,
    wallet: Shared,
}

struct Wallet {
    webauthn: Webauthn,
    url: String,
    token: String,
    /// How long an access token of the next session lives.
    access_life_s: i64,
    /// Whether the access token is over by the service's clock.
    expired: bool,
    refresh_token: String,
    /// The refresh token before, and the `jti` that used it.
    used: Option<(String, String)>,
    /// The `x` of the session's key.
    session_key: String,
    /// How many refreshes arrived.
    refreshes: usize,
    lost_refreshes: usize,
    registration: Option<PasskeyRegistration>,
    sign_in: Option<PasskeyAuthentication>,
    passkey: Option<Passkey>,
    frozen: Option<ChargeTerms>,
    price: u32,
    lost_requests: usize,
    lost_answers: usize,
    approvals: usize,
    verified: usize,
}

impl Service {
    pub async fn start() -> Self {
        let listener = tokio::net::TcpListener::bind("127.0.0.1:0").await.unwrap();
        let url = format!("http://localhost:{}", listener.local_addr().unwrap().port());
        let webauthn = WebauthnBuilder::new("localhost", &url.parse().unwrap()).unwrap().build().unwrap();
        let wallet = Arc::new(Mutex::new(Wallet {
            webauthn,
            url: url.clone(),
            token: new_id(),
            access_life_s: 3_600,
            expired: false,
            refresh_token: new_id(),
            used: None,
            session_key: String::new(),
            refreshes: 0,
            lost_refreshes: 0,
            registration: None,
            sign_in: None,
            passkey: None,
            frozen: None,
            price: 5_880,
            lost_requests: 0,
            lost_answers: 0,
            approvals: 0,
            verified: 0,
        }));
        let router = routes().with_state(Arc::clone(&wallet));
        tokio::spawn(async move { axum::serve(listener, router).await });
        Self { url, wallet }
    }

    pub fn url(&self) -> String {
        self.url.clone()
    }

    /// The proposal that was frozen last; empty before the first.
    pub fn last_proposal(&self) -> String {
        self.lock().frozen.as_ref().map(|terms| terms.proposal_id.clone()).unwrap_or_default()
    }

    pub fn alter_frozen_terms(&self, alter: impl FnOnce(&mut ChargeTerms)) {
        alter(self.lock().frozen.as_mut().unwrap());
    }

    pub fn price_next(&self, yen: u32) {
        self.lock().price = yen;
    }

    /// So many approvals do not get through to the wallet.
    pub fn lose_requests(&self, count: usize) {
        self.lock().lost_requests = count;
    }

    /// So many approvals are processed and their answers lost on the way.
    pub fn lose_answers(&self, count: usize) {
        self.lock().lost_answers = count;
    }

    /// Access tokens of sessions to come live so long.
    pub fn let_access_live(&self, seconds: i64) {
        self.lock().access_life_s = seconds;
    }

    /// The access token is over, whatever the device's clock says.
    pub fn expire_access(&self) {
        self.lock().expired = true;
    }

    /// So many refreshes are done and their answers lost on the way.
    pub fn lose_refreshes(&self, count: usize) {
        self.lock().lost_refreshes = count;
    }

    /// How many refreshes arrived.
    pub fn refreshes(&self) -> usize {
        self.lock().refreshes
    }

    pub fn end_sessions(&self) {
        self.lock().token = new_id();
    }

    /// How many approvals arrived.
    pub fn approvals(&self) -> usize {
        self.lock().approvals
    }

    /// How many of them paid.
    pub fn verified(&self) -> usize {
        self.lock().verified
    }

    fn lock(&self) -> MutexGuard<'_, Wallet> {
        self.wallet.lock().unwrap()
    }
}

fn routes() -> Router<Shared> {
    Router::new()
        .route("/v1/status", get(status))
        .route("/v1/sign-ups", post(sign_up))
        .route("/v1/sign-ups/{id}/confirm", post(confirm))
        .route("/v1/passkeys/registrations", post(begin_registration))
        .route("/v1/passkeys/registrations/{id}", post(finish_registration))
        .route("/v1/sign-ins", post(begin_sign_in))
        .route("/v1/sign-ins/{id}", post(finish_sign_in))
        .route("/v1/session", delete(sign_out))
        .route("/v1/session/refresh", post(refresh))
        .route("/v1/orders", get(orders))
        .route("/v1/events", get(events))
        .route("/v1/checkout-sessions/{id}/proposals", post(propose))
        .route("/v1/proposals/{id}/approval", post(approve))
        .merge(crate::holdings::routes())
}

/// A refusal: its stable code, or an answer that says nothing.
enum Refused {
    Code(&'static str),
    Lost,
}

type Answer<T> = Result<Json<T>, Refused>;

async fn status(State(wallet): State<Shared>) -> Json<StatusView> {
    let url = wallet.lock().unwrap().url.clone();
    Json(StatusView {
        now: clock::now(),
        version: "0".into(),
        sandbox: true,
        relying_party_id: "localhost".into(),
        origin: url.clone(),
        processor_url: url,
        processor_publishable_key: "pk_test".into(),
    })
}

async fn sign_up() -> Json<SignUpView> {
    let (expires_at, resend_at) = (later(600), later(30));
    Json(SignUpView { sign_up_id: "s1".into(), email: "hana@example.jp".into(), expires_at, resend_at })
}

async fn confirm(
    State(wallet): State<Shared>,
    Path(id): Path<String>,
    headers: HeaderMap,
    Json(request): Json<Value>,
) -> Answer<SessionView> {
    if request["code"] != CODE {
        return Err(Refused::Code("sign_up.code_wrong"));
    }
    let mut wallet = wallet.lock().unwrap();
    let proof = proof_of(&headers, &format!("{}/v1/sign-ups/{id}/confirm", wallet.url))?;
    wallet.session_key = proof.x;
    Ok(Json(wallet.session()))
}

async fn refresh(
    State(wallet): State<Shared>,
    headers: HeaderMap,
    Json(request): Json<RefreshRequest>,
) -> Answer<SessionView> {
    let mut wallet = wallet.lock().unwrap();
    wallet.refreshes += 1;
    let proof = proof_of(&headers, &format!("{}/v1/session/refresh", wallet.url))?;
    let again = wallet.used == Some((request.refresh_token.clone(), proof.jti.clone()));
    let is_next = request.refresh_token == wallet.refresh_token;
    if proof.x != wallet.session_key || !(again || is_next) {
        return Err(Refused::Code("session.invalid"));
    }
    if is_next {
        wallet.used = Some((request.refresh_token, proof.jti));
        (wallet.token, wallet.refresh_token, wallet.expired) = (new_id(), new_id(), false);
    }
    if wallet.lost_refreshes > 0 {
        wallet.lost_refreshes -= 1;
        return Err(Refused::Lost);
    }
    Ok(Json(wallet.session()))
}

struct Proof {
    x: String,
    jti: String,
}

/// The header `DPoP` with its signature checked (RFC 9449 §4.3).
fn proof_of(headers: &HeaderMap, url: &str) -> Result<Proof, Refused> {
    let jwt = headers.get("dpop").ok_or(Refused::Code("session.key_required"))?.to_str().unwrap();
    let (signed, signature) = jwt.rsplit_once('.').unwrap();
    let (header, claims) = signed.split_once('.').unwrap();
    let bytes = |text: &str| URL_SAFE_NO_PAD.decode(text).unwrap();
    let part = |text: &str| -> Value { serde_json::from_slice(&bytes(text)).unwrap() };
    let (jwk, claims) = (part(header)["jwk"].clone(), part(claims));
    let text = |value: &Value| value.as_str().unwrap().to_owned();
    let point = [&[4][..], &bytes(&text(&jwk["x"])), &bytes(&text(&jwk["y"]))].concat();
    let key = VerifyingKey::from_sec1_bytes(&point).unwrap();
    key.verify(signed.as_bytes(), &Signature::from_slice(&bytes(signature)).unwrap()).unwrap();
    assert_eq!((&claims["htm"], &claims["htu"]), (&Value::from("POST"), &Value::from(url)));
    Ok(Proof { x: text(&jwk["x"]), jti: text(&claims["jti"]) })
}

async fn begin_registration(State(wallet): State<Shared>, headers: HeaderMap) -> Answer<CeremonyView> {
    let mut wallet = wallet.lock().unwrap();
    wallet.expect_session(&headers)?;
    let started = wallet.webauthn.start_passkey_registration(Uuid::new_v4(), "hana", "花", None);
    let (options, state) = started.unwrap();
    wallet.registration = Some(state);
    Ok(Json(CeremonyView { ceremony_id: "c1".into(), options: to_value(options).unwrap() }))
}

async fn finish_registration(
    State(wallet): State<Shared>,
    Json(request): Json<CredentialRequest>,
) -> Answer<CredentialView> {
    let mut wallet = wallet.lock().unwrap();
    let state = wallet.registration.take().ok_or(Refused::Code("passkey.ceremony_expired"))?;
    let answer = from_value(request.credential).unwrap();
    let registered = wallet.webauthn.finish_passkey_registration(&answer, &state);
    let passkey = registered.map_err(|_| Refused::Code("passkey.refused"))?;
    let credential_id = URL_SAFE_NO_PAD.encode(passkey.cred_id());
    wallet.passkey = Some(passkey);
    Ok(Json(CredentialView { credential_id, device_name: "test".into(), created_at: clock::now() }))
}

async fn begin_sign_in(State(wallet): State<Shared>) -> Answer<CeremonyView> {
    let mut wallet = wallet.lock().unwrap();
    let passkey = wallet.passkey.clone().ok_or(Refused::Code("passkey.refused"))?;
    let (options, state) = wallet.webauthn.start_passkey_authentication(&[passkey]).unwrap();
    wallet.sign_in = Some(state);
    Ok(Json(CeremonyView { ceremony_id: "c2".into(), options: to_value(options).unwrap() }))
}

async fn finish_sign_in(
    State(wallet): State<Shared>,
    headers: HeaderMap,
    Json(request): Json<CredentialRequest>,
) -> Answer<SessionView> {
    let mut wallet = wallet.lock().unwrap();
    let state = wallet.sign_in.take().ok_or(Refused::Code("passkey.ceremony_expired"))?;
    let answer = from_value(request.credential).unwrap();
    let signed = wallet.webauthn.finish_passkey_authentication(&answer, &state);
    signed.map_err(|_| Refused::Code("passkey.refused"))?;
    wallet.session_key = proof_of(&headers, &format!("{}/v1/sign-ins/c2", wallet.url))?.x;
    Ok(Json(wallet.session()))
}

async fn sign_out(State(wallet): State<Shared>) -> StatusCode {
    wallet.lock().unwrap().token = new_id();
    StatusCode::NO_CONTENT
}

async fn orders(State(wallet): State<Shared>, headers: HeaderMap) -> Answer<OrderPage> {
    wallet.lock().unwrap().expect_session(&headers)?;
    let month_total = Amount::yen(0);
    Ok(Json(OrderPage { orders: vec![], cursor: None, as_of: clock::now(), month_total }))
}

/// Two events and the end of the stream; then what comes after the id that the device has.
async fn events(headers: HeaderMap) -> impl IntoResponse {
    let last: usize = headers.get("last-event-id").map_or(0, |id| id.to_str().unwrap().parse().unwrap());
    let event = |id| format!("id: {id}\ndata: {{\"kind\":\"orderChanged\",\"objectId\":\"{id}\"}}\n\n");
    let body: String = (last + 1..=3).take(2).map(event).collect();
    ([("content-type", "text/event-stream")], format!(": hello\n\n{body}"))
}

async fn propose(
    State(wallet): State<Shared>,
    Path(session): Path<String>,
    headers: HeaderMap,
    Json(preference): Json<FundingPreference>,
) -> Answer<ChargeProposalView> {
    let mut wallet = wallet.lock().unwrap();
    wallet.expect_session(&headers)?;
    let terms = terms(session, Amount::yen(wallet.price));
    wallet.frozen = Some(terms.clone());
    let passkey = wallet.passkey.as_ref().ok_or(Refused::Code("passkey.refused"))?;
    Ok(Json(proposal(terms, preference, URL_SAFE_NO_PAD.encode(passkey.cred_id()))))
}

async fn approve(
    State(wallet): State<Shared>,
    Json(request): Json<CredentialRequest>,
) -> Answer<ApprovalView> {
    let mut wallet = wallet.lock().unwrap();
    wallet.approvals += 1;
    if wallet.lost_requests > 0 {
        wallet.lost_requests -= 1;
        return Err(Refused::Lost);
    }
    let view = wallet.pay(request.credential)?;
    if wallet.lost_answers > 0 {
        wallet.lost_answers -= 1;
        return Err(Refused::Lost);
    }
    Ok(Json(view))
}

impl Wallet {
    fn expect_session(&self, headers: &HeaderMap) -> Result<(), Refused> {
        let bearer = format!("Bearer {}", self.token);
        let is_session =
            headers.get("authorization").is_some_and(|value| value.as_bytes() == bearer.as_bytes());
        match is_session {
            true if self.expired => Err(Refused::Code("session.expired")),
            true => Ok(()),
            false => Err(Refused::Code("session.invalid")),
        }
    }

    fn session(&self) -> SessionView {
        let (name, email) = ("佐藤 花".to_owned(), "hana@example.jp".to_owned());
        let shopper = ShopperView { shopper_id: "shopper-1".into(), name, email };
        SessionView {
            access_token: self.token.clone(),
            expires_at: later(self.access_life_s),
            refresh_token: self.refresh_token.clone(),
            refresh_expires_at: later(30 * 86_400),
            device_id: "device-1".into(),
            shopper,
        }
    }

    /// Verifies the assertion over the challenge of the terms as they are frozen here; once.
    fn pay(&mut self, credential: Value) -> Result<ApprovalView, Refused> {
        if self.verified > 0 {
            return Err(Refused::Code("approval.replayed"));
        }
        let (terms, passkey) = (self.frozen.clone().unwrap(), self.passkey.clone().unwrap());
        let (_, state) = self.webauthn.start_passkey_authentication(&[passkey]).unwrap();
        let mut state = to_value(state).unwrap();
        state["ast"]["challenge"] = Value::from(URL_SAFE_NO_PAD.encode(terms.challenge()));
        let state: PasskeyAuthentication = from_value(state).unwrap();
        let answer = from_value(credential).unwrap();
        let verified = self.webauthn.finish_passkey_authentication(&answer, &state);
        verified.map_err(|_| Refused::Code("approval.assertion_refused"))?;
        self.verified += 1;
        let (order_id, outcome) = ("S03-1".to_owned(), ApprovalOutcome::Authorized);
        Ok(ApprovalView { order_id, outcome, decline_code: None, bank_page: None })
    }
}

fn terms(checkout_session_id: String, amount: Amount) -> ChargeTerms {
    let name = "深煎りブレンド 豆 200g".to_owned();
    ChargeTerms {
        proposal_id: new_id(),
        nonce: "0f".repeat(32),
        checkout_session_id,
        payee: Payee { merchant_id: "m1".into(), name: "山ねこ珈琲".into(), domain: "a.example".into() },
        amount,
        items: vec![LineItem { name, quantity: 1, unit_price: amount, amount, tax_rate: TaxRate::Reduced }],
        funding: vec![FundingLeg { kind: InstrumentKind::Card, instrument_id: "card_1".into(), amount }],
        standing: None,
        expires_at: later(300),
    }
}

fn proposal(terms: ChargeTerms, preference: FundingPreference, credential_id: String) -> ChargeProposalView {
    let nothing = Amount::yen(0);
    let leg = FundingLegView {
        kind: InstrumentKind::Card,
        instrument_id: "card_1".into(),
        amount: terms.amount,
        refunded: nothing,
        per_mille: 1000,
        source: String::new(),
        expires_at: None,
        brand: Some("visa".into()),
        last4: Some("4242".into()),
    };
    let merchant = MerchantView {
        merchant_id: terms.payee.merchant_id.clone(),
        name: terms.payee.name.clone(),
        mark: "山".into(),
        tint: 2,
        domain: terms.payee.domain.clone(),
        registered: true,
    };
    ChargeProposalView {
        terms,
        merchant,
        times_paid: 0,
        funding: vec![leg],
        preference,
        unusable: vec![],
        cards: vec![],
        points_available: nothing,
        gift_available: nothing,
        rewards: RewardsView { total: nothing, granted: false, promised_for: None, reasons: vec![] },
        tax: nothing,
        credential_ids: vec![credential_id],
        second_factor: false,
    }
}

impl IntoResponse for Refused {
    fn into_response(self) -> Response {
        match self {
            Self::Lost => (StatusCode::BAD_GATEWAY, "<html>").into_response(),
            Self::Code(code) if code.starts_with("session.") => refusal(StatusCode::UNAUTHORIZED, code),
            Self::Code(code) => refusal(StatusCode::CONFLICT, code),
        }
    }
}

fn refusal(status: StatusCode, code: &str) -> Response {
    (status, Json(ErrorView::new(code, code))).into_response()
}

fn later(seconds: i64) -> Timestamp {
    clock::now() + SignedDuration::from_secs(seconds)
}

fn new_id() -> String {
    Uuid::new_v4().to_string()
}
