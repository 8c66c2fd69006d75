//! Paper: fonts, lines of text, what stands where, and how krilla writes it.

mod draw;
mod face;
mod line;
mod pdf;
mod sheet;
mod tag;

pub use face::Face;
pub use line::{MISSING, ellipsize, printable, width, wrap};
pub use pdf::{A4, Attachment, Info, write};
pub use sheet::{Area, Heading, Ink, Mark, Running, Sheet, Text};
pub use tag::Tag;
