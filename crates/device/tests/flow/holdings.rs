//! Cards, top-ups and gifts against the service in memory: what is asked of which route, and what the
//! device adds to the answers.

use axum::extract::{Path, Query};
use axum::http::StatusCode;
use axum::response::{IntoResponse, Response};
use axum::routing::{delete, get, post};
use axum::{Json, Router};
use saifu_api::wallet::{CardTopUpRequest, ErrorView, StoreChain, TopUpMethod, TopUpState, TopUpView};
use saifu_api::wallet::{SlipView, TopUpPage};
use saifu_device::{CardInput, CardLink, Link, clock};
use saifu_money::Amount;
use serde_json::{Value, json};

use crate::{Bench, code};

const BARCODE: &str = "91912345012345678901234567890101033101230003";

/// The routes of this part; who asks was checked elsewhere.
pub fn routes<S: Clone + Send + Sync + 'static>() -> Router<S> {
    Router::new()
        .route("/v1/payment_methods", post(|| async { Json(json!({"id": "pm_1"})) }))
        .route("/v1/cards", post(link))
        .route("/v1/cards/confirmations", post(confirm))
        .route("/v1/cards/{id}", delete(remove))
        .route("/v1/top-ups", get(top_ups))
        .route("/v1/top-ups/card", post(buy))
        .route("/v1/top-ups/{id}", get(top_up))
        .route("/v1/gifts/{id}/code", post(print))
}

async fn link() -> Response {
    let action = json!({"confirmationId": "c-1", "url": "https://bank.example/3ds?id=1"});
    (StatusCode::ACCEPTED, Json(action)).into_response()
}

async fn confirm(Json(asked): Json<Value>) -> Response {
    if asked["confirmationId"] != "c-1" {
        return refuse("card.not_found");
    }
    let card = json!({
        "cardId": "card-1", "brand": "visa", "last4": "3220", "expiryMonth": 4, "expiryYear": 2030,
        "isDefault": true, "state": "usable", "nickname": "", "kind": "credit", "inUse": [],
    });
    Json(card).into_response()
}

async fn remove(Query(query): Query<Value>) -> Response {
    if query["force"] == "true" { StatusCode::NO_CONTENT.into_response() } else { refuse("card.in_use") }
}

async fn top_ups(Query(query): Query<Value>) -> Json<TopUpPage> {
    let cursor = if query["cursor"] == "next/1" { None } else { Some("next/1".to_owned()) };
    let limits = json!({
        "min": yen(500), "perTransaction": yen(30_000), "leftToday": yen(30_000), "leftThisMonth": yen(42_000),
        "balanceMax": yen(100_000), "leftOfBalance": yen(86_640), "leftNow": yen(30_000),
    });
    Json(TopUpPage { top_ups: vec![slip(BARCODE)], cursor, limits: serde_json::from_value(limits).unwrap() })
}

async fn top_up(Path(id): Path<String>) -> Json<TopUpView> {
    Json(slip(if id == "numbers" { "9191x" } else { BARCODE }))
}

async fn buy(Json(asked): Json<CardTopUpRequest>) -> Response {
    if asked.amount.minor() > 30_000 {
        let mut view = ErrorView::new("top_up.limit_transaction", "too much at once");
        view.left = Some(Amount::yen(30_000));
        return (StatusCode::CONFLICT, Json(view)).into_response();
    }
    Json(json!({"checkoutSessionId": crate::service::SESSION, "id": "top-up-1"})).into_response()
}

async fn print() -> Json<Value> {
    Json(json!({"code": "1034-5678-9ABC-DEFD", "link": "saifu://gift/103456789ABCDEFD"}))
}

fn yen(amount: u32) -> Amount {
    Amount::yen(amount)
}

fn slip(barcode: &str) -> TopUpView {
    TopUpView {
        top_up_id: "top-up-1".into(),
        amount: yen(3_000),
        method: TopUpMethod::Slip,
        state: TopUpState::Pending,
        created_at: clock::now(),
        settled_at: None,
        automatic: false,
        lot_id: None,
        order_id: None,
        card: None,
        slip: Some(SlipView {
            chain: StoreChain::SevenEleven,
            number: "1234567890123".into(),
            confirmation_number: None,
            barcode: Some(barcode.into()),
            amount: yen(3_000),
            fee: yen(0),
            due_at: clock::now(),
        }),
        bank_transfer: None,
        to_return: None,
        failure: None,
    }
}

