//! Working days, with holidays and the weekend days worked in their place (调休).

use std::collections::BTreeSet;

use jiff::civil::{Date, Weekday};

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
    }
}
