//! Weights of evidence, from `rules/linkage.toml`: how much it says that a name, a number or a birth date is like.

use std::collections::BTreeMap;

use serde::Deserialize;

use super::files::PackFile;
use crate::diagnostic::Diagnostic;

/// How records are recognised whose ID number cannot be relied on.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Linkage {
    /// The least probabilities of proposals.
    pub strengths: Strengths,
    /// How far is searched.
    pub search: Search,
    /// What every level of evidence weighs.
    pub levels: BTreeMap<Level, Weight>,
}

/// The least probability of a proposal of each strength.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Strengths {
    /// 确定.
    pub sure: f64,
    /// 很可能.
    pub likely: f64,
    /// 可能.
    pub possible: f64,
}

/// How far is searched.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Search {
    /// Keys that more people share are not followed.
    pub largest_block: usize,
    /// A name that more people share is followed only beside something else.
    pub namesakes: usize,
    /// People whom a county has at least, however few its register holds.
    pub least_people: usize,
    /// How many persons are proposed for a record.
    pub proposals: usize,
    /// Characters that look alike, some a word.
    pub lookalikes: Vec<String>,
}

/// What a level of evidence weighs, and why.
#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Weight {
    /// Binary logarithm of the odds.
    pub bits: f64,
    /// For people.
    pub words: String,
    /// Why it weighs that.
    pub why: String,
}

/// A level of evidence.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Deserialize)]
#[serde(rename_all = "snake_case")]
pub enum Level {
    /// The name.
    NameSame,
    /// The name but for characters that an export lost.
    NameLost,
    /// A name of the same sound.
    NameHomophone,
    /// A name of like characters.
    NameLookalike,
    /// The characters in another order.
    NameReordered,
    /// A character is missing.
    NameShorter,
    /// The given name under another surname.
    NameSurnameChanged,
    /// One character is another.
    NameOneOther,
    /// The surname, nothing else.
    NameSurnameOnly,
    /// Another name.
    NameOther,
    /// The number once letters are read as digits.
    #[serde(rename = "number_same")]
    NumberSame,
    /// One character is another, missing or too many.
    NumberOneEdit,
    /// Two digits are swapped.
    NumberSwapped,
    /// What a spreadsheet keeps of a number.
    #[serde(rename = "number_first_15")]
    NumberFirst15,
    /// Two characters are others.
    NumberTwoEdits,
    /// Only the year of birth is another.
    NumberYear,
    /// Two characters differ, though the number passes its check.
    NumberNearAndValid,
    /// Some first digits.
    NumberPrefix,
    /// The number of another member of the household.
    NumberOfHousehold,
    /// A valid number that is somebody else's.
    NumberOfOther,
    /// An unusable number that is not like.
    NumberOther,
    /// The birth date.
    BirthSame,
    /// A birth date with another year, month or day.
    BirthNear,
    /// Another birth date.
    BirthOther,
    /// The sex.
    SexSame,
    /// The other sex.
    SexOther,
    /// The village.
    VillageSame,
    /// Another village.
    VillageOther,
    /// The phone number.
    PhoneSame,
    /// The guardian's number is of the household.
    GuardianId,
    /// The guardian's name is of the household.
    GuardianName,
    /// The person has a row of his own in the table.
    OwnRow,
    /// A like number under another given name.
    Twin,
}

impl Level {
    /// All levels, in the order of their weight's declaration.
    pub const ALL: [Level; 33] = [
        Level::NameSame,
        Level::NameLost,
        Level::NameHomophone,
        Level::NameLookalike,
        Level::NameReordered,
        Level::NameShorter,
        Level::NameSurnameChanged,
        Level::NameOneOther,
        Level::NameSurnameOnly,
        Level::NameOther,
        Level::NumberSame,
        Level::NumberOneEdit,
        Level::NumberSwapped,
        Level::NumberFirst15,
        Level::NumberTwoEdits,
        Level::NumberYear,
        Level::NumberNearAndValid,
        Level::NumberPrefix,
        Level::NumberOfHousehold,
        Level::NumberOfOther,
        Level::NumberOther,
        Level::BirthSame,
        Level::BirthNear,
        Level::BirthOther,
        Level::SexSame,
        Level::SexOther,
        Level::VillageSame,
        Level::VillageOther,
        Level::PhoneSame,
        Level::GuardianId,
        Level::GuardianName,
        Level::OwnRow,
        Level::Twin,
    ];
}

impl Linkage {
    /// The bits of a level.
    pub fn bits(&self, level: Level) -> f64 {
        self.levels.get(&level).map_or(0.0, |weight| weight.bits)
    }

    /// The words of a level.
    pub fn words(&self, level: Level) -> &str {
        self.levels.get(&level).map_or("", |weight| weight.words.as_str())
    }

    /// The mistakes in it.
    pub(super) fn check(&self, file: PackFile<'_>) -> Vec<Diagnostic> {
        let missing = Level::ALL.into_iter().filter(|level| !self.levels.contains_key(level));
        let missing: Vec<String> = missing.map(|level| format!("{level:?}")).collect();
        let Strengths { sure, likely, possible } = self.strengths;
        let mut faults = Vec::new();
        if !missing.is_empty() {
            let fault = Diagnostic::new(format!("[levels] 里少了这些级别：{}", missing.join("、")));
            faults.push(fault.at(file.place_of(&["[levels"])));
        }
        if !(0.0 < possible && possible <= likely && likely <= sure && sure < 1.0) {
            let fault = Diagnostic::new("strengths 应当 0 < possible ≤ likely ≤ sure < 1");
            faults.push(fault.at(file.place_of(&["[strengths]"])));
        }
        faults
    }
}