fn refuse(code: &str) -> Response {
    (StatusCode::CONFLICT, Json(ErrorView::new(code, code))).into_response()
}

fn card() -> CardInput {
    let number = "4000000000003220".to_owned();
    CardInput { number, expiry_month: 4, expiry_year: 2030, cvc: "123".into() }
}

#[tokio::test]
async fn a_card_waits_for_its_bank_and_is_linked_afterwards() {
    let bench = Bench::ready().await;
    assert_eq!(code(bench.device.bank_page()), "request.invalid", "no card waits");
    let waiting = bench.device.link_card(card()).await.unwrap();
    assert_eq!(waiting, CardLink::Bank { confirmation_id: "c-1".into() });
    assert_eq!(bench.device.bank_page().unwrap(), "https://bank.example/3ds?id=1");
    let linked = bench.device.confirm_card("c-1".into()).await.unwrap();
    assert!(matches!(linked, CardLink::Linked { card } if card.last4 == "3220"));
    assert_eq!(code(bench.device.bank_page()), "request.invalid", "none waits any more");
}

#[tokio::test]
async fn a_card_in_use_is_removed_only_by_force() {
    let bench = Bench::ready().await;
    assert_eq!(code(bench.device.remove_card("card-1", false).await), "card.in_use");
    bench.device.remove_card("card-1", true).await.unwrap();
}

#[tokio::test]
async fn a_slip_gets_its_bars_and_one_that_cannot_be_drawn_keeps_its_numbers() {
    let bench = Bench::ready().await;
    let drawn = bench.device.top_up("1").await.unwrap();
    // Start, FNC1, 22 pairs and the check symbol of eleven modules each, and the stop of thirteen.
    let modules: u32 = drawn.bars.unwrap().into_iter().map(u32::from).sum();
    assert_eq!(modules, 25 * 11 + 13);
    let odd = bench.device.top_up("numbers").await.unwrap();
    assert!(odd.bars.is_none() && odd.top_up.slip.is_some());
}

#[tokio::test]
async fn pages_follow_their_cursor() {
    let bench = Bench::ready().await;
    let first = bench.device.top_ups(None).await.unwrap();
    assert_eq!(first.cursor.as_deref(), Some("next/1"));
    assert!(bench.device.top_ups(first.cursor.as_deref()).await.unwrap().cursor.is_none());
}

#[tokio::test]
async fn a_refusal_by_a_limit_says_what_is_left() {
    let bench = Bench::ready().await;
    let asked = CardTopUpRequest { amount: yen(30_001) };
    let refused = bench.device.top_up_by_card(&asked).await.unwrap_err();
    assert_eq!(ErrorView::from(&refused).left, Some(yen(30_000)));
    let purchase = bench.device.top_up_by_card(&CardTopUpRequest { amount: yen(30_000) }).await.unwrap();
    assert_eq!(purchase.checkout_session_id, crate::service::SESSION);
}

#[tokio::test]
async fn the_code_of_a_link_is_handed_over_once() {
    let bench = Bench::new().await;
    let Ok(Link::Gift(gift)) = "saifu://gift/103456789ABCDEFD".parse() else { panic!("a link") };
    bench.device.remember_gift(gift);
    assert_eq!(bench.device.take_gift().as_deref(), Some("1034-5678-9ABC-DEFD"));
    assert_eq!(bench.device.take_gift(), None);
}

#[tokio::test]
async fn what_is_printed_is_a_link_that_the_wallet_opens() {
    let bench = Bench::ready().await;
    let print = bench.device.print_gift("gift-1").await.unwrap();
    assert_eq!(print.code, "1034-5678-9ABC-DEFD");
    assert_eq!(print.qr.modules.len(), usize::from(print.qr.size));
}

#[tokio::test]
async fn the_sandbox_store_is_a_page_of_the_service() {
    let bench = Bench::ready().await;
    let page = bench.device.sandbox_store("top-up-1").await.unwrap();
    assert_eq!(page.as_str(), format!("{}/sandbox/store?top_up=top-up-1", bench.service.url()));
}
