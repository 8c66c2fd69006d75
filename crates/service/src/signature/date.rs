use jiff::{SignedDuration, Timestamp, civil::DateTime, tz::Offset};

use super::SignatureError;

/// How far `x-amz-pay-date` may be from our clock, either way, the end included.
const WINDOW: SignedDuration = SignedDuration::from_mins(5);

/// Checks that `value`, the request's `x-amz-pay-date`, is within five minutes of `now`.
pub(super) fn check_date(value: &[u8], now: Timestamp) -> Result<(), SignatureError> {
    let text = String::from_utf8_lossy(value).into_owned();
    let Some(date) = parse_date(&text) else { return Err(SignatureError::DateMalformed(text)) };
    let age = now.duration_since(date);
    if age > WINDOW {
        Err(SignatureError::DatePast(text))
    } else if age < -WINDOW {
        Err(SignatureError::DateFuture(text))
    } else {
        Ok(())
    }
}

/// Reads `20261101T030405Z` (PHP, Java, .NET, Python) or `2026-11-01T03:04:05Z` (Node), and no other
/// of the many forms of ISO 8601.
fn parse_date(text: &str) -> Option<Timestamp> {
    const FORMS: [(&str, &str); 2] =
        [("ddddddddTddddddZ", "%Y%m%dT%H%M%SZ"), ("dddd-dd-ddTdd:dd:ddZ", "%Y-%m-%dT%H:%M:%SZ")];
    let (_, format) = FORMS.into_iter().find(|(shape, _)| has_shape(text, shape))?;
    let date = DateTime::strptime(format, text).ok()?;
    Offset::UTC.to_timestamp(date).ok()
}

/// Whether `text` has a digit wherever the shape has a `d`, and else the shape's own characters.
fn has_shape(text: &str, shape: &str) -> bool {
    let fits = |(byte, place): (u8, u8)| if place == b'd' { byte.is_ascii_digit() } else { byte == place };
    text.len() == shape.len() && text.bytes().zip(shape.bytes()).all(fits)
}
