//! Days and months as departments write them, and the calendar arithmetic of rules.

use jiff::civil::{Date, date};
use jiff::tz::{TimeZone, offset};
use jiff::{Timestamp, Zoned};

use super::text;

const EPOCH: Date = date(1970, 1, 1);

/// Reads a day: `2024-01-05`, `2024/1/5`, `2024.1.5`, `2024年1月5日`, `20240105`, with or without a time behind it.
pub fn parse_date(raw: &str) -> Option<Date> {
    let cleaned = text::clean(raw);
    let day = cleaned.split(['T', ' ']).next()?;
    match parts(day)?.as_slice() {
        [packed] if packed.len() == 8 => day_of(&packed[..4], &packed[4..6], &packed[6..]),
        [year, month, day] if year.len() == 4 => day_of(year, month, day),
        _ => None,
    }
}

/// The day that a spreadsheet keeps as this number, in the usual system that begins in 1900: the days of 1928 to 2100,
/// so that a year or a packed day is not taken for one.
pub fn from_serial(raw: &str) -> Option<Date> {
    const EPOCH_SERIAL: i32 = 25_569;
    let whole = raw.split('.').next()?;
    let serial: i32 = whole.parse().ok().filter(|_| whole.len() == 5)?;
    from_days(serial - EPOCH_SERIAL).filter(|day| (1928..=2100).contains(&day.year()))
}

/// Reads a month as its first day: `202401`, `2024-01`, `2024年1月`, or any day of it.
pub fn parse_month(raw: &str) -> Option<Date> {
    let cleaned = text::clean(raw);
    let month = cleaned.split(['T', ' ']).next()?;
    match parts(month)?.as_slice() {
        [packed] if packed.len() == 6 => day_of(&packed[..4], &packed[4..], "1"),
        [year, month] if year.len() == 4 => day_of(year, month, "1"),
        _ => parse_date(raw).map(|day| day.first_of_month()),
    }
}

/// Reads a month without its year, from 1: `9月`, `09月份`.
pub fn parse_month_of_year(raw: &str) -> Option<i8> {
    let cleaned = text::clean(raw);
    let number = cleaned.trim_end_matches('份').strip_suffix('月')?;
    number.parse().ok().filter(|month| (1..=12).contains(month))
}

/// Whether a cell is a year and `.1`, which a number makes of October (2025.10) as of January.
pub fn is_january_or_october(raw: &str) -> bool {
    behind_year(raw).as_deref() == Some("1")
}

/// Whether a cell is a year and `.10`, which no number keeps.
pub fn is_october(raw: &str) -> bool {
    behind_year(raw).as_deref() == Some("10")
}

/// What stands behind a year and a point.
fn behind_year(raw: &str) -> Option<String> {
    let cleaned = text::clean(raw);
    let (year, rest) = cleaned.split_once('.')?;
    let plausible = year.parse().is_ok_and(|year: i16| (1900..=2100).contains(&year));
    (year.len() == 4 && plausible).then(|| rest.to_owned())
}

/// The last day of a month that [`parse_month`] reads.
pub fn month_end(raw: &str) -> Option<Date> {
    add_months(parse_month(raw)?, 1).yesterday().ok()
}

/// The runs of digits between separators; none if anything else stands there.
fn parts(text: &str) -> Option<Vec<&str>> {
    let parts: Vec<&str> = text.trim_end_matches(['日', '号', '月', '年']).split(['-', '/', '.', '年', '月']).collect();
    parts.iter().all(|part| !part.is_empty() && part.bytes().all(|b| b.is_ascii_digit())).then_some(parts)
}

fn day_of(year: &str, month: &str, day: &str) -> Option<Date> {
    let year: i16 = year.parse().ok()?;
    let date = Date::new(year, month.parse().ok()?, day.parse().ok()?).ok()?;
    (1900..=2100).contains(&year).then_some(date)
}

/// Days since 1970-01-01.
pub fn to_days(day: Date) -> i32 {
    i32::try_from(day.since(EPOCH).map_or(0, |span| i64::from(span.get_days()))).unwrap_or(0)
}

/// The day so many days after 1970-01-01.
pub fn from_days(days: i32) -> Option<Date> {
    EPOCH.checked_add(jiff::Span::new().try_days(days).ok()?).ok()
}

