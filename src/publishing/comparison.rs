//! Two periods of a ledger → what became of every clue.

use crate::compare::{PeriodComparison, compare_periods};
use crate::ledger::{Readable, screened_period, timelines};

/// Compares two periods of a ledger; none if one of them was never screened.
///
/// # Errors
/// If the ledger cannot be read.
pub(crate) fn comparison(from: &impl Readable, earlier: &str, later: &str) -> anyhow::Result<Option<PeriodComparison>> {
    let both = screened_period(from, earlier)?.zip(screened_period(from, later)?);
    let Some((earlier, later)) = both else { return Ok(None) };
    Ok(Some(compare_periods(&earlier, &later, timelines(from, &later.period)?)))
}
