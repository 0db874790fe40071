//! Which of several equal records is kept: the others are merged into it and reported.

use std::collections::HashMap;

use polars::prelude::{DataFrame, DataType, PolarsResult, SortMultipleOptions};

use crate::pack::{Grain, Source};
use crate::schema::{FATE, ID, ROW, SHEET};

/// For every record the position of the record it repeats, none for records that are kept.
///
/// A person source keeps one record a person, the first in the source's declared order, then in sheet and row order.
/// Other sources keep records that differ in one of their `unique` fields or have none of them filled.
pub(super) fn repeats(frame: &DataFrame, source: &Source) -> PolarsResult<Vec<Option<usize>>> {
    let mut repeats = vec![None; frame.height()];
    let unique: &[String] = match source.grain {
        Grain::Person => &[],
        Grain::Event | Grain::Household | Grain::Village if source.unique.is_empty() => return Ok(repeats),
        Grain::Event | Grain::Household | Grain::Village => &source.unique,
    };
    let ids = frame.column(ID)?.i64()?;
    let fates = frame.column(FATE)?.str()?;
    let fields =
        unique.iter().map(|name| frame.column(name)?.cast(&DataType::String)).collect::<PolarsResult<Vec<_>>>()?;
    let fields = fields.iter().map(|column| column.str()).collect::<PolarsResult<Vec<_>>>()?;
    let mut kept: HashMap<(i64, Vec<&str>), usize> = HashMap::with_capacity(frame.height());
    for position in keeping_order(frame, source)? {
        let (Some(id), None) = (ids.get(position), fates.get(position)) else { continue };
        let Some(values) = fields.iter().map(|field| field.get(position)).collect::<Option<Vec<&str>>>() else {
            continue;
        };
        match kept.entry((id, values)) {
            std::collections::hash_map::Entry::Occupied(first) => repeats[position] = Some(*first.get()),
            std::collections::hash_map::Entry::Vacant(free) => {
                free.insert(position);
            }
        }
    }
    Ok(repeats)
}

/// Positions in the order in which records are preferred.
fn keeping_order(frame: &DataFrame, source: &Source) -> PolarsResult<Vec<usize>> {
    const POSITION: &str = "@position";
    let names: Vec<&str> = source.order.iter().map(|name| name.trim_start_matches('-')).chain([SHEET, ROW]).collect();
    let descending: Vec<bool> = source.order.iter().map(|name| name.starts_with('-')).chain([false, false]).collect();
    let mut keys = frame.select(names.iter().copied())?;
    let positions: Vec<i64> = (0..).take(frame.height()).collect();
    keys.with_column(polars::prelude::Column::new(POSITION.into(), positions))?;
    let options = SortMultipleOptions::new()
        .with_order_descending_multi(descending.iter().copied())
        .with_nulls_last(true)
        .with_maintain_order(true);
    let sorted = keys.sort(names.iter().copied(), options)?;
    let positions = sorted.column(POSITION)?.i64()?.iter().flatten();
    Ok(positions.filter_map(|position| usize::try_from(position).ok()).collect())
}
