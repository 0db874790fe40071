//! A county's tables → one village's.

use std::collections::BTreeMap;

use polars::prelude::{DataFrame, IntoLazy, PolarsResult, col, lit};

use crate::link::Population;
use crate::schema::VILLAGE;

/// Leaves in the tables only what belongs to a village; sources that were delivered stay, if empty.
///
/// # Errors
/// Only if frames do not have the columns that linking gives them.
pub fn restrict_to_village(
    population: &mut Population,
    records: &mut BTreeMap<String, DataFrame>,
    village: i64,
) -> PolarsResult<()> {
    let within = |frame: &mut DataFrame| -> PolarsResult<()> {
        *frame = std::mem::take(frame).lazy().filter(col(VILLAGE).eq(lit(village))).collect()?;
        Ok(())
    };
    within(&mut population.persons)?;
    within(&mut population.households)?;
    within(&mut population.villages)?;
    records.values_mut().try_for_each(within)
}
