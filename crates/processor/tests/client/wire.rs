//! What Stripe's API promises and the client does not need: other shapes of the same requests.

use reqwest::{RequestBuilder, StatusCode};
use serde_json::Value;

use saifu_processor::sandbox::{PUBLISHABLE_KEY, SECRET_KEY};

use crate::server::{Server, VISA, http};

async fn send(request: RequestBuilder) -> (StatusCode, Value) {
    let answer = request.send().await.unwrap();
    (answer.status(), answer.json().await.unwrap())
}

/// Status, type and code of an error.
async fn refused(request: RequestBuilder) -> (u16, String, String) {
    let (status, body) = send(request).await;
    let text = |name: &str| body["error"][name].as_str().unwrap_or_default().to_owned();
    (status.as_u16(), text("type"), text("code"))
}

fn invalid(status: u16, code: &str) -> (u16, String, String) {
    (status, "invalid_request_error".to_owned(), code.to_owned())
}

#[tokio::test]
async fn a_card_is_checked_before_any_bank_is_asked() {
    let server = Server::start().await;
    for (number, month, year, cvc, code) in [
        ("4242424242424241", "12", "2050", "123", "incorrect_number"),
        (VISA, "13", "2050", "123", "invalid_expiry_month"),
        (VISA, "12", "2020", "123", "invalid_expiry_year"),
        (VISA, "12", "2050", "12", "invalid_cvc"),
        ("4111111111111111", "12", "2050", "123", "card_declined"),
    ] {
        let answer = server.send_card(number, month, year, cvc).await;
        assert_eq!(answer.status(), StatusCode::PAYMENT_REQUIRED);
        let body: Value = answer.json().await.unwrap();
        assert_eq!((&body["error"]["type"], &body["error"]["code"]), (&"card_error".into(), &code.into()));
    }
}

#[tokio::test]
async fn keys_open_what_they_are_for() {
    let server = Server::start().await;
    let http = http();
    let customers = format!("{}/v1/customers", server.base);
    assert_eq!(refused(http.post(&customers)).await, invalid(401, ""));
    assert_eq!(refused(http.post(&customers).bearer_auth("sk_test_other")).await, invalid(401, ""));
    let publishable = http.post(&customers).bearer_auth(PUBLISHABLE_KEY);
    assert_eq!(refused(publishable).await, invalid(401, "secret_key_required"));
    let (status, customer) = send(http.post(&customers).basic_auth(SECRET_KEY, Some(""))).await;
    assert_eq!((status, &customer["object"]), (StatusCode::OK, &"customer".into()));
}

#[tokio::test]
async fn automatic_capture_takes_the_money_at_once() {
    let server = Server::start().await;
    let token = server.token(VISA).await;
    let plan = [("amount", "1284"), ("currency", "jpy"), ("payment_method", &token)];
    let (_, intent) = send(server.post("/v1/payment_intents", &plan)).await;
    assert_eq!(intent["status"], "requires_confirmation");
    let confirm = format!("/v1/payment_intents/{}/confirm", intent["id"].as_str().unwrap());
    let (_, intent) = send(server.post(&confirm, &[])).await;
    assert_eq!((&intent["status"], &intent["amount_received"]), (&"succeeded".into(), &1284.into()));
    assert_eq!(refused(server.post(&confirm, &[])).await, invalid(400, "payment_intent_unexpected_state"));
}

#[tokio::test]
async fn a_declined_intent_takes_another_card() {
    let server = Server::start().await;
    let (poor, good) = (server.token("4000000000009995").await, server.token(VISA).await);
    let plan = [("amount", "500"), ("currency", "jpy"), ("payment_method", &poor), ("confirm", "true")];
    let (status, body) = send(server.post("/v1/payment_intents", &plan)).await;
    assert_eq!(
        (status, &body["error"]["decline_code"]),
        (StatusCode::PAYMENT_REQUIRED, &"insufficient_funds".into())
    );
    let intent = &body["error"]["payment_intent"];
    assert_eq!(intent["status"], "requires_payment_method");
    let id = intent["id"].as_str().unwrap();
    let path = format!("/v1/payment_intents/{id}/confirm");
    let (_, intent) = send(server.post(&path, &[("payment_method", &good)])).await;
    assert_eq!((&intent["status"], &intent["last_payment_error"]), (&"succeeded".into(), &Value::Null));
    let (_, refund) = send(server.post("/v1/refunds", &[("payment_intent", id)])).await;
    assert_eq!((&refund["amount"], &refund["status"]), (&500.into(), &"succeeded".into()));
    assert_eq!(server.get(&format!("/v1/refunds/{}", refund["id"].as_str().unwrap())).await, refund);
}

#[tokio::test]
async fn a_key_replays_its_answer_and_refuses_another_request() {
    let server = Server::start().await;
    let keyed = |path: &str, form: &[(&str, &str)]| server.post(path, form).header("idempotency-key", "k1");
    let first = keyed("/v1/customers", &[("name", "佐藤")]).send().await.unwrap();
    assert!(!first.headers().contains_key("idempotent-replayed"));
    let again = keyed("/v1/customers", &[("name", "佐藤")]).send().await.unwrap();
    assert_eq!(again.headers()["idempotent-replayed"], "true");
    assert_eq!(first.json::<Value>().await.unwrap(), again.json::<Value>().await.unwrap());
    for (path, name) in [("/v1/customers", "鈴木"), ("/v1/refunds", "佐藤")] {
        let (status, kind, _) = refused(keyed(path, &[("name", name)])).await;
        assert_eq!((status, kind.as_str()), (400, "idempotency_error"), "{path}");
    }
}

#[tokio::test]
async fn a_request_that_was_no_good_may_be_corrected_under_its_key() {
    let server = Server::start().await;
    let keyed =
        |form: &[(&str, &str)]| server.post("/v1/payment_intents", form).header("idempotency-key", "k1");
    assert_eq!(refused(keyed(&[("currency", "jpy")])).await, invalid(400, "parameter_missing"));
    let (status, _) = send(keyed(&[("amount", "100"), ("currency", "jpy")])).await;
    assert_eq!(status, StatusCode::OK);
}

#[tokio::test]
async fn what_is_not_understood_is_refused() {
    let server = Server::start().await;
    let intents = "/v1/payment_intents";
    let jpy = ("currency", "jpy");
    for (form, code) in [
        (vec![("amount", "1.5"), jpy], "parameter_invalid_integer"),
        (vec![("amount", "0"), jpy], "parameter_invalid_integer"),
        (vec![("amount", "100000000"), jpy], "amount_too_large"),
        (vec![("amount", "1"), ("currency", "xxx")], "parameter_invalid"),
        (vec![("amount", "1"), jpy, ("ammount", "1")], "parameter_unknown"),
        (vec![("amount", "1"), jpy, ("customer", "cus_nobody")], "resource_missing"),
        (vec![("amount", "1"), jpy, ("confirm", "yes")], "parameter_invalid_boolean"),
        (vec![("amount", "1"), jpy, ("confirm", "true")], "parameter_missing"),
    ] {
        assert_eq!(refused(server.post(intents, &form)).await, invalid(400, code), "{form:?}");
    }
    assert_eq!(
        refused(server.post("/v1/payment_intents/pi_x/cancel", &[])).await,
        invalid(404, "resource_missing")
    );
    assert_eq!(refused(server.post("/v1/nothing", &[])).await, invalid(404, ""));
    assert_eq!(refused(server.post("/v1/customers/cus_x", &[])).await, invalid(404, ""));
}
