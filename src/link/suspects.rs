//! Damaged records → the persons they are probably about.

use std::collections::{HashMap, HashSet};

use polars::prelude::{DataFrame, PolarsResult};

use super::population::Population;
use super::residents::{Found, Residents};
use crate::schema::{Damaged, FATE, Fate, HOUSEHOLD, NAME, PERSON, Suspect, VILLAGE};
use crate::value::{IdNumber, Likeness};

/// A person of the register with the same name.
#[derive(Clone, Copy)]
struct Namesake {
    person: IdNumber,
    household: i64,
    village: i64,
}

/// For every damaged record of a source the person it fits, if just one does: the same name and a like number, or,
/// where no number is left at all, the same name in the same village.
///
/// # Errors
/// Only if frames do not have the columns that linking gives them.
pub fn suspects(damaged: &[Damaged], linked: &DataFrame, residents: &Residents<'_>) -> PolarsResult<Vec<Suspect>> {
    if damaged.is_empty() {
        return Ok(Vec::new());
    }
    let namesakes = namesakes(damaged, residents.population())?;
    let known = persons_in(linked)?;
    let suspect = |record: &Damaged| {
        let (Namesake { person, household, village }, likeness) = match &record.fragment {
            Some(_) => like(record, namesakes.get(record.name.as_str())?)?,
            None => (resident(record, residents)?, None),
        };
        let has_others = known.contains(&person.key());
        let place = residents.place(household);
        Some(Suspect { record: record.clone(), person, household, village, place, likeness, has_others })
    };
    Ok(damaged.iter().filter_map(suspect).collect())
}

/// The persons who bear one of the names, by name.
fn namesakes(damaged: &[Damaged], population: &Population) -> PolarsResult<HashMap<String, Vec<Namesake>>> {
    let wanted: HashSet<&str> = damaged.iter().map(|record| record.name.as_str()).collect();
    let persons = &population.persons;
    let key = |name: &str| persons.column(name)?.i64();
    let (keys, households, villages) = (key(PERSON)?, key(HOUSEHOLD)?, key(VILLAGE)?);
    let mut found: HashMap<String, Vec<Namesake>> = HashMap::new();
    for (position, name) in persons.column(NAME)?.str()?.iter().enumerate() {
        let Some(name) = name.filter(|name| wanted.contains(name)) else { continue };
        let person = keys.get(position).and_then(IdNumber::from_key);
        if let (Some(person), Some(household), Some(village)) =
            (person, households.get(position), villages.get(position))
        {
            found.entry(name.to_owned()).or_default().push(Namesake { person, household, village });
        }
    }
    Ok(found)
}

/// The persons who have a linked record.
fn persons_in(linked: &DataFrame) -> PolarsResult<HashSet<i64>> {
    let fates = linked.column(FATE)?.str()?;
    let pairs = linked.column(PERSON)?.i64()?.iter().zip(fates.iter());
    Ok(pairs.filter(|(_, fate)| *fate == Some(Fate::Linked.label())).filter_map(|(person, _)| person).collect())
}

/// The only namesake whose number is like the fragment.
fn like(record: &Damaged, namesakes: &[Namesake]) -> Option<(Namesake, Option<Likeness>)> {
    let fragment = record.fragment.as_ref()?;
    let mut like = namesakes
        .iter()
        .filter_map(|namesake| fragment.likeness(namesake.person).map(|likeness| (*namesake, Some(likeness))));
    let first = like.next()?;
    like.next().is_none().then_some(first)
}

fn resident(record: &Damaged, residents: &Residents<'_>) -> Option<Namesake> {
    match residents.find(record.township.as_deref(), record.village.as_deref(), Some(&record.name)) {
        Found::One(resident) => Some(Namesake {
            person: IdNumber::from_key(resident.person)?,
            household: resident.household,
            village: resident.village,
        }),
        Found::Several | Found::Nobody | Found::UnknownVillage => None,
    }
}
