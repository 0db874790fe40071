//! What detection is given besides the tables.

use std::collections::BTreeMap;

use super::clue_id::ClueNaming;
use crate::expr::Environment;
use crate::facts::Tables;
use crate::pack::Pack;
use crate::schema::{CandidateMatch, Clue};
use crate::value::ClueId;

/// What detection is given besides the tables.
#[derive(Debug, Clone, Copy)]
pub struct DetectionContext<'a> {
    /// The rules.
    pub pack: &'a Pack,
    /// Values of parameters and constants.
    pub environment: &'a Environment,
    /// How clue ids are made.
    pub naming: &'a ClueNaming,
    /// Damaged records and whom they are probably about.
    pub candidate_matches: &'a [CandidateMatch],
    /// The tables of the households concerned as they would be if these were theirs; none if there are no candidate
    /// matches.
    pub supposed: Option<&'a Tables>,
    /// Clues that villages refuted, with the evidence that was refuted: they weigh nothing in risk profiles.
    pub refuted: &'a BTreeMap<ClueId, Option<String>>,
}

impl DetectionContext<'_> {
    /// Whether a village refuted what a clue says, on the same evidence.
    pub(super) fn is_refuted(&self, clue: &Clue) -> bool {
        let evidence = self.refuted.get(self.naming.finished(&clue.id).as_str());
        evidence.is_some_and(|evidence| {
            evidence.as_ref().is_none_or(|refuted| *refuted == self.naming.finished(&clue.fingerprint))
        })
    }
}
