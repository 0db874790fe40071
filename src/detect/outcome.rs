//! A rule on all subjects → their outcomes.

use polars::prelude::{DataFrame, DataType, Expr, PolarsResult};

use crate::expr::{Checked, Environment, lower};
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

/// What decides a rule's outcome, as boolean columns that [`outcomes`] reads.
pub fn decisive(rule: &Rule, environment: &Environment) -> impl Iterator<Item = Expr> {
    let named = |(position, when): (usize, &Checked)| {
        lower(when.root(), environment).cast(DataType::Boolean).alias(column(rule, position))
    };
    rule.conditions().enumerate().map(named)
}

/// The outcome of a rule for every row of a frame that has its [`decisive`] columns.
///
/// # Errors
/// Only if the frame lacks them.
pub fn outcomes(frame: &DataFrame, rule: &Rule) -> PolarsResult<Vec<Outcome>> {
    let truths = |position: usize| frame.column(&column(rule, position))?.bool();
    let mut outcomes: Vec<Outcome> = truths(0)?
        .iter()
        .map(|truth| match truth {
            Some(true) => Outcome::Hit,
            Some(false) => Outcome::Miss,
            None => Outcome::Undetermined,
        })
        .collect();
    for exclusion in 1..rule.conditions().count() {
        for (outcome, excluded) in outcomes.iter_mut().zip(truths(exclusion)?.iter()) {
            if excluded == Some(true) && *outcome != Outcome::Miss {
                *outcome = Outcome::Excluded;
            }
        }
    }
    Ok(outcomes)
}

fn column(rule: &Rule, position: usize) -> String {
    format!("{}?{position}", rule.id)
}

/// All expressions that a rule evaluates on its subject.
pub fn expressions(rule: &Rule) -> Vec<&Checked> {
    rule.conditions().chain(rule.discriminator.as_ref()).chain(rule.message.expressions()).collect()
}
