//! Where every subject stands with every rule: why a clue of an earlier run is not found any more.
//!
//! Hits are told by their clues, and misses are what most outcomes are: only the others are kept, in two bits a
//! subject, so that a large county's index take a few megabytes.

use std::collections::{BTreeMap, BTreeSet};

use rayon::prelude::{IndexedParallelIterator, IntoParallelRefIterator, ParallelIterator, ParallelSliceMut};

use super::Outcome;
use crate::expr::Subject;
use crate::pack::Rule;

/// The index of a run.
#[derive(Debug, Default)]
pub struct OutcomeIndex {
    subjects: BTreeMap<Subject, Subjects>,
    /// Outcomes that are neither hit nor miss by rule, four subjects a byte.
    open: BTreeMap<String, Vec<u8>>,
    /// Subjects that are not there, unless a damaged row of the register is theirs.
    supposed: BTreeSet<(Subject, [u8; 10])>,
}

/// All subjects of one kind.
#[derive(Debug, Default)]
struct Subjects {
    /// How many there are.
    count: usize,
    /// Their codes in order, each with the row of its subject.
    codes: Vec<([u8; 10], u32)>,
}

impl OutcomeIndex {
    /// What a rule says of the subject with this code, a hit counting as a miss; nothing if there is no such subject.
    pub fn outcome(&self, rule: &str, kind: Subject, code: &str) -> Option<Outcome> {
        let subjects = self.subjects.get(&kind)?;
        let code = packed(code);
        let Ok(found) = subjects.codes.binary_search_by_key(&code, |(code, _)| *code) else {
            return self.supposed.contains(&(kind, code)).then_some(Outcome::Doubtful);
        };
        let row = subjects.codes[found].1 as usize;
        let bits = self.open.get(rule).map_or(0, |open| (open[row / 4] >> (row % 4 * 2)) & 3);
        Some(match bits {
            1 => Outcome::Excluded,
            2 => Outcome::Undetermined,
            3 => Outcome::Doubtful,
            _ => Outcome::Miss,
        })
    }

    /// Notes that these subjects are there, in the order in which [`Self::open`] is told of them.
    pub(super) fn know(
        &mut self,
        kind: Subject,
        keys: impl Iterator<Item = Option<i64>>,
        code: impl Fn(i64) -> String + Sync,
    ) {
        if self.subjects.contains_key(&kind) {
            return;
        }
        let keys: Vec<Option<i64>> = keys.collect();
        let rows = 0..u32::try_from(keys.len()).unwrap_or(u32::MAX);
        let coded = keys.par_iter().zip(rows).filter_map(|(key, row)| Some((packed(&code((*key)?)), row)));
        let mut codes: Vec<([u8; 10], u32)> = coded.collect();
        codes.par_sort_unstable();
        self.subjects.insert(kind, Subjects { count: keys.len(), codes });
    }

    /// Notes that subjects may stand in the register under a damaged number: what rules say of them is not known.
    pub(super) fn suppose(&mut self, kind: Subject, codes: impl Iterator<Item = String>) {
        self.supposed.extend(codes.map(|code| (kind, packed(&code))));
    }

    /// The outcomes of a rule that are neither hit nor miss, two bits a subject; nothing if there are none.
    pub(super) fn open(&self, kind: Subject, outcomes: &[Outcome]) -> Vec<u8> {
        let mut open = Vec::new();
        let count = self.subjects.get(&kind).map_or(0, |subjects| subjects.count);
        for (row, outcome) in outcomes.iter().enumerate().take(count) {
            let Some(bits) = bits(*outcome) else { continue };
            open.resize(count.div_ceil(4), 0);
            open[row / 4] |= bits << (row % 4 * 2);
        }
        open
    }

    /// Notes what [`Self::open`] gave for a rule.
    pub(super) fn note(&mut self, rule: &Rule, open: Vec<u8>) {
        if !open.is_empty() {
            self.open.insert(rule.id.clone(), open);
        }
    }
}

/// The bits of an outcome that is neither hit nor miss.
fn bits(outcome: Outcome) -> Option<u8> {
    match outcome {
        Outcome::Miss | Outcome::Hit => None,
        Outcome::Excluded => Some(1),
        Outcome::Undetermined => Some(2),
        Outcome::Doubtful => Some(3),
    }
}

/// A code as bytes; what is no code matches none.
fn packed(code: &str) -> [u8; 10] {
    code.as_bytes().try_into().unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn subjects_are_found_by_their_codes() {
        let keys = [30, 10, 20, 50, 40];
        let mut index = OutcomeIndex::default();
        index.know(Subject::Person, keys.into_iter().map(Some), |key| format!("CODE{key:06}"));
        let outcomes = [Outcome::Undetermined, Outcome::Hit, Outcome::Excluded, Outcome::Miss, Outcome::Doubtful];
        index.open.insert("R".to_owned(), index.open(Subject::Person, &outcomes));
        let of = |key: i64| index.outcome("R", Subject::Person, &format!("CODE{key:06}"));
        assert_eq!(
            [10, 20, 30, 40, 50].map(of),
            [
                Some(Outcome::Miss),
                Some(Outcome::Excluded),
                Some(Outcome::Undetermined),
                Some(Outcome::Doubtful),
                Some(Outcome::Miss)
            ]
        );
        assert_eq!(of(60), None);
        assert_eq!(index.outcome("R", Subject::Household, "CODE000010"), None);
        assert_eq!(index.outcome("S", Subject::Person, "CODE000020"), Some(Outcome::Miss));
    }
}
