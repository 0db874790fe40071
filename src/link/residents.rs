//! Who lives where: persons by village and name, for records that give no ID number. Sorted once a run.

use std::collections::HashMap;

use polars::prelude::PolarsResult;

use super::place::{Gazetteer, NamedPlace};
use super::population::Population;
use crate::schema::{HOUSEHOLD, Household, NAME, PERSON, SheetId, SheetReport, VILLAGE, Village};
use crate::value::name;

/// The persons of a population by village and name.
pub struct Residents<'p> {
    population: &'p Population,
    gazetteer: &'p Gazetteer,
    /// The row of every household.
    rows: HashMap<i64, usize>,
    /// The keys of villages by their names in the register.
    villages: HashMap<Village, i64>,
    by_name: HashMap<(i64, String), Vec<Resident>>,
    /// The place that every sheet speaks of.
    spoken: Vec<NamedPlace<'p>>,
}

/// Where a record says that it belongs.
#[derive(Debug, Clone, Copy)]
pub struct Whereabouts<'r> {
    /// The sheet it stands in.
    pub sheet: SheetId,
    /// The township as written.
    pub township: Option<&'r str>,
    /// The village as written.
    pub village: Option<&'r str>,
    /// The address as written.
    pub address: Option<&'r str>,
}

/// The keys of one person.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Resident {
    pub person: i64,
    pub household: i64,
    pub village: i64,
}

/// Who answers to a village and a name.
pub(super) enum ResidentMatch {
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
    pub fn of(population: &'p Population, sheets: &[SheetReport]) -> PolarsResult<Self> {
        let persons = &population.persons;
        let key = |name: &str| persons.column(name)?.i64();
        let person = key(PERSON)?;
        let household = key(HOUSEHOLD)?;
        let village = key(VILLAGE)?;
        let mut by_name: HashMap<(i64, String), Vec<Resident>> = HashMap::new();
        for (position, name) in persons.column(NAME)?.str()?.iter().enumerate() {
            let keys = (person.get(position), household.get(position), village.get(position));
            if let (Some(name), (Some(person), Some(household), Some(village))) = (name, keys) {
                let resident = Resident { person, household, village };
                by_name.entry((village, name::key(name))).or_default().push(resident);
            }
        }
        let rows = population.households.column(HOUSEHOLD)?.i64()?.iter().enumerate();
        let rows = rows.filter_map(|(row, household)| Some((household?, row))).collect();
        let gazetteer = &population.gazetteer;
        let spoken = sheets.iter().map(|sheet| gazetteer.spoken_in(sheet)).collect();
        Ok(Self { population, gazetteer, rows, villages: villages(population)?, by_name, spoken })
    }

    /// The population itself.
    pub fn population(&self) -> &'p Population {
        self.population
    }

    /// A household by its names.
    pub fn household(&self, household: i64) -> Household {
        let Population { place_fields, households, .. } = self.population;
        let row = self.rows.get(&household);
        row.and_then(|row| place_fields.household(households, *row).ok()).unwrap_or_default()
    }

    /// The name of a household's head.
    pub(super) fn head(&self, household: i64) -> String {
        let name = |row: &usize| self.population.households.column(NAME).ok()?.str().ok()?.get(*row);
        self.rows.get(&household).and_then(name).unwrap_or_default().to_owned()
    }

    /// The register's names of a record's township and village, as far as they are known: what the row says counts,
    /// then its address, then what stands around the table.
    pub(super) fn places(&self, at: Whereabouts<'_>) -> NamedPlace<'p> {
        let around =
            usize::try_from(at.sheet).ok().and_then(|sheet| self.spoken.get(sheet)).copied().unwrap_or_default();
        let address = at.address.map(|address| self.gazetteer.spoken_of(address)).unwrap_or_default();
        let told = address.township.or(around.township);
        let village = at.village.or(address.village).or(around.village);
        let township = at.township.or(told);
        let found = village.and_then(|village| {
            let found = self.gazetteer.village(township, village);
            // What stands around a table may speak of the office.
            found.or_else(|| self.gazetteer.village(None, village).filter(|_| at.township.is_none()))
        });
        let known = || township.and_then(|name| self.gazetteer.township(name));
        NamedPlace {
            township: found.map(|(township, _)| township).or_else(known),
            village: found.map(|(_, village)| village),
        }
    }

    /// The key of a record's village.
    pub(super) fn village(&self, at: Whereabouts<'_>) -> Option<i64> {
        let NamedPlace { township, village } = self.places(at);
        self.villages.get(&Village::new(township?, village?)).copied()
    }

    /// Finds who is meant; of several names in a cell those of one household are as good as one.
    pub(super) fn find(&self, at: Whereabouts<'_>, name: Option<&str>) -> ResidentMatch {
        let Some(key) = self.village(at) else { return ResidentMatch::UnknownVillage };
        let named = |name: &str| self.by_name.get(&(key, name::key(name))).map_or(&[][..], Vec::as_slice);
        let mut found = name.into_iter().flat_map(name::each).map(named).filter(|found| !found.is_empty());
        match found.next() {
            Some([resident])
                if found.all(|others| matches!(others, [other] if other.household == resident.household)) =>
            {
                ResidentMatch::One(*resident)
            }
            Some(_) => ResidentMatch::Several,
            None => ResidentMatch::Nobody,
        }
    }
}

fn villages(population: &Population) -> PolarsResult<HashMap<Village, i64>> {
    let villages = &population.villages;
    let keys = villages.column(VILLAGE)?.i64()?;
    let fields = &population.place_fields;
    let township = villages.column(&fields.township)?.str()?;
    let village = villages.column(&fields.village)?.str()?;
    let row =
        |position: usize| Some((Village::new(township.get(position)?, village.get(position)?), keys.get(position)?));
    Ok((0..villages.height()).filter_map(row).collect())
}
