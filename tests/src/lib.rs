//! What the end-to-end tests and the tour stand on: the real service, shop and app as processes, a
//! desktop session of their own, and two browsers that look at them.
//!
//! Nothing here knows a rule of the wallet; it starts things, waits for conditions with a deadline
//! and ends what it started, also when a test fails.

pub mod app;
pub mod browser;
pub mod desktop;
mod driver;
pub mod figure;
pub mod localstripe;
pub mod page;
pub mod place;
pub mod postgres;
pub mod process;
pub mod service;
pub mod session_key;
pub mod shop;
pub mod torture;
pub mod tour;
pub mod virtual_authenticator;
pub mod wait;
