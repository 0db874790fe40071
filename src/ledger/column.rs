//! What columns of the ledger hold: days, identifiers, and free text that is masked.

use anyhow::Context;
use jiff::civil::Date;
use rusqlite::types::{FromSql, FromSqlResult, ToSqlOutput, ValueRef};
use rusqlite::{Row, ToSql};

use crate::schema::{Home, Village};
use crate::value::{ClueId, Period, PersonCode, Redacted, RuleId, full_width};

/// The day in a column of a row.
pub(super) fn day(row: &Row<'_>, column: usize) -> anyhow::Result<Date> {
    parse(&row.get::<_, String>(column)?)
}

/// What a form was answered with. Earlier versions wrote 落实政策,不纳入监测 with half-width punctuation: it is the same.
pub(super) fn answered(row: &Row<'_>, column: usize) -> rusqlite::Result<Option<String>> {
    row.get(column).map(|text: Option<String>| text.as_deref().map(full_width))
}

/// The township, village, household number and head in four columns of a row.
pub(super) fn home(row: &Row<'_>, column: usize) -> rusqlite::Result<Home> {
    Ok(Home {
        village: Village { township: row.get(column)?, name: row.get(column + 1)? },
        household_number: row.get(column + 2)?,
        head_name: row.get(column + 3)?,
    })
}

/// A day as the ledger writes it.
pub(super) fn parse(day: &str) -> anyhow::Result<Date> {
    day.parse().with_context(|| format!("台账内容无法识别（日期 {day}；可能由新版本写入）"))
}

macro_rules! columns {
    ($($identifier:ty),*) => {$(
        impl ToSql for $identifier {
            fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
                self.as_str().to_sql()
            }
        }

        impl FromSql for $identifier {
            fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
                value.as_str().map(Into::into)
            }
        }
    )*};
}

columns!(ClueId, Period, PersonCode, RuleId);

impl ToSql for Redacted {
    fn to_sql(&self) -> rusqlite::Result<ToSqlOutput<'_>> {
        self.as_str().to_sql()
    }
}

impl FromSql for Redacted {
    fn column_result(value: ValueRef<'_>) -> FromSqlResult<Self> {
        value.as_str().map(Redacted::of)
    }
}
