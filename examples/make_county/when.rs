//! The days that a period's tables are about.

use jiff::civil::Date;
use jiff::{Span, ToSpan};

/// One period, seen from the whole run of periods.
#[derive(Debug, Clone)]
pub struct When {
    /// Its name, such as `2026-11`.
    pub period: String,
    /// Its last day.
    pub as_of: Date,
    /// The last day of the first period: what does not change from period to period is counted from it.
    pub epoch: Date,
    /// The last day of the last period.
    pub end: Date,
}

impl When {
    /// The periods of a list such as `2026-10,2026-11`.
    pub fn all(periods: &[String]) -> anyhow::Result<Vec<When>> {
        let mut days = Vec::new();
        for period in periods {
            let first: Date =
                format!("{period}-01").parse().map_err(|_| anyhow::anyhow!("{period} is not a month like 2026-11"))?;
            days.push(first.last_of_month());
        }
        let (epoch, end) = days.first().copied().zip(days.last().copied()).unwrap_or_default();
        let all = periods.iter().zip(days);
        Ok(all.map(|(period, as_of)| When { period: period.clone(), as_of, epoch, end }).collect())
    }

    /// The calendar year.
    pub fn year(&self) -> i16 {
        self.as_of.year()
    }

    /// The school year: from 1 September.
    pub fn school_year(&self) -> i16 {
        if self.as_of.month() >= 9 { self.as_of.year() } else { self.as_of.year() - 1 }
    }

    /// The year that residents pay for towards the end of the one before.
    pub fn year_ahead(&self) -> Option<i16> {
        (self.as_of.month() >= 9).then_some(self.as_of.year() + 1)
    }

    /// The first day of the school term.
    pub fn term_start(&self) -> Date {
        let (year, month) = match self.as_of.month() {
            9.. => (self.as_of.year(), 9),
            3..9 => (self.as_of.year(), 3),
            _ => (self.as_of.year() - 1, 9),
        };
        jiff::civil::date(year, month, 1)
    }
}

/// The day so many days before.
pub fn days_before(day: Date, days: i32) -> Date {
    moved(day, (-i64::from(days)).days())
}

/// The first day of the month so many months before.
pub fn months_before(day: Date, months: i32) -> Date {
    moved(day.first_of_month(), (-i64::from(months)).months())
}

fn moved(day: Date, span: Span) -> Date {
    day.checked_add(span).expect("no synthetic day is near the ends of the calendar")
}
