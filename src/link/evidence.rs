//! A record beside a person: on which levels they are alike, and how many bits that says (Fellegi and Sunter).

use std::collections::HashMap;

use jiff::civil::Date;

use super::people::{NO_VILLAGE, People, Person};
use super::trace::{Trace, WrittenNumber};
use crate::pack::{Level, Linkage};
use crate::value::name::same_key;
use crate::value::{Fragment, IdNumber, Likeness};

use super::sound::sound;

/// What is known of a pair: its levels with their bits, and the sum, the logarithm of the odds that it is the person's
/// record against that it is nobody's of the register.
#[derive(Debug, Clone)]
pub(super) struct WeighedEvidence {
    pub bits: f64,
    pub levels: Vec<Level>,
}

/// Weighs pairs of records and persons.
pub(super) struct Scales<'a> {
    linkage: &'a Linkage,
    people: &'a People,
    /// Among how many people a record is taken to find its own.
    size: f64,
    lookalikes: HashMap<char, usize>,
}

impl<'a> Scales<'a> {
    /// Weighs as the pack says, among these people.
    pub fn new(linkage: &'a Linkage, people: &'a People) -> Self {
        let groups = linkage.search.lookalikes.iter().enumerate();
        let lookalikes = groups.flat_map(|(group, word)| word.chars().map(move |c| (c, group))).collect();
        let size = people.all.len().max(linkage.search.least_people).max(1) as f64;
        Self { linkage, people, size, lookalikes }
    }

    /// Weighs one pair.
    pub fn weigh(&self, trace: &Trace, person: &Person) -> WeighedEvidence {
        let mut pair = WeighedEvidence { bits: -self.size.log2(), levels: Vec::new() };
        let name = self.name(&trace.called, &person.called);
        let number = number(trace, person);
        self.add(&mut pair, name, self.rarity_of_name(name, person));
        if let Some((level, digits)) = number {
            let capped = matches!(name, Level::NameOneOther | Level::NameSurnameOnly).then_some(Level::Twin);
            self.add_number(&mut pair, level, digits, capped);
        }
        let told = number.is_some_and(|(level, _)| tells_birth(level));
        self.add_birth(&mut pair, trace, person, told);
        if let Some(sex) = trace.sex.filter(|_| !told) {
            self.add(&mut pair, if sex == person.number.sex() { Level::SexSame } else { Level::SexOther }, 0.0);
        }
        self.add_place(&mut pair, trace, person);
        self.add_kin(&mut pair, trace, person);
        pair
    }

    fn add(&self, pair: &mut WeighedEvidence, level: Level, besides: f64) {
        pair.bits += self.linkage.bits(level) + besides;
        pair.levels.push(level);
    }

    /// How much the name itself says; nothing of somebody else's.
    fn rarity_of_name(&self, level: Level, person: &Person) -> f64 {
        match level {
            Level::NameSurnameOnly | Level::NameOther => 0.0,
            _ => (self.size / self.people.bearers(person) as f64).log2(),
        }
    }

    /// Bits of digits beyond the region's; where only the given name differs no more than a twin's number says.
    fn add_number(&self, pair: &mut WeighedEvidence, level: Level, digits: usize, capped: Option<Level>) {
        let bits = match level {
            Level::NumberPrefix => self.linkage.bits(level) * digits as f64,
            _ => self.linkage.bits(level),
        };
        match capped.filter(|cap| bits > self.linkage.bits(*cap)) {
            Some(cap) => {
                self.add(pair, cap, 0.0);
                pair.levels.push(level);
            }
            None => {
                pair.bits += bits;
                pair.levels.push(level);
            }
        }
    }

    /// A birth date that the number already tells is not counted again, but one that is at odds with it is.
    fn add_birth(&self, pair: &mut WeighedEvidence, trace: &Trace, person: &Person, told: bool) {
        let Some(level) = trace.birth.map(|birth| birth_level(birth, person.number.birth_date())) else { return };
        if !told || level != Level::BirthSame {
            self.add(pair, level, 0.0);
        }
    }

    fn add_place(&self, pair: &mut WeighedEvidence, trace: &Trace, person: &Person) {
        let same = match (trace.village, &trace.address) {
            _ if person.village == NO_VILLAGE => None,
            (Some(village), _) => Some(village == person.village),
            (None, Some(address)) => self.people.names_village(address, person.village).then_some(true),
            (None, None) => None,
        };
        match same {
            Some(true) => self.add(pair, Level::VillageSame, self.people.rarity_of_village(person.village)),
            Some(false) => self.add(pair, Level::VillageOther, 0.0),
            None => {}
        }
    }

