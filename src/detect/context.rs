//! What detection is given besides the tables.

use super::clue_id::ClueNaming;
use crate::expr::Environment;
use crate::facts::Tables;
use crate::pack::Pack;
use crate::schema::CandidateMatch;

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
}
