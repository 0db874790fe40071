//! What a returned row comes to.

use serde::Serialize;

use super::known::Key;
use super::ruling::Ruling;
use super::said::Said;
use crate::ledger::Reported;
use crate::value::Redacted;

/// What a row comes to.
pub(super) enum Outcome<'a> {
    /// Nobody answered it.
    Unanswered,
    /// It can be taken.
    Sound(Box<Finding<'a>>),
    /// Contradictory answers are decided.
    Ruled(Ruling),
    /// They were decided so before.
    Settled,
    /// It cannot be taken.
    Faulty(FaultKind, Vec<Fault>),
}

/// A row that can be taken.
pub(super) struct Finding<'a> {
    /// The file's place among the files.
    pub file: usize,
    pub sheet: &'a str,
    pub row: u32,
    pub key: Key,
    /// The row that was sent; none for a risk that the village found.
    pub pushed: Option<i64>,
    pub run: i64,
    /// What was found out; none for a risk that nobody verified yet.
    pub said: Option<Said<'a>>,
    pub reported: Option<Reported>,
}

/// What a sound row changes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Effect {
    Unchanged,
    Taken,
    /// It contradicts another answer.
    Contested,
    /// It is a risk that the county did not know.
    Reported,
}

/// Something that has to go back.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Fault {
    /// The file's name.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell, or the row.
    pub cell: String,
    /// What kind of fault it is.
    pub kind: FaultKind,
    /// The clue's or question's id, as far as the row tells.
    pub id: String,
    /// Name of the household's head, as far as the row tells.
    pub head_name: String,
    /// What was written.
    pub written: Redacted,
    /// What is wrong with it, and what to do.
    pub why: String,
}

/// What kind of fault something is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum FaultKind {
    /// A cell that cannot be taken.
    Rejected,
    /// A row that is not one of a list that is to be answered.
    Refused,
}

impl FaultKind {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            FaultKind::Rejected => "填写有误",
            FaultKind::Refused => "拒收",
        }
    }
}
