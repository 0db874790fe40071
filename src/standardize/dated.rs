//! What is written around a table holds for the records that leave it blank: the year and the month they are about.

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, PolarsResult};

use super::extract::Extract;
use crate::value::date;

/// The records with their blank year and month taken from what is written around them.
pub(super) fn with_dates(mut frame: DataFrame, extract: &Extract<'_>) -> PolarsResult<DataFrame> {
    let (Some(stated), source) = (extract.stated, extract.mapping.source) else { return Ok(frame) };
    if let Some(field) = source.term() {
        fill(&mut frame, field, Column::new(field.into(), [i64::from(stated.year)]))?;
    }
    if let (Some(field), Some(month)) = (&source.period, stated.first_day()) {
        fill(&mut frame, field, Column::new(field.as_str().into(), [date::to_days(month)]).cast(&DataType::Date)?)?;
    }
    Ok(frame)
}

fn fill(frame: &mut DataFrame, field: &str, value: Column) -> PolarsResult<()> {
    let column = frame.column(field)?;
    let value = value.cast(column.dtype())?.new_from_index(0, column.len());
    let filled = column.as_materialized_series().zip_with(&column.is_not_null(), value.as_materialized_series())?;
    frame.with_column(filled.into_column())?;
    Ok(())
}
