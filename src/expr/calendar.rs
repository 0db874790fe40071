//! Calendar arithmetic over columns of days, in 64-bit integers throughout.
//!
//! Every function is one pass over its columns: built of the engine's own operators, a month's addition alone would be a
//! tree of some forty nodes, and conditions have many.

use std::sync::Arc;

use polars::prelude::{
    Column, DataType, Expr, Field, Int64Chunked, IntoColumn, NewChunkedArray, PolarsResult, map_multiple,
};

use super::catalog::Environment;

/// Years beyond these are no years of anybody's records; days in them would not fit a column of days.
const YEARS: std::ops::RangeInclusive<i64> = -1_000_000..=1_000_000;

/// Which working day a day is; on a day off, which the last one was.
pub(super) fn working_day(day: Expr, environment: &Environment) -> Expr {
    let calendar = Arc::clone(&environment.calendar);
    each([day], DataType::Int64, move |[day]| calendar.count(i32::try_from(day).ok()?))
}

/// The day of a working day's number.
pub(super) fn day_of_working_day(number: Expr, environment: &Environment) -> Expr {
    let calendar = Arc::clone(&environment.calendar);
    each([number], DataType::Date, move |[number]| calendar.day(number).map(i64::from))
}

/// The year of a day.
pub(super) fn year(day: Expr) -> Expr {
    each([day], DataType::Int64, |[day]| Some(civil(day).0))
}

/// The month of a day, from 1.
pub(super) fn month(day: Expr) -> Expr {
    each([day], DataType::Int64, |[day]| Some(civil(day).1))
}

/// The day of the month, from 1.
pub(super) fn day(day: Expr) -> Expr {
    each([day], DataType::Int64, |[day]| Some(civil(day).2))
}

/// Whether two days lie in one month.
pub(super) fn in_month(day: Expr, other: Expr) -> Expr {
    let month = |day: Expr| each([day], DataType::Int64, |[day]| Some(months(day)));
    month(day).eq(month(other))
}

/// A day from its parts; a month or day of the month that does not exist runs over into the next.
pub(super) fn date(year: Expr, month: Expr, day: Expr) -> Expr {
    each([year, month, day], DataType::Date, |[year, month, day]| {
        first_of(year.checked_mul(12)?.checked_add(month)?.checked_sub(1)?)?.checked_add(day)?.checked_sub(1)
    })
}

/// Days from one day to another.
pub(super) fn days_between(from: Expr, to: Expr) -> Expr {
    each([from, to], DataType::Int64, |[from, to]| Some(to - from))
}

/// The day some days later.
pub(super) fn add_days(day: Expr, count: Expr) -> Expr {
    each([day, count], DataType::Date, |[day, count]| day.checked_add(count))
}

/// The day some months later, the last of the month where there is no such day.
pub(super) fn add_months(day: Expr, count: Expr) -> Expr {
    each([day, count], DataType::Date, |[day, count]| {
        let month = months(day).checked_add(count)?;
        let first = first_of(month)?;
        let next = first_of(month.checked_add(1)?)?;
        Some(first + civil(day).2.min(next - first) - 1)
    })
}

/// Full months from one day to a later one.
pub(super) fn months_between(from: Expr, to: Expr) -> Expr {
    each([from, to], DataType::Int64, |[from, to]| {
        Some(months(to) - months(from) - i64::from(civil(to).2 < civil(from).2))
    })
}

/// Full years from a birth date to a day.
pub(super) fn age(birth: Expr, on: Expr) -> Expr {
    each([birth, on], DataType::Int64, |[birth, on]| {
        let ((birth_year, birth_month, birth_day), (year, month, day)) = (civil(birth), civil(on));
        Some(year - birth_year - i64::from((month, day) < (birth_month, birth_day)))
    })
}

/// One value a row of what stands in several columns of days or whole numbers; unknown where one of them is.
fn each<const N: usize>(
    arguments: [Expr; N],
    output: DataType,
    value: impl Fn([i64; N]) -> Option<i64> + Send + Sync + 'static,
) -> Expr {
    let declared = output.clone();
    let compute = move |columns: &mut [Column]| -> PolarsResult<Column> {
        let numbers = columns.iter().map(numbers).collect::<PolarsResult<Vec<_>>>()?;
        let rows = numbers.iter().map(Int64Chunked::len);
        let rows = if rows.clone().any(|rows| rows == 0) { 0 } else { rows.max().unwrap_or(0) };
        let values = Int64Chunked::from_iter_options(
            columns[0].name().clone(),
            (0..rows).map(|row| {
                let mut known = [0; N];
                for (known, numbers) in known.iter_mut().zip(&numbers) {
                    *known = numbers.get(if numbers.len() == 1 { 0 } else { row })?;
                }
                value(known)
            }),
        );
        values.into_column().cast(&output)
    };
    map_multiple(compute, arguments, move |_, fields| Ok(Field::new(fields[0].name().clone(), declared.clone())))
}

/// Days since 1970-01-01, or the numbers themselves.
fn numbers(column: &Column) -> PolarsResult<Int64Chunked> {
    Ok(column.to_physical_repr().cast(&DataType::Int64)?.i64()?.rechunk().into_owned())
}

/// Months since year 0.
fn months(day: i64) -> i64 {
    let (year, month, _) = civil(day);
    year * 12 + month - 1
}

/// The first day of a month that is counted from year 0.
fn first_of(month: i64) -> Option<i64> {
    let year = Some(month.div_euclid(12)).filter(|year| YEARS.contains(year))?;
    Some(day_number(year, month.rem_euclid(12) + 1, 1))
}

/// Days since 1970-01-01 of a year, month and day of the month, by the proleptic Gregorian calendar.
fn day_number(year: i64, month: i64, day: i64) -> i64 {
    // Years that begin in March end with the leap day.
    let year = year - i64::from(month <= 2);
    let era = year.div_euclid(400);
    let of_era = year.rem_euclid(400);
    let of_year = (153 * (month + if month > 2 { -3 } else { 9 }) + 2) / 5 + day - 1;
    era * 146_097 + of_era * 365 + of_era / 4 - of_era / 100 + of_year - 719_468
}

/// Year, month and day of the month of days since 1970-01-01.
fn civil(day: i64) -> (i64, i64, i64) {
    let day = day + 719_468;
    let era = day.div_euclid(146_097);
    let of_era = day.rem_euclid(146_097);
    let of_cycle = (of_era - of_era / 1460 + of_era / 36_524 - of_era / 146_096) / 365;
    let of_year = of_era - (365 * of_cycle + of_cycle / 4 - of_cycle / 100);
    let shifted = (5 * of_year + 2) / 153;
    let month = shifted + if shifted < 10 { 3 } else { -9 };
    (of_cycle + era * 400 + i64::from(month <= 2), month, of_year - (153 * shifted + 2) / 5 + 1)
}
