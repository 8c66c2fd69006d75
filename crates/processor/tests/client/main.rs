//! The client against the sandbox, over a real socket.
#![allow(clippy::unwrap_used, reason = "tests")]

mod charge;
mod link;
mod outage;
mod server;
mod wire;
