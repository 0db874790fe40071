//! Doubt is the outcome under a hypothesis: would a rule say something else if the records whose number cannot be
//! relied on were those of the persons whom they fit? Then neither its hit nor its miss is sure.

use std::collections::HashMap;

use super::outcome::Outcome;
use crate::expr::Subject;
use crate::pack::Rule;
use crate::schema::Suspect;
use crate::value::IdNumber;

/// The outcomes of a rule under the hypothesis, by subject.
pub(super) type Supposed = HashMap<i64, Outcome>;

/// Marks the outcomes that are others under the hypothesis, and gives the subjects concerned.
pub(super) fn take_out_doubtful(
    outcomes: &mut [Outcome],
    keys: impl Iterator<Item = Option<i64>>,
    supposed: &Supposed,
) -> Vec<i64> {
    let mut concerned = Vec::new();
    for (outcome, subject) in outcomes.iter_mut().zip(keys) {
        let Some((subject, other)) = subject.and_then(|key| Some((key, *supposed.get(&key)?))) else { continue };
        if hangs_on_it(*outcome, other) {
            *outcome = Outcome::Doubtful;
            concerned.push(subject);
        }
    }
    concerned
}

/// Whether it matters that one of two outcomes may be the right one. What is not known stays so.
fn hangs_on_it(found: Outcome, supposed: Outcome) -> bool {
    match (found, supposed) {
        (Outcome::Hit, other) => other != Outcome::Hit,
        (Outcome::Miss | Outcome::Excluded, other) => matches!(other, Outcome::Hit | Outcome::Undetermined),
        (Outcome::Undetermined | Outcome::Doubtful, _) => false,
    }
}

/// The persons whose records make a rule doubtful for a subject.
pub(super) fn persons_behind(rule: &Rule, subject: i64, suspects: &[Suspect]) -> Vec<IdNumber> {
    let of_rule = suspects.iter().filter(|suspect| may_matter(suspect, rule));
    let candidates = of_rule.flat_map(|suspect| &suspect.candidates);
    let about = candidates.filter(|candidate| match rule.subject {
        Subject::Person => candidate.person.key() == subject,
        Subject::Household => candidate.household == subject,
        Subject::Village => false,
    });
    about.map(|candidate| candidate.person).collect()
}

/// Whether a rule reads the list that a record stands in.
pub fn may_matter(suspect: &Suspect, rule: &Rule) -> bool {
    rule.sources.contains(&suspect.source) || rule.absences.contains(&suspect.source)
}