/// The same day some months later, the last of the month where there is no such day.
pub fn add_months(day: Date, months: i32) -> Date {
    day.saturating_add(jiff::Span::new().try_months(months).unwrap_or_default())
}

/// The year whose 1 September is the latest up to a day: a school year bears the name of the year it begins in.
pub fn school_year(on: Date) -> i16 {
    if on.month() >= 9 { on.year() } else { on.year() - 1 }
}

/// The first day of the school term a day lies in: 1 March or 1 September.
pub fn term_start(on: Date) -> Date {
    match on.month() {
        1 | 2 => date(on.year() - 1, 9, 1),
        3..=8 => date(on.year(), 3, 1),
        _ => date(on.year(), 9, 1),
    }
}

/// A day as people write it: `2026年11月5日`.
pub fn chinese(day: Date) -> String {
    format!("{}年{}月{}日", day.year(), day.month(), day.day())
}

/// An instant by the clocks of all China, whatever the computer's own zone is set to.
pub fn in_beijing(at: Timestamp) -> Zoned {
    at.to_zoned(TimeZone::fixed(offset(8)))
}

/// The day that it is in all of China at an instant.
pub fn beijing_day(at: Timestamp) -> Date {
    in_beijing(at).date()
}

#[cfg(test)]
mod tests {
    use super::beijing_day;
    use super::*;

    #[test]
    fn days_are_read() {
        for raw in [
            "2024-01-05",
            "2024/1/5",
            "2024.1.5",
            "2024年1月5日",
            "20240105",
            "2024-01-05 00:00:00",
            "2024-01-05T08:30:00",
            "２０２４－０１－０５",
        ] {
            assert_eq!(parse_date(raw), Some(date(2024, 1, 5)), "{raw}");
        }
        for raw in ["2024-02-30", "24-1-5", "2024", "明天", "", "45296", "2024-01", "3024-01-05"] {
            assert_eq!(parse_date(raw), None, "{raw}");
        }
    }

    #[test]
    fn serials_are_days() {
        for (raw, day) in [("45296", Some(date(2024, 1, 5))), ("45296.75", Some(date(2024, 1, 5)))] {
            assert_eq!(from_serial(raw), day, "{raw}");
        }
        for raw in ["2024", "202401", "20240105", "99999", "10000", "", "四五"] {
            assert_eq!(from_serial(raw), None, "{raw}");
        }
    }

    #[test]
    fn months_are_read() {
        for raw in ["202401", "2024-01", "2024.1", "2024年1月", "2024/01", "2024-01-31", "20240131"] {
            assert_eq!(parse_month(raw), Some(date(2024, 1, 1)), "{raw}");
        }
        assert_eq!(parse_month("202413"), None);
    }

    #[test]
    fn months_that_lost_a_zero_are_told_from_others() {
        let unclear =
            ["2025.1", "2025.10", "2025.01", "2025.1.5", "12.1", "3025.1", "2025-1"].map(is_january_or_october);
        assert_eq!(unclear, [true, false, false, false, false, false, false]);
        assert_eq!(["2025.10", "2025.1", "2025.11"].map(is_october), [true, false, false]);
    }

    #[test]
    fn calendar_arithmetic() {
        assert_eq!(add_months(date(2024, 1, 31), 1), date(2024, 2, 29));
        assert_eq!(from_days(to_days(date(2026, 11, 30))), Some(date(2026, 11, 30)));
        assert_eq!((school_year(date(2026, 8, 31)), school_year(date(2026, 9, 1))), (2025, 2026));
        assert_eq!(term_start(date(2026, 2, 28)), date(2025, 9, 1));
        assert_eq!(term_start(date(2026, 8, 31)), date(2026, 3, 1));
        assert_eq!(chinese(date(2026, 11, 5)), "2026年11月5日");
    }

    #[test]
    fn a_day_begins_at_midnight_in_beijing() {
        let day = |at: &str| beijing_day(at.parse().expect("an instant")).to_string();
        assert_eq!([day("2026-11-28T15:59:59Z"), day("2026-11-28T16:00:00Z")], ["2026-11-28", "2026-11-29"]);
    }
}
