//! Working days, with holidays and the weekend days worked in their place (调休).

use std::collections::BTreeSet;

use jiff::ToSpan;
use jiff::civil::{Date, Weekday};

use super::date::to_days;

/// The days that differ from the plain week.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct WorkingCalendar {
    /// Days off.
    pub holidays: BTreeSet<Date>,
    /// Weekend days that are worked.
    pub makeup_days: BTreeSet<Date>,
}

impl WorkingCalendar {
    /// Whether a day is worked.
    pub fn is_working_day(&self, day: Date) -> bool {
        let weekend = matches!(day.weekday(), Weekday::Saturday | Weekday::Sunday);
        self.makeup_days.contains(&day) || !(weekend || self.holidays.contains(&day))
    }

    /// The n-th working day after a day.
    pub fn add_working_days(&self, from: Date, days: u32) -> Date {
        let mut day = from;
        let mut left = days;
        while left > 0 {
            let Ok(next) = day.tomorrow() else { return day };
            day = next;
            left -= u32::from(self.is_working_day(day));
        }
        day
    }

    /// How many working days come after a day, up to and with another.
    pub fn working_days_between(&self, after: Date, until: Date) -> u32 {
        let days = after.series(1.day()).skip(1).take_while(|day| *day <= until);
        days.map(|day| u32::from(self.is_working_day(day))).sum()
    }
}

/// A calendar counted through: which working day every day is, and every working day's day.
#[derive(Debug, Clone, Default)]
pub struct WorkingDays {
    /// Days since 1970-01-01 of the first day counted.
    first: i64,
    /// How many working days there have been up to and with each day.
    counts: Vec<i64>,
    /// The working days, in order.
    days: Vec<i32>,
}

impl WorkingDays {
    /// Counts the years in which people on any list have lived.
    pub fn of(calendar: &WorkingCalendar) -> Self {
        let first = jiff::civil::date(1990, 1, 1);
        let mut counted = Self { first: i64::from(to_days(first)), ..Self::default() };
        for day in first.series(1.day()).take_while(|day| day.year() < 2080) {
            if calendar.is_working_day(day) {
                counted.days.push(to_days(day));
            }
            counted.counts.push(i64::try_from(counted.days.len()).unwrap_or(i64::MAX));
        }
        counted
    }

    /// How many working days there have been up to and with a day; none outside the years counted.
    pub fn count(&self, day: i32) -> Option<i64> {
        let at = usize::try_from(i64::from(day) - self.first).ok()?;
        self.counts.get(at).copied()
    }

    /// The working day of a number, from 1.
    pub fn day(&self, number: i64) -> Option<i32> {
        self.days.get(usize::try_from(number.checked_sub(1)?).ok()?).copied()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use jiff::civil::date;

    #[test]
    fn holidays_and_makeup_days_count() {
        let calendar = WorkingCalendar {
            holidays: (1..=7).map(|day| date(2026, 10, day)).collect(),
            makeup_days: [date(2026, 10, 10)].into(),
        };
        assert_eq!(calendar.add_working_days(date(2026, 9, 30), 1), date(2026, 10, 8));
        assert_eq!(calendar.add_working_days(date(2026, 9, 30), 3), date(2026, 10, 10));
        assert_eq!(calendar.add_working_days(date(2026, 11, 27), 1), date(2026, 11, 30));
        assert_eq!(calendar.working_days_between(date(2026, 9, 30), date(2026, 10, 10)), 3);
        assert_eq!(calendar.working_days_between(date(2026, 11, 27), date(2026, 11, 29)), 0);
        assert_eq!(calendar.working_days_between(date(2026, 11, 30), date(2026, 11, 27)), 0);
    }
}
