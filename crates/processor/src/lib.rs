//! The card processor: the wallet's [`Processor`](saifu_wallet::port::processor::Processor) port as a client
//! of Stripe's HTTP API, and a sandbox server that speaks the same subset of it.
//!
//! The client knows no payment rules: it asks, and says what it was answered. The sandbox is reached over
//! HTTP like the real one, so nothing but a base URL and two keys tells them apart.

mod client;
pub mod sandbox;
mod webhook;

pub use client::{ClientError, StripeClient};
pub use webhook::{SIGNATURE_HEADER, TOLERANCE, WebhookError, verify_webhook};
