//! Who lives where: persons by village and name, for records that give no ID number. Sorted once a run.

use std::collections::HashMap;

use polars::prelude::PolarsResult;

use super::place::Gazetteer;
use super::population::Population;
use crate::schema::{HOUSEHOLD, NAME, PERSON, VILLAGE};

/// The persons of a population by village and name.
pub struct Residents<'p> {
    population: &'p Population,
    gazetteer: &'p Gazetteer,
    /// The row of every household.
    rows: HashMap<i64, usize>,
    /// Village keys by township and village, as the register writes them.
    villages: HashMap<(String, String), i64>,
    by_name: HashMap<(i64, String), Vec<Resident>>,
}

/// The keys of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Resident {
    pub person: i64,
    pub household: i64,
    pub village: i64,
}

/// Who answers to a village and a name.
pub(super) enum Found {
    One(Resident),
    Several,
    Nobody,
    UnknownVillage,
}

impl<'p> Residents<'p> {
    /// Sorts a population by village and name.
    ///
    /// # Errors
    /// Only if the population does not have the columns that linking gives it.
    pub fn of(population: &'p Population) -> PolarsResult<Self> {
        let persons = &population.persons;
        let key = |name: &str| persons.column(name)?.i64();
        let (person, household, village) = (key(PERSON)?, key(HOUSEHOLD)?, key(VILLAGE)?);
        let mut by_name: HashMap<(i64, String), Vec<Resident>> = HashMap::new();
        for (position, name) in persons.column(NAME)?.str()?.iter().enumerate() {
            let keys = (person.get(position), household.get(position), village.get(position));
            if let (Some(name), (Some(person), Some(household), Some(village))) = (name, keys) {
                let resident = Resident { person, household, village };
                by_name.entry((village, name.to_owned())).or_default().push(resident);
            }
        }
        let rows = population.households.column(HOUSEHOLD)?.i64()?.iter().enumerate();
        let rows = rows.filter_map(|(row, household)| Some((household?, row))).collect();
        Ok(Self { population, gazetteer: &population.gazetteer, rows, villages: villages(population)?, by_name })
    }

    /// The population itself.
    pub fn population(&self) -> &'p Population {
        self.population
    }

    /// Township, village and number of a household.
    pub fn place(&self, household: i64) -> [String; 3] {
        let row = self.rows.get(&household);
        self.population.place_fields.each_ref().map(|field| {
            let text = |row: usize| self.population.households.column(field).ok()?.str().ok()?.get(row);
            row.and_then(|row| text(*row)).unwrap_or_default().to_owned()
        })
    }

    /// The name of a household's head.
    pub(super) fn head(&self, household: i64) -> String {
        let name = |row: &usize| self.population.households.column(NAME).ok()?.str().ok()?.get(*row);
        self.rows.get(&household).and_then(name).unwrap_or_default().to_owned()
    }

    /// The key of a village, however it is written.
    pub(super) fn village(&self, township: Option<&str>, village: Option<&str>) -> Option<i64> {
        let (township, village) = self.gazetteer.village(township, village?)?;
        self.villages.get(&(township.to_owned(), village.to_owned())).copied()
    }

    /// Finds who is meant.
    pub(super) fn find(&self, township: Option<&str>, village: Option<&str>, name: Option<&str>) -> Found {
        let Some(key) = self.village(township, village) else { return Found::UnknownVillage };
        let found = name.and_then(|name| self.by_name.get(&(key, name.to_owned())));
        match found.map(Vec::as_slice) {
            Some([resident]) => Found::One(*resident),
            Some(_) => Found::Several,
            None => Found::Nobody,
        }
    }
}

fn villages(population: &Population) -> PolarsResult<HashMap<(String, String), i64>> {
    let villages = &population.villages;
    let keys = villages.column(VILLAGE)?.i64()?;
    let [township, village, _] = &population.place_fields;
    let (township, village) = (villages.column(township)?.str()?, villages.column(village)?.str()?);
    let row = |position: usize| {
        let names = township.get(position).zip(village.get(position))?;
        Some(((names.0.to_owned(), names.1.to_owned()), keys.get(position)?))
    };
    Ok((0..villages.height()).filter_map(row).collect())
}
