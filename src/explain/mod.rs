//! One household → why every rule says what it says: the household as the tool sees it, and each rule's condition as
//! a tree with the actual values, down to the records.
//!
//! Everything a rule on a household can read lies in its village, so all tables are narrowed to the village first.
//! Values are the engine's own: every part of a condition is a column of one pass.

mod explained;
mod context;
mod facts_behind;
mod home;
mod doubts;
mod household;
mod restrict;
mod search;
mod shown;
mod records;
mod values;
mod tree;
mod answer;

use polars::prelude::PolarsResult;
use serde::Serialize;

pub use answer::{ExclusionAnswer, Judgement, RuleAnswer};
pub use context::{Detail, ExplanationContext};
pub use doubts::Doubt;
pub use explained::{Explained, ExplainedPart, Verdict};
pub use facts_behind::facts_behind;
pub use household::{HouseholdView, Member, RecordSeen, SourceSeen};
pub use restrict::restrict_to_village;
pub use search::{Found, Query, search};

/// A household explained.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Explanation {
    /// The day it holds for.
    pub as_of: String,
    pub household: HouseholdView,
    /// Every rule's word on every subject concerned, by rule.
    pub rules: Vec<Judgement>,
}

/// Explains a household by its key.
///
/// # Errors
/// Only if polars refuses an expression that the pack's check let through.
pub fn explain(context: ExplanationContext<'_>, household: i64, detail: Detail<'_>) -> PolarsResult<Explanation> {
    let home = home::Home::of(context.tables(), household)?;
    let view = household::view(context, &home)?;
    let rules = answer::answers(context, &home, detail)?;
    Ok(Explanation { as_of: context.as_of.to_string(), household: view, rules })
}
