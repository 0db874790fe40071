//! One source's records → the same records with the keys of person, household and village, and a fate each.

use std::collections::BTreeMap;

use polars::prelude::{Column, DataFrame, Int64Chunked, IntoLazy, PolarsResult, StringChunked, col};

use super::candidate_matches::{RegisterIndex, candidate_matches};
use super::duplicate::{Repeats, repeats};
use super::issues::issues_of;
use super::questionable::{NumberDoubt, questionable};
use super::residents::{ResidentMatch, Residents, Whereabouts};
use super::trace::Tracer;
use crate::pack::{Grain, Source};
use crate::schema::{
    CandidateMatch, Damaged, FATE, Fate, HOUSEHOLD, ID, Issue, METHOD, NAME, Origins, PERSON, REGISTER_NAME, REST,
    SHEET, Strength, VILLAGE, look_up,
};
use crate::value::IdNumber;

/// How a record was linked, for people.
const BY_ID: &str = "身份证号";
const BY_NAME: &str = "村+姓名";
const BY_VILLAGE: &str = "村名";
const BY_PEOPLE: &str = "人工确认";

/// The records of one source, linked.
#[derive(Debug)]
pub struct Linked {
    /// The records with their keys and fates.
    pub frame: DataFrame,
    /// What is to be said of them.
    pub issues: Vec<Issue>,
    /// Whom those that are nobody's are probably about, with their positions.
    pub candidate_matches: Vec<(usize, CandidateMatch)>,
}

/// Links the records of one source.
///
/// By ID number; where the source says so, records without any ID by village and name if exactly one person fits.
/// For household sources any member's number serves; village sources are linked by the village's name. Records that say
/// the same are merged. A valid number that is probably another's links its record to nobody; people have confirmed the
/// numbers at some positions.
///
/// # Errors
/// Only if frames do not have the columns that standardizing gives them.
pub fn link(
    records: DataFrame,
    source: &Source,
    register: &RegisterIndex<'_>,
    damaged: &[Damaged],
    confirmed: &BTreeMap<usize, IdNumber>,
) -> PolarsResult<Linked> {
    let residents = register.residents;
    let mut doubts = questionable(&records, source, register, damaged)?;
    doubts.retain(|position, _| !confirmed.contains_key(position));
    let records = set_aside(records, doubts.keys().copied())?;
    let repeats = repeats(&records, source)?;
    let people = residents.population().persons.clone().lazy().select([
        col(ID),
        col(PERSON),
        col(HOUSEHOLD),
        col(VILLAGE),
        col(NAME).alias(REGISTER_NAME),
    ]);
    let mut frame = look_up(records, people, &[ID]).collect()?;
    let mut links = Links::by_id(&frame, &repeats)?;
    if source.grain == Grain::Village {
        links.add_by_village(&frame, source, residents)?;
    } else if source.key.by_name {
        links.add_by_name(&frame, source, residents)?;
    }
    links.note_confirmed(confirmed);
    let mut issues = issues_of(&frame, source, &repeats, &links.fates)?;
    links.columns().into_iter().try_for_each(|column| frame.with_column(column).map(drop))?;
    let candidate_matches = with_candidates(&mut frame, source, &mut doubts, register, damaged)?;
    issues.extend(told(&frame, source, &doubts)?);
    Ok(Linked { frame: frame.drop(REGISTER_NAME)?.drop(REST)?, issues, candidate_matches })
}

/// Gives records the fate of those that cannot be used.
fn set_aside(mut records: DataFrame, positions: impl Iterator<Item = usize>) -> PolarsResult<DataFrame> {
    let mut fates: Vec<Option<&str>> = records.column(FATE)?.str()?.iter().collect();
    positions.for_each(|position| fates[position] = Some(Fate::Quarantined.label()));
    let fates = Column::new(FATE.into(), fates);
    records.with_column(fates)?;
    Ok(records)
}

