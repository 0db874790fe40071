//! Worked examples of rules → tables in which every example has a place of its own → the outcomes that really come out.
//!
//! Examples go through the same derivation and the same judgement as a county does, so that a rule whose examples
//! pass is a rule that works. Those that share the day and the absent sources are judged together, as a county's
//! subjects are.

mod example;
mod given;
mod tables;
mod stage;
mod bystander;

use std::fmt;

use serde::Serialize;

use crate::expr::{Checked, Mutant, mutants};
use crate::pack::{Expectation, Pack, Rule};
use example::{NumberedExample, expectation, numbered};
use stage::{ExampleOutcome, Stage, stages};

pub use bystander::bystanders;
pub use example::Discrepancy;

/// A change to a rule's condition that none of its examples notices.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survivor {
    /// The rule's id.
    pub rule: String,
    /// What was changed, in Chinese.
    pub change: String,
}

/// Runs all examples of all rules; nothing comes back if all come out as they say.
pub fn rehearse(pack: &Pack) -> Vec<Discrepancy> {
    let (stages, refused) = stages(pack, &numbered(&pack.rules));
    let judged =
        stages.iter().flat_map(Stage::judge).filter_map(|(case, came_out)| Some((case, unlike(case, came_out)?)));
    let mut wrong: Vec<(NumberedExample<'_>, String)> = refused.into_iter().chain(judged).collect();
    wrong.sort_by_key(|(case, _)| case.position);
    let discrepancy = |(case, what): (NumberedExample<'_>, String)| Discrepancy {
        rule: case.rule.id.clone(),
        example: case.example.name.clone(),
        what,
    };
    wrong.into_iter().map(discrepancy).collect()
}

/// Changes every rule's condition, one thing at a time, and tells which changes go unnoticed.
///
/// Examples that cannot be judged notice nothing; [`rehearse`] tells of them.
pub fn survivors(pack: &Pack) -> Vec<Survivor> {
    let (stages, _) = stages(pack, &numbered(&pack.rules));
    pack.rules.iter().flat_map(|rule| survivors_of(rule, &stages)).collect()
}

fn survivors_of(rule: &Rule, stages: &[Stage<'_>]) -> Vec<Survivor> {
    let mutants = mutants(&rule.when);
    let mut noticed = vec![false; mutants.len()];
    let conditions: Vec<&Checked> =
        std::iter::once(&rule.when).chain(mutants.iter().map(|mutant| &mutant.condition)).collect();
    for columns in stages.iter().filter_map(|stage| stage.outcomes(rule, &conditions)) {
        for (noticed, column) in noticed.iter_mut().zip(&columns[1..]) {
            *noticed |= *column != columns[0];
        }
    }
    let unnoticed = mutants.into_iter().zip(noticed).filter(|(_, noticed)| !noticed);
    unnoticed.map(|(Mutant { change, .. }, _)| Survivor { rule: rule.id.clone(), change }).collect()
}

/// An example that did not come out as it says, or a change that no example notices.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Finding {
    /// The rule's id.
    pub rule: String,
    /// The example's name; none for a change.
    pub example: Option<String>,
    /// What was found, in Chinese.
    pub what: String,
}

impl From<Discrepancy> for Finding {
    fn from(Discrepancy { rule, example, what }: Discrepancy) -> Self {
        Self { rule, example: Some(example), what }
    }
}

impl From<Survivor> for Finding {
    fn from(Survivor { rule, change }: Survivor) -> Self {
        Self { rule, example: None, what: format!("{change}，所有例子照样通过") }
    }
}

impl fmt::Display for Finding {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let example = self.example.as_ref().map(|example| format!("“{example}”")).unwrap_or_default();
        write!(out, "{}{example}：{}", self.rule, self.what)
    }
}

/// What came of rehearsing rules; its display says it in a line.
#[derive(Debug)]
pub struct Rehearsal {
    /// What was found, examples first.
    pub findings: Vec<Finding>,
    rules: usize,
    examples: usize,
}

impl Rehearsal {
    /// Runs all examples, and, unless only these are wanted, changes every condition.
    pub fn of(pack: &Pack, examples_only: bool) -> Self {
        let failed = rehearse(pack).into_iter().chain(bystanders(pack)).map(Finding::from);
        let unnoticed = if examples_only { Vec::new() } else { survivors(pack) };
        Self {
            findings: failed.chain(unnoticed.into_iter().map(Finding::from)).collect(),
            rules: pack.rules.len(),
            examples: pack.rules.iter().map(|rule| rule.examples.len()).sum(),
        }
    }

    /// How many examples did not come out as they say.
    pub fn failed(&self) -> usize {
        self.findings.iter().filter(|finding| finding.example.is_some()).count()
    }
}

impl fmt::Display for Rehearsal {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Self { findings, rules, examples } = self;
        let failed = self.failed();
        let unnoticed = findings.len() - failed;
        write!(out, "{rules}条规则、{examples}个例子：{failed}个不符；{unnoticed}处改动没有例子发现")
    }
}

/// How what came out differs from what the example says, in Chinese.
fn unlike(case: NumberedExample<'_>, came_out: Result<ExampleOutcome, String>) -> Option<String> {
    let example = case.example;
    let (outcome, sentence) = match came_out {
        Ok(ExampleOutcome::Skipped) => (Expectation::Skipped, String::new()),
        Ok(ExampleOutcome::Judged(outcome, sentence)) => (expectation(outcome), sentence),
        Err(what) => return Some(what),
    };
    if outcome != example.expect {
        return Some(format!("应为“{}”，实为“{}”", example.expect.label(), outcome.label()));
    }
    let expected = example.message.as_ref().filter(|expected| **expected != sentence)?;
    Some(format!("线索内容应为“{expected}”，实为“{sentence}”"))
}