    fn add_kin(&self, pair: &mut WeighedEvidence, trace: &Trace, person: &Person) {
        if trace.phone.is_some() && trace.phone == person.phone {
            self.add(pair, Level::PhoneSame, 0.0);
        }
        let guardian = trace.guardian_id.and_then(|guardian| self.people.by_number(guardian));
        if guardian.is_some_and(|guardian| guardian.household == person.household) {
            self.add(pair, Level::GuardianId, 0.0);
        } else if trace.guardian_name.as_ref().is_some_and(|name| self.people.lives_with(person, name)) {
            self.add(pair, Level::GuardianName, 0.0);
        }
    }

    /// On which level two names are alike, as names are compared.
    pub fn name(&self, written: &str, known: &str) -> Level {
        let (left, right): (Vec<char>, Vec<char>) = (written.chars().collect(), known.chars().collect());
        match (left.len(), right.len()) {
            (a, b) if a == b && left == right => Level::NameSame,
            (a, b) if a == b && same_key(written, known) => Level::NameLost,
            (a, b) if a == b && sound(written) == sound(known) => Level::NameHomophone,
            (a, b) if a == b => self.name_of_one_length(&left, &right),
            (2, 3) if left[0] == right[0] && left[1] == right[2] => Level::NameShorter,
            (3, 2) if left[0] == right[0] && left[2] == right[1] => Level::NameShorter,
            (2.., 2..) if left[0] == right[0] => Level::NameSurnameOnly,
            _ => Level::NameOther,
        }
    }

    fn look_alike(&self, left: char, right: char) -> bool {
        self.lookalikes.get(&left).is_some_and(|group| Some(group) == self.lookalikes.get(&right))
    }

    fn name_of_one_length(&self, left: &[char], right: &[char]) -> Level {
        let differing: Vec<usize> = (0..left.len()).filter(|at| left[*at] != right[*at]).collect();
        match differing.as_slice() {
            places if places.iter().all(|at| self.look_alike(left[*at], right[*at])) => Level::NameLookalike,
            _ if sorted(left) == sorted(right) => Level::NameReordered,
            [0] if left.len() > 1 => Level::NameSurnameChanged,
            [_] if left.len() > 2 => Level::NameOneOther,
            _ if left[0] == right[0] => Level::NameSurnameOnly,
            _ => Level::NameOther,
        }
    }
}

fn sorted(name: &[char]) -> Vec<char> {
    let mut sorted = name.to_vec();
    sorted.sort_unstable();
    sorted
}

/// The level of a number, and how many of its digits say something.
fn number(trace: &Trace, person: &Person) -> Option<(Level, usize)> {
    let level = match &trace.written {
        WrittenNumber::Nothing => return None,
        WrittenNumber::Valid { number: _, household: Some(household) } if *household == person.household => {
            Level::NumberOfHousehold
        }
        WrittenNumber::Valid { number, .. } if differs_by_year(*number, person.number) => Level::NumberYear,
        WrittenNumber::Valid { number, household: None } if nearly(*number, person.number) => Level::NumberNearAndValid,
        WrittenNumber::Valid { .. } => Level::NumberOfOther,
        WrittenNumber::Damaged(fragment) => match fragment.likeness(person.number) {
            Likeness::Same => Level::NumberSame,
            Likeness::OneEdit => Level::NumberOneEdit,
            Likeness::Swapped => Level::NumberSwapped,
            Likeness::TwoEdits => Level::NumberTwoEdits,
            Likeness::Year => Level::NumberYear,
            Likeness::Leading(14..) => Level::NumberFirst15,
            Likeness::Leading(digits) => return Some((Level::NumberPrefix, digits.saturating_sub(6))),
            Likeness::Unlike => Level::NumberOther,
        },
    };
    Some((level, 0))
}

pub(super) fn differs_by_year(left: IdNumber, right: IdNumber) -> bool {
    let left = left.full();
    let right = right.full();
    left[..6] == right[..6] && left[10..17] == right[10..17]
}

/// Whether a valid number of nobody may be another's with two wrong digits that pass the check by luck.
fn nearly(written: IdNumber, number: IdNumber) -> bool {
    matches!(Fragment::Whole(written.full()).likeness(number), Likeness::TwoEdits | Likeness::Swapped)
}

/// Whether a number of this level holds the birth date.
fn tells_birth(level: Level) -> bool {
    use Level::{NumberFirst15, NumberNearAndValid, NumberOneEdit, NumberSame, NumberSwapped, NumberTwoEdits};
    matches!(level, NumberSame | NumberOneEdit | NumberSwapped | NumberFirst15 | NumberTwoEdits | NumberNearAndValid)
}

fn birth_level(written: Date, known: Date) -> Level {
    let parts = |day: Date| [i32::from(day.year()), i32::from(day.month()), i32::from(day.day())];
    match parts(written).iter().zip(parts(known)).filter(|(left, right)| **left != *right).count() {
        0 => Level::BirthSame,
        1 => Level::BirthNear,
        _ => Level::BirthOther,
    }
}
