//! The whole wallet, simulated: many shoppers and shops go through the real use-cases on the memory store,
//! with a virtual clock and a seeded source of chance, while the world does at every port what it does:
//! a process stops before or after a commit, an answer is lost, late, twice or out of order, clocks jump
//! and disagree, the store refuses. After each step the books are audited.
//!
//! One seed is one run, the same on every machine. [`actor`] has who acts, [`weather`] what strikes,
//! [`audit`] what must hold, [`mutation`] how we know that the audit sees.

mod actor;
mod audit;
mod books;
mod clock;
mod device;
mod dice;
mod executor;
mod history;
mod mutation;
mod port;
mod rest;
mod run;
mod service;
pub mod stage;
mod weather;
mod world;

pub use audit::{Finding, rules};
pub use books::Temper;
pub use executor::alone;
pub use history::Tally;
pub use mutation::{MUTATIONS, Mutation};
pub use run::{Broken, Plan, Run, STEPS, simulate};
pub use weather::Fault;
