use thiserror::Error;

/// Why no document came out.
#[derive(Debug, Error)]
pub enum DocumentError {
    /// A font that is part of the program cannot be read: the build is broken.
    #[error("the built-in font '{0}' cannot be read")]
    Font(&'static str),
    /// A character that no built-in font has came as far as the page; it is not printed as another.
    #[error("no built-in font has the character '{0}'")]
    Glyph(char),
    /// The data could not be written as JSON.
    #[error("the document's data cannot be attached")]
    Data(#[from] serde_json::Error),
    /// A table could not be written: its rows differ in length.
    #[error("the table cannot be written: {0}")]
    Table(#[from] csv::Error),
    /// A rule of PDF/A or PDF/UA, or a limit of PDF, was broken.
    #[error("the PDF cannot be written: {0}")]
    Pdf(#[from] krilla::error::KrillaError),
    /// A sum does not fit; a checked receipt has none.
    #[error(transparent)]
    Money(#[from] saifu_money::MoneyError),
    /// A size or a media type that PDF does not know: a mistake in the layout.
    #[error("the layout is not possible: {0}")]
    Layout(&'static str),
}
