//! The clues of a township with their answers → its households, each with what came of it.

use std::collections::{BTreeMap, BTreeSet};

use super::input::ResultsInput;
use crate::pack::{AnswerWord, RiskScoring, Truth};
use crate::progress::AnsweredClue;
use crate::schema::{Home, RegisteredHousehold};

/// A household that was asked about.
pub(super) struct HouseholdResult<'a> {
    pub home: &'a Home,
    /// As the register has it, if that is known.
    pub registered: Option<&'a RegisteredHousehold>,
    /// Its clues with an answer in force.
    pub answered: Vec<&'a AnsweredClue<'a>>,
    /// The kinds of risk of its clues that are true, as far as they count.
    pub risks: Vec<&'a str>,
    /// The handling that decides: of several, the one that stands first in the pack.
    pub handling: Option<&'a AnswerWord>,
}

impl HouseholdResult<'_> {
    /// The titles of the clues that are true.
    pub fn true_titles(&self) -> String {
        let titles: BTreeSet<&str> =
            self.answered.iter().filter(|clue| is_true(clue)).map(|clue| clue.asked.about.title.as_str()).collect();
        titles.into_iter().collect::<Vec<_>>().join("、")
    }
}

fn is_true(clue: &AnsweredClue<'_>) -> bool {
    clue.answer.is_some_and(|answer| answer.resolution.truth() == Some(Truth::True))
}

/// The kinds of risk that count, in the order of the pack, of which a clue is true.
fn risks<'a>(answered: &[&AnsweredClue<'_>], scoring: &'a RiskScoring) -> Vec<&'a str> {
    let is_told = |name: &str| answered.iter().any(|clue| is_true(clue) && clue.asked.about.risk == name);
    let counting = scoring.risks.iter().filter(|(_, risk)| risk.counts).map(|(name, _)| name.as_str());
    counting.filter(|name| is_told(name)).collect()
}

/// The households of a township with answers, in order of place.
pub(super) fn households<'a>(clues: &[&'a AnsweredClue<'a>], input: ResultsInput<'a>) -> Vec<HouseholdResult<'a>> {
    let mut households: BTreeMap<(&str, &str, &str), Vec<&AnsweredClue<'_>>> = BTreeMap::new();
    let asked = clues.iter().filter(|clue| !clue.asked.about.household.is_empty() && clue.answer.is_some());
    for clue in asked {
        let home = &clue.asked.about.home;
        let place = (home.village.name.as_str(), home.household_number.as_str(), clue.asked.about.household.as_str());
        households.entry(place).or_default().push(clue);
    }
    let result = |((_, _, code), answered): ((&str, &str, &str), Vec<&'a AnsweredClue<'a>>)| {
        let is_said = |word: &&AnswerWord| answered.iter().any(|clue| clue.handling() == Some(word.name.as_str()));
        Some(HouseholdResult {
            home: &answered.first()?.asked.about.home,
            risks: risks(&answered, input.risk_scoring),
            registered: input.households.get(code),
            handling: input.dispositions.handlings.iter().find(is_said),
            answered,
        })
    };
    households.into_iter().filter_map(result).collect()
}
