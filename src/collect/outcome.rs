//! The outcome of parsing a returned row.

use serde::Serialize;

use super::parsed_answer::ParsedAnswer;
use super::ruling::Ruling;
use crate::ledger::{AskedInPeriod, VisitReport};
use crate::value::Redacted;

/// The outcome of parsing a row.
pub(super) enum RowOutcome<'a> {
    /// Nobody answered it.
    Unanswered,
    /// It can be taken.
    Sound(Box<ParsedRow<'a>>),
    /// It is a ruling on contradictory answers.
    Ruled(Ruling),
    /// The ledger says so already.
    Recorded,
    /// It cannot be taken.
    Faulty(RejectionKind, Vec<Rejection>),
}

/// A row that can be taken.
pub(super) struct ParsedRow<'a> {
    /// The file's place among the files.
    pub file: usize,
    pub sheet: &'a str,
    pub row: u32,
    pub asked: AskedInPeriod,
    /// The row that was sent; none for a risk that the village found.
    pub pushed: Option<i64>,
    pub run: i64,
    /// The answer; none for a risk that nobody verified yet.
    pub answer: Option<ParsedAnswer<'a>>,
    /// The risk that the village reported.
    pub report: Option<VisitReport>,
}

/// What a sound row changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Unchanged,
    Taken,
    /// It contradicts another answer.
    Disputed,
    /// It is a risk that the county did not know.
    Reported,
}

/// A cell or row that has to go back to the village.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Rejection {
    /// The file's name.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell, or the row.
    pub cell: String,
    /// The kind of rejection.
    pub kind: RejectionKind,
    /// The clue's or question's id, as far as the row tells.
    pub id: String,
    /// Name of the household's head, as far as the row tells.
    pub head_name: String,
    /// What was written.
    pub written: Redacted,
    /// What is wrong with it, and what to do.
    pub why: String,
}

/// The kind of a rejection.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum RejectionKind {
    /// A cell that cannot be taken.
    Rejected,
    /// A row that is not one of a list that is to be answered.
    Refused,
}

impl RejectionKind {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            RejectionKind::Rejected => "填写有误",
            RejectionKind::Refused => "拒收",
        }
    }
}
