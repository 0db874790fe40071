//! Records whose ID number cannot be relied on, and the persons they may be about.

use serde::{Deserialize, Serialize};

use super::{Household, Origin};
use crate::value::{Fragment, IdNumber};

/// A record that was set aside for its ID number, with what is left of it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Damaged {
    pub source: String,
    /// Where it stands.
    pub origin: Origin,
    /// Where in a wide row, 0 the head.
    pub member: i64,
    /// What is left of the number.
    pub fragment: Option<Fragment>,
}

/// A record and the persons of the register whom it fits: 疑似同一人. For people to confirm, never joined.
#[derive(Debug, Clone, PartialEq)]
pub struct CandidateMatch {
    pub source: String,
    /// Where the record stands.
    pub origin: Origin,
    /// Where in a wide row, 0 the head.
    pub member: i64,
    pub name: String,
    /// What is left of its number.
    pub fragment: Option<Fragment>,
    /// What it says of whose it is, in texts of a fixed order: codes are made of it.
    pub content: Vec<String>,
    /// Which of the source's records that say the same without a number of their own it is, from 1; 0 where the number
    /// tells records apart.
    pub occurrence: u32,
    /// Whom it may be about, the most probable first.
    pub candidates: Vec<Candidate>,
}

/// A person whom a record may be about.
#[derive(Debug, Clone, PartialEq)]
pub struct Candidate {
    pub person: IdNumber,
    /// The name in the register.
    pub name: String,
    /// The person's household, a key; none if the register has the person under a damaged number.
    pub household: i64,
    /// The person's village, a key.
    pub village: i64,
    /// The person's household by its names, as the register has them.
    pub home: Household,
    /// The name of the household's head.
    pub head: String,
    /// How sure it is.
    pub strength: Strength,
    /// What speaks for it and against it, in words.
    pub evidence: String,
}

/// The household of a row of the register whose household has nobody else.
pub const NOBODY_ELSE: i64 = -1;

impl CandidateMatch {
    /// Whether what is left of the number tells its record from others of the same name.
    pub fn has_number(&self) -> bool {
        self.fragment.as_ref().is_some_and(|fragment| fragment.written().len() >= TELLING)
    }
}

/// So many digits are region and birth date.
const TELLING: usize = 14;

/// How sure a proposal is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Strength {
    /// 确定.
    Sure,
    /// 很可能.
    Likely,
    /// 可能.
    Possible,
}

impl Strength {
    /// The Chinese word.
    pub fn label(self) -> &'static str {
        match self {
            Strength::Sure => "确定",
            Strength::Likely => "很可能",
            Strength::Possible => "可能",
        }
    }
}
