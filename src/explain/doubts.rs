//! Damaged records that are probably about members of the household.

use serde::Serialize;

use super::context::ExplanationContext;
use super::home::Home;
use crate::schema::{Candidate, CandidateMatch};

/// A damaged record that is probably about a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    pub source: String,
    /// Where it stands.
    pub place: String,
    pub member: String,
    /// In what it is like the member.
    pub likeness: String,
}

/// The damaged records that are probably about members.
pub(super) fn doubts(
    context: ExplanationContext<'_>,
    home: &Home,
    concerns: impl Fn(&CandidateMatch) -> bool,
) -> Vec<Doubt> {
    let pairs =
        context.detection.candidate_matches.iter().filter(|candidate_match| concerns(candidate_match)).flat_map(
            |candidate_match| {
                let of_home =
                    candidate_match.candidates.iter().filter(|candidate| candidate.household == home.household);
                of_home.map(move |candidate| (candidate_match, candidate))
            },
        );
    let doubt = |(candidate_match, candidate): (&CandidateMatch, &Candidate)| {
        let sheet = usize::try_from(candidate_match.origin.sheet).ok().and_then(|sheet| context.sheets.get(sheet));
        Doubt {
            source: candidate_match.source.clone(),
            place: sheet.map(|sheet| sheet.place(candidate_match.origin.row)).unwrap_or_default(),
            member: candidate.name.clone(),
            likeness: format!("{}：{}", candidate.strength.label(), candidate.evidence),
        }
    };
    pairs.map(doubt).collect()
}
