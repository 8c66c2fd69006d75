//! What the use-cases need from outside: a store, a card processor, a mail box.

pub mod mail;
pub mod processor;
pub mod store;
