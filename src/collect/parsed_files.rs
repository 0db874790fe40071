//! What can be taken of all returned files, and what has to go back.

use super::collected::{FileLine, ReturnState, Unused};
use super::context::Strictness;
use super::matching::MatchedFile;
use super::outcome::{Effect, ParsedRow, Rejection, RowOutcome};
use super::ruling::Ruling;

/// What all files hold.
#[derive(Default)]
pub(super) struct ParsedFiles<'a> {
    pub lines: Vec<FileLine>,
    pub rejections: Vec<Rejection>,
    pub rows: Vec<ParsedRow<'a>>,
    pub rulings: Vec<Ruling>,
    pub unused: Vec<Unused>,
}

impl<'a> ParsedFiles<'a> {
    /// Adds the rows of a file; none that can be taken if the file is refused as a whole.
    pub fn add(&mut self, file: &MatchedFile<'a>, outcomes: Vec<RowOutcome<'a>>, strictness: Strictness) {
        let mut line = FileLine { file: file.file.name.clone(), ..FileLine::default() };
        outcomes.iter().for_each(|outcome| line.count(outcome));
        line.why = file.why(line.answered);
        let faulty = line.rejected + line.refused > 0;
        let nothing_sound = line.rejected + line.refused == line.answered;
        let is_refused = match strictness {
            Strictness::WholeFiles => faulty,
            Strictness::SoundRows => faulty && nothing_sound,
        };
        if line.why.is_some() || is_refused {
            line.state = ReturnState::Refused;
        }
        for outcome in outcomes {
            match outcome {
                RowOutcome::Faulty(_, rejections) => self.rejections.extend(rejections),
                RowOutcome::Sound(row) if line.state != ReturnState::Refused => self.rows.push(*row),
                RowOutcome::Ruled(ruling) if line.state != ReturnState::Refused => {
                    line.taken += 1;
                    self.rulings.push(ruling);
                }
                RowOutcome::Recorded if line.state != ReturnState::Refused => line.unchanged += 1,
                RowOutcome::Sound(_) | RowOutcome::Ruled(_) | RowOutcome::Recorded | RowOutcome::Unanswered => {}
            }
        }
        self.lines.push(line);
    }

    /// Counts what every row changed, and says what became of every file.
    pub fn conclude(&mut self, effects: &[Effect]) {
        for (row, effect) in self.rows.iter().zip(effects) {
            self.lines[row.file].count_effect(*effect);
        }
        self.lines.iter_mut().filter(|line| line.state != ReturnState::Refused).for_each(FileLine::conclude);
    }
}
