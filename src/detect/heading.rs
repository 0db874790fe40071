//! Hits that sum up a household's clues → what stands at its head on lists, so that no fact is asked about twice.
//!
//! Where one clue alone gives the household its grade, the hit says nothing that this clue does not: it is a part of it.
//! Where several clues only together do, it is a clue of its own.

use std::cmp::Reverse;
use std::collections::BTreeMap;

use crate::pack::{Pack, RiskScoring};
use crate::schema::{Clue, ImpliedHit, RiskProfiles};

/// Puts hits of heading rules at the heads of their households; gives those, and those of other rules, that are clues
/// of their own.
pub(super) fn head(sums: Vec<Clue>, clues: &mut [Clue], profiles: &mut RiskProfiles, pack: &Pack) -> Vec<Clue> {
    let bearing = bearing(clues, profiles, &pack.risk_scoring);
    let mut own = Vec::new();
    for sum in sums {
        let heading = pack.rule(&sum.rule).and_then(|rule| rule.heading.as_ref()).zip(sum.subject.household);
        let Some((heading, household)) = heading else {
            own.push(sum);
            continue;
        };
        profiles.entry(household).and_modify(|profile| profile.headings.push(heading.clone()));
        match bearing.get(&household) {
            Some(at) => clues[*at].included.push(ImpliedHit {
                rule: sum.rule,
                subject: sum.subject,
                finding: sum.text.finding,
                heads: true,
            }),
            None => own.push(sum),
        }
    }
    own
}

/// The clues that alone give their household its grade, one a household.
fn bearing(clues: &[Clue], profiles: &RiskProfiles, scoring: &RiskScoring) -> BTreeMap<i64, usize> {
    let mut gravest: BTreeMap<i64, (Reverse<u32>, &str, &str, usize)> = BTreeMap::new();
    for (at, clue) in clues.iter().enumerate() {
        let points = scoring.points(&clue.risk, clue.severity);
        let Some(household) = clue.subject.household.filter(|_| points > 0) else { continue };
        let weight = (Reverse(points), clue.rule.as_str(), clue.id.as_str(), at);
        let heaviest = gravest.entry(household).or_insert(weight);
        *heaviest = (*heaviest).min(weight);
    }
    let grade = |household: &i64| profiles.get(household).map(|profile| profile.grade);
    let alone =
        gravest.into_iter().filter(|(household, (points, ..))| grade(household) == Some(scoring.grade(points.0)));
    alone.map(|(household, (.., at))| (household, at)).collect()
}
