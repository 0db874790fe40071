//! Linked records → the tables that facts and rules read.

use std::collections::BTreeMap;
use std::sync::Arc;

use polars::prelude::{DataFrame, IntoLazy, col, lit};

use crate::county::Failure;
use crate::expr::Subject;
use crate::facts::{Tables, of_subjects};
use crate::link::{Population, affected, coming_with, supposed, with_newcomers};
use crate::pack::Pack;
use crate::schema::{CandidateMatch, Coverage, FATE, Fate};

/// The tables that facts and rules read: linked records only.
pub(super) fn linked_tables(
    population: &Population,
    linked: &BTreeMap<String, DataFrame>,
    register: &str,
    coverage: Arc<Coverage>,
) -> Result<Tables, Failure> {
    let mut records = BTreeMap::new();
    for (name, frame) in linked.iter().filter(|(name, _)| *name != register) {
        let used = frame.clone().lazy().filter(col(FATE).eq(lit(Fate::Linked.label()))).collect()?;
        records.insert(name.clone(), used);
    }
    let Population { persons, households, villages, .. } = population;
    let person = persons.clone();
    let household = households.clone();
    let village = villages.clone();
    Ok(Tables { person, household, village, records, coverage })
}

/// The tables of the households that candidate matches may belong to, as they would be if they did; facts of villages
/// stand as they are. None if there are no candidate matches.
pub(super) fn supposed_tables(
    population: &Population,
    linked: &BTreeMap<String, DataFrame>,
    candidate_matches: &[CandidateMatch],
    pack: &Pack,
    tables: &Tables,
) -> Result<Option<Tables>, Failure> {
    if candidate_matches.is_empty() {
        return Ok(None);
    }
    let affected = affected(candidate_matches);
    let (source, register) = pack.register();
    let others = linked.iter().filter(|(name, _)| **name != source.name);
    let others: BTreeMap<String, DataFrame> = others.map(|(name, frame)| (name.clone(), frame.clone())).collect();
    let (own, mut all): (Vec<&CandidateMatch>, Vec<&CandidateMatch>) =
        candidate_matches.iter().partition(|candidate_match| candidate_match.source == source.name);
    let coming =
        coming_with(&own.iter().map(|candidate_match| (*candidate_match).clone()).collect::<Vec<_>>(), &others)?;
    all.extend(&coming);
    let of_households = |frame: &DataFrame| of_subjects(frame, Subject::Household, &affected);
    let persons = of_households(&population.persons)?;
    let households = of_households(&population.households)?;
    let (person, household) = with_newcomers(persons, households, population, source, register, &own)?;
    Ok(Some(Tables {
        person,
        household,
        village: tables.village.clone(),
        records: supposed(&others, &pack.sources, &all, &affected)?,
        coverage: tables.coverage.clone(),
    }))
}
