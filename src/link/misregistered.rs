//! Rows of the register whose number is damaged → the person outside the register for whom their good rows elsewhere
//! speak. Until people confirm it the household is judged with and without that person.

use std::collections::{BTreeMap, HashMap};

use polars::prelude::{Column, DataFrame, DataType, IdxCa, IdxSize, PolarsResult};

use super::candidate_matches::{RegisterIndex, number_alike};
use super::decision::{OwnRows, Proposal, decide, strength};
use super::people::{NO_VILLAGE, People, Person};
use super::place_fields::PlaceFields;
use super::population::{HEAD, Population};
use super::supposition::keys;
use super::trace::Tracer;
use crate::pack::{self, Source};
use crate::schema::{
    Candidate, CandidateMatch, Damaged, FATE, Fate, HOUSEHOLD, Household, ID, METHOD, NAME, NOBODY_ELSE, Origins,
    PERSON, VILLAGE,
};
use crate::value::name::key;
use crate::value::{IdNumber, date};

/// The register's rows with a damaged number and the people of other tables whom they fit, with their positions.
///
/// # Errors
/// Only if frames do not have the columns that linking gives them.
pub fn misregistered(
    source: &Source,
    register: &RegisterIndex<'_>,
    damaged: &[Damaged],
    linked: &BTreeMap<String, DataFrame>,
) -> PolarsResult<Vec<(usize, CandidateMatch)>> {
    let population = register.residents.population();
    let frame = &population.register;
    if !damaged.iter().any(|record| record.source == source.name) {
        return Ok(Vec::new());
    }
    let outsiders = People::among(outsiders(linked)?);
    let tracer = Tracer::of(frame, source, damaged)?;
    let ids = frame.column(ID)?.i64()?;
    let fates = frame.column(FATE)?.str()?;
    let mut traces = Vec::new();
    for position in 0..frame.height() {
        if ids.get(position).is_some() || fates.get(position) != Some(Fate::Quarantined.label()) {
            continue;
        }
        traces.extend(tracer.trace(position, false, &outsiders, register.residents)?);
    }
    let own = OwnRows::of(std::iter::empty(), register.linkage);
    let proposals = decide(&traces, &outsiders, register.linkage, &own);
    let homes = Homes::of(population)?;
    let found = traces.iter().zip(proposals).filter(|(_, proposals)| !proposals.is_empty());
    let mut found = found
        .map(|(trace, proposals)| {
            let home = homes.of_row(frame, trace.position)?;
            let candidates = proposals.iter().map(|proposal| candidate(proposal, &outsiders.all, &home, register));
            Ok((trace.position, trace.matched(source, candidates.collect())))
        })
        .collect::<PolarsResult<Vec<_>>>()?;
    number_alike(&mut found);
    Ok(found)
}

fn candidate(
    proposal: &Proposal,
    outsiders: &[Person],
    home: &RegisterHome,
    register: &RegisterIndex<'_>,
) -> Candidate {
    let person = &outsiders[proposal.person];
    let words = proposal.weighed.levels.iter().map(|level| register.linkage.words(*level));
    Candidate {
        person: person.number,
        name: person.name.clone(),
        household: home.household,
        village: home.village,
        home: home.names.clone(),
        head: register.residents.head(home.household),
        strength: strength(proposal.probability, register.linkage),
        evidence: format!("花名册的证号有误，其他部门有此人：{}", words.collect::<Vec<_>>().join("，")),
    }
}

/// The people of other tables who are not in the register.
fn outsiders(linked: &BTreeMap<String, DataFrame>) -> PolarsResult<Vec<Person>> {
    let mut found: BTreeMap<i64, Person> = BTreeMap::new();
    for frame in linked.values() {
        let ids = frame.column(ID)?.i64()?;
        let names = frame.column(NAME)?.str()?;
        let fates = frame.column(FATE)?.str()?;
        for at in (0..frame.height()).filter(|at| fates.get(*at) == Some(Fate::Outside.label())) {
            let number = ids.get(at).and_then(IdNumber::from_key);
            if let (Some(number), Some(name)) = (number, names.get(at)) {
                found.entry(number.key()).or_insert_with(|| Person {
                    number,
                    name: name.to_owned(),
                    called: key(name),
                    household: NOBODY_ELSE,
                    village: NO_VILLAGE,
                    phone: None,
                });
            }
        }
    }
    Ok(found.into_values().collect())
}

/// The keys of households and of their villages by the names of households.
struct Homes<'p> {
    fields: &'p PlaceFields,
    keys: HashMap<Household, (i64, i64)>,
}

/// Where a row of the register belongs.
struct RegisterHome {
    household: i64,
    village: i64,
    names: Household,
}

impl<'p> Homes<'p> {
    fn of(population: &'p Population) -> PolarsResult<Self> {
        let frame = &population.households;
        let households = frame.column(HOUSEHOLD)?.i64()?;
        let villages = frame.column(VILLAGE)?.i64()?;
        let mut keys = HashMap::new();
        for at in 0..frame.height() {
            if let (Some(household), Some(village)) = (households.get(at), villages.get(at)) {
                keys.insert(population.place_fields.household(frame, at)?, (household, village));
            }
        }
        Ok(Self { fields: &population.place_fields, keys })
    }

    fn of_row(&self, register: &DataFrame, at: usize) -> PolarsResult<RegisterHome> {
        let names = self.fields.household(register, at)?;
        let (household, village) = self.keys.get(&names).copied().unwrap_or((NOBODY_ELSE, NOBODY_ELSE));
        Ok(RegisterHome { household, village, names })
    }
}

