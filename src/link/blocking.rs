//! Which persons are worth comparing with a record: those that share a key with it. Keys are exact, so that the work
//! grows with the number of records, not with records times persons.
//!
//! A name alone is followed as far as it can tell anything; a name that many share only beside something else that the
//! record says: village, parts of the birth date and number, somebody of the household.

use std::collections::HashMap;
use std::hash::{BuildHasherDefault, DefaultHasher, Hash, Hasher};
use std::ops::Range;

use super::people::{People, Person};
use super::sound::sound;
use super::trace::{Trace, WrittenNumber};
use crate::pack::Search;
use crate::value::name::key;

/// A hashed key; two that are equal by chance only cost a comparison.
type BlockKey = u64;

/// Persons by the keys that some records ask for.
pub(super) struct Blocks<'s> {
    blocks: HashMap<BlockKey, Vec<usize>, BuildHasherDefault<Hashed>>,
    search: &'s Search,
}

/// Keys are hashes already.
#[derive(Default)]
struct Hashed(BlockKey);

impl Hasher for Hashed {
    fn finish(&self) -> u64 {
        self.0
    }

    fn write(&mut self, bytes: &[u8]) {
        bytes.iter().for_each(|byte| self.0 = self.0.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u64(&mut self, key: BlockKey) {
        self.0 = key;
    }
}

impl<'s> Blocks<'s> {
    /// Sorts the persons by the keys of the records; only these are kept.
    pub fn of(people: &People, traces: &[Trace], search: &'s Search) -> Self {
        let asked = |trace: &Trace| broad(trace).into_iter().chain(narrow(trace, people));
        let mut blocks: HashMap<_, Vec<usize>, _> =
            traces.iter().flat_map(asked).map(|key| (key, Vec::new())).collect();
        if !blocks.is_empty() {
            for (at, person) in people.all.iter().enumerate() {
                for key in of_person(person, people) {
                    blocks.get_mut(&key).into_iter().for_each(|block| block.push(at));
                }
            }
        }
        Self { blocks, search }
    }

    /// The persons who share a key with a record, in order.
    pub fn around(&self, trace: &Trace, people: &People) -> Vec<usize> {
        let mut found = self.shared(broad(trace), self.search.namesakes);
        found.extend(self.shared(narrow(trace, people), self.search.largest_block));
        found.sort_unstable();
        found.dedup();
        found
    }

    /// The persons of the keys that no more people share.
    fn shared(&self, keys: Vec<BlockKey>, largest: usize) -> Vec<usize> {
        let blocks = keys.iter().filter_map(|key| self.blocks.get(key)).filter(|block| block.len() <= largest);
        blocks.flatten().copied().collect()
    }
}

/// What a key is made of.
#[derive(Hash)]
enum Made<'t> {
    Name(&'t str),
    Sound(&'t str),
    Characters(&'t [char]),
    /// The sound or the characters of a name beside something else.
    Beside(BlockKey, RecordDetail<'t>),
    /// How a number begins and ends.
    Number(&'t str, &'t str),
    Middle(&'t str),
    WithoutYear(&'t str, &'t str),
    Birth(&'t str),
    InVillage(i64, &'t str),
    Phone(&'t str),
    Household(i64),
}

/// What a record says beside a name, as text or key.
#[derive(Hash, Clone, Copy)]
enum RecordDetail<'t> {
    Village(i64),
    /// Year, month and day, or the end of a number, by where they stand in it.
    Digits(usize, &'t str),
    LivesWith(&'t str),
}

impl Made<'_> {
    fn key(&self) -> BlockKey {
        let mut hasher = DefaultHasher::new();
        self.hash(&mut hasher);
        hasher.finish()
    }
}

fn of_person(person: &Person, people: &People) -> Vec<BlockKey> {
    let number = person.number.full();
    let mut details = vec![RecordDetail::Village(person.village)];
    details.extend(digits(&number));
    details.extend(people.beside(person).map(|other| RecordDetail::LivesWith(&other.called)));
    let names = of_name(&person.called);
    let mut keys = beside(&names, &details);
    keys.extend(names);
    keys.extend(of_number(&number));
    keys.extend([Made::Birth(&number[6..14]).key(), Made::Household(person.household).key()]);
    keys.extend(person.phone.iter().map(|phone| Made::Phone(phone).key()));
    keys.extend(in_village(person.village, &person.called));
    keys
}

/// The keys of a name alone. Whose number is another's or nobody's is not known by his name.
fn broad(trace: &Trace) -> Vec<BlockKey> {
    match trace.written {
        WrittenNumber::Valid { .. } => Vec::new(),
        WrittenNumber::Nothing | WrittenNumber::Damaged(_) => of_name(&trace.called).into(),
    }
}

/// The other keys of a record.
fn narrow(trace: &Trace, people: &People) -> Vec<BlockKey> {
    let born = trace.birth.map(|birth| birth.strftime("%Y%m%d").to_string()).unwrap_or_default();
    let written = trace.written.text();
    let guardian = trace.guardian_name.as_deref().map(key);
    let villages = match (trace.village, &trace.address) {
        (Some(village), _) => vec![village],
        (None, Some(address)) => people.villages_in(address),
        (None, None) => Vec::new(),
    };
    let mut details: Vec<RecordDetail<'_>> = villages.iter().map(|village| RecordDetail::Village(*village)).collect();
    let dated = format!("{REGION}{born}");
    details.extend(digits(&written).into_iter().chain(digits(&dated)));
    details.extend(guardian.iter().map(|name| RecordDetail::LivesWith(name)));
    let mut keys = beside(&of_name(&trace.called), &details);
    keys.extend(villages.iter().flat_map(|village| in_village(*village, &trace.called)));
    keys.extend(of_written(&trace.written));
    keys.extend((!born.is_empty()).then(|| Made::Birth(&born).key()));
    keys.extend(trace.phone.iter().map(|phone| Made::Phone(phone).key()));
    let guardian = trace.guardian_id.and_then(|guardian| people.by_number(guardian));
    keys.extend(guardian.map(|guardian| Made::Household(guardian.household).key()));
    keys
}

/// Where a number has year, month and day, and its end.
const PLACES: [Range<usize>; 3] = [6..10, 10..14, 14..18];
/// Stands before a birth date where a number has the region.
const REGION: &str = "000000";

/// The parts of a number, or of a date behind [`REGION`]: of two wrong characters one part is without them.
fn digits(number: &str) -> Vec<RecordDetail<'_>> {
    PLACES.into_iter().filter_map(|place| Some(RecordDetail::Digits(place.start, number.get(place)?))).collect()
}

/// Name, sound, and characters in whatever order.
fn of_name(called: &str) -> [BlockKey; 3] {
    let mut characters: Vec<char> = called.chars().collect();
    characters.sort_unstable();
    [Made::Name(called).key(), Made::Sound(&sound(called)).key(), Made::Characters(&characters).key()]
}

/// A name that is the same sounds the same as well.
fn beside([_, sound, characters]: &[BlockKey; 3], details: &[RecordDetail<'_>]) -> Vec<BlockKey> {
    let names = [sound, characters];
    let one = |detail: &RecordDetail<'_>| {
        names.into_iter().map(|name| Made::Beside(*name, *detail).key()).collect::<Vec<_>>()
    };
    details.iter().flat_map(one).collect()
}

/// A name of a village, whole and without one of its characters: so meet names of which one is another or missing.
fn in_village(village: i64, called: &str) -> Vec<BlockKey> {
    let name: Vec<char> = called.chars().collect();
    let without = |at: usize| name.iter().enumerate().filter(|(other, _)| *other != at).map(|(_, c)| *c).collect();
    let names = (0..=name.len()).map(without);
    names.map(|name: String| Made::InVillage(village, &name).key()).collect()
}

fn of_written(written: &WrittenNumber) -> Vec<BlockKey> {
    match written {
        WrittenNumber::Nothing => Vec::new(),
        WrittenNumber::Damaged(fragment) => of_number(fragment.written()),
        WrittenNumber::Valid { number, household } => {
            let household = household.map(|household| Made::Household(household).key());
            without_year(&number.full()).into_iter().chain(household).collect()
        }
    }
}

/// Its parts: whatever one character is wrong, missing or too many, the first fourteen are right, or the last eight, or
/// the first ten with the last four.
fn of_number(number: &str) -> Vec<BlockKey> {
    let mut keys: Vec<BlockKey> = number.get(..14).map(|front| Made::Number(front, "").key()).into_iter().collect();
    if number.is_ascii() && number.len() >= 16 {
        let end = &number[number.len() - 8..];
        let last = &number[number.len() - 4..];
        keys.extend(
            [Made::Number("", end), Made::Number(&number[..10], last), Made::Middle(&number[6..16])]
                .map(|made| made.key()),
        );
    }
    keys.extend(without_year(number));
    keys
}

fn without_year(number: &str) -> Option<BlockKey> {
    Some(Made::WithoutYear(number.get(..6)?, number.get(10..17)?).key())
}
