//! What the summary is made from, and what its sheets are called.

use jiff::civil::Date;

use super::super::size::VillageSize;
use crate::collect::Dispute;
use crate::ledger::{AskedClue, AskedQuestion, VerifiedClue};
use crate::pack::{Naming, Question};
use crate::progress::Clock;

/// What the summary is made from.
#[derive(Debug, Clone, Copy)]
pub struct Verification<'a> {
    /// The county's name.
    pub county: &'a str,
    /// The period.
    pub period: &'a str,
    /// The day it is counted from.
    pub as_of: Date,
    /// The clues that it asked, and that villages reported.
    pub asked: &'a [AskedClue],
    /// The questions that it asked on visits.
    pub questions: &'a [AskedQuestion],
    /// How they are put, and which answers somebody has to follow up.
    pub wording: &'a [Question],
    /// What lateness is counted by, if somebody said what day it is.
    pub clock: Option<Clock<'a>>,
    /// The answers of all periods up to this one.
    pub verified: &'a [VerifiedClue],
    /// When a rule is named for its answers.
    pub naming: &'a Naming,
    /// Contradictions that nobody settled.
    pub disputes: &'a [Dispute],
    /// The head of the ledger, as it is printed.
    pub anchor: &'a str,
    /// Households and people by township and village, as far as known.
    pub villages: &'a [VillageSize],
}

/// The title of one of its sheets.
pub(super) fn title(input: Verification<'_>, what: &str) -> Option<String> {
    Some(format!("{}防返贫监测线索核实汇总表（{what}，{}）", input.county, input.period))
}
