//! The device against the real services of a Linux desktop, on buses of its own: `fprintd` with libfprint's
//! virtual reader.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bus;
mod fingerprint;
mod reader;
