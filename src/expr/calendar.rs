//! Calendar arithmetic as engine expressions over days, in 64-bit integers throughout.

use std::sync::Arc;

use polars::prelude::{Column, DataType, Expr, Field, PolarsResult, lit, when};

use super::catalog::Environment;

fn number(value: i64) -> Expr {
    lit(value)
}

/// Which working day a day is; on a day off, which the last one was.
pub(super) fn working_day(day: Expr, environment: &Environment) -> Expr {
    let calendar = Arc::clone(&environment.calendar);
    let count = move |days: Column| -> PolarsResult<Column> {
        let days = days.cast(&DataType::Int32)?;
        let counts: Vec<Option<i64>> = days.i32()?.iter().map(|day| calendar.count(day?)).collect();
        Ok(Column::new(days.name().clone(), counts))
    };
    day.map(count, |_, field| Ok(Field::new(field.name().clone(), DataType::Int64)))
}

/// The day of a working day's number.
pub(super) fn day_of_working_day(number: Expr, environment: &Environment) -> Expr {
    let calendar = Arc::clone(&environment.calendar);
    let day = move |numbers: Column| -> PolarsResult<Column> {
        let numbers = numbers.cast(&DataType::Int64)?;
        let days: Vec<Option<i32>> = numbers.i64()?.iter().map(|number| calendar.day(number?)).collect();
        Column::new(numbers.name().clone(), days).cast(&DataType::Date)
    };
    number.map(day, |_, field| Ok(Field::new(field.name().clone(), DataType::Date)))
}

/// Year, month and day of the month.
pub(super) fn parts(day: Expr) -> (Expr, Expr, Expr) {
    let whole = |part: Expr| part.cast(DataType::Int64);
    (whole(day.clone().dt().year()), whole(day.clone().dt().month()), whole(day.dt().day()))
}

/// Days since 1970-01-01 of a year, month and day of the month, by the proleptic Gregorian calendar.
fn days(year: Expr, month: Expr, day: Expr) -> Expr {
    let early = month.clone().lt_eq(number(2));
    let year = year - when(early.clone()).then(number(1)).otherwise(number(0));
    let era = year.clone().floor_div(number(400));
    let of_era = year - era.clone() * number(400);
    let shifted = month + when(early).then(number(9)).otherwise(number(-3));
    let of_year = (shifted * number(153) + number(2)).floor_div(number(5)) + day - number(1);
    let leap = of_era.clone().floor_div(number(4)) - of_era.clone().floor_div(number(100));
    era * number(146_097) + of_era * number(365) + leap + of_year - number(719_468)
}

/// A day from its parts; a month or day of the month that does not exist runs over into the next.
pub(super) fn date(year: Expr, month: Expr, day: Expr) -> Expr {
    days(year, month, day).cast(DataType::Int32).cast(DataType::Date)
}

/// Days since 1970-01-01.
pub(super) fn serial(day: Expr) -> Expr {
    day.cast(DataType::Int32).cast(DataType::Int64)
}

/// The day some days later.
pub(super) fn add_days(day: Expr, count: Expr) -> Expr {
    (serial(day) + count).cast(DataType::Int32).cast(DataType::Date)
}

/// The day some months later, the last of the month where there is no such day.
pub(super) fn add_months(day: Expr, count: Expr) -> Expr {
    let (year, month, of_month) = parts(day);
    let total = year * number(12) + month - number(1) + count;
    let first = |total: Expr| {
        let year = total.clone().floor_div(number(12));
        let month = total - year.clone() * number(12) + number(1);
        days(year, month, number(1))
    };
    let (begin, next) = (first(total.clone()), first(total + number(1)));
    let length = next - begin.clone();
    let of_month = when(of_month.clone().gt(length.clone())).then(length).otherwise(of_month);
    (begin + of_month - number(1)).cast(DataType::Int32).cast(DataType::Date)
}

/// Full months from one day to a later one.
pub(super) fn months_between(from: Expr, to: Expr) -> Expr {
    let ((from_year, from_month, from_day), (to_year, to_month, to_day)) = (parts(from), parts(to));
    let months = (to_year - from_year) * number(12) + to_month - from_month;
    months - when(to_day.lt(from_day)).then(number(1)).otherwise(number(0))
}

/// Full years from a birth date to a day.
pub(super) fn age(birth: Expr, on: Expr) -> Expr {
    let ((birth_year, birth_month, birth_day), (year, month, day)) = (parts(birth), parts(on));
    let place = |month: Expr, day: Expr| month * number(100) + day;
    let before_birthday = place(month, day).lt(place(birth_month, birth_day));
    year - birth_year - when(before_birthday).then(number(1)).otherwise(number(0))
}
