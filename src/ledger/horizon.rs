//! Up to where a period's figures count: they stand still once the next period is screened, so that what was reported
//! of a month stays true. What comes later is told as late, and counts where it was asked again.

use jiff::civil::Date;
use rusqlite::OptionalExtension;

use super::column::day;
use super::readable::Readable;

/// Where the figures of a period end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Horizon {
    /// The operation that screened the next period.
    pub(super) entry: i64,
    /// Its run.
    pub(super) run: i64,
    /// The day that it is counted from.
    pub as_of: Date,
}

impl Horizon {
    /// The operation before which answers count; none yet that ends it where there is no horizon.
    pub(super) fn end(horizon: Option<Horizon>) -> i64 {
        horizon.map_or(i64::MAX, |horizon| horizon.entry)
    }
}

/// Where the figures of a period end: at the first run of a later period whose lists went out, or that stands for it;
/// none while the period is the last. A period that was screened again after that is open again.
///
/// # Errors
/// If the ledger cannot be read.
pub fn horizon(from: &impl Readable, period: &str) -> anyhow::Result<Option<Horizon>> {
    let mut statement = from.connection().prepare(
        "SELECT r.entry, r.id, r.as_of FROM run r WHERE r.period > ?1 \
         AND r.entry > (SELECT entry FROM current_run WHERE period = ?1) \
         AND (r.id IN (SELECT id FROM current_run) OR r.id IN (SELECT run FROM issue)) ORDER BY r.entry LIMIT 1",
    )?;
    let found = statement.query_row([period], |row| Ok((row.get(0)?, row.get(1)?, day(row, 2)))).optional()?;
    found.map(|(entry, run, as_of)| Ok(Horizon { entry, run, as_of: as_of? })).transpose()
}
