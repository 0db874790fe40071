//! Records that are nobody's yet → the persons they are probably about.

use std::collections::HashMap;

use polars::prelude::{DataFrame, PolarsResult};

use super::decision::{OwnRows, Proposal, decide, strength};
use super::people::People;
use super::residents::Residents;
use super::trace::{Trace, Tracer};
use crate::pack::{Linkage, Source};
use crate::schema::{Candidate, CandidateMatch, FATE, Fate, PERSON};

/// The register beside the weights by which records are compared with it.
pub struct RegisterIndex<'r> {
    pub(super) residents: &'r Residents<'r>,
    pub(super) people: People,
    pub(super) linkage: &'r Linkage,
}

impl<'r> RegisterIndex<'r> {
    /// Prepares the register for comparisons.
    ///
    /// # Errors
    /// Only if the population does not have the columns that linking gives it.
    pub fn of(residents: &'r Residents<'r>, source: &Source, linkage: &'r Linkage) -> PolarsResult<Self> {
        Ok(Self { residents, people: People::of(residents.population(), source)?, linkage })
    }
}

/// The candidate matches among records at some positions, and where each stands.
pub(super) fn candidate_matches(
    frame: &DataFrame,
    source: &Source,
    tracer: &Tracer<'_>,
    positions: impl Iterator<Item = (usize, bool)>,
    register: &RegisterIndex<'_>,
) -> PolarsResult<Vec<(usize, CandidateMatch)>> {
    let mut traces = Vec::new();
    for (position, rounded) in positions {
        traces.extend(tracer.trace(position, rounded, &register.people, register.residents)?);
    }
    let own = OwnRows::of(linked_persons(frame)?.into_iter(), register.linkage);
    let proposals = decide(&traces, &register.people, register.linkage, &own);
    let found = traces.iter().zip(proposals).filter(|(_, proposals)| !proposals.is_empty());
    let mut found: Vec<(usize, CandidateMatch)> = found
        .map(|(trace, proposals)| (trace.position, candidate_match(trace, &proposals, source, register)))
        .collect();
    number_alike(&mut found);
    Ok(found)
}

/// Tells records apart that say the same of themselves and have no number.
pub(super) fn number_alike(found: &mut [(usize, CandidateMatch)]) {
    let mut seen: HashMap<Vec<String>, u32> = HashMap::new();
    for (_, candidate_match) in found.iter_mut().filter(|(_, candidate_match)| !candidate_match.has_number()) {
        let count = seen.entry(candidate_match.content.clone()).or_insert(0);
        *count += 1;
        candidate_match.occurrence = *count;
    }
}

/// The person of every linked record.
fn linked_persons(frame: &DataFrame) -> PolarsResult<Vec<i64>> {
    let fates = frame.column(FATE)?.str()?;
    let pairs = frame.column(PERSON)?.i64()?.iter().zip(fates.iter());
    Ok(pairs.filter(|(_, fate)| *fate == Some(Fate::Linked.label())).filter_map(|(person, _)| person).collect())
}

fn candidate_match(
    trace: &Trace,
    proposals: &[Proposal],
    source: &Source,
    register: &RegisterIndex<'_>,
) -> CandidateMatch {
    let candidate = |proposal: &Proposal| {
        let person = &register.people.all[proposal.person];
        let words = proposal.weighed.levels.iter().map(|level| register.linkage.words(*level));
        Candidate {
            person: person.number,
            name: person.name.clone(),
            household: person.household,
            village: person.village,
            home: register.residents.household(person.household),
            head: register.residents.head(person.household),
            strength: strength(proposal.probability, register.linkage),
            evidence: words.collect::<Vec<_>>().join("，"),
        }
    };
    trace.matched(source, proposals.iter().map(candidate).collect())
}
