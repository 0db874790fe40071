//! Related-record calls record by record: which of a subject's records count, and with what value.

use polars::prelude::{DataFrame, DataType, Expr, IntoLazy, NULL, PolarsResult, SortMultipleOptions, col, lit};

use super::related::relation_frame;
use super::relatives::own_fields;
use super::tables::{Tables, key};
use crate::expr::{Environment, Related, Subject};
use crate::schema::{ROW, SHEET};

/// The column that tells whether a record meets a call's condition.
pub fn condition_column(call: &Related) -> String {
    format!("{}?", call.column())
}

/// The column that holds what a call takes of a record.
pub fn value_column(call: &Related) -> String {
    format!("{}=", call.column())
}

/// The records of one relation that belong to some subjects, in order of origin, with condition and value of every
/// call beside them; none if the source was not delivered.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn examined(
    relation: &str,
    calls: &[&Related],
    tables: &Tables,
    owner: Subject,
    subjects: &[i64],
    environment: &Environment,
) -> PolarsResult<Option<DataFrame>> {
    let Some(records) = relation_frame(tables, relation) else { return Ok(None) };
    let records = records.clone().lazy().filter(any_of(key(owner), subjects)).collect()?;
    let outer = calls.iter().flat_map(|call| call.outer_fields()).collect();
    let records = own_fields(records, tables.subjects(owner), owner, &outer)?;
    let columns = calls.iter().flat_map(|call| {
        let condition = call.condition_expr(environment).unwrap_or_else(|| lit(true)).cast(DataType::Boolean);
        let value = call.value_expr(environment).unwrap_or_else(|| lit(NULL));
        [condition.alias(condition_column(call)), value.alias(value_column(call))]
    });
    let options = SortMultipleOptions::new().with_maintain_order(true);
    records.lazy().with_columns(columns.collect::<Vec<_>>()).sort([SHEET, ROW], options).collect().map(Some)
}

/// Whether a key is one of a few.
fn any_of(column: &str, keys: &[i64]) -> Expr {
    keys.iter().map(|key| col(column).eq(lit(*key))).reduce(Expr::or).unwrap_or_else(|| lit(false))
}
