//! Linked records → facts: one row a person, household and village, with every declared fact as a column.
//!
//! Facts are derived layer by layer. Within a layer every related source is scanned once, whatever the number of
//! facts that read it: all calls on it become aggregates of one group-by, joined back to the subjects.

mod absent_columns;
mod tables;
mod gaps;
mod relatives;
mod related;
mod examined;

use polars::prelude::{DataFrame, IntoLazy, PolarsResult, coalesce, col};

use crate::expr::{Checked, Environment, Subject, lower};
use crate::pack::Fact;

pub use absent_columns::with_absent_columns;
pub use examined::{condition_column, examined, value_column};
pub use related::{contributing, of_subjects, possible, with_related};
pub use relatives::with_relatives;
pub use tables::{Tables, key};

/// Derives facts, which come with those they depend on; a value that stands in the tables already is taken as given.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn derive(mut tables: Tables, facts: &[&Fact], environment: &Environment) -> PolarsResult<Tables> {
    let layers = facts.iter().map(|fact| fact.layer + 1).max().unwrap_or(0);
    for layer in 0..layers {
        for subject in [Subject::Person, Subject::Household, Subject::Village] {
            let facts: Vec<&Fact> =
                facts.iter().copied().filter(|fact| fact.layer == layer && fact.subject == subject).collect();
            if facts.is_empty() {
                continue;
            }
            let expressions: Vec<&Checked> = facts.iter().map(|fact| &fact.value).collect();
            let frame = prepared(&tables, subject, &expressions, environment)?;
            let given = |fact: &Fact| tables.subjects(subject).schema().contains(&fact.name);
            let values: Vec<_> = facts
                .iter()
                .map(|fact| match (given(fact), lower(fact.value.root(), environment)) {
                    (true, value) => coalesce(&[col(fact.name.as_str()), value]),
                    (false, value) => value.alias(fact.name.as_str()),
                })
                .collect();
            *tables.subjects_mut(subject) = frame.lazy().with_columns(values).collect()?;
        }
    }
    Ok(tables)
}

/// The subjects of one kind with every column that the expressions read.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn prepared(
    tables: &Tables,
    subject: Subject,
    expressions: &[&Checked],
    environment: &Environment,
) -> PolarsResult<DataFrame> {
    let frame = with_relatives(tables.subjects(subject).clone(), tables, subject, expressions)?;
    with_related(frame, tables, subject, expressions, environment)
}
