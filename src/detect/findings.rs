//! Everything that a run finds.

use std::collections::{BTreeMap, BTreeSet};

use super::outcome_index::OutcomeIndex;
use crate::pack::Severity;
use crate::schema::{BlindSpot, Clue, Inquiry, LittleKnown, RiskProfiles, RuleTally, Want};
use crate::value::IdNumber;
use crate::value::number::count;

/// What a run finds.
#[derive(Debug, Default)]
pub struct Findings {
    /// All clues, sorted by village, the gravest household first, and by rule.
    pub clues: Vec<Clue>,
    /// What the clues of every household come to together.
    pub risk_profiles: RiskProfiles,
    /// Every active rule's tally, by rule id.
    pub tallies: Vec<RuleTally>,
    /// What is asked on the visit of those with clues, in the order of the clues.
    pub inquiries: Vec<Inquiry>,
    /// Whom which rule could not judge, by rule and township.
    pub blind_spots: Vec<BlindSpot>,
    /// The households that nearly no source knows, in order of place.
    pub little_known: Vec<LittleKnown>,
    /// The rules that were not held against a person because of damaged records, by person.
    pub doubts: BTreeMap<IdNumber, BTreeSet<String>>,
    /// Where every subject stands that was not hit.
    pub outcomes: OutcomeIndex,
}

impl Findings {
    /// How many households have which grade.
    pub fn grades(&self) -> [(Severity, u32); 3] {
        Severity::ALL.map(|grade| {
            let of_grade = self.risk_profiles.values().filter(|risk_profile| risk_profile.grade == grade).count();
            (grade, count(of_grade))
        })
    }

    /// How much the run could not see.
    pub fn blindness(&self) -> Blindness {
        let of = |want: Want| self.blind_spots.iter().filter(move |spot| spot.want == want);
        let rules = |want: Want| count(of(want).map(|spot| &spot.rule).collect::<BTreeSet<_>>().len());
        Blindness {
            undetermined: of(Want::Value).map(|spot| spot.subjects).sum(),
            undetermined_rules: rules(Want::Value),
            skipped_rules: rules(Want::Source),
            little_known_households: count(self.little_known.len()),
        }
    }
}

/// How much a run could not see.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Blindness {
    /// Outcomes that stayed undetermined, over all rules.
    pub undetermined: u32,
    /// Rules with undetermined outcomes.
    pub undetermined_rules: u32,
    /// Rules that were skipped.
    pub skipped_rules: u32,
    /// Households that nearly no source knows.
    pub little_known_households: u32,
}

/// Counts clues by a key.
pub fn count_by<'c, K: Ord>(clues: &'c [Clue], key: impl Fn(&'c Clue) -> K) -> BTreeMap<K, u32> {
    let mut counts = BTreeMap::new();
    for clue in clues {
        *counts.entry(key(clue)).or_insert(0) += 1;
    }
    counts
}
