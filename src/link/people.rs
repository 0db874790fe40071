//! The people of the register, as far as records can be compared with them.

use std::collections::HashMap;

use jiff::civil::Date;
use polars::prelude::{DataFrame, PolarsResult};

use super::population::Population;
use super::written::digits;
use crate::pack::Source;
use crate::schema::{HOUSEHOLD, NAME, PERSON, VILLAGE};
use crate::value::IdNumber;
use crate::value::name::{key, same_name};
use crate::value::place::village_key;

/// The village of somebody of whom no register says where he lives.
pub(super) const NO_VILLAGE: i64 = -1;

/// One person.
#[derive(Debug, Clone)]
pub(super) struct Person {
    pub number: IdNumber,
    pub name: String,
    /// The name as names are compared.
    pub called: String,
    pub household: i64,
    pub village: i64,
    pub phone: Option<String>,
}

/// Everybody, in order of number.
#[derive(Debug, Default)]
pub(super) struct People {
    pub all: Vec<Person>,
    numbers: HashMap<i64, usize>,
    households: HashMap<i64, Vec<usize>>,
    names: HashMap<String, Vec<usize>>,
    villages: HashMap<i64, usize>,
    births: HashMap<Date, Vec<usize>>,
    village_names: HashMap<i64, String>,
    /// The villages of a name.
    namesakes: HashMap<String, Vec<i64>>,
}

impl People {
    /// Takes them from the population.
    pub fn of(population: &Population, source: &Source) -> PolarsResult<Self> {
        let persons = &population.persons;
        let column = |name: &str| persons.column(name)?.i64();
        let person = column(PERSON)?;
        let household = column(HOUSEHOLD)?;
        let village = column(VILLAGE)?;
        let names = persons.column(NAME)?.str()?;
        let phones = source.key.phone.as_deref().map(|phone| persons.column(phone)?.str()).transpose()?;
        let people = (0..persons.height())
            .filter_map(|at| {
                Some(Person {
                    number: IdNumber::from_key(person.get(at)?)?,
                    name: names.get(at).unwrap_or_default().to_owned(),
                    called: key(names.get(at).unwrap_or_default()),
                    household: household.get(at)?,
                    village: village.get(at)?,
                    phone: phones.and_then(|phones| digits(phones.get(at)?)),
                })
            })
            .collect();
        let village_names = village_names(&population.villages, population)?;
        let mut namesakes: HashMap<String, Vec<i64>> = HashMap::new();
        for (village, name) in village_names.iter().filter(|(_, name)| !name.is_empty()) {
            namesakes.entry(name.clone()).or_default().push(*village);
        }
        Ok(Self { village_names, namesakes, ..Self::among(people) })
    }

    /// Some persons by themselves.
    pub fn among(all: Vec<Person>) -> Self {
        let mut people = Self::default();
        for (at, person) in all.iter().enumerate() {
            people.numbers.insert(person.number.key(), at);
            people.households.entry(person.household).or_default().push(at);
            people.names.entry(person.called.clone()).or_default().push(at);
            people.births.entry(person.number.birth_date()).or_default().push(at);
            *people.villages.entry(person.village).or_insert(0) += 1;
        }
        Self { all, ..people }
    }

    /// The person with a number.
    pub fn by_number(&self, number: IdNumber) -> Option<&Person> {
        self.numbers.get(&number.key()).map(|at| &self.all[*at])
    }

    /// The other members of a person's household.
    pub fn beside(&self, person: &Person) -> impl Iterator<Item = &Person> {
        let members = self.households.get(&person.household).map(Vec::as_slice).unwrap_or_default();
        let number = person.number;
        members.iter().map(|at| &self.all[*at]).filter(move |other| other.number != number)
    }

    /// Those who bear a name.
    pub fn named(&self, name: &str) -> impl Iterator<Item = &Person> {
        self.names.get(&key(name)).map(Vec::as_slice).unwrap_or_default().iter().map(|at| &self.all[*at])
    }

    /// Those born on a day.
    pub fn born_on(&self, birth: Date) -> impl Iterator<Item = &Person> {
        self.births.get(&birth).map(Vec::as_slice).unwrap_or_default().iter().map(|at| &self.all[*at])
    }

    /// Whether somebody of this name lives in the person's household.
    pub fn lives_with(&self, person: &Person, name: &str) -> bool {
        self.beside(person).any(|other| same_name(&other.name, name))
    }

    /// How many bear a person's name.
    pub fn bearers(&self, person: &Person) -> usize {
        self.names.get(&person.called).map_or(1, Vec::len)
    }

    /// Bits that a village says by being small.
    pub fn rarity_of_village(&self, village: i64) -> f64 {
        let villagers = self.villages.get(&village).copied().unwrap_or(1);
        (self.all.len().max(1) as f64 / villagers as f64).log2()
    }

    /// Whether an address names a village.
    pub fn names_village(&self, address: &str, village: i64) -> bool {
        let name = self.village_names.get(&village);
        name.is_some_and(|name| !name.is_empty() && address.contains(name.as_str()))
    }

    /// The villages that an address names.
    pub fn villages_in(&self, address: &str) -> Vec<i64> {
        let ends: Vec<usize> = address.char_indices().map(|(at, _)| at).chain([address.len()]).collect();
        let names = (0..ends.len()).flat_map(|from| (from + 1..ends.len()).map(move |to| (from, to)));
        let named = |(from, to): (usize, usize)| self.namesakes.get(&address[ends[from]..ends[to]]);
        names.filter_map(named).flatten().copied().collect()
    }
}

fn village_names(villages: &DataFrame, population: &Population) -> PolarsResult<HashMap<i64, String>> {
    let names = villages.column(&population.place_fields.village)?.str()?.iter();
    let keys = villages.column(VILLAGE)?.i64()?.iter();
    Ok(keys.zip(names).filter_map(|(key, name)| Some((key?, village_key(name?)))).collect())
}