/// Whom the records are probably about that are nobody's; a number that is nobody's either, but nearly that of somebody
/// whom the record fits, is not believed.
fn with_candidates(
    frame: &mut DataFrame,
    source: &Source,
    doubts: &mut BTreeMap<usize, NumberDoubt>,
    register: &RegisterIndex<'_>,
    damaged: &[Damaged],
) -> PolarsResult<Vec<(usize, CandidateMatch)>> {
    if source.grain == Grain::Village {
        return Ok(Vec::new());
    }
    let open = [Fate::Outside, Fate::Ambiguous, Fate::Quarantined].map(Fate::label);
    let fates = frame.column(FATE)?.str()?;
    let positions: Vec<usize> =
        (0..frame.height()).filter(|position| fates.get(*position).is_some_and(|fate| open.contains(&fate))).collect();
    let positions =
        positions.into_iter().map(|position| (position, doubts.get(&position) == Some(&NumberDoubt::Rounded)));
    let tracer = Tracer::of(frame, source, damaged)?;
    let mut found = candidate_matches(frame, source, &tracer, positions, register)?;
    let ids = frame.column(ID)?.i64()?;
    let stands = |position: usize| ids.get(position).is_some() && !doubts.contains_key(&position);
    found.retain(|(position, candidate_match)| {
        !stands(*position) || candidate_match.candidates[0].strength <= Strength::Likely
    });
    let nearly: Vec<usize> = found.iter().map(|(position, _)| *position).filter(|at| stands(*at)).collect();
    *frame = set_aside(frame.clone(), nearly.iter().copied())?;
    doubts.extend(nearly.into_iter().map(|position| (position, NumberDoubt::Nearly)));
    Ok(found)
}

/// What is said of records whose number is not believed.
fn told(frame: &DataFrame, source: &Source, doubts: &BTreeMap<usize, NumberDoubt>) -> PolarsResult<Vec<Issue>> {
    let names = frame.column(NAME)?.str()?;
    let origins = Origins::of(frame)?;
    let issues = doubts
        .iter()
        .map(|(position, doubt)| doubt.issue(origins.at(*position), source, names.get(*position).unwrap_or_default()));
    Ok(issues.collect())
}

/// Records with numbers that people have confirmed.
///
/// # Errors
/// Only if the frame does not have the columns that standardizing gives it.
pub fn with_numbers(
    mut records: DataFrame,
    source: &Source,
    confirmed: &BTreeMap<usize, IdNumber>,
) -> PolarsResult<DataFrame> {
    let mut ids: Vec<Option<i64>> = records.column(ID)?.i64()?.iter().collect();
    let mut fates: Vec<Option<String>> =
        records.column(FATE)?.str()?.iter().map(|fate| fate.map(str::to_owned)).collect();
    for (position, number) in confirmed {
        (ids[*position], fates[*position]) = (Some(number.key()), None);
    }
    // The number stands wherever the source has one of the person's, so that the same record twice is seen as that.
    for field in &source.key.id {
        records.with_column(Column::new(field.as_str().into(), &ids))?;
    }
    records.with_column(Column::new(ID.into(), ids))?;
    records.with_column(Column::new(FATE.into(), fates))?;
    Ok(records)
}

/// Whom every record is about, how that is known, and what becomes of the record.
struct Links {
    persons: Vec<Option<i64>>,
    households: Vec<Option<i64>>,
    villages: Vec<Option<i64>>,
    methods: Vec<Option<&'static str>>,
    fates: Vec<Fate>,
}

impl Links {
    /// Those of ID numbers, which a frame has looked up.
    fn by_id(frame: &DataFrame, repeats: &Repeats) -> PolarsResult<Self> {
        let key = |name: &str| -> PolarsResult<Vec<Option<i64>>> { Ok(frame.column(name)?.i64()?.iter().collect()) };
        let persons = key(PERSON)?;
        let households = key(HOUSEHOLD)?;
        let villages = key(VILLAGE)?;
        let given = frame.column(FATE)?.str()?;
        let fates = (0..frame.height())
            .map(|position| match (given.get(position), repeats.repeats[position], persons[position]) {
                (Some(given), ..) => Fate::of(given).unwrap_or(Fate::Quarantined),
                (None, Some(_), _) => Fate::Merged,
                (None, None, Some(_)) => Fate::Linked,
                (None, None, None) => Fate::Outside,
            })
            .collect();
        let methods = persons.iter().map(|person| person.map(|_| BY_ID)).collect();
        Ok(Self { persons, households, villages, methods, fates })
    }