/// The register's rows with the numbers that people confirmed, and what these tell.
///
/// # Errors
/// Only if the frame does not have the columns of the register.
pub fn registered(
    mut rows: DataFrame,
    source: &Source,
    register: &pack::Register,
    confirmed: &BTreeMap<usize, IdNumber>,
) -> PolarsResult<DataFrame> {
    let mut births: Vec<Option<i32>> = rows.column(&register.birth)?.cast(&DataType::Int32)?.i32()?.iter().collect();
    let sexes = rows.column(&register.sex)?.str()?.iter();
    let mut sexes: Vec<Option<String>> = sexes.map(|sex| sex.map(str::to_owned)).collect();
    for (position, number) in confirmed {
        births[*position] = Some(date::to_days(number.birth_date()));
        sexes[*position] = Some(number.sex().label().to_owned());
    }
    rows.with_column(Column::new(register.birth.as_str().into(), births).cast(&DataType::Date)?)?;
    rows.with_column(Column::new(register.sex.as_str().into(), sexes))?;
    super::with_numbers(rows, source, confirmed)
}

/// The rows of other tables that come with the people whom damaged rows of the register are probably about.
///
/// # Errors
/// Only if frames do not have the columns that linking gives them.
pub fn coming_with(
    candidate_matches: &[CandidateMatch],
    linked: &BTreeMap<String, DataFrame>,
) -> PolarsResult<Vec<CandidateMatch>> {
    let pairs = candidate_matches.iter().flat_map(|candidate_match| {
        candidate_match.candidates.iter().map(move |candidate| (candidate_match, candidate))
    });
    let wanted: HashMap<i64, (&CandidateMatch, &Candidate)> =
        pairs.map(|(candidate_match, candidate)| (candidate.person.key(), (candidate_match, candidate))).collect();
    let mut found = Vec::new();
    for (source, frame) in linked {
        let ids = frame.column(ID)?.i64()?;
        let origins = Origins::of(frame)?;
        for at in 0..frame.height() {
            let Some((candidate_match, candidate)) = ids.get(at).and_then(|id| wanted.get(&id)) else { continue };
            found.push(CandidateMatch {
                source: source.clone(),
                origin: origins.at(at),
                member: origins.member(at),
                candidates: vec![(*candidate).clone()],
                ..(*candidate_match).clone()
            });
        }
    }
    Ok(found)
}

/// The persons and households with those whom damaged rows of the register are probably about.
///
/// # Errors
/// Only if frames do not have the columns that linking gives them.
pub fn with_newcomers(
    mut persons: DataFrame,
    households: DataFrame,
    population: &Population,
    source: &Source,
    register: &pack::Register,
    candidate_matches: &[&CandidateMatch],
) -> PolarsResult<(DataFrame, DataFrame)> {
    let rows = &population.register;
    let origins = Origins::of(rows)?;
    let positions: HashMap<_, usize> = (0..rows.height()).map(|at| (origins.place(at), at)).collect();
    let mut found: BTreeMap<usize, &Candidate> = BTreeMap::new();
    for candidate_match in candidate_matches {
        let place = (candidate_match.origin, candidate_match.member);
        let candidate = candidate_match.candidates.iter().find(|candidate| candidate.household != NOBODY_ELSE);
        found.extend(positions.get(&place).copied().zip(candidate));
    }
    let confirmed: BTreeMap<usize, IdNumber> = found.iter().map(|(at, candidate)| (*at, candidate.person)).collect();
    let taken: IdxCa = found.keys().map(|at| IdxSize::try_from(*at).ok()).collect();
    let mut newcomers = registered(rows.clone(), source, register, &confirmed)?.take(&taken)?;
    newcomers.with_column(keys(PERSON, found.values().copied(), |candidate| candidate.person.key()))?;
    newcomers.with_column(keys(HOUSEHOLD, found.values().copied(), |candidate| candidate.household))?;
    newcomers.with_column(keys(VILLAGE, found.values().copied(), |candidate| candidate.village))?;
    newcomers.with_column(Column::new(METHOD.into(), vec!["花名册"; found.len()]))?;
    newcomers.with_column(Column::new(FATE.into(), vec![Fate::Linked.label(); found.len()]))?;
    let households = with_heads(households, &newcomers, register)?;
    persons.vstack_mut(&newcomers.select(persons.get_column_names_owned())?)?;
    Ok((persons, households))
}

/// Households without a head have the newcomer who is one.
fn with_heads(mut households: DataFrame, newcomers: &DataFrame, register: &pack::Register) -> PolarsResult<DataFrame> {
    let relations = newcomers.column(&register.relation)?.str()?;
    let persons = newcomers.column(PERSON)?.i64()?;
    let homes = newcomers.column(HOUSEHOLD)?.i64()?;
    let names = newcomers.column(NAME)?.str()?;
    let is_head = |at: &usize| relations.get(*at) == Some(register.head.as_str());
    let heads: HashMap<i64, usize> =
        (0..newcomers.height()).filter(is_head).filter_map(|at| Some((homes.get(at)?, at))).collect();
    let keys: Vec<Option<i64>> = households.column(HOUSEHOLD)?.i64()?.iter().collect();
    let mut known: Vec<Option<i64>> = households.column(HEAD)?.i64()?.iter().collect();
    let mut named: Vec<Option<String>> =
        households.column(NAME)?.str()?.iter().map(|name| name.map(str::to_owned)).collect();
    for (row, household) in keys.iter().enumerate() {
        let newcomer = household.and_then(|household| heads.get(&household));
        if let (None, Some(at)) = (known[row], newcomer) {
            (known[row], named[row]) = (persons.get(*at), names.get(*at).map(str::to_owned));
        }
    }
    households.with_column(Column::new(HEAD.into(), known))?;
    households.with_column(Column::new(NAME.into(), named))?;
    Ok(households)
}
