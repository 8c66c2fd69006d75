use jiff::{
    Timestamp, ToSpan,
    civil::{Date, Weekday},
    tz::Offset,
};

use super::Lang;

/// Japan's time has had no other offset since 1951.
const JAPAN: Offset = Offset::constant(9);

/// A point in time as a person says it: 「明日 10:12」, 「11月21日 18:40」, "tomorrow 10:12 (JST)".
/// The year stands only if it is not this one.
pub(super) fn moment(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    let (at, today) = (JAPAN.to_datetime(at), JAPAN.to_datetime(now).date());
    let clock = format!("{}:{:02}", at.hour(), at.minute());
    let day = day(at.date(), today, lang);
    match lang {
        Lang::Ja => format!("{day} {clock}"),
        Lang::En => format!("{day} {clock} (JST)"),
    }
}

/// A day to plan by: 「12月5日(土)」, "5 Dec".
pub(super) fn planned(at: Timestamp, now: Timestamp, lang: Lang) -> String {
    full_date(JAPAN.to_datetime(at).date(), JAPAN.to_datetime(now).date(), lang)
}

/// The last day on which something can be used that ends at `end`, in narrow places: 「12/5」, "5 Dec".
pub(super) fn last_day(end: Timestamp, now: Timestamp, lang: Lang) -> String {
    let last = end.checked_sub(1.millisecond()).unwrap_or(end);
    let (date, today) = (JAPAN.to_datetime(last).date(), JAPAN.to_datetime(now).date());
    match lang {
        Lang::En => full_date(date, today, lang),
        Lang::Ja if date.year() == today.year() => format!("{}/{}", date.month(), date.day()),
        Lang::Ja => format!("{}/{}/{}", date.year(), date.month(), date.day()),
    }
}

fn day(date: Date, today: Date, lang: Lang) -> String {
    let near = |days: i64| today.checked_add(days.days()).is_ok_and(|day| day == date);
    if near(0) {
        lang.of("今日", "today").to_owned()
    } else if near(1) {
        lang.of("明日", "tomorrow").to_owned()
    } else if near(-1) {
        lang.of("昨日", "yesterday").to_owned()
    } else {
        full_date(date, today, lang)
    }
}

fn full_date(date: Date, today: Date, lang: Lang) -> String {
    const MONTHS: [&str; 12] =
        ["Jan", "Feb", "Mar", "Apr", "May", "Jun", "Jul", "Aug", "Sep", "Oct", "Nov", "Dec"];
    let other_year = (date.year() != today.year()).then(|| date.year());
    match lang {
        Lang::Ja => {
            let year = other_year.map(|year| format!("{year}年")).unwrap_or_default();
            format!("{year}{}月{}日({})", date.month(), date.day(), weekday(date.weekday()))
        }
        Lang::En => {
            let year = other_year.map(|year| format!(" {year}")).unwrap_or_default();
            let month = usize::from(date.month().unsigned_abs()).checked_sub(1);
            let month = month.and_then(|month| MONTHS.get(month)).copied().unwrap_or_default();
            format!("{} {month}{year}", date.day())
        }
    }
}

const fn weekday(day: Weekday) -> &'static str {
    match day {
        Weekday::Monday => "月",
        Weekday::Tuesday => "火",
        Weekday::Wednesday => "水",
        Weekday::Thursday => "木",
        Weekday::Friday => "金",
        Weekday::Saturday => "土",
        Weekday::Sunday => "日",
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        text.parse().unwrap()
    }

    #[test]
    fn near_days_have_names_in_japanese_time() {
        let now = at("2026-11-23T16:00:00Z"); // the 24th, 1:00 in Japan
        assert_eq!(moment(at("2026-11-24T14:59:00Z"), now, Lang::Ja), "今日 23:59");
        assert_eq!(moment(at("2026-11-25T01:12:00Z"), now, Lang::Ja), "明日 10:12");
        assert_eq!(moment(at("2026-11-23T14:59:00Z"), now, Lang::En), "yesterday 23:59 (JST)");
    }

    #[test]
    fn what_ends_at_midnight_was_good_on_the_day_before() {
        let now = at("2026-11-23T00:00:00Z");
        let midnight = at("2026-12-05T15:00:00Z");
        assert_eq!(last_day(midnight, now, Lang::Ja), "12/5");
        assert_eq!(last_day(midnight, now, Lang::En), "5 Dec");
        assert_eq!(last_day(at("2027-01-31T15:00:00Z"), now, Lang::Ja), "2027/1/31");
        assert_eq!(planned(midnight, now, Lang::Ja), "12月6日(日)");
    }

    #[test]
    fn other_days_have_dates_and_other_years_their_year() {
        let now = at("2026-11-23T00:00:00Z");
        assert_eq!(moment(at("2026-12-05T00:05:00Z"), now, Lang::Ja), "12月5日(土) 9:05");
        assert_eq!(moment(at("2027-01-02T00:05:00Z"), now, Lang::Ja), "2027年1月2日(土) 9:05");
        assert_eq!(moment(at("2027-01-02T00:05:00Z"), now, Lang::En), "2 Jan 2027 9:05 (JST)");
    }
}
