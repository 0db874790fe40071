//! Damaged records that are probably about members of the household.

use serde::Serialize;

use super::context::ExplanationContext;
use super::home::Home;
use crate::schema::{Candidate, Suspect};

/// A damaged record that is probably about a member.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub struct Doubt {
    /// The source.
    pub source: String,
    /// Where it stands.
    pub place: String,
    /// The member.
    pub member: String,
    /// In what it is like the member.
    pub likeness: String,
}

/// The damaged records that are probably about members.
pub(super) fn doubts(context: ExplanationContext<'_>, home: &Home, concerns: impl Fn(&Suspect) -> bool) -> Vec<Doubt> {
    let pairs = context.detection.suspects.iter().filter(|suspect| concerns(suspect)).flat_map(|suspect| {
        let of_home = suspect.candidates.iter().filter(|candidate| candidate.household == home.household);
        of_home.map(move |candidate| (suspect, candidate))
    });
    let doubt = |(suspect, candidate): (&Suspect, &Candidate)| {
        let sheet = usize::try_from(suspect.origin.sheet).ok().and_then(|sheet| context.sheets.get(sheet));
        Doubt {
            source: suspect.source.clone(),
            place: sheet.map(|sheet| sheet.place(suspect.origin.row)).unwrap_or_default(),
            member: candidate.name.clone(),
            likeness: format!("{}：{}", candidate.strength.label(), candidate.evidence),
        }
    };
    pairs.map(doubt).collect()
}
