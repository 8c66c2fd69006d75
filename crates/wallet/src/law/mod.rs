//! Law that shapes the money, as data with the article it comes from. What is said here is for software
//! that is being tried: an operator needs a registration and advice of its own.

mod deposit;
mod disclosure;
mod pay_out;

pub use deposit::{DEPOSIT_ABOVE, UnusedReport, base_date_end, deposit_for, unused_report};
pub use disclosure::{Term, TermKind, Text, terms};
pub use pay_out::may_pay_out;
