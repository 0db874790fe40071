//! What the summary is made from, and what its sheets are called.

use jiff::civil::Date;

use super::super::size::VillageSize;
use crate::collect::Dispute;
use crate::ledger::{AskedClue, AskedQuestion, VerifiedClue};
use crate::pack::{Dispositions, Question};
use crate::progress::{AnsweredClue, Awaited, Clock, with_answers};

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
    /// The answers in force of all periods up to this one, those to what villages reported as well.
    pub answers: &'a [VerifiedClue],
    /// The words of answers, and when a rule is named for them.
    pub dispositions: &'a Dispositions,
    /// The households of which answers expect something.
    pub awaited: &'a [Awaited],
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

/// The clues that the period asked, each with the answer in force.
pub fn answered(input: Verification<'_>) -> Vec<AnsweredClue<'_>> {
    with_answers(input.asked, input.answers, input.period)
}
