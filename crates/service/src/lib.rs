//! The wallet service: an axum host around the wallet. Routes turn requests into use-cases and
//! domain values into views; pages are HTML; workers finish what a crash left.

pub mod app;
pub mod clock;
pub mod demo;
pub mod error;
pub mod factor_key;
pub mod mail;
pub mod pages;
pub mod ports;
pub mod routes;
pub mod serve;
pub mod settings;
pub mod signature;
pub mod tls;
pub mod views;
pub mod workers;
