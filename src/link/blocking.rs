//! Which persons are worth comparing with a record: those that share a key with it. Keys are exact, so that the work
//! grows with the number of records, not with records times persons.

use std::collections::{HashMap, HashSet};
use std::hash::{DefaultHasher, Hash, Hasher};

use super::people::{People, Person};
use super::sound::sound;
use super::trace::{Trace, Written};
use crate::value::name::key;

/// A hashed key; two that are equal by chance only cost a comparison.
type Key = u64;

/// Persons by the keys that some records ask for.
pub(super) struct Blocks {
    blocks: HashMap<Key, Vec<usize>>,
    largest: usize,
}

impl Blocks {
    /// Sorts the persons by the keys of the records; only these are kept.
    pub fn of(people: &People, traces: &[Trace], largest: usize) -> Self {
        let wanted: HashSet<Key> = traces.iter().flat_map(|trace| of_trace(trace, people)).collect();
        let mut blocks: HashMap<Key, Vec<usize>> = HashMap::new();
        if !wanted.is_empty() {
            for (at, person) in people.all.iter().enumerate() {
                for key in of_person(person).into_iter().filter(|key| wanted.contains(key)) {
                    blocks.entry(key).or_default().push(at);
                }
            }
        }
        Self { blocks, largest }
    }

    /// The persons who share a key with a record, in order.
    pub fn around(&self, trace: &Trace, people: &People) -> Vec<usize> {
        let blocks = of_trace(trace, people).into_iter().filter_map(|key| self.blocks.get(&key));
        let mut found: Vec<usize> = blocks.filter(|block| block.len() <= self.largest).flatten().copied().collect();
        found.sort_unstable();
        found.dedup();
        found
    }
}

/// What a key is made of.
#[derive(Hash)]
enum Made<'t> {
    Name(&'t str),
    Sound(&'t str),
    Characters(&'t [char]),
    Number(&'t str),
    Part(usize, &'t str),
    WithoutYear(&'t str, &'t str),
    Birth(i16, i8, i8),
    InVillage(i64, char),
    Phone(&'t str),
    Household(i64),
}

impl Made<'_> {
    fn key(&self) -> Key {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

fn of_person(person: &Person) -> Vec<Key> {
    let birth = person.number.birth_date();
    let mut keys = of_name(&person.name);
    keys.extend(of_number(&person.number.full()));
    keys.push(Made::Birth(birth.year(), birth.month(), birth.day()).key());
    keys.push(Made::Household(person.household).key());
    keys.extend(person.phone.iter().map(|phone| Made::Phone(phone).key()));
    keys.extend(key(&person.name).chars().map(|c| Made::InVillage(person.village, c).key()));
    keys
}

fn of_trace(trace: &Trace, people: &People) -> Vec<Key> {
    let mut keys = of_name(&trace.name);
    match &trace.written {
        Written::Nothing => {}
        Written::Damaged(fragment) => keys.extend(of_number(fragment.written())),
        Written::Valid { number, household } => {
            keys.extend(without_year(&number.full()));
            keys.extend(household.map(|household| Made::Household(household).key()));
        }
    }
    keys.extend(trace.birth.map(|birth| Made::Birth(birth.year(), birth.month(), birth.day()).key()));
    keys.extend(trace.phone.iter().map(|phone| Made::Phone(phone).key()));
    let guardian = trace.guardian_id.and_then(|guardian| people.by_number(guardian));
    keys.extend(guardian.map(|guardian| Made::Household(guardian.household).key()));
    let in_village = |village: i64| key(&trace.name).chars().map(move |c| Made::InVillage(village, c).key()).collect();
    keys.extend(trace.village.map_or(Vec::new(), in_village));
    keys
}

/// Name, sound, and characters in whatever order.
fn of_name(name: &str) -> Vec<Key> {
    let name = key(name);
    let mut characters: Vec<char> = name.chars().collect();
    characters.sort_unstable();
    vec![Made::Name(&name).key(), Made::Sound(&sound(&name)).key(), Made::Characters(&characters).key()]
}

/// The whole, the whole without one of its characters, its parts, and all but the year.
fn of_number(number: &str) -> Vec<Key> {
    let mut keys = vec![Made::Number(number).key()];
    if number.is_ascii() && number.len() >= 16 {
        let without = |at: usize| format!("{}{}", &number[..at], &number[at + 1..]);
        keys.extend((0..number.len()).map(|at| Made::Number(&without(at)).key()));
        keys.push(Made::Part(6, &number[6..16]).key());
        keys.push(Made::Part(8, &number[8..]).key());
    }
    keys.extend(number.get(..14).map(|front| Made::Part(0, front).key()));
    keys.extend(without_year(number));
    keys
}

fn without_year(number: &str) -> Option<Key> {
    Some(Made::WithoutYear(number.get(..6)?, number.get(10..17)?).key())
}
