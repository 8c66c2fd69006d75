//! What is fuzzed: see `subjects.rs`.

pub mod subjects;
