//! The summary of a collection, for people and scripts.

use std::collections::BTreeSet;

use serde::Serialize;

use super::dispute::Dispute;
use super::outcome::{Effect, Rejection, RejectionKind, RowOutcome};
use crate::value::Period;

/// The summary of a collection.
#[derive(Debug, Serialize)]
pub struct Collected {
    /// Every file, by name.
    pub files: Vec<FileLine>,
    /// Everything that has to go back, by file and place.
    pub faults: Vec<Rejection>,
    /// Contradictory answers that wait for a ruling, from this collection or earlier ones.
    pub disputes: Vec<Dispute>,
    /// Rulings that somebody typed into the workbook and that were not taken.
    pub typed: Vec<PendingRuling>,
    /// Texts that were not taken, by file and place.
    pub unused: Vec<Unused>,
    /// The periods whose answers changed, as far as rows tell; with rulings, the newest too.
    #[serde(skip)]
    pub changed: BTreeSet<Period>,
}

/// A ruling that somebody typed and that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct PendingRuling {
    /// The dispute's code.
    pub code: String,
    /// The answer that was chosen, as it was typed.
    pub choice: String,
    /// Who decides, as it was typed.
    pub judge: String,
}

/// A text that was not taken.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Unused {
    /// The file's name.
    pub file: String,
    /// The sheet.
    pub sheet: String,
    /// The cell.
    pub cell: String,
    /// What was written.
    pub text: String,
    /// Why it was not taken, and what to do.
    pub why: String,
}

/// One file.
#[derive(Debug, Clone, Default, Serialize)]
pub struct FileLine {
    /// Its name.
    pub file: String,
    /// What became of it.
    pub state: ReturnState,
    /// Why nothing of it could be read.
    pub why: Option<String>,
    /// Rows that somebody filled in.
    pub answered: u32,
    /// Of them, those recorded.
    pub taken: u32,
    /// Those that the ledger has already.
    pub unchanged: u32,
    /// Those that contradict another answer.
    pub contested: u32,
    /// Risks that the village found by itself.
    pub reported: u32,
    /// Those with cells that cannot be taken.
    pub rejected: u32,
    /// Those that are not on a list that is to be answered.
    pub refused: u32,
    /// Rows that nobody filled in.
    pub unanswered: u32,
}

/// A figure of a file, with its heading.
pub type Figure = (&'static str, fn(&FileLine) -> u32);

/// What became of a file.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, Serialize)]
#[serde(rename_all = "snake_case")]
pub enum ReturnState {
    /// All that was filled in is recorded.
    #[default]
    Taken,
    /// Its sound rows are recorded.
    Partly,
    /// The ledger has all of it already.
    Unchanged,
    /// Nobody filled anything in.
    Unanswered,
    /// Nothing of it is recorded.
    Refused,
}

impl ReturnState {
    /// Its name for people.
    pub fn label(self) -> &'static str {
        match self {
            ReturnState::Taken => "已收下",
            ReturnState::Partly => "部分收下",
            ReturnState::Unchanged => "没有变化",
            ReturnState::Unanswered => "没有填写",
            ReturnState::Refused => "没有收下",
        }
    }
}

impl FileLine {
    /// Counts a row by its outcome.
    pub(super) fn count(&mut self, outcome: &RowOutcome<'_>) {
        match outcome {
            RowOutcome::Unanswered => self.unanswered += 1,
            RowOutcome::Sound(_) | RowOutcome::Ruled(_) | RowOutcome::Recorded => {}
            RowOutcome::Faulty(RejectionKind::Rejected, _) => self.rejected += 1,
            RowOutcome::Faulty(RejectionKind::Refused, _) => self.refused += 1,
        }
        self.answered += u32::from(!matches!(outcome, RowOutcome::Unanswered));
    }

    /// Counts what a sound row changes.
    pub(super) fn count_effect(&mut self, effect: Effect) {
        match effect {
            Effect::Unchanged => self.unchanged += 1,
            Effect::Taken => self.taken += 1,
            Effect::Disputed => self.contested += 1,
            Effect::Reported => self.reported += 1,
        }
    }

    /// What became of a file that was not refused.
    pub(super) fn conclude(&mut self) {
        let changed = self.taken + self.contested + self.reported > 0;
        self.state = match (self.rejected + self.refused > 0, changed, self.answered > 0) {
            (true, ..) => ReturnState::Partly,
            (false, true, _) => ReturnState::Taken,
            (false, false, true) => ReturnState::Unchanged,
            (false, false, false) => ReturnState::Unanswered,
        };
    }
}

impl Collected {
    /// A figure over all files.
    pub fn sum(&self, figure: fn(&FileLine) -> u32) -> u32 {
        self.files.iter().map(figure).sum()
    }
}
