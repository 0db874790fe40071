//! One source's records → the same records with the keys of person, household and village, and a fate each.

use polars::prelude::{Column, DataFrame, IntoLazy, PolarsResult, StringChunked, col};

use super::duplicate::{Repeats, repeats};
use super::remark::remarks;
use super::residents::{Found, Residents};
use crate::pack::{Grain, Source};
use crate::schema::{FATE, Fate, HOUSEHOLD, ID, Issue, METHOD, NAME, PERSON, REST, VILLAGE, look_up};

/// The register's name of the person with a record's number.
pub(super) const REGISTER_NAME: &str = "@register_name";

/// How a record was linked, for people.
const BY_ID: &str = "身份证号";
const BY_NAME: &str = "村+姓名";
const BY_VILLAGE: &str = "村名";

/// Links the records of one source.
///
/// By ID number; where the source says so, records without any ID by village and name if exactly one person fits.
/// For household sources any member's number serves; village sources are linked by the village's name. Records that say the same are
/// merged.
///
/// # Errors
/// Only if frames do not have the columns that standardizing gives them.
pub fn link(records: DataFrame, source: &Source, residents: &Residents<'_>) -> PolarsResult<(DataFrame, Vec<Issue>)> {
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
    let issues = remarks(&frame, source, &repeats, &links.fates)?;
    for column in links.columns() {
        frame.with_column(column)?;
    }
    Ok((frame.drop(REGISTER_NAME)?.drop(REST)?, issues))
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
        let (persons, households, villages) = (key(PERSON)?, key(HOUSEHOLD)?, key(VILLAGE)?);
        let given = frame.column(FATE)?.str()?;
        let fate = |position: usize| match (given.get(position), repeats.repeats[position], persons[position]) {
            (Some(given), ..) => Fate::of(given).unwrap_or(Fate::Quarantined),
            (None, Some(_), _) => Fate::Merged,
            (None, None, Some(_)) => Fate::Linked,
            (None, None, None) => Fate::Outside,
        };
        let fates = (0..frame.height()).map(fate).collect();
        let methods = persons.iter().map(|person| person.map(|_| BY_ID)).collect();
        Ok(Self { persons, households, villages, methods, fates })
    }

    /// Links records without an ID number by village and name.
    fn add_by_name(&mut self, frame: &DataFrame, source: &Source, residents: &Residents<'_>) -> PolarsResult<()> {
        let (ids, names) = (frame.column(ID)?.i64()?, frame.column(NAME)?.str()?);
        let places = Places::of(frame, source)?;
        for position in self.outside().into_iter().filter(|position| ids.get(*position).is_none()) {
            let (township, village) = places.at(position);
            self.fates[position] = match residents.find(township, village, names.get(position)) {
                Found::One(resident) => {
                    self.persons[position] = Some(resident.person);
                    self.households[position] = Some(resident.household);
                    self.villages[position] = Some(resident.village);
                    self.methods[position] = Some(BY_NAME);
                    Fate::Linked
                }
                Found::Several | Found::UnknownVillage => Fate::Ambiguous,
                Found::Nobody => Fate::Outside,
            };
        }
        Ok(())
    }

    /// Links the records of villages.
    fn add_by_village(&mut self, frame: &DataFrame, source: &Source, residents: &Residents<'_>) -> PolarsResult<()> {
        let places = Places::of(frame, source)?;
        for position in self.outside() {
            let (township, village) = places.at(position);
            if let Some(village) = residents.village(township, village) {
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

/// The townships and villages that records name, in a source that does.
struct Places<'f> {
    townships: Option<&'f StringChunked>,
    villages: Option<&'f StringChunked>,
}

impl<'f> Places<'f> {
    fn of(frame: &'f DataFrame, source: &Source) -> PolarsResult<Self> {
        let named = |field: &Option<String>| field.as_deref().map(|name| frame.column(name)?.str()).transpose();
        Ok(Self { townships: named(&source.key.township)?, villages: named(&source.key.village)? })
    }

    fn at(&self, position: usize) -> (Option<&'f str>, Option<&'f str>) {
        let name = |column: Option<&'f StringChunked>| column.and_then(|names| names.get(position));
        (name(self.townships), name(self.villages))
    }
}
