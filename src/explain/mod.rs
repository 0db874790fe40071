//! One household → why every rule says what it says: the household as the tool sees it, and each rule's condition as
//! a tree with the actual values, down to the records.
//!
//! Everything a rule on a household can read lies in its village, so all tables are narrowed to the village first.
//! Values are the engine's own: every part of a condition is a column of one pass.

mod answer;
mod explained;
mod household;
mod narrow;
mod records;
mod search;
mod shown;
mod tree;
mod values;

use std::collections::{BTreeMap, BTreeSet};

use jiff::civil::Date;
use polars::prelude::{DataFrame, PolarsResult};
use serde::Serialize;

use crate::detect::{Findings, Setting, expressions};
use crate::expr::Subject;
use crate::facts::Tables;
use crate::pack::{Fact, Pack, Rule};
use crate::schema::SheetReport;

pub use answer::{Answer, Doubt, ExclusionAnswer, Judgement};
pub use explained::{Explained, Part, Verdict};
pub use household::{HouseholdView, Member, RecordSeen, SourceSeen};
pub use narrow::narrow;
pub use search::{Found, Query, search};

/// What explaining is given.
#[derive(Debug, Clone, Copy)]
pub struct Case<'a> {
    /// Rules, parameters, damaged records.
    pub setting: Setting<'a>,
    /// The village's subjects with their facts, and its linked records.
    pub tables: &'a Tables,
    /// The village's records with their fates, linked or not, by source; a source that was not delivered is not here.
    pub records: &'a BTreeMap<String, DataFrame>,
    /// What detection finds in the village.
    pub findings: &'a Findings,
    /// The run's sheets, to tell where a record stands.
    pub sheets: &'a [SheetReport],
    /// The day ages are counted to.
    pub as_of: Date,
}

/// How much of it is told.
#[derive(Debug, Clone, Copy)]
pub enum Detail<'r> {
    /// Every rule; those that miss by their failing part only.
    Outline,
    /// Every rule, whole.
    Whole,
    /// One rule, whole.
    Rule(&'r Rule),
}

/// A household explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The day it holds for.
    pub as_of: String,
    /// The household.
    pub household: HouseholdView,
    /// Every rule's word on every subject concerned, by rule.
    pub rules: Vec<Judgement>,
}

/// Explains a household by its key.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn explain(case: Case<'_>, household: i64, detail: Detail<'_>) -> PolarsResult<Explanation> {
    let home = household::Home::of(case.tables, household)?;
    let view = household::view(case, &home)?;
    let rules = answer::answers(case, &home, detail)?;
    Ok(Explanation { as_of: case.as_of.to_string(), household: view, rules })
}

/// The facts that rules read, and the one that tells a household's class, those of lower layers first.
pub fn facts_behind<'p>(rules: &[&Rule], pack: &'p Pack) -> Vec<&'p Fact> {
    let class = |fact: &&Fact| fact.subject == Subject::Household && fact.name == pack.layout.household_class;
    let class = pack.facts.iter().find(class);
    let of_rules = rules.iter().flat_map(|rule| pack.facts_behind(&expressions(rule), rule.subject));
    let of_class = class.iter().flat_map(|class| pack.facts_behind(&[&class.value], class.subject));
    let of = |fact: &'p Fact| (fact.subject, fact.name.as_str());
    let named: BTreeSet<(Subject, &str)> = of_rules.chain(of_class).chain(class).map(of).collect();
    pack.facts.iter().filter(|fact| named.contains(&of(fact))).collect()
}
