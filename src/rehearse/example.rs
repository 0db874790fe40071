//! The examples of a pack, and in what words they say what comes out.

use crate::detect::Outcome;
use crate::pack::{Example, Expectation, Rule};

/// An example that did not come out as it says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Discrepancy {
    /// The rule's id.
    pub rule: String,
    pub example: String,
    /// What is wrong, in Chinese.
    pub what: String,
}

/// An example of a rule, by its place among all of a pack.
#[derive(Debug, Clone, Copy)]
pub(super) struct NumberedExample<'p> {
    pub(super) position: usize,
    pub(super) rule: &'p Rule,
    pub(super) example: &'p Example,
}

pub(super) fn numbered(rules: &[Rule]) -> Vec<NumberedExample<'_>> {
    let all = rules.iter().flat_map(|rule| rule.examples.iter().map(move |example| (rule, example)));
    all.enumerate().map(|(position, (rule, example))| NumberedExample { position, rule, example }).collect()
}

/// An outcome in the words of examples, which have no damaged records.
pub(super) fn expectation(outcome: Outcome) -> Expectation {
    match outcome {
        Outcome::Hit => Expectation::Hit,
        Outcome::Miss => Expectation::Miss,
        Outcome::Excluded => Expectation::Excluded,
        Outcome::Undetermined | Outcome::Doubtful => Expectation::Undetermined,
    }
}
