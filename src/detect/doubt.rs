//! Hits that a damaged record probably explains: the child without a school whose row has a misprinted number.

use std::collections::BTreeMap;

use crate::expr::Subject;
use crate::pack::Rule;
use crate::schema::Suspect;
use crate::value::IdNumber;

/// The subjects of which a source that the rule misses has a damaged record and no other, with the persons concerned.
pub(super) fn doubtful(rule: &Rule, suspects: &[Suspect]) -> BTreeMap<i64, Vec<IdNumber>> {
    let mut subjects: BTreeMap<i64, Vec<IdNumber>> = BTreeMap::new();
    for suspect in suspects {
        if !speaks_against(suspect, rule) {
            continue;
        }
        let subject = match rule.subject {
            Subject::Person => suspect.person.key(),
            Subject::Household => suspect.household,
            Subject::Village => continue,
        };
        subjects.entry(subject).or_default().push(suspect.person);
    }
    subjects
}

/// Whether a damaged record may be the one whose absence makes a rule hit.
pub fn speaks_against(suspect: &Suspect, rule: &Rule) -> bool {
    !suspect.has_others && rule.absences.contains(&suspect.record.source)
}
