//! The clues that a period asked, each with the answer in force → how many clues and households were handled how.

use std::collections::{BTreeMap, BTreeSet};

use crate::ledger::{AskedClue, Feedback, VerifiedClue};

/// A clue that a period asked, and the answer in force to it.
#[derive(Debug, Clone, Copy)]
pub struct AnsweredClue<'a> {
    /// The clue.
    pub asked: &'a AskedClue,
    /// The answer; none if there is none, or several that contradict one another.
    pub answer: Option<&'a VerifiedClue>,
}

impl AnsweredClue<'_> {
    /// The handling that was answered.
    pub fn handling(&self) -> Option<&str> {
        self.answer?.handling.as_deref()
    }
}

/// Every clue with the answer in force: one on a list of the period if there is one, else the latest.
pub fn with_answers<'a>(asked: &'a [AskedClue], answers: &'a [VerifiedClue], period: &str) -> Vec<AnsweredClue<'a>> {
    let mut by_clue: BTreeMap<&str, Vec<&VerifiedClue>> = BTreeMap::new();
    answers.iter().for_each(|answer| by_clue.entry(&answer.about.clue).or_default().push(answer));
    let answer = |clue: &AskedClue| {
        let Feedback::Answered(resolution) = clue.feedback else { return None };
        let fitting = by_clue.get(&*clue.about.clue)?.iter().filter(|answer| answer.resolution == resolution);
        fitting.max_by_key(|answer| *answer.period == *period).copied()
    };
    asked.iter().map(|asked| AnsweredClue { asked, answer: answer(asked) }).collect()
}

/// How many clues and households were handled in one way.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Handled {
    /// Clues.
    pub clues: u32,
    /// Their households.
    pub households: usize,
}

/// How many of some clues were answered with a handling.
pub fn handled<'a>(clues: impl IntoIterator<Item = &'a AnsweredClue<'a>>, handling: &str) -> Handled {
    let mut handled = Handled::default();
    let mut households: BTreeSet<&str> = BTreeSet::new();
    for clue in clues.into_iter().filter(|clue| clue.handling() == Some(handling)) {
        handled.clues += 1;
        households.insert(&clue.asked.about.household);
    }
    households.remove("");
    Handled { households: households.len(), ..handled }
}
