use jiff::Timestamp;
use jiff::civil::DateTime;
use jiff::tz::Offset;

/// The moment as clocks in Japan (Asia/Tokyo) show it: UTC+9, without summer time since 1951, so that
/// no time zone data is needed.
pub fn in_japan(moment: Timestamp) -> DateTime {
    Offset::constant(9).to_datetime(moment)
}
