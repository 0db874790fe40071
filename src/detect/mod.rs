//! Facts × rules → outcomes, clues with their evidence, and a tally a rule.
//!
//! All conditions on one kind of subject become boolean columns of one pass; rules that read the clues of other
//! rules (应纳未纳) follow in a second pass. A rule whose source was not delivered is skipped, which is never the
//! same as cleared; a hit that a damaged record probably explains is doubtful, and goes to the department first.

mod clue_id;
mod doubt;
mod evidence;
mod outcome;
mod trace;

use std::collections::{BTreeMap, BTreeSet};

use polars::prelude::{Column, DataFrame, PolarsResult};

use crate::expr::{Environment, Subject};
use crate::facts::Tables;
use crate::pack::{CLUES, Pack, Rule};
use crate::schema::{Clue, HOUSEHOLD, Judged, PERSON, ROW, RuleTally, SHEET, Suspect, VILLAGE};
use crate::value::IdNumber;

pub use clue_id::ClueNaming;
pub use doubt::speaks_against;
pub use outcome::{Outcome, expressions, judge, sentences};
pub use trace::subject_of_clue;

/// What a run finds.
#[derive(Debug, Default)]
pub struct Findings {
    /// All clues, sorted by place, household and rule.
    pub clues: Vec<Clue>,
    /// Every active rule's tally, by rule id.
    pub tallies: Vec<RuleTally>,
    /// The rules that were not held against a person because of damaged records, by person.
    pub doubts: BTreeMap<IdNumber, BTreeSet<String>>,
}

/// What detection is given besides the tables.
#[derive(Debug, Clone, Copy)]
pub struct Setting<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// Values of parameters and constants.
    pub environment: &'a Environment,
    /// How clue ids are made.
    pub naming: &'a ClueNaming,
    /// Damaged records and whom they are probably about.
    pub suspects: &'a [Suspect],
}

/// Runs all active rules.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn detect(tables: &mut Tables, setting: Setting<'_>) -> PolarsResult<Findings> {
    let mut findings = Findings::default();
    let (second, first): (Vec<&Rule>, Vec<&Rule>) = setting.pack.active_rules().partition(|rule| rule.reads_clues);
    run(tables, &first, setting, &mut findings)?;
    let clues = clue_records(&findings.clues)?;
    tables.records.insert(CLUES.to_owned(), clues);
    run(tables, &second, setting, &mut findings)?;
    findings.clues.sort_by_cached_key(order);
    findings.tallies.sort_by(|a, b| a.rule.cmp(&b.rule));
    Ok(findings)
}

/// By place and household; within a household the gravest first, and last what sums the others up.
fn order(clue: &Clue) -> impl Ord + use<> {
    let subject = &clue.subject;
    let place = (subject.village, subject.household, clue.sums_up);
    (place, clue.severity, clue.rule.clone(), subject.person, clue.id.clone())
}

fn run(tables: &Tables, rules: &[&Rule], setting: Setting<'_>, findings: &mut Findings) -> PolarsResult<()> {
    for subject in [Subject::Person, Subject::Household, Subject::Village] {
        let of_subject = rules.iter().copied().filter(|rule| rule.subject == subject);
        let (runnable, skipped): (Vec<&Rule>, Vec<&Rule>) =
            of_subject.partition(|rule| missing(rule, tables).is_empty());
        for rule in skipped {
            let judged = Judged::Skipped { missing: missing(rule, tables) };
            findings.tallies.push(RuleTally { rule: rule.id.clone(), judged });
        }
        if !runnable.is_empty() {
            outcome::run(tables, subject, &runnable, setting, findings)?;
        }
    }
    Ok(())
}

/// The sources that a rule needs and that were not delivered.
pub fn missing(rule: &Rule, tables: &Tables) -> Vec<String> {
    rule.sources.iter().filter(|source| !tables.records.contains_key(*source)).cloned().collect()
}

/// The clues so far as records of their person, household and village.
fn clue_records(clues: &[Clue]) -> PolarsResult<DataFrame> {
    let texts =
        |name: &str, value: fn(&Clue) -> &str| Column::new(name.into(), clues.iter().map(value).collect::<Vec<_>>());
    let keys = |name: &str, value: fn(&Clue) -> Option<i64>| {
        Column::new(name.into(), clues.iter().map(value).collect::<Vec<_>>())
    };
    DataFrame::new(
        clues.len(),
        vec![
            keys(PERSON, |clue| clue.subject.person.map(IdNumber::key)),
            keys(HOUSEHOLD, |clue| clue.subject.household),
            keys(VILLAGE, |clue| Some(clue.subject.village)),
            keys(SHEET, |clue| clue.origins.first().map(|origin| i64::from(origin.sheet))),
            keys(ROW, |clue| clue.origins.first().map(|origin| i64::from(origin.row))),
            texts("规则编号", |clue| &clue.rule),
            texts("风险类型", |clue| &clue.risk),
            texts("风险等级", |clue| clue.severity.label()),
            texts("来源部门", |clue| &clue.department),
        ],
    )
}

/// Counts clues by a key.
pub fn count_by<'c, K: Ord>(clues: &'c [Clue], key: impl Fn(&'c Clue) -> K) -> BTreeMap<K, u32> {
    let mut counts = BTreeMap::new();
    for clue in clues {
        *counts.entry(key(clue)).or_insert(0) += 1;
    }
    counts
}
