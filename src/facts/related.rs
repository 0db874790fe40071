//! Related-record calls: one scan a source, all its calls as aggregates, joined back to the subjects.

use std::collections::{BTreeMap, BTreeSet, HashSet};

use polars::prelude::{DataFrame, DataType, Expr, IdxCa, IdxSize, IntoLazy, NULL, PolarsResult, col, lit};

use super::gaps::Gaps;
use super::relatives::own_fields;
use super::tables::{Tables, key};
use crate::expr::{Checked, Environment, FieldRef, HOUSEHOLDS, MEMBERS, Related, Subject};
use crate::schema::look_up;

/// Adds one column for every distinct related-record call of the expressions.
///
/// A call on a source that was not delivered is unknown for every subject.
///
/// # Errors
/// Only if polars refuses an aggregate that the pack's check let through.
pub fn with_related(
    frame: DataFrame,
    tables: &Tables,
    subject: Subject,
    expressions: &[&Checked],
    environment: &Environment,
) -> PolarsResult<DataFrame> {
    let mut calls: BTreeMap<&str, BTreeMap<String, &Related>> = BTreeMap::new();
    for call in expressions.iter().flat_map(|expression| expression.related()) {
        if frame.schema().get(&call.column()).is_none() {
            calls.entry(call.relation()).or_default().insert(call.column(), call);
        }
    }
    let mut frame = frame;
    for (relation, calls) in calls {
        frame = match relation_frame(tables, relation) {
            Some(records) => aggregate(frame, records, tables, subject, &calls, environment)?,
            None => {
                let unknown =
                    calls.iter().map(|(column, call)| lit(NULL).cast(call.data_type()).alias(column.as_str()));
                frame.lazy().with_columns(unknown.collect::<Vec<_>>()).collect()?
            }
        };
    }
    Ok(frame)
}

/// The table that a relation ranges over.
pub(super) fn relation_frame<'t>(tables: &'t Tables, relation: &str) -> Option<&'t DataFrame> {
    match relation {
        MEMBERS => Some(&tables.person),
        HOUSEHOLDS => Some(&tables.household),
        source => tables.records.get(source),
    }
}

fn aggregate(
    frame: DataFrame,
    records: &DataFrame,
    tables: &Tables,
    subject: Subject,
    calls: &BTreeMap<String, &Related>,
    environment: &Environment,
) -> PolarsResult<DataFrame> {
    let on = key(subject);
    let outer: BTreeSet<FieldRef> = calls.values().flat_map(|call| call.outer_fields()).collect();
    let records = own_fields(records.clone(), &frame, subject, &outer)?;
    let gaps = Gaps::of(calls.values().copied(), &tables.coverage);
    let taken: Vec<Expr> =
        calls.values().flat_map(|call| call.taken(environment)).chain(gaps.taken(environment)).collect();
    let aggregates = calls.values().flat_map(|call| call.aggregates(environment)).chain(gaps.aggregates());
    let aggregates: Vec<Expr> = aggregates.collect();
    // Records without a person form one group, which joins no subject.
    let aggregated = records.lazy().with_columns(taken).group_by([col(on)]).agg(aggregates);
    let complete =
        |(column, call): (&String, &&Related)| gaps.complete(call, call.complete(environment)).alias(column.as_str());
    let completed: Vec<Expr> = calls.iter().map(complete).collect();
    let frame = gaps.mark(frame, &tables.coverage)?;
    gaps.unmark(look_up(frame, aggregated, &[on]).with_columns(completed).collect()?)
}

/// The records of a source that make a call on it true and belong to one of some subjects: key, and all record columns.
///
/// # Errors
/// Only if polars refuses a condition that the pack's check let through.
pub fn contributing(
    call: &Related,
    tables: &Tables,
    owner: Subject,
    subject: Subject,
    keys: &HashSet<i64>,
    environment: &Environment,
) -> PolarsResult<Option<DataFrame>> {
    chosen(call, tables, owner, subject, keys, environment, false)
}

/// The same, with the records of which it is not known whether they do.
///
/// # Errors
/// Only if polars refuses a condition that the pack's check let through.
pub fn possible(
    call: &Related,
    tables: &Tables,
    owner: Subject,
    subject: Subject,
    keys: &HashSet<i64>,
    environment: &Environment,
) -> PolarsResult<Option<DataFrame>> {
    chosen(call, tables, owner, subject, keys, environment, true)
}

fn chosen(
    call: &Related,
    tables: &Tables,
    owner: Subject,
    subject: Subject,
    keys: &HashSet<i64>,
    environment: &Environment,
    unknown: bool,
) -> PolarsResult<Option<DataFrame>> {
    let Some(records) = tables.records.get(call.relation()) else { return Ok(None) };
    let records = of_subjects(records, subject, keys)?;
    let records = own_fields(records, tables.subjects(owner), owner, &call.outer_fields())?;
    let condition = call.condition_expr(environment).unwrap_or_else(|| lit(true)).cast(DataType::Boolean);
    records.lazy().filter(condition.fill_null(lit(unknown))).collect().map(Some)
}

/// The records that belong to one of some subjects.
///
/// # Errors
/// Only if the records do not say whom they belong to.
pub fn of_subjects(records: &DataFrame, subject: Subject, keys: &HashSet<i64>) -> PolarsResult<DataFrame> {
    let is_wanted = |(key, row): (Option<i64>, IdxSize)| key.filter(|key| keys.contains(key)).map(|_| row);
    let wanted: IdxCa = records.column(key(subject))?.i64()?.iter().zip(0..).filter_map(is_wanted).map(Some).collect();
    records.take(&wanted)
}
