//! Days as the ledger writes them.

use anyhow::Context;
use jiff::civil::Date;
use rusqlite::Row;

/// The day in a column of a row.
pub(super) fn day(row: &Row<'_>, column: usize) -> anyhow::Result<Date> {
    parse(&row.get::<_, String>(column)?)
}

/// A day as the ledger writes it.
pub(super) fn parse(day: &str) -> anyhow::Result<Date> {
    day.parse().with_context(|| format!("台账里有不认得的日期 {day}"))
}