    /// Says of records whose number people confirmed how they were linked.
    fn note_confirmed(&mut self, confirmed: &BTreeMap<usize, IdNumber>) {
        confirmed.keys().for_each(|position| self.methods[*position] = Some(BY_PEOPLE));
    }

    /// Links records without an ID number by village and name.
    fn add_by_name(&mut self, frame: &DataFrame, source: &Source, residents: &Residents<'_>) -> PolarsResult<()> {
        let ids = frame.column(ID)?.i64()?;
        let names = frame.column(NAME)?.str()?;
        let places = RecordPlaces::of(frame, source)?;
        for position in self.outside().into_iter().filter(|position| ids.get(*position).is_none()) {
            self.fates[position] = match residents.find(places.at(position), names.get(position)) {
                ResidentMatch::One(resident) => {
                    self.persons[position] = Some(resident.person);
                    self.households[position] = Some(resident.household);
                    self.villages[position] = Some(resident.village);
                    self.methods[position] = Some(BY_NAME);
                    Fate::Linked
                }
                ResidentMatch::Several | ResidentMatch::UnknownVillage => Fate::Ambiguous,
                ResidentMatch::Nobody => Fate::Outside,
            };
        }
        Ok(())
    }

    /// Links the records of villages.
    fn add_by_village(&mut self, frame: &DataFrame, source: &Source, residents: &Residents<'_>) -> PolarsResult<()> {
        let places = RecordPlaces::of(frame, source)?;
        for position in self.outside() {
            if let Some(village) = residents.village(places.at(position)) {
                self.villages[position] = Some(village);
                (self.methods[position], self.fates[position]) = (Some(BY_VILLAGE), Fate::Linked);
            }
        }
        Ok(())
    }

    /// The records that are of nobody yet.
    fn outside(&self) -> Vec<usize> {
        (0..self.fates.len()).filter(|position| self.fates[*position] == Fate::Outside).collect()
    }

    fn columns(self) -> [Column; 5] {
        let labels: Vec<&str> = self.fates.iter().map(|fate| fate.label()).collect();
        [
            Column::new(PERSON.into(), self.persons),
            Column::new(HOUSEHOLD.into(), self.households),
            Column::new(VILLAGE.into(), self.villages),
            Column::new(METHOD.into(), self.methods),
            Column::new(FATE.into(), labels),
        ]
    }
}

/// The places that records name, in a source that does.
pub(super) struct RecordPlaces<'f> {
    sheets: &'f Int64Chunked,
    townships: Option<&'f StringChunked>,
    villages: Option<&'f StringChunked>,
    addresses: Option<&'f StringChunked>,
}

impl<'f> RecordPlaces<'f> {
    pub(super) fn of(frame: &'f DataFrame, source: &Source) -> PolarsResult<Self> {
        let named = |field: &Option<String>| field.as_deref().map(|name| frame.column(name)?.str()).transpose();
        let key = &source.key;
        let townships = named(&key.township)?;
        let villages = named(&key.village)?;
        Ok(Self { sheets: frame.column(SHEET)?.i64()?, townships, villages, addresses: named(&key.address)? })
    }

    pub(super) fn at(&self, position: usize) -> Whereabouts<'f> {
        let name = |column: Option<&'f StringChunked>| column.and_then(|names| names.get(position));
        let sheet = self.sheets.get(position).and_then(|sheet| u32::try_from(sheet).ok()).unwrap_or(u32::MAX);
        let township = name(self.townships);
        let village = name(self.villages);
        Whereabouts { sheet, township, village, address: name(self.addresses) }
    }
}
