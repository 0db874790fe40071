//! What is written around a table holds for the records that leave it blank: the year and the month they are about. A
//! year that is written nowhere is told by the day, where the source declares so.

use polars::prelude::{Column, DataFrame, DataType, IntoColumn, PolarsResult};

use super::extract::Extract;
use crate::pack::Season;
use crate::value::date;

/// The records with their blank year and month taken from what is written around them.
pub(super) fn with_dates(mut frame: DataFrame, extract: &Extract<'_>) -> PolarsResult<DataFrame> {
    let source = extract.mapping.source;
    if let Some(field) = source.term() {
        let year = |monthly: bool| {
            let stated = extract.stated.filter(|stated| stated.month.is_some() == monthly)?;
            Some(Column::new(field.into(), [i64::from(stated.year)]))
        };
        if let Some(year) = year(false) {
            fill(&mut frame, field, year)?;
        }
        if let Some(season) = source.season() {
            let years = Column::new(field.into(), years(&frame, season)?);
            fill(&mut frame, field, years)?;
        }
        // The month that a list was made in is rarely of another year.
        if let Some(year) = year(true) {
            fill(&mut frame, field, year)?;
        }
    }
    if let (Some(field), Some(month)) = (&source.period, extract.stated.and_then(|stated| stated.first_day())) {
        fill(&mut frame, field, Column::new(field.as_str().into(), [date::to_days(month)]).cast(&DataType::Date)?)?;
    }
    Ok(frame)
}

/// The year that the day of each record says it is about.
fn years(frame: &DataFrame, season: &Season) -> PolarsResult<Vec<Option<i64>>> {
    let days = frame.column(&season.field)?.cast(&DataType::Int32)?;
    let excepted =
        season.except.iter().map(|(field, words)| -> PolarsResult<_> { Ok((frame.column(field)?.str()?, words)) });
    let excepted = excepted.collect::<PolarsResult<Vec<_>>>()?;
    let year = |(position, day): (usize, Option<i32>)| {
        let is_excepted = excepted
            .iter()
            .any(|(said, words)| said.get(position).is_some_and(|said| words.iter().any(|word| word == said)));
        let day = date::from_days(day.filter(|_| !is_excepted)?)?;
        Some(i64::from(day.year()) + i64::from(day.month() >= season.from_month))
    };
    Ok(days.i32()?.iter().enumerate().map(year).collect())
}

/// Puts one value, or one a record, where a field is blank.
fn fill(frame: &mut DataFrame, field: &str, value: Column) -> PolarsResult<()> {
    let column = frame.column(field)?;
    let value = value.cast(column.dtype())?;
    let value = if value.len() == column.len() { value } else { value.new_from_index(0, column.len()) };
    let filled = column.as_materialized_series().zip_with(&column.is_not_null(), value.as_materialized_series())?;
    frame.with_column(filled.into_column())?;
    Ok(())
}
