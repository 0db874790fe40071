//! Doubt is the outcome under a hypothesis: would a rule say something else if the records whose number cannot be
//! relied on were those of the persons whom they fit? Then neither its hit nor its miss is sure.

use std::collections::HashMap;

use super::outcome::Outcome;
use crate::expr::Subject;
use crate::pack::{Pack, Rule};
use crate::schema::{Candidate, CandidateMatch};
use crate::value::IdNumber;

/// The outcomes of a rule under the hypothesis, by subject.
pub(super) type SupposedOutcomes = HashMap<i64, Outcome>;

/// Marks the outcomes that are others under the hypothesis, and gives the subjects concerned.
pub(super) fn take_out_doubtful(
    outcomes: &mut [Outcome],
    keys: impl Iterator<Item = Option<i64>>,
    supposed: &SupposedOutcomes,
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

/// Damaged records and whom they may be about, by person and household.
pub(super) struct MatchesBySubject<'s> {
    pack: &'s Pack,
    persons: HashMap<i64, Vec<MatchPair<'s>>>,
    households: HashMap<i64, Vec<MatchPair<'s>>>,
}

type MatchPair<'s> = (&'s CandidateMatch, &'s Candidate);

impl<'s> MatchesBySubject<'s> {
    /// Sorts candidate matches by the subjects that they may be about.
    pub fn of(candidate_matches: &'s [CandidateMatch], pack: &'s Pack) -> Self {
        let mut persons = HashMap::new();
        let mut households = HashMap::new();
        for pair in candidate_matches
            .iter()
            .flat_map(|candidate_match| candidate_match.candidates.iter().map(move |one| (candidate_match, one)))
        {
            persons.entry(pair.1.person.key()).or_insert_with(Vec::new).push(pair);
            households.entry(pair.1.household).or_insert_with(Vec::new).push(pair);
        }
        Self { pack, persons, households }
    }

    /// The persons whose records make a rule doubtful for a subject of a household. A row of the register is one more
    /// member, which everybody in the household may depend on.
    pub fn persons(&self, rule: &Rule, subject: i64, household: Option<i64>) -> Vec<IdNumber> {
        let of = |pairs: &HashMap<i64, Vec<MatchPair<'s>>>, key: i64| pairs.get(&key).cloned().unwrap_or_default();
        let own = match rule.subject {
            Subject::Person => of(&self.persons, subject),
            Subject::Household => of(&self.households, subject),
            Subject::Village => Vec::new(),
        };
        let beside = household.map(|household| of(&self.households, household)).unwrap_or_default();
        let beside = beside.into_iter().filter(|(candidate_match, _)| is_registered(candidate_match, self.pack));
        let matter =
            own.into_iter().chain(beside).filter(|(candidate_match, _)| may_matter(candidate_match, rule, self.pack));
        matter.map(|(_, candidate)| candidate.person).collect()
    }

    /// The persons whom only damaged rows of the register have, and who are not screened for that.
    pub fn unscreened(&self) -> impl Iterator<Item = &'s Candidate> {
        let pairs = self.persons.values().flatten().copied();
        pairs.filter(|(candidate_match, _)| is_registered(candidate_match, self.pack)).map(|(_, candidate)| candidate)
    }
}

/// Whether a damaged record is a row of the register itself.
fn is_registered(candidate_match: &CandidateMatch, pack: &Pack) -> bool {
    candidate_match.source == pack.register().0.name
}

/// Whether a rule reads the list that a record stands in; who is a member of a household every rule does.
pub fn may_matter(candidate_match: &CandidateMatch, rule: &Rule, pack: &Pack) -> bool {
    let source = &candidate_match.source;
    rule.sources.contains(source) || rule.absences.contains(source) || is_registered(candidate_match, pack)
}
