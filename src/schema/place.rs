//! Villages and households by the names that people know them by, which are the same in every run; within a run,
//! tables are joined by keys.

use std::fmt;

use serde::{Deserialize, Serialize};

use crate::value::place::{township_key, village_key};

/// A village by its names in the register.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Village {
    pub township: String,
    /// Its own name.
    #[serde(rename = "village")]
    pub name: String,
}

impl Village {
    /// A village of a township.
    pub fn new(township: impl Into<String>, name: impl Into<String>) -> Self {
        Self { township: township.into(), name: name.into() }
    }

    /// Whether both are the same village in any of the ways its names are written.
    pub fn is(&self, other: &Self) -> bool {
        township_key(&self.township) == township_key(&other.township)
            && village_key(&self.name) == village_key(&other.name)
    }
}

/// 青石镇石桥村.
impl fmt::Display for Village {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}{}", self.township, self.name)
    }
}

/// A household by its village and its number there.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize, Deserialize)]
pub struct Household {
    /// The village.
    #[serde(flatten)]
    pub village: Village,
    /// Its number in the village.
    pub number: String,
}

impl Household {
    /// A household of a village.
    pub fn new(village: Village, number: impl Into<String>) -> Self {
        Self { village, number: number.into() }
    }
}

/// Where somebody lives, as lists name it: the village, and the household by its number and its head.
#[derive(Debug, Clone, Default, PartialEq, Eq, Hash, PartialOrd, Ord, Serialize)]
pub struct Home {
    /// The village.
    #[serde(flatten)]
    pub village: Village,
    /// Number of the household; empty for a village.
    pub household_number: String,
    /// Name of the head; empty for a village.
    pub head_name: String,
}

impl Home {
    /// A village, and no household of it.
    pub fn of_village(village: Village) -> Self {
        Self { village, ..Self::default() }
    }
}

/// 青石镇/石桥村/H1, as it may be typed.
impl fmt::Display for Household {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        let Village { township, name } = &self.village;
        write!(f, "{township}/{name}/{}", self.number)
    }
}
