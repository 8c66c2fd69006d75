//! The service over HTTP, from outside: a shopper with a soft authenticator, a shop that signs like
//! Amazon Pay's SDKs.

#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod account;
mod attack;
mod authenticator;
mod authorization;
mod browser;
mod card;
mod device;
mod e2e;
mod headers;
mod idempotency;
mod merchant;
mod payment;
mod permission;
mod service;
mod session;
mod shop;
mod shopper;
mod top_up;
