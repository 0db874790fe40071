//! What the summary is made from, and what its sheets are called.

use jiff::civil::Date;

use super::super::size::VillageSize;
use crate::pack::Pack;
use crate::schema::{Clue, RiskProfiles, RuleTally};
use crate::value::Disclosure;

/// What the summary is made from.
#[derive(Debug, Clone, Copy)]
pub struct SummaryInput<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// The county's name.
    pub county: &'a str,
    /// The period.
    pub period: &'a str,
    /// The day of the run.
    pub as_of: Date,
    /// All clues.
    pub clues: &'a [Clue],
    /// What the clues of every household come to together.
    pub risk_profiles: &'a RiskProfiles,
    /// How ID numbers are written.
    pub disclosure: Disclosure,
    /// All tallies.
    pub tallies: &'a [RuleTally],
    /// Households and people by township and village, in order.
    pub villages: &'a [VillageSize],
}

/// The title of one of its sheets.
pub(super) fn title(input: SummaryInput<'_>, what: &str) -> Option<String> {
    Some(format!("{}防返贫监测部门筛查线索汇总表（{what}，{}）", input.county, input.period))
}
