//! What the records would be if every candidate match were whose it fits: the hypothesis under which rules are judged
//! again.

use std::collections::{BTreeMap, HashMap, HashSet};

use indexmap::IndexMap;
use polars::prelude::{BooleanChunked, Column, DataFrame, IdxCa, IdxSize, NewChunkedArray, PolarsResult};

use super::duplicate::repeats;
use crate::pack::{Grain, Source};
use crate::schema::{Candidate, CandidateMatch, FATE, Fate, HOUSEHOLD, ID, Origin, Origins, PERSON, REST, VILLAGE};

/// The households that candidate matches may belong to.
pub fn affected(candidate_matches: &[CandidateMatch]) -> HashSet<i64> {
    candidate_matches
        .iter()
        .flat_map(|candidate_match| &candidate_match.candidates)
        .map(|candidate| candidate.household)
        .collect()
}

/// The linked records of the affected households and of whole villages, and with them every candidate match, once with
/// each person whom it may be about.
///
/// # Errors
/// Only if frames do not have the columns that linking gives them.
pub fn supposed(
    records: &BTreeMap<String, DataFrame>,
    sources: &IndexMap<String, Source>,
    candidate_matches: &[&CandidateMatch],
    affected: &HashSet<i64>,
) -> PolarsResult<BTreeMap<String, DataFrame>> {
    let mut all = BTreeMap::new();
    for (name, frame) in records {
        let linked = rows(frame, &linked_rows(frame, affected)?)?;
        let of_source: Vec<&CandidateMatch> =
            candidate_matches.iter().copied().filter(|candidate_match| candidate_match.source == *name).collect();
        let frame = match (sources.get(name), of_source.is_empty()) {
            (Some(source), false) => joined(linked, added(frame, source, &of_source)?, source)?,
            _ => linked,
        };
        all.insert(name.clone(), frame);
    }
    Ok(all)
}

/// The linked records of some households, and those of villages.
fn linked_rows(frame: &DataFrame, affected: &HashSet<i64>) -> PolarsResult<Vec<usize>> {
    let fates = frame.column(FATE)?.str()?;
    let households = frame.column(HOUSEHOLD)?.i64()?;
    let is_wanted = |at: &usize| {
        fates.get(*at) == Some(Fate::Linked.label())
            && households.get(*at).is_none_or(|household| affected.contains(&household))
    };
    Ok((0..frame.height()).filter(is_wanted).collect())
}

fn rows(frame: &DataFrame, positions: &[usize]) -> PolarsResult<DataFrame> {
    let positions: IdxCa = positions.iter().map(|at| IdxSize::try_from(*at).ok()).collect();
    frame.take(&positions)
}

/// A column of what candidates have.
pub(super) fn keys<'c>(
    name: &str,
    candidates: impl Iterator<Item = &'c Candidate>,
    key: impl Fn(&Candidate) -> i64,
) -> Column {
    Column::new(name.into(), candidates.map(key).collect::<Vec<i64>>())
}

/// The records of candidate matches as if they were of their candidates.
fn added(frame: &DataFrame, source: &Source, candidate_matches: &[&CandidateMatch]) -> PolarsResult<DataFrame> {
    let mut wanted: HashMap<(Origin, i64), Vec<&Candidate>> = HashMap::new();
    for candidate_match in candidate_matches {
        let place = (candidate_match.origin, candidate_match.member);
        wanted.entry(place).or_default().extend(&candidate_match.candidates);
    }
    let origins = Origins::of(frame)?;
    let mut positions = Vec::new();
    let mut candidates = Vec::new();
    for at in 0..frame.height() {
        for candidate in wanted.get(&origins.place(at)).into_iter().flatten() {
            positions.push(at);
            candidates.push(*candidate);
        }
    }
    let mut added = rows(frame, &positions)?;
    for field in [ID, PERSON].into_iter().chain(source.key.id.iter().map(String::as_str)) {
        added.with_column(keys(field, candidates.iter().copied(), |candidate| candidate.person.key()))?;
    }
    added.with_column(keys(HOUSEHOLD, candidates.iter().copied(), |candidate| candidate.household))?;
    added.with_column(keys(VILLAGE, candidates.iter().copied(), |candidate| candidate.village))?;
    Ok(added)
}

/// Both together, without those that say again what another says.
fn joined(linked: DataFrame, added: DataFrame, source: &Source) -> PolarsResult<DataFrame> {
    let mut all = linked;
    all.vstack_mut(&added)?;
    let unjudged: Vec<Option<&str>> = vec![None; all.height()];
    all.with_column(Column::new(FATE.into(), unjudged))?;
    if source.grain == Grain::Village {
        return Ok(all);
    }
    // What is not understood of the records was dropped when they were linked.
    all.with_column(Column::new(REST.into(), vec![0_i64; all.height()]))?;
    let repeats = repeats(&all, source)?.repeats;
    let kept: BooleanChunked =
        BooleanChunked::from_iter_options("".into(), repeats.iter().map(|first| Some(first.is_none())));
    all.filter(&kept)?.drop(REST)
}
