//! A rule on a subject → its outcome.

use polars::prelude::{
    BooleanChunked, Column, DataType, Expr, Field, Int32Chunked, IntoColumn, NewChunkedArray, PolarsResult, col,
    map_multiple,
};

use crate::expr::{Checked, Environment, lower};
use crate::facts::key;
use crate::pack::Rule;

/// What a rule says of one subject.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Outcome {
    /// The condition is false.
    Miss,
    /// The condition is true.
    Hit,
    /// The condition is not false, but an exclusion is true.
    Excluded,
    /// A needed value is unknown.
    Undetermined,
    /// The condition is true, but a record that speaks against it was probably found damaged.
    Doubtful,
}

impl Outcome {
    /// All outcomes.
    pub const ALL: [Outcome; 5] =
        [Outcome::Miss, Outcome::Hit, Outcome::Excluded, Outcome::Undetermined, Outcome::Doubtful];

    /// The code in outcome columns.
    pub fn code(self) -> i32 {
        match self {
            Outcome::Miss => 0,
            Outcome::Hit => 1,
            Outcome::Excluded => 2,
            Outcome::Undetermined => 3,
            Outcome::Doubtful => 4,
        }
    }
}

/// The outcome of a rule as an `Int32` expression of [`Outcome::code`]s, in a column by its id.
pub fn judge(rule: &Rule, environment: &Environment) -> Expr {
    let exclusions = rule.exclude.iter().map(|exclusion| &exclusion.when);
    let conditions = std::iter::once(&rule.when).chain(exclusions).map(|when| lower(when.root(), environment));
    // The key tells how many subjects there are, should the conditions be the same for all.
    let read: Vec<Expr> = std::iter::once(col(key(rule.subject))).chain(conditions).collect();
    let outcome = |_: &_, fields: &[Field]| Ok(Field::new(fields[0].name().clone(), DataType::Int32));
    map_multiple(outcomes, read, outcome).alias(rule.id.as_str())
}

/// Key, condition and exclusions → the codes of the outcomes.
fn outcomes(columns: &mut [Column]) -> PolarsResult<Column> {
    let [keys, conditions @ ..] = &*columns else { return Ok(Column::default()) };
    let conditions = conditions.iter().map(|condition| condition.cast(&DataType::Boolean));
    let conditions = conditions.collect::<PolarsResult<Vec<_>>>()?;
    let truths = conditions.iter().map(Column::bool).collect::<PolarsResult<Vec<_>>>()?;
    let at = |truths: &BooleanChunked, row: usize| truths.get(if truths.len() == 1 { 0 } else { row });
    let outcome = |row: usize| match at(truths[0], row) {
        Some(false) => Outcome::Miss,
        _ if truths[1..].iter().any(|exclusion| at(exclusion, row) == Some(true)) => Outcome::Excluded,
        None => Outcome::Undetermined,
        Some(true) => Outcome::Hit,
    };
    let codes = (0..keys.len()).map(|row| Some(outcome(row).code()));
    Ok(Int32Chunked::from_iter_options(keys.name().clone(), codes).into_column())
}

/// All expressions that a rule evaluates on its subject.
pub fn expressions(rule: &Rule) -> Vec<&Checked> {
    let exclusions = rule.exclude.iter().map(|exclusion| &exclusion.when);
    std::iter::once(&rule.when)
        .chain(exclusions)
        .chain(rule.discriminator.as_ref())
        .chain(rule.message.expressions())
        .collect()
}
