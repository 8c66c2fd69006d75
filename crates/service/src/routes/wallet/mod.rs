//! The wallet API under `/v1`.

mod account;
mod approval;
mod card;
mod device;
mod events;
mod funding;
mod gift;
mod home;
mod instrument;
mod movement;
mod order;
mod page;
mod passkey;
mod session;
mod store_code;
mod terms;
mod top_up;

use axum::Router;
use axum::routing::{delete, get, patch, post, put};

use crate::app::Shared;

pub fn router() -> Router<Shared> {
    Router::new()
        .route("/status", get(account::status))
        .route("/sign-ups", post(account::sign_up))
        .route("/sign-ups/{id}/resend", post(account::resend))
        .route("/sign-ups/{id}/confirm", post(account::confirm))
        .route("/session", delete(session::sign_out))
        .route("/session/refresh", post(session::refresh))
        .route("/passkeys/registrations", post(passkey::start))
        .route("/passkeys/registrations/{id}", post(passkey::finish))
        .route("/passkeys/assertions", post(passkey::start_assertion))
        .route("/devices", get(device::list))
        .route("/devices/{id}", patch(device::change))
        .route("/devices/{id}/revoke", post(device::revoke))
        .route("/device-joins", post(device::open_join))
        .route("/device-joins/presentations", post(device::present_join))
        .route("/device-joins/completions", post(device::finish_join))
        .route("/device-joins/{id}", get(device::show_join))
        .route("/device-joins/{id}/confirm", post(device::confirm_join))
        .route("/device-joins/{id}/refuse", post(device::refuse_join))
        .route("/sign-ins", post(passkey::start_sign_in))
        .route("/sign-ins/{id}", post(passkey::finish_sign_in))
        .route("/home", get(home::home))
        .route("/instruments", get(instrument::instruments))
        .route("/terms", get(terms::terms))
        .route("/cards", post(card::link))
        .route("/cards/confirmations", post(card::confirm))
        .route("/cards/order", put(card::order))
        .route("/cards/{id}", patch(card::rename).delete(card::remove))
        .route("/cards/{id}/default", put(card::set_default))
        .route("/funding-preference", get(funding::show).put(funding::change))
        .route("/gifts", get(gift::list).post(gift::buy))
        .route("/gifts/{id}", get(gift::show))
        .route("/gifts/{id}/cancel", post(gift::cancel))
        .route("/gifts/{id}/resend", post(gift::resend))
        .route("/gifts/{id}/code", post(gift::print))
        .route("/top-ups", get(top_up::list))
        .route("/top-ups/card", post(top_up::by_card))
        .route("/top-ups/slips", post(top_up::by_slip))
        .route("/top-ups/bank-transfers", post(top_up::by_bank_transfer))
        .route("/top-ups/automatic", get(top_up::automatic).put(top_up::set_automatic))
        .route("/top-ups/{id}", get(top_up::show))
        .route("/top-ups/{id}/cancel", post(top_up::cancel))
        .route("/gift-cards/redemptions", post(instrument::redeem))
        .route("/points", get(movement::points))
        .route("/gift-balance", get(movement::gift_balance))
        .route("/checkout-sessions/{id}/proposals", post(approval::propose))
        .route("/checkout-sessions/{id}/decline", post(approval::decline))
        .route("/proposals/{id}/approval", post(approval::approve))
        .route("/orders", get(order::list))
        .route("/orders/{id}", get(order::show))
        .route("/orders/{id}/receipt", get(order::receipt))
        .route("/orders/{id}/approval", get(approval::outcome_of))
        .route("/store-codes", post(store_code::issue))
        .route("/events", get(events::events))
}
