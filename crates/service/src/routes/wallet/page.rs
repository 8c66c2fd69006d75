//! Pages of lists: a cursor is the place of the last row, as time and id.

use jiff::Timestamp;
use serde::Deserialize;

use crate::error::{Answer, refuse};

const ROWS: u32 = 30;
const ROWS_MAX: u32 = 100;

/// What a request says of the page that it wants.
#[derive(Deserialize)]
pub struct Page {
    cursor: Option<String>,
    limit: Option<u32>,
}

impl Page {
    /// How many rows.
    pub fn rows(&self) -> u32 {
        self.limit.unwrap_or(ROWS).clamp(1, ROWS_MAX)
    }

    /// The place before which it begins; `place` makes it of time and id.
    pub fn before<T>(&self, place: impl FnOnce(Timestamp, &str) -> T) -> Answer<Option<T>> {
        let Some(text) = &self.cursor else { return Ok(None) };
        let invalid = || refuse("request.invalid");
        let (at, id) = text.split_once('_').ok_or_else(invalid)?;
        let at = at.parse().ok().and_then(|ms| Timestamp::from_millisecond(ms).ok()).ok_or_else(invalid)?;
        Ok(Some(place(at, id)))
    }

    /// The cursor of the next page, after a last row of this time and id; none at the end.
    pub fn next(&self, found: usize, last: Option<(Timestamp, &str)>) -> Option<String> {
        let last = last.filter(|_| found == self.rows() as usize);
        last.map(|(at, id)| format!("{}_{id}", at.as_millisecond()))
    }
}
