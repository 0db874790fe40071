//! A period's progress as a whole: by group and in all, of clues and of questions.

use jiff::civil::Date;
use serde::Serialize;

use super::grouping::Grouping;
use super::tally::{Clock, ProgressLine, VerificationProgress, progress, progress_by};
use super::visits::{VisitLine, Visits, visits, visits_by};
use crate::ledger::{AskedClue, AskedQuestion};
use crate::pack::Question;

/// How far the verification of a period is.
#[derive(Debug, Serialize)]
pub struct VerificationStatus {
    /// The period.
    pub period: String,
    /// The day that lateness is counted to; none if it is not counted.
    pub as_of: Option<Date>,
    /// The headings of the groups.
    pub headings: &'static [&'static str],
    /// The clues by group.
    pub groups: Vec<ProgressLine>,
    /// All clues.
    pub total: VerificationProgress,
    /// The questions by group; empty where questions have no such group.
    pub visits: Vec<VisitLine>,
    /// All questions.
    pub visits_total: Visits,
}

impl VerificationStatus {
    /// Counts what was asked in a period.
    pub fn of(
        period: &str,
        clues: &[AskedClue],
        asked: &[AskedQuestion],
        questions: &[Question],
        grouping: Grouping,
        clock: Option<Clock<'_>>,
    ) -> Self {
        Self {
            period: period.to_owned(),
            as_of: clock.map(|clock| clock.as_of),
            headings: grouping.headings(),
            groups: progress_by(clues, grouping, clock),
            total: progress(&clues.iter().collect::<Vec<_>>(), clock),
            visits: visits_by(asked, grouping, questions),
            visits_total: visits(asked, questions),
        }
    }
}
