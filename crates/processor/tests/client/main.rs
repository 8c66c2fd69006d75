//! The client against the sandbox, over a real socket.
#![allow(clippy::unwrap_used, reason = "tests")]

mod authentication;
mod cash;
mod charge;
mod find;
mod link;
mod once;
mod outage;
mod server;
mod webhook;
mod wire;
