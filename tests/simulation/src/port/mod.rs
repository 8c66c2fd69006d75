//! The service's ports, as the world has them: what is asked arrives, or not, or twice, or late.

mod mailer;
mod processor;
mod store;

pub use mailer::Post;
pub use processor::Wire;
