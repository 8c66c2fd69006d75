//! The device against the real services of a Linux desktop, on buses of its own: `fprintd` with libfprint's
//! virtual reader, GNOME Keyring, and keyrings that are not well.

#![cfg(target_os = "linux")]
#![allow(clippy::unwrap_used, reason = "a test fails by panicking")]

mod bus;
mod fingerprint;
mod keyring;
mod reader;
